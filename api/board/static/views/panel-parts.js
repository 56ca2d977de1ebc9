// Pieces of the panel: what a demand needs, who could do it, which rules are broken.

import { html, useState } from "../ui.js";
import * as store from "../store.js";
import { candidates } from "../logic/candidates.js";
import { windowOf } from "../logic/book.js";
import { count, hours, percent, words } from "../logic/format.js";
import { hue } from "../logic/geometry.js";
import { breachText, brokenText } from "../logic/names.js";
import { Meter } from "../parts/bits.js";
import { ask } from "./asking.js";

export const Title = ({ project, children }) => html`
  <header class="panel-head">
    <p class="kicker"><i class="dot" style=${{ "--hue": hue(project.index) }}></i>${project.name}${project.clientName && html` · ${project.clientName}`}</p>
    ${children}
    ${project.status !== "confirmed" && html`<span class="tag">${words(project.status)}${project.probability ? ` ${project.probability} %` : ""}</span>`}
  </header>`;

export function Needs({ demand }) {
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

export const Broken = ({ breaches }) => html`
  <div class="callout bad" role="status">
    <h3>${brokenText(breaches)}</h3>
    <ul>${breaches.slice(0, 6).map((each) => html`<li><b>${words(each.rule)}</b> ${breachText(each, store.book.value)}</li>`)}</ul>
  </div>`;

export function Candidates({ demand, current, minutes, act, verb }) {
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
            ${store.mayPlan.value && person.id !== current && html`<button type="button" class="link" disabled=${store.busy.value}
              aria-label=${`Why not ${person.name}?`} onClick=${() => ask("why_not", { demand: demand.id, person: person.id })}>Why not?</button>`}
            ${person.id === current ? html`<span class="tag">does it</span>`
              : store.mayPlan.value && html`<button type="button" class="small" disabled=${!current && !free} onClick=${() => act(person.id)}
                  aria-label=${`${verb}: ${person.name}`}>${verb}</button>`}
          </li>`)}
      </ul>
      ${list.length > 6 && !all && html`<button type="button" class="link" onClick=${() => setAll(true)}>All ${list.length}</button>`}
    </section>`;
}
