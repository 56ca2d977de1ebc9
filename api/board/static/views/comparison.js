// Scenarios side by side: figures with what they differ by, charts, dates, and who is affected.

import { html, signal, useEffect } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { readBook } from "../logic/book.js";
import { readPlan } from "../logic/plan.js";
import { shortDate } from "../logic/dates.js";
import { count, money, percent } from "../logic/format.js";
import { Bars } from "../parts/charts.js";
import { FIGURES, changeText } from "./figures.js";
import { statusText } from "./runs.js";

export const running = signal(null); // {id, answer, documents: Map(plan id -> document)}

/** Has all chosen ideas planned beside the plan as it is. */
export async function compare(open, chosen, seconds) {
  const variants = [{ name: "As it is" }, ...chosen.map((idea) => ({
    name: idea.title, overlays: [idea.overlay ? { data: idea.overlay } : { demo: idea.demo }],
  }))];
  const answer = await service.comparison({
    scenario: { plan: open.id }, variants, options: { ...open.job.options, seconds },
    // All begin with the plan on the board: what differs is then the idea, and less often chance.
    ...(open.document ? { start_from: open.id } : {}),
  });
  running.value = { id: answer.id, answer, documents: new Map() };
  requestAnimationFrame(() => document.querySelector(".comparison")?.scrollIntoView({ behavior: "smooth", block: "start" }));
}

/** Asks how it stands until all have ended, and fetches the documents of those that have. */
function useNews() {
  const id = running.value?.id;
  useEffect(() => {
    let over = false;
    const turn = async () => {
      while (!over && running.value?.id === id) {
        const answer = await service.comparisonOf(id).catch(() => running.value.answer);
        const documents = new Map(running.value.documents);
        for (const { plan } of answer.variants) {
          if (store.ended(plan) && !documents.has(plan.id)) documents.set(plan.id, await service.planDocument(plan.id).catch(() => null));
        }
        if (over || running.value?.id !== id) return;
        running.value = { id, answer, documents };
        if (answer.variants.every(({ plan }) => store.ended(plan))) {
          store.refreshJobs().catch(() => {});
          return;
        }
        await new Promise((ready) => setTimeout(ready, 700));
      }
    };
    turn();
    return () => { over = true; };
  }, [id]);
}

/** Puts one scenario on the board, with the first one as what it is compared with. */
async function openDifference(variant, base) {
  const [board, document] = await Promise.all([service.planBoard(base.plan.id), service.planDocument(base.plan.id)]);
  await store.open(variant.plan.id);
  if (store.opened.value.id !== variant.plan.id) return; // somebody has gone to another plan meanwhile
  store.against.value = { id: base.plan.id, name: base.name, plan: readPlan(document, readBook(board)), document };
  store.go("board", variant.plan.id);
}

