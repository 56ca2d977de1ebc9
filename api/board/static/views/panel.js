// Why: what stands behind a booking, a gap or an hour. Reasons come from the plan document, who could do what from
// the board document, conflicts and repairs from the engine's explanations.

import { html, useState } from "../ui.js";
import * as store from "../store.js";
import { rebook } from "../logic/edits.js";
import { candidates, freeMinutes } from "../logic/candidates.js";
import { windowOf } from "../logic/book.js";
import { count, hours, percent, words } from "../logic/format.js";
import { hue } from "../logic/geometry.js";
import { Field, Icon, Meter } from "../parts/bits.js";
import { give, settle } from "./drag.js";
import { choose } from "./grid.js";
import { drop, togglePin } from "./keys.js";
import { Explain } from "./explain.js";

export function Panel() {
  const chosen = store.selected.value;
  if (!chosen) return null;
  const Content = { block: Block, missing: Missing, cell: Cell }[chosen.kind];
  return html`
    <aside class="panel" aria-label="Why">
      <button type="button" class="icon-button close" aria-label="Close" onClick=${() => { store.selected.value = null; }}>
        <${Icon} name="close" /></button>
      <${Content} key=${JSON.stringify(chosen)} chosen=${chosen} />
    </aside>`;
}

const Title = ({ project, children }) => html`
  <header class="panel-head">
    <p class="kicker"><i class="dot" style=${{ "--hue": hue(project.index) }}></i>${project.name}${project.clientName && html` · ${project.clientName}`}</p>
    ${children}
    ${project.status !== "confirmed" && html`<span class="tag">${words(project.status)}${project.probability ? ` ${project.probability} %` : ""}</span>`}
  </header>`;

function Needs({ demand }) {
  const book = store.book.value;
  const [first, last] = windowOf(demand, store.plan.value.phases);
  const given = store.given.value.get(demand.id) ?? 0;
  return html`
    <dl class="facts">
      <div><dt>Needs</dt><dd>${book.skill.get(demand.skill)?.name} ${demand.level > 0 && html`<small>level ${demand.level} or more</small>`}</dd></div>
      <div><dt>Between</dt><dd>${book.days.range(Math.max(0, first), book.days.clamp(last))}</dd></div>
      <div><dt>Planned</dt><dd>${hours(given)} of ${hours(demand.effort)}${demand.seats > 0 && html` <small>${count(demand.seats, "seat")}, whole days</small>`}</dd></div>
    </dl>
    ${demand.effort > 0 && html`<${Meter} share=${given / demand.effort} tone=${given < demand.effort ? "short" : ""} label=${`${percent(given / demand.effort, 0)} planned`} />`}`;
}

function Block({ chosen }) {
  const block = store.findBlock(chosen);
  if (!block) return html`<p>This booking is no longer there.</p>`;
  const { of: demand } = block;
  const book = store.book.value;
  const person = book.person.get(block.person);
  const broken = store.breaches.value.filter((each) =>
    (each.about.demand === demand.id || each.about.person === block.person));
  return html`
    <${Title} project=${demand.projectOf}><h2>${demand.label}</h2>
      <p class="lead">${person.name}, ${book.days.range(block.first, block.last)}, <b>${hours(block.minutes)}</b></p><//>
    ${broken.length > 0 && html`<${Broken} breaches=${broken} />`}
    ${store.mayPlan.value && html`
      <div class="actions">
        <button type="button" onClick=${() => togglePin(block)} aria-pressed=${String(block.isPinned)}><${Icon} name="pin" /> ${block.isPinned ? "Unpin" : "Pin"}</button>
        <button type="button" onClick=${() => drop(block)}>Remove</button>
      </div>
      <${Form} key=${block.id + block.last + block.minutes} block=${block} />`}
    <${Needs} demand=${demand} />
    <${Candidates} demand=${demand} current=${block.person} minutes=${block.minutes} act=${(id) =>
      settle(rebook(store.plan.value, book, block, { person: id, first: block.first, last: block.last, minutes: block.minutes }), block, id, block.first, "Moved")} verb="Move here" />
    <${Explain} context=${{ demand: demand.id, person: block.person, project: demand.project }} skip=${["shortfalls"]} />`;
}

