// Questions that the engine answers itself: each kind the service offers becomes a button wherever the board knows
// what the kind asks for, so a new kind of explanation appears here without a change.

import { html, useEffect, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { words } from "../logic/format.js";

let known = null;

/** Which explanations there are; asked for once. */
const kindsKnown = () => (known ??= service.explanationKinds().then((answer) => answer.kinds, () => []));

/** What of the context a kind's question asks for; null where something it must have is not known. */
export function questionOf(schema, context) {
  const fields = Object.keys(schema?.properties ?? {});
  const missing = (schema?.required ?? []).filter((field) => context[field] === undefined);
  if (missing.length) return null;
  return Object.fromEntries(fields.filter((field) => context[field] !== undefined).map((field) => [field, context[field]]));
}

/** Buttons for the kinds that fit, and the answer below. `only`: names that are worth a button here. */
export function Explain({ context, skip = [] }) {
  const [kinds, setKinds] = useState([]);
  const [answer, setAnswer] = useState(null);
  useEffect(() => { kindsKnown().then(setKinds); }, []);
  const fitting = kinds.map((kind) => ({ ...kind, ask: questionOf(kind.question, context) }))
    .filter((kind) => kind.ask && !skip.includes(kind.kind) && Object.keys(kind.ask).length > 0);
  if (!store.mayPlan.value || !fitting.length) return null;
  const ask = async (kind) => {
    setAnswer({ title: kind.title, state: "asking" });
    const got = await store.attempt(() => answered(kind.kind, { plan: store.opened.value.id, question: kind.ask }));
    setAnswer(got ? { title: kind.title, state: got.status, ...got } : null);
  };
  return html`
    <section><h3>Ask the engine</h3>
      <div class="actions">${fitting.map((kind) => html`
        <button type="button" class="small" disabled=${answer?.state === "asking"} onClick=${() => ask(kind)}>${kind.title}</button>`)}</div>
      ${answer && html`<div class="callout answer" role="status"><h3>${answer.title}</h3>
        ${answer.state === "asking" ? html`<p class="quiet">Working it out…</p>`
          : answer.error ? html`<p>${answer.error}</p>` : html`<${Told} value=${answer.answer} />`}</div>`}
    </section>`;
}

/** Asks and waits for the answer. */
export async function answered(kind, body) {
  let job = await service.explain(kind, body);
  while (!store.ended(job)) {
    await new Promise((ready) => setTimeout(ready, 400));
    job = await service.explanation(job.id);
  }
  return job;
}

/** An answer as a person reads it: texts first, figures with their names, lists as lists. */
export function Told({ value }) {
  if (value == null || value === "") return html`<p class="quiet">Nothing to tell.</p>`;
  if (Array.isArray(value)) {
    if (!value.length) return html`<p class="quiet">None.</p>`;
    return html`<ul>${value.map((each) => html`<li><${Told} value=${each} /></li>`)}</ul>`;
  }
  if (typeof value !== "object") return html`<span>${typeof value === "string" ? value : String(value)}</span>`;
  if (typeof value.text === "string") return html`<p>${value.rule && html`<b>${words(value.rule)}</b> `}${value.text}</p>`;
  return html`<dl class="told">${Object.entries(value).filter(([, each]) => each !== "" && each != null).map(([key, each]) => html`
    <div><dt>${words(key)}</dt><dd><${Told} value=${each} /></dd></div>`)}</dl>`;
}
