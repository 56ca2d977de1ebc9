// Projects and money: what each project gets, brings, costs, and when it is done.

import { html, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { shortDate } from "../logic/dates.js";
import { count, hours, money, percent, wholeHours, words } from "../logic/format.js";
import { hue } from "../logic/geometry.js";
import { Icon, Meter } from "../parts/bits.js";
import { Columns } from "../parts/charts.js";
import { sorted, SortHead } from "./sorting.js";

const sum = (list, key) => list.reduce((total, each) => total + (each[key] ?? 0), 0);

export function Projects() {
  const document = store.figures.value;
  const [order, setOrder] = useState(["start", 1]);
  const [open, setOpen] = useState("");
  if (!document?.projects?.length) return html`<div class="empty"><h2>No plan yet</h2><p>The projects come with the first plan.</p></div>`;
  const paid = store.mayMoney.value && document.projects.some((project) => project.margin != null);
  const billed = document.projects.some((project) => project.revenue != null);
  const rows = sorted(document.projects, order);
  const currency = store.currency.value;
  const decided = document.projects.filter((project) => project.status !== "tentative");
  const columns = [
    ["name", "Project"], ["delivered_share", "Delivered", true], ["planned_minutes", "Hours", true],
    ...(billed ? [["revenue", "Revenue", true]] : []),
    ...(paid ? [["cost", "Cost", true], ["margin", "Margin", true], ["budget_burn", "Budget", true]] : []),
    ["start", "Dates"], ["deadline", "Deadline"],
  ];
  return html`
    <div class="page">
      <div class="page-head"><div><h1>Projects and money</h1>
        <p>What the plan on the board gives to each project${paid ? ", what that brings and costs" : ""}, and when it is done. ${store.edited.value ? "Changes by hand are counted." : ""}</p></div>
        <div class="actions"><${Exports} /></div></div>
      <div class="table-frame" tabindex="0" role="region" aria-label="Projects"><table class="table">
        <caption class="hidden">Projects</caption>
        <thead><tr>${columns.map(([key, text, numeric]) => html`<${SortHead} ...${{ id: key, text, numeric, order, setOrder }} />`)}</tr></thead>
        <tbody>${rows.map((project) => html`<${Project} key=${project.project} ...${{ project, paid, billed, currency, width: columns.length, open: open === project.project, flip: () => setOpen(open === project.project ? "" : project.project) }} />`)}</tbody>
        <tfoot><tr><th scope="row">Decided work</th><td class="number">${percent(sum(decided, "delivered_minutes") / (sum(decided, "demanded_minutes") || 1))}</td>
          <td class="number">${wholeHours(sum(decided, "planned_minutes"))}</td>
          ${billed && html`<td class="number">${money(sum(decided, "revenue"), currency)}</td>`}
          ${paid && html`<td class="number">${money(sum(decided, "cost"), currency)}</td><td class="number">${money(sum(decided, "margin"), currency)}<small>${percent(sum(decided, "margin") / (sum(decided, "revenue") || 1))}</small></td><td></td>`}
          <td></td><td></td></tr></tfoot>
      </table></div>
    </div>`;
}

/** Files of the plan, as the service writes them. */
export function Exports() {
  const { id, book } = store.opened.value;
  const name = book.scenario.name;
  const get = (kind) => () => store.attempt(() => service.download(service.allocationsFile(id, kind), `${name}-allocations.${kind}`));
  return html`${["csv", "xlsx", "ics"].map((kind) => html`<button type="button" key=${kind} onClick=${get(kind)}><${Icon} name="down" /> ${kind.toUpperCase()}</button>`)}`;
}

function Project({ project, paid, billed, currency, width, open, flip }) {
  const book = store.book.value;
  const index = book.project.get(project.project)?.index ?? 0;
  const client = book.client.get(project.client)?.name ?? "";
  const late = project.lateness_days > 0;
  return html`
    <tr class=${open ? "is-open" : ""}>
      <th scope="row"><button type="button" class="sort" aria-expanded=${String(open)} onClick=${flip}>
        <i class="dot" style=${{ "--hue": hue(index) }}></i><span>${project.name || project.project}
        <small>${[client, project.status === "tentative" ? `tentative ${project.probability} %` : "", words(project.billing)].filter(Boolean).join(" · ")}</small></span></button></th>
      <td class="number meter-cell"><${Meter} share=${project.delivered_share ?? 0} tone=${project.shortfall_minutes ? "short" : ""} label=${`${percent(project.delivered_share, 0)} delivered`} />
        <small>${percent(project.delivered_share, 0)}${project.shortfall_minutes ? `, ${hours(project.shortfall_minutes)} missing` : ""}</small></td>
      <td class="number">${wholeHours(project.planned_minutes)}</td>
      ${billed && html`<td class="number">${money(project.revenue, currency)}</td>`}
      ${paid && html`<td class="number">${money(project.cost, currency)}</td><td class=${`number ${project.margin < 0 ? "bad" : ""}`}>${money(project.margin, currency)}<small>${project.margin_share == null ? "" : percent(project.margin_share, 0)}</small></td>
        <td class="number meter-cell">${project.budget ? html`<${Meter} share=${project.budget_burn} tone=${project.budget_burn > 1 ? "over" : ""} label=${`${percent(project.budget_burn, 0)} of the budget`} /><small>${percent(project.budget_burn, 0)} of ${money(project.budget, currency)}</small>` : html`<small>–</small>`}</td>`}
      <td class="dates-cell"><${Columns} values=${book.days.weeks ? perWeek(project, book) : []} label=${`Hours by week of ${project.name}`} />
        ${project.start ? `${shortDate(project.start)} – ${shortDate(project.finish)}` : "–"}</td>
      <td>${shortDate(project.deadline)}${late && html`<small class="bad">${count(project.lateness_days, "day")} late</small>`}</td>
    </tr>
    ${open && html`<tr class="detail"><td colspan=${width}><${Detail} project=${project} /></td></tr>`}`;
}

function perWeek(project, book) {
  const values = new Array(book.days.weeks).fill(0);
  const labels = new Map(store.figures.value.weeks.map((week, index) => [week.week, index]));
  for (const week of project.weeks) values[labels.get(week.week)] = week.planned_minutes;
  return values;
}

function Detail({ project }) {
  const book = store.book.value;
  const name = (id) => book.person.get(id)?.name ?? id;
  const lead = [["Project manager", project.project_managers], ["Account lead", project.account_leads]];
  return html`
    <div class="detail-grid">
      <div><h3>Phases</h3><ul class="plain-list">${project.phases.map((phase) => html`
        <li><span>${words(phase.phase.split("/")[1])}</span><span class="quiet">${shortDate(phase.start)} – ${shortDate(phase.end)}${phase.movable ? ", placed by the plan" : ""}</span>
          <span class="number">${hours(phase.delivered_minutes)} of ${hours(phase.demanded_minutes)}</span></li>`)}</ul></div>
      <div><h3>People</h3><ul class="plain-list">${project.people.map((each) => html`<li><span>${name(each.person)}</span><span class="number">${hours(each.minutes)}</span></li>`)}</ul></div>
      <div><h3>Lead</h3><ul class="plain-list">${lead.map(([text, ids]) => html`<li><span>${text}</span><span>${ids.map(name).join(", ") || "nobody"}</span></li>`)}</ul>
        <button type="button" class="small" onClick=${() => { store.filter.value = { ...store.filter.value, project: project.project }; store.go("board"); }}>Show on the board</button></div>
    </div>`;
}
