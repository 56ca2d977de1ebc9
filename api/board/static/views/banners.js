// Bands above the grid: a solve that runs, a plan that this one is compared with.

import { html, useEffect, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { summary } from "../logic/diff.js";
import { count, hours, percent, words } from "../logic/format.js";
import { Spark } from "../parts/charts.js";

/** While a solve runs: how it stands, and a button to stop it and keep the best plan. */
export function Solving() {
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

/** Where the solve has ended without a plan: why, and where that is told. */
export function NoPlan() {
  const { job, id, document } = store.opened.value;
  if (!store.ended(job) || document?.allocations.length || (!job.error && !NONE[job.outcome])) return null;
  return html`
    <div class="banner bad" role="status"><b>There is no plan on the board</b>
      <span>${NONE[job.outcome] ?? job.error}</span>
      ${store.mayPlan.value && html`<a class="button" href=${`#/why/${id}`}>Why?</a>`}
      <a class="button" href=${`#/solve/${id}`}>Solve again</a></div>`;
}

const NONE = { impossible: "No plan can keep every rule of this book.", nothing_found: "None was found in the time, and none was ruled out." };

/** While the board shows a difference: with what, and how much of it there is. */
export function Compared() {
  const other = store.against.value;
  if (!other) return null;
  const { came, went, people } = summary(store.changes.value);
  return html`
    <div class="banner" role="status"><b>Compared with ${other.name}</b>
      <span>${hours(came)} new or moved here, ${hours(went)} gone from there, ${count(people.size, "person", "people")} affected</span>
      <button type="button" class="small" onClick=${() => { store.against.value = null; }}>Done</button></div>`;
}