function Form({ block }) {
  const book = store.book.value;
  const [person, setPerson] = useState(block.person);
  const [first, setFirst] = useState(book.days.date(block.first));
  const [last, setLast] = useState(book.days.date(block.last));
  const [amount, setAmount] = useState(block.minutes / 60);
  const able = book.people.filter((each) => block.of.able.has(each.id));
  const others = book.people.filter((each) => !block.of.able.has(each.id));
  const submit = (event) => {
    event.preventDefault();
    const from = book.days.clamp(book.days.index(first));
    const to = book.days.clamp(book.days.index(last));
    const minutes = Math.round((Number(amount) * 60) / book.quantum) * book.quantum;
    settle(rebook(store.plan.value, book, block, { person, first: from, last: Math.max(from, to), minutes }), block, person, from, "Changed");
  };
  return html`
    <form class="form tight" onSubmit=${submit}>
      <${Field} label="Who"><select value=${person} onChange=${(event) => setPerson(event.target.value)}>
        <optgroup label="Could do it">${able.map((each) => html`<option value=${each.id} selected=${each.id === person}>${each.name}</option>`)}</optgroup>
        <optgroup label="Could not, by skill or department">${others.map((each) => html`<option value=${each.id} selected=${each.id === person}>${each.name}</option>`)}</optgroup>
      </select><//>
      <div class="pair">
        <${Field} label="From"><input type="date" value=${first} min=${book.horizon.first} max=${book.horizon.last} required onInput=${(event) => setFirst(event.target.value)} /><//>
        <${Field} label="To"><input type="date" value=${last} min=${book.horizon.first} max=${book.horizon.last} required onInput=${(event) => setLast(event.target.value)} /><//>
      </div>
      <div class="pair">
        <${Field} label="Hours"><input type="number" min="0.5" step="0.5" value=${amount} required onInput=${(event) => setAmount(event.target.value)} /><//>
        <button class="primary" type="submit">Change</button>
      </div>
    </form>`;
}

const Broken = ({ breaches }) => html`
  <div class="callout bad" role="status">
    <h3>${count(breaches.length, "rule")} broken</h3>
    <ul>${breaches.slice(0, 6).map((each) => html`<li><b>${words(each.rule)}</b> ${each.text}</li>`)}</ul>
  </div>`;

function Candidates({ demand, current, minutes, act, verb }) {
  const book = store.book.value;
  const list = candidates(book, store.load.value, demand, windowOf(demand, store.plan.value.phases));
  const [all, setAll] = useState(false);
  if (!list.length) {
    return html`<section><h3>Who could do it</h3><p class="quiet">Nobody: no one has
      ${" "}${book.skill.get(demand.skill)?.name?.toLowerCase()} at level ${demand.level}, in a department that may do this.</p></section>`;
  }
  return html`
    <section><h3>Who could do it</h3>
      <ul class="people-list">
        ${(all ? list : list.slice(0, 6)).map(({ person, free }) => html`
          <li class=${person.id === current ? "is-current" : ""}>
            <span><b>${person.name}</b><small>level ${person.skills[demand.skill]} · ${free ? `${hours(free)} free` : "nothing free"} in the window</small></span>
            ${person.id === current ? html`<span class="tag">does it</span>`
              : store.mayPlan.value && html`<button type="button" class="small" disabled=${!current && !free} onClick=${() => act(person.id)}
                  aria-label=${`${verb}: ${person.name}`}>${verb}</button>`}
          </li>`)}
      </ul>
      ${list.length > 6 && !all && html`<button type="button" class="link" onClick=${() => setAll(true)}>All ${list.length}</button>`}
    </section>`;
}