export function Comparison() {
  useNews();
  const { answer, documents } = running.value;
  const [base] = answer.variants;
  const kpis = answer.variants.map(({ plan }) => plan.kpis);
  const currency = answer.currency ?? store.currency.value;
  const write = (figure) => (value) => figure === money ? money(value, currency) : figure(value);
  const shown = FIGURES.filter(([, of]) => kpis.some((each) => each && of(each) != null));
  const charts = shown.filter(([name]) => ["Delivered", "Billable utilisation", "Margin", "Revenue", "Overtime", "Not staffed"].includes(name));
  return html`
    <section class="comparison card" aria-label="Comparison">
      <div class="card-head"><h2>Side by side</h2>${store.ended(answer) || answer.variants.every(({ plan }) => store.ended(plan)) ? "" : html`<span class="chip live">Planning</span>`}</div>
      <div class="table-frame" tabindex="0" role="region" aria-label="Figures of each scenario"><table class="table compare">
        <thead><tr><th scope="col"><span class="hidden">Figure</span></th>${answer.variants.map((variant) => html`
          <th scope="col" class="number"><span class="variant">${variant.name}</span></th>`)}</tr></thead>
        <tbody>
          <tr><th scope="row">Status</th>${answer.variants.map(({ plan }) => html`<td class="number">
            <span class=${`chip ${plan.outcome === "proved_best" ? "good" : plan.outcome === "impossible" || plan.status === "failed" ? "bad" : ""} ${store.ended(plan) ? "" : "live"}`}>${statusText(plan)}</span></td>`)}</tr>
          ${shown.map(([name, of, figure, more]) => html`<tr><th scope="row">${name}</th>${kpis.map((each, index) => {
            const value = each ? of(each) : null;
            const delta = index && kpis[0] && value != null ? value - of(kpis[0]) : 0;
            return html`<td class="number">${value == null ? "–" : write(figure)(value)}
              ${index > 0 && value != null && kpis[0] && html`<small class=${!delta || more == null ? "" : delta > 0 === more ? "good" : "bad"}>${changeText(figure, delta, currency)}</small>`}</td>`;
          })}</tr>`)}
          <tr><th scope="row">On the board</th>${answer.variants.map((variant, index) => html`<td class="number">
            ${store.ended(variant.plan) && variant.plan.kpis && html`<button type="button" class="small" onClick=${() => store.attempt(() =>
              (index ? openDifference(variant, base) : Promise.resolve(store.go("board", variant.plan.id))))}>${index ? "Difference" : "Open"}</button>`}</td>`)}</tr>
        </tbody>
      </table></div>
      ${answer.variants.some(({ plan }) => plan.outcome === "best_so_far") && html`<p class="quiet note">Plans that are not proved best
        differ by chance as well; more seconds make that less.</p>`}
      ${answer.variants.filter(({ plan }) => plan.conflicts?.length).map(({ name, plan }) => html`
        <div class="callout bad"><h3>${name}: these cannot all hold together</h3><ul>${plan.conflicts.map((each) => html`<li>${each.text}</li>`)}</ul></div>`)}
      <div class="charts">${charts.map(([name, of, figure]) => html`<figure><figcaption>${name}</figcaption>
        <${Bars} label=${`${name} of each scenario`} write=${write(figure)} rows=${answer.variants.map((variant, index) => ({ name: variant.name, value: kpis[index] ? of(kpis[index]) : null }))} /></figure>`)}</div>
      <${Dates} variants=${answer.variants} documents=${documents} />
    </section>`;
}

/** Projects and people for whom something changes. */
function Dates({ variants, documents }) {
  const found = variants.map(({ plan }) => documents.get(plan.id));
  if (!found[0] || found.filter(Boolean).length < 2) return null;
  const ids = [...new Set(found.flatMap((document) => document?.projects.map((project) => project.project) ?? []))];
  const of = (document, id) => document?.projects.find((project) => project.project === id);
  const rows = ids.map((id) => ({ id, cells: found.map((document) => of(document, id)) }))
    .filter(({ cells }) => new Set(cells.map((cell) => cell && `${cell.finish}${cell.shortfall_minutes}`)).size > 1);
  const minutes = (document) => new Map(document?.people.map((person) => [person.person, person.planned_minutes]));
  const base = minutes(found[0]);
  return html`
    <h3 class="section-title">Projects that end on another day, or get more or less of their work</h3>
    <div class="table-frame" tabindex="0" role="region" aria-label="Dates of projects in each scenario"><table class="table compare">
      <thead><tr><th scope="col">Project</th>${variants.map((variant) => html`<th scope="col" class="number"><span class="variant">${variant.name}</span></th>`)}</tr></thead>
      <tbody>
        <tr><th scope="row">People with other hours</th>${found.map((document, index) => {
          const now = minutes(document);
          const changed = [...new Set([...base.keys(), ...now.keys()])].filter((id) => base.get(id) !== now.get(id)).length;
          return html`<td class="number">${index && document ? count(changed, "person", "people") : "–"}</td>`;
        })}</tr>
        ${rows.map(({ id, cells }) => html`<tr key=${id}><th scope="row">${cells.find(Boolean)?.name ?? id}</th>${cells.map((cell) => html`
          <td class="number">${cell ? html`${shortDate(cell.finish)}<small class=${cell.lateness_days > 0 ? "bad" : ""}>${percent(cell.delivered_share, 0)}${cell.lateness_days > 0 ? `, ${cell.lateness_days} d late` : ""}</small>` : "–"}</td>`)}</tr>`)}
      </tbody></table></div>`;
}
