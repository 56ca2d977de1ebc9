// What if: overlays made by form, up to six scenarios side by side, and the difference on the board.

import { html, useEffect, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { KINDS, blank, overlay } from "../logic/overlays.js";
import { fileText } from "../logic/overlay-file.js";
import { Field, Icon } from "../parts/bits.js";
import { Comparison, compare, running } from "./comparison.js";
import { MOST, addIdea, ideas, readyMade } from "./ideas.js";

export function WhatIf() {
  const open = store.opened.value;
  useEffect(() => { readyMade(open.book.scenario.name); }, [open.id]);
  const chosen = ideas.value.filter((each) => each.chosen);
  const [seconds, setSeconds] = useState(open.job.options?.seconds ?? 20);
  const go = () => store.attempt(() => compare(open, chosen, Number(seconds) || 20));
  return html`
    <div class="page">
      <div class="page-head"><div><h1>What if</h1>
        <p>Change the book of work in a sentence, have every version planned anew, and read them side by side.</p></div></div>
      <div class="columns-2 wide-left">
        <section class="card">
          <div class="card-head"><h2>Ideas</h2><span class="quiet">Pick up to ${MOST - 1}; they are compared with the plan as it is.</span>
            <span class="actions"><label class="inline-field">Seconds each <input type="number" min="1" max="86400" value=${seconds} onInput=${(event) => setSeconds(event.target.value)} /></label>
              <button type="button" class="primary" disabled=${!chosen.length || store.busy.value || !store.mayPlan.value} onClick=${go}>
              <${Icon} name="play" /> Compare ${chosen.length ? chosen.length + 1 : ""}</button></span></div>
          ${ideas.value.length === 0 ? html`<p class="quiet">None yet: make one on the right.</p>` : html`
            <ul class="ideas">${ideas.value.map((idea) => html`<${Idea} key=${idea.key} idea=${idea} full=${chosen.length >= MOST - 1} />`)}</ul>`}
        </section>
        ${store.mayPlan.value && html`<${Builder} book=${open.book} />`}
      </div>
      ${running.value && html`<${Comparison} />`}
    </div>`;
}

function Idea({ idea, full }) {
  const set = (chosen) => { ideas.value = ideas.value.map((each) => (each.key === idea.key ? { ...each, chosen } : each)); };
  return html`
    <li><label class="checks"><input type="checkbox" checked=${idea.chosen} disabled=${full && !idea.chosen} onChange=${(event) => set(event.target.checked)} />
      <span>${idea.title}</span></label>
      ${idea.overlay && html`
        <button type="button" class="link" onClick=${() => service.save(fileText(idea.overlay), `${idea.overlay.name}.yaml`, "application/yaml")}>Save file</button>
        <button type="button" class="icon-button" aria-label=${`Remove ${idea.title}`} onClick=${() => { ideas.value = ideas.value.filter((each) => each !== idea); }}><${Icon} name="close" /></button>`}
    </li>`;
}

/** A form for one change; several may be put into one idea. */
function Builder({ book }) {
  const [kind, setKind] = useState("slip");
  const [values, setValues] = useState(() => blank("slip", book));
  const [steps, setSteps] = useState([]);
  const choose = (next) => { setKind(next); setValues(blank(next, book)); };
  const fields = KINDS[kind].fields(book);
  const possible = fields.every(([name, , type]) => type !== "choice" || values[name] !== "");
  const add = (event) => {
    event.preventDefault();
    addIdea(overlay([...steps, { kind, values }], book));
    setSteps([]);
    setValues(blank(kind, book));
  };
  return html`
    <form class="card form" onSubmit=${add}>
      <h2>New idea</h2>
      <${Field} label="What changes"><select value=${kind} onChange=${(event) => choose(event.target.value)}>
        ${Object.entries(KINDS).map(([id, each]) => html`<option value=${id} selected=${id === kind}>${each.title}</option>`)}</select><//>
      <p class="quiet">${KINDS[kind].help}</p>
      ${fields.map(([name, label, type, options]) => html`
        <${Input} key=${`${kind}-${name}`} ...${{ label, type, options, book, value: values[name], set: (value) => setValues((now) => ({ ...now, [name]: value })) }} />`)}
      ${steps.length > 0 && html`<ul class="steps">${steps.map((step) => html`<li>${KINDS[step.kind].sentence(step.values, book)}</li>`)}</ul>`}
      ${possible ? html`<p class="sentence" aria-live="polite">${KINDS[kind].sentence(values, book)}.</p>` : html`<p class="quiet">There is nothing of that kind in this book.</p>`}
      <div class="actions"><button class="primary" type="submit" disabled=${!possible}>Add idea</button>
        <button type="button" disabled=${!possible} onClick=${() => { setSteps([...steps, { kind, values }]); setValues(blank(kind, book)); }}>And also…</button></div>
    </form>`;
}

function Input({ label, type, options, value, set, book }) {
  const change = (event) => set(event.target.value);
  if (type === "needs") return html`<${Needs} value=${value} set=${set} book=${book} />`;
  return html`<${Field} label=${label}>
    ${type === "choice"
      ? html`<select value=${value} onChange=${change}>${options.map(([id, text]) => html`<option value=${id} selected=${id === value}>${text}</option>`)}</select>`
      : html`<input type=${type.replace("?", "")} value=${value} step=${type === "number" ? "any" : undefined} required=${!type.endsWith("?")} onInput=${change} />`}
  <//>`;
}

/** Needs of a new project: skill, level and hours, line by line. */
function Needs({ value, set, book }) {
  const at = (index, key) => (event) => set(value.map((need, each) => (each === index ? { ...need, [key]: event.target.value } : need)));
  return html`
    <fieldset class="needs"><legend class="field-label">Needs: skill, least level, hours</legend>
      ${value.map((need, index) => html`
        <div class="need" key=${index}>
          <select aria-label="Skill" value=${need.skill} onChange=${at(index, "skill")}>${book.skills.map((skill) => html`<option value=${skill.id} selected=${skill.id === need.skill}>${skill.name}</option>`)}</select>
          <input aria-label="Least level" type="number" min="0" max="9" value=${need.level} onInput=${at(index, "level")} />
          <input aria-label="Hours" type="number" min="1" value=${need.hours} required onInput=${at(index, "hours")} />
          <button type="button" class="icon-button" aria-label="Remove this need" disabled=${value.length < 2} onClick=${() => set(value.filter((_, each) => each !== index))}><${Icon} name="close" /></button>
        </div>`)}
      <button type="button" class="link" onClick=${() => set([...value, { skill: book.skills[0].id, level: 2, hours: 40 }])}>One more need</button>
    </fieldset>`;
}
