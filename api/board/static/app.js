// The frame of the page: what is on top, which view is below, what is said in between.

import { html, useEffect, useState } from "./ui.js";
import * as store from "./store.js";
import * as service from "./service.js";
import { OUTCOMES } from "./logic/format.js";
import { Icon } from "./parts/bits.js";
import { pageKeys } from "./views/keys.js";
import { Figures } from "./views/figures.js";
import { Board } from "./views/board.js";
import { Start } from "./views/start.js";
import { Solve } from "./views/solve.js";
import { WhatIf } from "./views/whatif.js";
import { Why } from "./views/why.js";
import { Projects } from "./views/projects.js";
import { People } from "./views/people.js";

const VIEWS = {
  board: ["Board", Board],
  solve: ["Solve", Solve],
  why: ["Why", Why],
  whatif: ["What if", WhatIf],
  projects: ["Projects", Projects],
  people: ["People", People],
};

function read() {
  const [, view = "", id = "", more = ""] = location.hash.split("/");
  store.route.value = { view: VIEWS[view] ? view : "start", id, more };
}

/** Asks who is there, what plans there are, and shows the newest if the address names none. */
async function begin() {
  store.session.value = await service.me();
  await store.refreshJobs();
  read();
  const newest = store.jobs.value.find((job) => job.status !== "failed");
  if (store.route.value.view === "start" && newest && !location.hash) store.go("board", newest.id);
}

export function App() {
  const [state, setState] = useState("asking");
  const { view, id } = store.route.value;
  const there = store.there.value;
  const enter = () => begin().then(() => setState("ready"), (problem) => setState(problem.status === 401 ? "locked" : "away"));
  useEffect(() => {
    enter();
    window.addEventListener("hashchange", read);
    window.addEventListener("keydown", pageKeys);
  }, []);
  useEffect(() => {
    if (state === "ready" && id) store.open(id).catch(store.tell);
  }, [state, id]);
  useEffect(() => {
    document.title = [VIEWS[view]?.[0] ?? "Start", ...(there ? [titleOf(store.opened.value)] : []), "Fairload"].join(" · ");
  });
  if (state === "locked") return html`<${Lock} enter=${enter} />`;
  if (state === "away") return html`<main class="page"><div class="empty"><h1>The service does not answer</h1>
    <p>Is <code>fairload serve</code> still running?</p><p><button type="button" class="primary" onClick=${enter}>Try again</button></p></div></main>`;
  if (state === "asking") return html`<main class="page" aria-busy="true"></main>`;
  const View = VIEWS[view]?.[1] ?? Start;
  return html`
    <div class="shell">
      <${Top} />
      ${view !== "start" && there && html`<${Figures} />`}
      <main class="main" id="main" data-plan=${there ? id : undefined}>
        ${view === "start" || view === "solve" || there ? html`<${View} />`
          : !id ? html`<${Start} />`
          : store.missed.value === id ? html`<${Missed} again=${() => store.open(id).catch(store.tell)} />`
          : html`<div class="empty" aria-busy="true"><p>Opening the plan…</p></div>`}
      </main>
      <${Notice} />
    </div>`;
}

/** Where a plan could not be fetched: the notice says why. */
const Missed = ({ again }) => html`<div class="empty"><h1>This plan could not be opened</h1>
  <p><button type="button" class="primary" onClick=${again}>Try again</button> <a class="button" href="#/start">All plans</a></p></div>`;

function Top() {
  const { view, id } = store.route.value;
  const open = !id || store.there.value ? store.opened.value : null; // not the plan before, while another one is on its way
  const here = id || open?.id || "";
  return html`
    <header class="top">
      <a class="brand" href="#/start" aria-label="Fairload, start"><img src="icon.svg" alt="" /><span>Fairload</span></a>
      ${here && html`<nav class="tabs" aria-label="Views">
        ${Object.entries(VIEWS).filter(([name]) => name !== "why" || store.mayPlan.value).map(([name, [text]]) => html`
          <a class="tab" href=${`#/${name}/${here}`} aria-current=${view === name ? "page" : undefined}>${text}</a>`)}
      </nav>`}
      ${open && view !== "start" && html`
        <div class="of"><span class="of-title">${titleOf(open)}</span><${Outcome} /></div>`}
    </header>`;
}

/** How good the plan is known to be, in three words. */
function Outcome() {
  const { job, document, id } = store.opened.value;
  const live = store.news.value.get(id);
  if (store.edited.value) return html`<span class="chip warn">Changed by hand</span>`;
  if (!store.ended(job)) {
    const last = live?.progress.at(-1);
    return html`<a class="chip live" href=${`#/solve/${id}`}>${job.status === "queued" ? "Waiting" : `Solving${last ? `, step ${last.tier + 1} of ${last.tiers}` : ""}`}</a>`;
  }
  if (isByHand(job)) return html`<span class="chip" title=${`Kept as plan ${job.id}`}>Made by hand${verifiedText(document)}</span>`;
  const outcome = document?.outcome ?? job.outcome;
  if (job.status === "failed") return html`<a class="chip bad" href=${`#/solve/${id}`}>Failed</a>`;
  return html`<a class=${`chip ${outcome === "proved_best" ? "good" : outcome === "impossible" ? "bad" : ""}`} href=${`#/solve/${id}`}
    title="How far the plan is from the best one possible">${OUTCOMES[outcome] ?? "Stopped"}${verifiedText(document)}</a>`;
}

const titleOf = ({ job, book }) => (isByHand(job) && job.name ? job.name : book.scenario.title || book.scenario.name);
const isByHand = (job) => job.source === "by hand";
const verifiedText = (document) => (document?.verified ? ", verified" : "");

function Notice() {
  const said = store.notice.value;
  useEffect(() => {
    if (said?.kind !== "good" || said.stays) return undefined;
    const timer = setTimeout(() => { if (store.notice.value === said) store.notice.value = null; }, 6000);
    return () => clearTimeout(timer);
  }, [said]);
  return html`<div aria-live="polite">${said && html`
    <div class=${`notice ${said.kind}`} role=${said.kind === "bad" ? "alert" : "status"}>
      <div>${said.title && html`<b>${said.title}</b>`}<p>${said.text}${said.id && html` <code class="id">${said.id}</code>`}</p>
        ${said.faults?.length > 0 && html`<ul tabindex="0" aria-label="What is wrong">${said.faults.slice(0, 30).map((fault) => html`
          <li>${fault.place && html`<code>${fault.place}</code> `}${fault.message}</li>`)}</ul>`}</div>
      <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => { store.notice.value = null; }}><${Icon} name="close" /></button>
    </div>`}</div>`;
}

function Lock({ enter }) {
  const [key, setKey] = useState("");
  return html`
    <main class="page"><form class="lock form" onSubmit=${(event) => { event.preventDefault(); service.useKey(key.trim()); enter(); }}>
      <h1>Fairload</h1><p>This service asks for a key. Whoever runs it makes one with <code>fairload keys</code>.</p>
      <label class="field"><span class="field-label">Key</span>
        <input type="password" autocomplete="off" value=${key} onInput=${(event) => setKey(event.target.value)} required autofocus /></label>
      <button class="primary" type="submit">Enter</button>
    </form></main>`;
}
