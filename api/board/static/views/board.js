// The board: everybody and everything they are booked on, under the hand.

import { html, useEffect, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { NOTHING } from "../logic/filter.js";
import { summary } from "../logic/diff.js";
import { count, hours, percent, words } from "../logic/format.js";
import { Choice, Icon, Segments } from "../parts/bits.js";
import { Spark } from "../parts/charts.js";
import { Grid } from "./grid.js";
import { Panel } from "./panel.js";
import { FIGURES, changeText } from "./figures.js";
import { replanAround } from "./replan.js";

export function Board() {
  return html`
    <h1 class="hidden">Plan board</h1>
    <${Toolbar} />
    <${Solving} />
    <${Compared} />
    <div class="desk"><${Grid} /><${Panel} /></div>
    <${Effect} />`;
}

const named = (list) => list.map((each) => [each.id, each.name]);

function Toolbar() {
  const book = store.book.value;
  const filter = store.filter.value;
  const set = (key) => (value) => { store.filter.value = { ...filter, [key]: value }; };
  const filtered = Object.values(filter).some(Boolean);
  const past = store.history.value;
  return html`
    <div class="toolbar" role="toolbar" aria-label="Board">
      <div class="search"><${Icon} name="search" />
        <input type="search" aria-label="Search people, roles, skills, projects" placeholder="Search" value=${filter.text}
          onInput=${(event) => set("text")(event.target.value)} /></div>
      <div class="filters">
        <${Choice} label="Department" value=${filter.department} all="All" options=${named(book.departments)} set=${set("department")} />
        <${Choice} label="Skill" value=${filter.skill} all="All" options=${named(book.skills)} set=${set("skill")} />
        <${Choice} label="Project" value=${filter.project} all="All" options=${named(book.projects)} set=${set("project")} />
        <${Choice} label="Client" value=${filter.client} all="All" options=${named(book.clients)} set=${set("client")} />
        ${filtered && html`<button type="button" class="small" onClick=${() => { store.filter.value = NOTHING; }}>Clear</button>`}
      </div>
      <span class="gap"></span>
      <${Segments} label="Show" value=${store.mode.value} options=${[["load", "Load"], ["bookings", "Bookings"]]}
        set=${(mode) => { store.mode.value = mode; store.toggled.value = new Set(); }} />
      <${Segments} label="Zoom" value=${store.zoom.value} options=${[["fit", "All"], ["weeks", "Weeks"], ["days", "Days"]]}
        set=${(zoom) => { store.zoom.value = zoom; }} />
      <${Key} />
      ${store.mayPlan.value && html`
        <button type="button" class="icon-button" aria-label="Undo" title="Undo (Ctrl+Z)" disabled=${!past?.past.length} onClick=${store.undo}><${Icon} name="undo" /></button>
        <button type="button" class="icon-button" aria-label="Redo" title="Redo (Ctrl+Shift+Z)" disabled=${!past?.future.length} onClick=${store.redo}><${Icon} name="redo" /></button>`}
    </div>`;
}

const KEYS = [
  ["Arrow keys", "walk over weeks and people; on a booking, move it by a day or to the next person who can do it"],
  ["Shift + arrows", "on a booking: its last day"], ["Enter", "why: what is behind a cell"], ["Space", "fold or unfold a person"],
  ["P, Delete", "on a booking: pin, remove"], ["Ctrl + Z, Ctrl + Shift + Z", "undo, redo"], ["/", "search"], ["Esc", "close; let go of a drag"],
];

/** What colours, patterns and keys mean. */
function Key() {
  return html`
    <details class="key-box"><summary class="icon-button" aria-label="Colours and keys" title="Colours and keys">?</summary>
      <div class="key-card">
        <h3>Load of a week, per cent of the available time</h3>
        <ul class="key-list"><li><i class="swatch low"></i>some</li><li><i class="swatch full"></i>full</li><li><i class="swatch extra"></i>overtime the policy allows</li><li><i class="swatch over"></i>overload</li><li><i class="swatch off"></i>away</li></ul>
        <h3>Bookings, in the colour of their project</h3>
        <ul class="key-list"><li><i class="swatch tentative"></i>tentative</li><li><i class="swatch missing"></i>not staffed</li><li><i class="swatch gone"></i>gone, when compared</li><li><i class="swatch pinned"></i>pinned</li><li><i class="swatch moved"></i>changed</li></ul>
        <p class="quiet">The strip below a booking shows on which days, and how much. Drag to move, to reassign, or to stretch an edge; drag missing work onto somebody.</p>
        <h3>Keys</h3><dl class="facts wide">${KEYS.map(([key, what]) => html`<div><dt>${key}</dt><dd>${what}</dd></div>`)}</dl>
      </div></details>`;
}

/** While a solve runs: how it stands, and a button to stop it and keep the best plan. */
function Solving() {
  const { job, id, document } = store.opened.value;
  const waits = job.status === "queued";
  const [alone, setAlone] = useState(false);
  useEffect(() => {
    if (!waits) return setAlone(false);
    const look = () => service.workers().then((answer) => setAlone(answer.workers.length === 0), () => {});
    const timer = setInterval(look, 3000);
    return () => clearInterval(timer);
  }, [id, waits]);
  if (store.ended(job)) return null;
  const progress = store.news.value.get(id)?.progress ?? [];
  const last = progress.at(-1);
  const said = last
    ? `${words(last.goal)}, step ${last.tier + 1} of ${last.tiers}${last.gap != null && last.bound ? `: gap ${percent(last.gap)}` : ""}`
    : alone ? "Waiting: no worker is running. Start one with: fairload worker" : waits ? "Waiting for a worker" : "Getting ready";
  return html`
    <div class="banner" role="status"><b>${document ? "Solving: this is the best plan so far" : "Solving: the first plan comes in a moment"}</b>
      <span>${said}</span>
      <${Spark} progress=${progress.filter((each) => each.tier === last?.tier)} />
      ${store.mayPlan.value && html`<button type="button" class="small" onClick=${() => store.attempt(() => service.stopPlan(id))}>Stop and keep</button>`}
    </div>`;
}

/** While the board shows a difference: with what, and how much of it there is. */
function Compared() {
  const other = store.against.value;
  if (!other) return null;
  const { came, went, people } = summary(store.changes.value);
  return html`
    <div class="banner" role="status"><b>Compared with ${other.name}</b>
      <span>${hours(came)} new or moved here, ${hours(went)} gone from there, ${count(people.size, "person", "people")} affected</span>
      <button type="button" class="small" onClick=${() => { store.against.value = null; }}>Done</button></div>`;
}

/** What the changes by hand do: told as soon as the service has checked them. */
function Effect() {
  if (!store.edited.value) return null;
  const { now, past } = store.history.value;
  const { state, answer, problem } = store.checked.value;
  const breaches = answer?.breaches ?? [];
  const currency = store.currency.value;
  const [was, is] = [store.opened.value.document?.kpis, answer?.document.kpis];
  const deltas = was && is ? FIGURES.map(([name, of, write, more]) => [name, (of(is) ?? 0) - (of(was) ?? 0), write, more])
    .filter(([, delta]) => Math.abs(delta) > 1e-9) : [];
  return html`
    <section class="effect" aria-label="Effect of your changes" aria-busy=${String(state === "busy")}>
      <span class="effect-label" title=${now.label}>${now.label}${past.length > 1 ? html` <small>and ${count(past.length - 1, "change")} before</small>` : ""}</span>
      <span role="status" class="deltas">
        ${state === "failed" ? html`<span class="bad">${problem.message}</span>`
          : state === "busy" && !answer ? html`<span class="quiet">Checking…</span>`
          : html`${breaches.length === 0 && html`<span class="chip good">Keeps every rule</span>`}
            ${deltas.map(([name, delta, write, more]) => html`
              <span class="delta"><small>${name}</small><b class=${more == null ? "" : delta > 0 === more ? "good" : "bad"}>${changeText(write, delta, currency)}</b></span>`)}`}
      </span>
      ${breaches.length > 0 && html`
        <details><summary class="chip bad">${count(breaches.length, "rule")} broken</summary>
          <ul class="breaches">${breaches.slice(0, 40).map((each) => html`<li><b>${words(each.rule)}</b> ${named_(each.about)}${each.text}</li>`)}</ul></details>`}
      <div class="actions">
        <button type="button" onClick=${store.discard}>Discard</button>
        <button type="button" onClick=${() => service.save(JSON.stringify(answer.document, null, 2), "plan.json")} disabled=${!answer}>Save plan.json</button>
        <button type="button" class="primary" onClick=${() => store.attempt(replanAround)}>Replan around this</button>
      </div>
    </section>`;
}

/** Whom a breach is about, by name. */
function named_(about) {
  const book = store.book.value;
  const who = [book.person.get(about.person)?.name, book.demand.get(about.demand)?.label, book.project.get(about.project)?.name].filter(Boolean);
  return who.length ? html`<span class="quiet">${who.join(", ")}: </span>` : "";
}
