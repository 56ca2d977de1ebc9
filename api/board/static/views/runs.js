// All plans of the workspace, newest first.

import { html } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { OUTCOMES, percent } from "../logic/format.js";

const STATUS = { queued: "Waiting", started: "Getting ready", solving: "Solving", stopped: "Stopped", failed: "Failed" };

/** How a job stands, in words. */
export const statusText = (job) => (job.source === "by hand" ? "Made by hand" : job.status === "completed" ? OUTCOMES[job.outcome] ?? "Done" : STATUS[job.status]);

const tone = (job) => ({ failed: "bad", stopped: "" })[job.status] ?? ({ proved_best: "good", impossible: "bad" })[job.outcome] ?? "";

/** When something was, near enough. */
function ago(moment) {
  const minutes = Math.round((Date.now() - Date.parse(moment)) / 60000);
  if (!(minutes > 0)) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 60 * 24) return `${Math.round(minutes / 60)} h ago`;
  return new Date(moment).toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}

export function Runs() {
  return html`
    <div class="table-frame"><table class="table">
      <caption class="hidden">Plans, newest first</caption>
      <thead><tr><th scope="col">Plan</th><th scope="col">Status</th><th scope="col" class="number">Delivered</th>
        <th scope="col" class="number">Billable</th><th scope="col">Started</th><th scope="col"><span class="hidden">Do</span></th></tr></thead>
      <tbody>${store.jobs.value.map((job) => html`
        <tr key=${job.id} class=${job.id === store.opened.value?.id ? "is-current" : ""}>
          <th scope="row"><a href=${`#/board/${job.id}`}>${job.name || job.scenario.title || job.scenario.name}</a>
            ${job.scenario.overlays?.length > 0 && html`<small>${job.scenario.overlays.join(", ")}</small>`}</th>
          <td><span class=${`chip ${tone(job)} ${store.ended(job) ? "" : "live"}`}>${statusText(job)}</span>${job.error && html` <small>${job.error}</small>`}</td>
          <td class="number">${job.kpis ? percent(job.kpis.delivered_minutes / (job.kpis.demanded_minutes || 1)) : "–"}</td>
          <td class="number">${percent(job.kpis?.billable_utilisation)}</td>
          <td>${ago(job.created)}</td>
          <td class="do">${!store.ended(job) && store.mayPlan.value && html`
            <button type="button" class="small" onClick=${() => store.attempt(() => service.stopPlan(job.id).then(store.refreshJobs))}>Stop</button>`}</td>
        </tr>`)}</tbody>
    </table></div>`;
}
