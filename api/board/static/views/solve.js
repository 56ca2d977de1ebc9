// Solve: start one, watch its value and its bound close in on each other, stop it, keep what it found.

import { html, useEffect, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { percent, words } from "../logic/format.js";
import { Closing } from "../parts/charts.js";
import { Field, Icon } from "../parts/bits.js";
import { Runs, statusText } from "./runs.js";

export function Solve() {
  const { id } = store.route.value;
  useEffect(() => {
    if (id) store.follow(id); // the past of a finished job is told as well, so its curves can be drawn
    store.refreshJobs().catch(store.tell);
  }, [id]);
  return html`
    <div class="page">
      <div class="page-head"><div><h1>Solve</h1>
        <p>The value is the best plan found; the bound is what no plan can pass. Where they meet, the plan is proved best.</p></div></div>
      <div class="columns-2">
        <div>${store.opened.value?.id === id && html`<${Watch} key=${id} />`}
          <h2 class="section-title">All plans</h2><${Runs} /></div>
        ${store.mayPlan.value && html`<${Begin} />`}
      </div>
    </div>`;
}

/** The running or finished solve, tier by tier. */
function Watch() {
  const { document, id } = store.opened.value;
  const { progress = [], status } = store.news.value.get(id) ?? {};
  const known = store.opened.value.job;
  const job = store.ended(known) || !status ? known : { ...known, status };
  const [chosen, choose] = useState(null);
  const seen = [...new Set(progress.map((each) => each.tier))];
  const tiers = document?.tiers?.length ? document.tiers.map((tier) => tier.goal) : seen.map((tier) => progress.find((each) => each.tier === tier).goal);
  const at = chosen ?? (store.ended(job) ? 0 : seen.at(-1) ?? 0);
  const now = progress.filter((each) => each.tier === at);
  const last = now.at(-1);
  const finished = document?.tiers?.[at];
  const value = store.ended(job) && finished ? finished : last;
  const unit = finished?.unit ?? last?.unit ?? "";
  return html`
    <section class="card" aria-label="This solve">
      <div class="card-head"><h2>${job.name || job.scenario.title}</h2>
        <span class=${`chip ${store.ended(job) ? "" : "live"}`}>${statusText(job)}</span>
        <span class="quiet">${last ? `${last.seconds.toFixed(1)} s, ${last.source}` : ""}</span>
        <span class="actions">${!store.ended(job) && store.mayPlan.value
          ? html`<button type="button" class="primary" onClick=${() => store.attempt(() => service.stopPlan(id))}><${Icon} name="stop" /> Stop and keep</button>`
          : html`<a class="button" href=${`#/board/${id}`}>Open on the board</a>`}</span></div>
      ${tiers.length > 0 && html`
        <ol class="tiers">${tiers.map((goal, tier) => {
          const told = progress.filter((each) => each.tier === tier).at(-1);
          const done = document?.tiers?.[tier];
          const gap = store.ended(job) && done ? done.gap : told?.gap;
          return html`<li><button type="button" aria-pressed=${String(tier === at)} onClick=${() => choose(tier)}>
            <b>${tier + 1}. ${words(goal)}</b><small>${done?.proved && store.ended(job) ? "proved best" : gap == null ? "not yet" : gap > 0.5 ? "as found" : `gap ${percent(gap)}`}</small></button></li>`;
        })}</ol>`}
      <dl class="duel">
        <div><dt><i class="key value"></i>Value</dt><dd>${number(value?.value)} <small>${unit}</small></dd></div>
        <div><dt><i class="key bound"></i>Bound</dt><dd>${number(value?.bound)}</dd></div>
        <div><dt>Gap</dt><dd>${percent(value?.gap, 2)}</dd></div>
      </dl>
      ${now.length ? html`<${Closing} progress=${now} write=${number} label=${`Value and bound of ${words(tiers[at] ?? "")} over time: ${number(last.value)} and ${number(last.bound)} at the end`} />`
        : html`<p class="quiet">${store.ended(job) ? "This goal was settled without a search of its own." : "No news yet."}</p>`}
      ${job.error && html`<p class="callout bad">${job.error}</p>`}
      ${(document?.conflicts ?? job.conflicts)?.length > 0 && html`<div class="callout bad"><h3>These cannot all hold together</h3>
        <ul>${(document?.conflicts ?? job.conflicts).map((each) => html`<li><b>${words(each.rule)}</b> ${each.text}</li>`)}</ul></div>`}
    </section>`;
}

const number = (value) => (value == null ? "–" : Number(value.toFixed(1)).toLocaleString("en-GB"));

/** A new solve: of the plan's own scenario, a demo, or a stored one. */
function Begin() {
  const open = store.opened.value;
  const [sources, setSources] = useState([]);
  const [source, setSource] = useState("");
  const [values, setValues] = useState({ seconds: 30, gap: 0.5, seed: 1 });
  useEffect(() => {
    Promise.all([service.demos(), service.scenarios()]).then(([demos, stored]) => setSources([
      ...stored.scenarios.map((each) => [`stored:${each.name}`, each.title || each.name]),
      ...demos.demos.map((each) => [`demo:${each.name}`, `Demo: ${each.title || each.name}`]),
    ]), store.tell);
  }, []);
  const own = open ? [["own", `As on the board: ${open.book.scenario.title || open.book.scenario.name}`]] : [];
  const all = [...own, ...sources];
  const picked = source || all[0]?.[0] || "";
  const submit = (event) => {
    event.preventDefault();
    const [kind, name] = picked.split(":");
    store.attempt(async () => {
      const job = await store.start({
        scenario: kind === "own" ? { plan: open.id } : { [kind]: name },
        options: { seconds: Number(values.seconds), gap: Number(values.gap) / 100, seed: Number(values.seed) },
        ...(kind === "own" ? { start_from: open.id } : {}),
      });
      store.go("solve", job.id);
    });
  };
  const input = (key, props) => html`<input type="number" required value=${values[key]} onInput=${(event) => setValues({ ...values, [key]: event.target.value })} ...${props} />`;
  return html`
    <form class="card form" onSubmit=${submit}>
      <h2>New solve</h2>
      <${Field} label="Scenario"><select value=${picked} onChange=${(event) => setSource(event.target.value)}>
        ${all.map(([id, text]) => html`<option value=${id} selected=${id === picked}>${text}</option>`)}</select><//>
      <${Field} label="Seconds" hint="at most; it ends sooner when all is proved">${input("seconds", { min: 1, max: 86400 })}<//>
      <div class="pair">
        <${Field} label="Good enough at" hint="% gap">${input("gap", { min: 0, max: 100, step: 0.1 })}<//>
        <${Field} label="Seed">${input("seed", { min: 0, step: 1 })}<//>
      </div>
      <button class="primary" type="submit" disabled=${store.busy.value || !picked}><${Icon} name="play" /> Start</button>
    </form>`;
}
