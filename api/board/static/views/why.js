// Why: every question that the engine answers, asked by form, and its answer in words and tables.

import { html, useEffect, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { CHOSEN, GROUPS, beginWith, fieldsOf, groupOf, optionsOf, questionFrom, sentenceOf } from "../logic/questions.js";
import { Field, Icon } from "../parts/bits.js";
import { Answer } from "./answers/answer.js";
import { Clash } from "./answers/trouble.js";
import { ask, asked, kinds, kindsKnown, seconds } from "./asking.js";

export function Why() {
  useEffect(() => { kindsKnown(); }, []);
  const { id, more } = store.route.value;
  const state = useAnswer(more);
  return html`
    <div class="page">
      <div class="page-head"><div><h1>Why</h1>
        <p>Ask the engine about this plan. It plans the book anew under your question, and says what is proved and what is as found.
          ${store.edited.value ? " Your changes by hand are not in the answers: they are about the plan as it was made." : ""}</p></div></div>
      <div class="columns-2 asking">
        <div>${more ? html`<${One} state=${state} />` : html`<${Nothing} />`}</div>
        <div><${Form} shown=${state.job} /><${Before} plan=${id} current=${more} /></div>
      </div>
    </div>`;
}

const WhatItTakes = () => store.mayPlan.value && html`
  <div class="actions"><button type="button" class="primary" disabled=${store.busy.value} onClick=${() => ask("repair", {})}>What would it take?</button></div>`;

const FIRST = ["shortfalls", "portfolio", "outcomes", "hire", "train", "frontier"];

/** Before anything is asked: the conflict where there is one, or questions that need no form. */
function Nothing() {
  const { job, book } = store.opened.value;
  if (job.conflicts?.length) {
    return html`<section class="card answer"><h2>Which rules leave no plan?</h2>
      <${Clash} rules=${job.conflicts} book=${book} /><${WhatItTakes} /></section>`;
  }
  const list = FIRST.map((name) => kinds.value.find((kind) => kind.kind === name)).filter(Boolean);
  return html`<section class="card answer"><h2>Ask at once</h2>
    <ul class="first-questions">${list.map((kind) => html`<li><button type="button" disabled=${store.busy.value || !store.mayPlan.value}
      onClick=${() => ask(kind.kind, {})}>${sentenceOf(kind, {}, book)}</button></li>`)}</ul>
    <p class="quiet">Or fill in a question, or click a booking, a missing piece of work or a free week on the board.</p></section>`;
}

/** One question and its answer, as it comes. */
function One({ state: { job, problem, since, now } }) {
  const { book, job: plan } = store.opened.value;
  if (problem) return html`<section class="card answer"><h2>There is no such answer</h2><p>${problem.message}</p></section>`;
  const kind = kinds.value.find((each) => each.kind === job?.kind);
  if (!job || !kind) return html`<section class="card answer" aria-busy="true"><p class="quiet">Asking…</p></section>`;
  return html`
    <section class="card answer" data-answer=${job.id} aria-busy=${String(!store.ended(job))} aria-live="polite"><h2>${sentenceOf(kind, job.question, book)}</h2>
      ${!store.ended(job) ? html`<p class="working"><span class="chip live">${job.status === "queued" ? "Waiting for a worker" : "Working it out"}</span>
            <span class="quiet">${Math.round((now - since) / 1000)} s</span></p>`
        : job.answer ? html`<${Answer} kind=${job.kind} answer=${job.answer} book=${book} currency=${store.currency.value} plan=${plan} />`
        : html`<p class="callout bad">${job.error ?? (store.mayMoney.value ? "There is no answer." : "The answer is about money, which your key may not see.")}</p>`}
      ${job.kind === "conflicts" && job.answer?.possible === false && html`<${WhatItTakes} />`}
    </section>`;
}

/** The answer of an id: {job, problem, since, now}, asked for until it is there. */
function useAnswer(id) {
  const [state, setState] = useState({});
  useEffect(() => {
    let over = false;
    const since = Date.now();
    const turn = async () => {
      try {
        const job = await service.explanation(id);
        if (over) return;
        setState({ job, since, now: Date.now() });
        if (!store.ended(job)) setTimeout(turn, 500);
      } catch (problem) { if (!over) setState({ problem }); }
    };
    setState({});
    if (id) turn();
    return () => { over = true; };
  }, [id]);
  return state;
}

/** What a question says, as the fields of a form hold it. */
const known = (question) => filled(Object.fromEntries(Object.entries(question).map(([key, value]) => [key, Array.isArray(value) ? value.join(", ") : value])));

/** Fields that say something: an empty one may be what another question must have. */
const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value != null && value !== ""));

