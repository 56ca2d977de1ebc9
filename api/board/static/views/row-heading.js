// A heading of the grid: a department with its load, the open roles, or what is not staffed.

import { html } from "../ui.js";
import * as store from "../store.js";
import { count, wholeHours } from "../logic/format.js";

/** Folds or unfolds a person, or what is not staffed. */
export function flip(id) {
  const next = new Set(store.toggled.value);
  if (!next.delete(id)) next.add(id);
  store.toggled.value = next;
}

export function Heading({ row, book, columns, sight }) {
  const load = store.load.value;
  const sums = row.people && columns.map((column) => {
    let planned = 0;
    let available = 0;
    for (const person of row.people) {
      const minutes = load.get(person.id);
      for (let day = column.first; day <= column.last; day++) {
        planned += minutes[day];
        available += person.available[day];
      }
    }
    return [planned, available];
  });
  return html`
    <div class="name" role="rowheader">
      ${row.id === "missing"
        ? html`<button type="button" class="fold" aria-expanded=${String(!row.closed)} title=${row.title} onClick=${() => flip("missing")}>
            ${row.name}<small>${row.note}</small></button>`
        : html`<span class="group">${row.name}<small>${row.note ?? count(row.people.length, "person", "people")}</small></span>`}
    </div>
    ${row.missing && store.zoom.value !== "days" && columns.map((column, index) => {
      const minutes = row.missing.slice(column.first, column.last + 1).reduce((total, n) => total + n, 0);
      return column.last >= sight[0] && column.first <= sight[1] && minutes >= 30 && html`
        <span key=${index} role="gridcell" aria-colindex=${index + 2} class=${`sum ${row.tone}`} title="Missing in this week, if laid evenly over the windows"
          style=${{ left: `calc(var(--names) + ${column.left}px)`, width: `${column.width}px` }}>${column.width > 30 ? wholeHours(minutes) : ""}</span>`;
    })}
    ${sums && columns.map((column, index) => column.last >= sight[0] && column.first <= sight[1] && html`
      <span key=${index} role="gridcell" aria-colindex=${index + 2} class="sum" style=${{ left: `calc(var(--names) + ${column.left}px)`, width: `${column.width}px` }}>
        ${store.zoom.value === "days" ? "" : column.width > 24 && sums[index][0] && sums[index][1] ? `${Math.round((100 * sums[index][0]) / sums[index][1])}` : ""}</span>`)}`;
}
