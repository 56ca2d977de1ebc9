// People: how busy each is against their target, and how fairly the work is shared among those who could swap it.

import { html, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { hours, perMille, percent, words } from "../logic/format.js";
import { Icon, Meter } from "../parts/bits.js";
import { Strip } from "../parts/charts.js";
import { Exports } from "./projects.js";
import { sorted, SortHead } from "./sorting.js";

export function People() {
  const document = store.figures.value;
  const [order, setOrder] = useState(["department", 1]);
  if (!document?.people?.length) return html`<div class="empty"><h2>No plan yet</h2><p>The people's figures come with the first plan.</p></div>`;
  const rows = sorted(document.people, order);
  const columns = [
    ["name", "Person"], ["department", "Department"], ["billable_utilisation", "Billable utilisation", true], ["load_per_mille", "Load against target", true],
    ["planned_minutes", "Planned", true], ["bench_minutes", "Free", true], ["overtime_minutes", "Overtime", true], ["burden", "Burden", true],
  ];
  return html`
    <div class="page">
      <div class="page-head"><div><h1>People</h1>
        <p>Load is planned time against available time; the mark is the target. Burden is load against one's own target, with what was carried over: the number that fairness compares.</p></div>
        <div class="actions"><${Exports} /></div></div>
      <section class="card"><div class="card-head"><h2>Fairness by cohort</h2><span class="quiet">A dot is a person's burden; the dashed line is 100 %, just on target.</span></div><${Cohorts} document=${document} /></section>
      <div class="table-frame" tabindex="0" role="region" aria-label="People"><table class="table">
        <caption class="hidden">People</caption>
        <thead><tr>${columns.map(([key, text, numeric]) => html`<${SortHead} ...${{ id: key, text, numeric, order, setOrder }} />`)}<th scope="col"><span class="hidden">Calendar file</span></th></tr></thead>
        <tbody>${rows.map((person) => html`<${Person} key=${person.person} person=${person} />`)}</tbody>
      </table></div>
    </div>`;
}

function Person({ person }) {
  const { id, book } = store.opened.value;
  const load = person.load_per_mille == null ? 0 : person.load_per_mille / 1000;
  const target = person.target_per_cent == null ? null : person.target_per_cent / 100;
  const calendar = () => store.attempt(() => service.download(service.allocationsFile(id, "ics", person.person), `${person.person}.ics`));
  return html`
    <tr><th scope="row">${person.name}<small>${person.kind === "employee" ? "" : `${words(person.kind)} · `}${book.role.get(person.role)?.name ?? ""}</small></th>
      <td>${book.department.get(person.department)?.name ?? person.department}</td>
      <td class="number">${percent(person.billable_utilisation)}</td>
      <td class="number meter-cell"><${Meter} share=${load} mark=${target} tone=${load > 1 ? "over" : ""} label=${`Load ${percent(load, 0)}${target ? `, target ${percent(target, 0)}` : ""}`} />
        <small>${percent(load, 0)}${target ? ` of ${percent(target, 0)}` : ""}</small></td>
      <td class="number">${hours(person.planned_minutes)}</td><td class="number">${hours(person.bench_minutes)}</td>
      <td class="number">${person.overtime_minutes ? hours(person.overtime_minutes) : "–"}</td>
      <td class="number">${perMille(person.burden)}</td>
      <td><button type="button" class="icon-button" aria-label=${`Calendar file of ${person.name}`} title="Calendar (ICS)" onClick=${calendar}><${Icon} name="down" /></button></td></tr>`;
}

/** Everybody's burden on one line for each cohort: close together is fair. */
function Cohorts({ document }) {
  const burdens = document.people.filter((person) => person.burden != null && person.cohort).map((person) => person.burden);
  const low = Math.min(700, ...burdens) - 40;
  const high = Math.max(1100, ...burdens) + 40;
  return html`
    <div class="cohorts">${Object.entries(document.kpis.fairness).map(([cohort, told]) => {
      const people = document.people.filter((person) => person.cohort === cohort && person.burden != null);
      return html`<div class="cohort" key=${cohort}>
        <div><b>${store.book.value.department.get(cohort)?.name ?? words(cohort.replace(/[/·].*/, ""))}</b><small>${cohort.includes("/") ? words(cohort.split("/")[1]) : `${told.people} ${told.people === 1 ? "person" : "people"}`}</small></div>
        <${Strip} people=${people} low=${low} high=${high} label=${`Burdens of ${words(cohort)}: ${people.map((person) => `${person.name} ${perMille(person.burden)}`).join(", ")}`} />
        <span class="quiet">${told.range < 5 ? `All at ${perMille(told.max)}` : `${perMille(told.min)} to ${perMille(told.max)}, ${Math.round(told.range / 10)} points apart`}</span></div>`;
    })}</div>
    ${document.kpis.price_of_fairness != null && html`<p class="quiet">What fairness costs: ${percent(document.kpis.price_of_fairness, 2)} of the billable hours that would be possible without it.</p>`}`;
}