/** A question by form; it begins with the one that is shown. */
function Form({ shown }) {
  const book = store.book.value;
  const all = kinds.value.filter((kind) => kind.kind !== "fee" || book.projects.some((project) => project.status === "tentative"));
  const [name, setName] = useState("recommend");
  const [values, setValues] = useState({});
  useEffect(() => {
    if (!shown) return;
    setName(shown.kind);
    setValues(known(shown.question));
  }, [shown?.id]);
  const kind = all.find((each) => each.kind === name) ?? all[0];
  if (!kind || !store.mayPlan.value) return null;
  const now = beginWith(kind, values, book);
  const submit = (event) => { event.preventDefault(); ask(kind.kind, questionFrom(kind, now)); };
  return html`
    <form class="card form" onSubmit=${submit}>
      <h2>New question</h2>
      <${Field} label="Question"><select value=${kind.kind} onChange=${(event) => { setName(event.target.value); setValues(filled); }}>
        ${GROUPS.map((group) => [group, all.filter((each) => groupOf(each.kind) === group)]).filter(([, list]) => list.length).map(([group, list]) => html`
          <optgroup label=${group}>${list.map((each) => html`<option value=${each.kind} selected=${each.kind === kind.kind}>${each.title}</option>`)}</optgroup>`)}</select><//>
      ${fieldsOf(kind).map((field) => html`<${Input} key=${`${kind.kind}-${field.name}`} ...${{ field, book, value: now[field.name], set: (value) => setValues((before) => ({ ...before, [field.name]: value })) }} />`)}
      <${Field} label="Seconds" hint="more decide more"><input type="number" min="1" max="86400" required value=${seconds.value} onInput=${(event) => { seconds.value = event.target.value; }} /><//>
      <p class="sentence" aria-live="polite">${sentenceOf(kind, questionFrom(kind, now), book)}</p>
      <button class="primary" type="submit" disabled=${store.busy.value}><${Icon} name="play" /> Ask</button>
    </form>`;
}

function Input({ field, book, value, set }) {
  const change = (event) => set(event.target.value);
  if (CHOSEN.includes(field.type)) {
    return html`<${Field} label=${field.label}><select value=${value} required=${field.required} onChange=${change}>
      ${!field.required && html`<option value="" selected=${value === ""}>All</option>`}
      ${optionsOf(field, book).map(([id, text]) => html`<option value=${id} selected=${id === value}>${text}</option>`)}</select><//>`;
  }
  return html`<${Field} label=${field.label}><input type=${field.type === "number" ? "number" : "text"} min=${field.low} max=${field.high} required=${field.required} value=${value} onInput=${change} /><//>`;
}

/** What was asked about this plan before. */
function Before({ plan, current }) {
  const book = store.book.value;
  const list = asked.value.filter((each) => each.plan === plan);
  if (!list.length) return null;
  return html`<section class="card"><h2>Asked before</h2><ul class="asked">${list.map((each) => {
    const kind = kinds.value.find((known) => known.kind === each.kind);
    return kind && html`<li key=${each.id}><a href=${`#/why/${plan}/${each.id}`} aria-current=${each.id === current ? "true" : undefined}>${sentenceOf(kind, each.question, book)}</a></li>`;
  })}</ul></section>`;
}
