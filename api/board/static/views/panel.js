// Why: what stands behind a booking, a gap or an hour. Reasons come from the plan document, who could do what from
// the board document; what takes the engine to answer is asked from here and told in Why.

import { html } from "../ui.js";
import * as store from "../store.js";
import { rebook } from "../logic/edits.js";
import { freeMinutes } from "../logic/candidates.js";
import { windowOf } from "../logic/book.js";
import { hours, percent } from "../logic/format.js";
import { hue } from "../logic/geometry.js";
import { Icon, Meter } from "../parts/bits.js";
import { drop, give, settle, togglePin } from "./acts.js";
import { ask } from "./asking.js";
import { choose } from "./bar.js";
import { Explain } from "./explain.js";
import { Form } from "./panel-form.js";
import { Broken, Candidates, Needs, Title } from "./panel-parts.js";

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
    <${Explain} context=${{ demand: demand.id, person: block.person, project: demand.project }} skip=${["shortfalls", "why_not"]} />`;
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
    <${Explain} context=${{ demand: demand.id, project: demand.project, skill: demand.skill }} skip=${["why", "why_not"].concat(found.report && !store.edited.value ? ["shortfalls"] : [])} />`;
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
          ${store.mayPlan.value && html`<button type="button" class="link" disabled=${store.busy.value} aria-label=${`Why not ${person.name} on ${demand.label}?`}
            onClick=${() => ask("why_not", { demand: demand.id, person: person.id })}>Why not?</button>`}
          <button type="button" class="small" onClick=${() => { store.selected.value = { kind: "missing", demand: demand.id }; }}>Open</button></li>`)}</ul>`
        : html`<p class="quiet">No unstaffed work in this time asks for what ${person.name.split(" ")[0]} can do.</p>`}
    </section>
    <${Explain} context=${{ person: person.id, first: book.days.date(first), last: book.days.date(last) }} />`;
}