function Missing({ chosen }) {
  const book = store.book.value;
  const demand = book.demand.get(chosen.demand);
  const found = store.missing.value.find((each) => each.demand.id === chosen.demand);
  if (!found) return html`<${Title} project=${demand.projectOf}><h2>${demand.label}</h2><p class="lead">Nothing is missing any more.</p><//>`;
  return html`
    <${Title} project=${demand.projectOf}><h2>${demand.label}</h2>
      <p class="lead"><b class="bad">${hours(found.minutes)}</b> of ${hours(demand.effort)} are not staffed.</p><//>
    <section><h3>Why</h3>
      ${found.report?.reasons.length
        ? html`<ul class="reasons">${found.report.reasons.map((each) => html`
            <li><span class="reason-minutes">${hours(each.minutes)}</span><p>${each.text}</p></li>`)}</ul>`
        : html`<p class="quiet">The reasons are told once the changed plan is checked.</p>`}
    </section>
    <${Needs} demand=${demand} />
    <${Candidates} demand=${demand} minutes=${found.minutes} act=${(id) => give(demand, id, found.minutes)} verb="Give" />
    <${Explain} context=${{ demand: demand.id, project: demand.project, skill: demand.skill }} skip=${found.report && !store.edited.value ? ["shortfalls"] : []} />`;
}

function Cell({ chosen }) {
  const book = store.book.value;
  const person = book.person.get(chosen.person);
  const { first, last } = chosen;
  const blocks = store.blocks.value.get(person.id).filter((each) => each.first <= last && each.last >= first)
    .map((block) => ({ block, minutes: block.days.reduce((sum, [day, n]) => sum + (day >= first && day <= last ? n : 0), 0) }))
    .filter((each) => each.minutes > 0).sort((a, b) => b.minutes - a.minutes);
  const sum = (list) => list.slice(first, last + 1).reduce((total, n) => total + n, 0);
  const [planned, available] = [sum(store.load.value.get(person.id)), sum(person.available)];
  const free = freeMinutes(book, person, store.load.value.get(person.id), first, last);
  const off = person.time_off.filter((each) => book.days.index(each.first) <= last && book.days.index(each.last) >= first);
  const could = store.missing.value.filter((each) => {
    const [from, to] = windowOf(each.demand, store.plan.value.phases);
    return each.demand.able.has(person.id) && from <= last && to >= first;
  });
  return html`
    <header class="panel-head"><p class="kicker">${book.department.get(person.department)?.name} · ${book.role.get(person.role)?.name}</p>
      <h2>${person.name}</h2><p class="lead">${book.days.range(first, last)}</p></header>
    <dl class="facts">
      <div><dt>Planned</dt><dd>${hours(planned)} of ${hours(available)}</dd></div>
      <div><dt>Free</dt><dd>${hours(free)}</dd></div>
      ${sum(person.effective) > available && html`<div><dt>Standing duties</dt><dd>${hours(sum(person.effective) - available)}</dd></div>`}
      ${off.length > 0 && html`<div><dt>Away</dt><dd>${off.map((each) => `${each.reason || "Time off"}, ${book.days.short(book.days.index(each.first))} – ${book.days.short(book.days.index(each.last))}`).join("; ")}</dd></div>`}
    </dl>
    ${available > 0 && html`<${Meter} share=${planned / available} tone=${planned > available ? "over" : ""} label=${`${percent(planned / available, 0)} of the available time is planned`} />`}
    <section><h3>Bookings</h3>
      ${blocks.length ? html`<ul class="people-list">${blocks.map(({ block, minutes }) => html`
        <li><i class="dot" style=${{ "--hue": hue(block.of.projectOf.index) }}></i>
          <span><b>${block.of.projectOf.name}</b><small>${block.of.label} · ${hours(minutes)}</small></span>
          <button type="button" class="small" aria-label=${`Open ${block.of.projectOf.name}, ${block.of.label}`} onClick=${() => choose(block)}>Open</button></li>`)}</ul>`
        : html`<p class="quiet">Nothing is booked.</p>`}
    </section>
    <section><h3>${free ? "What is missing and could go here" : "What is missing in this time"}</h3>
      ${could.length ? html`<ul class="people-list">${could.map(({ demand, minutes }) => html`
        <li><i class="dot" style=${{ "--hue": hue(demand.projectOf.index) }}></i>
          <span><b>${demand.projectOf.name}</b><small>${demand.label} · ${hours(minutes)} missing</small></span>
          <button type="button" class="small" onClick=${() => { store.selected.value = { kind: "missing", demand: demand.id }; }}>Why</button></li>`)}</ul>`
        : html`<p class="quiet">No unstaffed work in this time asks for what ${person.name.split(" ")[0]} can do.</p>`}
    </section>
    <${Explain} context=${{ person: person.id, first: book.days.date(first), last: book.days.date(last) }} />`;
}
