// A person's row: name, load by week or day, time off, and the bookings below where the row is unfolded.

import { html } from "../ui.js";
import * as store from "../store.js";
import { stretches } from "../logic/geometry.js";
import { hours } from "../logic/format.js";
import { Bar, Ghost } from "./bar.js";
import { flip } from "./row-heading.js";
import { focus } from "./sight.js";

/** How a stretch of a person's time stands: within what is available, in overtime the policy allows, or over it. */
function standing(person, planned, available, daily) {
  if (!available && !planned) return "none";
  const over = planned - available;
  if (over > (daily ? person.overtime_day : person.overtime_week)) return "over";
  if (over > 0) return "extra";
  return "fits";
}

export function Person({ row, book, drawn, columns, sight }) {
  const { person } = row;
  const minutes = store.load.value.get(person.id);
  const daily = store.zoom.value === "days";
  const role = book.role.get(person.role)?.name ?? "";
  return html`
    <div class="name" role="rowheader">
      <button type="button" class="person" aria-expanded=${String(row.open)} onClick=${() => flip(person.id)}>
        <span class="person-name">${person.name}</span>
        <small>${person.kind === "contractor" ? "Contractor · " : ""}${role}</small>
      </button>
    </div>
    <div class="shade" role="presentation" aria-hidden="true">
      ${offs(person, book).map(([kind, first, last]) => html`
        <i class=${kind} style=${{ left: `${first * drawn.day}px`, width: `${(last - first + 1) * drawn.day}px` }}></i>`)}
    </div>
    ${columns.map((column, index) => column.last >= sight[0] && column.first <= sight[1] && html`
      <${Cell} key=${index} ...${{ row, book, column, index, minutes, daily }} />`)}
    ${row.open && html`
      <div class="lanes" role="gridcell" aria-label=${`Bookings of ${person.name}`} aria-colindex=${columns.length + 2}>
        ${row.gone.map((block) => html`<${Ghost} key=${`g-${block.id}`} ...${{ block, drawn }} />`)}
        ${row.blocks.map((block) => html`<${Bar} key=${block.id} ...${{ block, book, drawn, row }} />`)}
      </div>`}`;
}

const shades = new WeakMap();

/** Time off, and days outside the contract. */
function offs(person, book) {
  if (!shades.has(person)) {
    const { contracted, effective } = person;
    const started = contracted.findIndex((n) => n > 0);
    const stopped = contracted.findLastIndex((n) => n > 0);
    const found = stretches(book.days.count, (day) => contracted[day] > 0 && !effective[day], (day) => contracted[day] > 0);
    const shade = found.map(([first, last]) => ["off", first, last]);
    if (started < 0) shade.push(["out", 0, book.days.count - 1]);
    else {
      if (started > 6) shade.push(["out", 0, started - 1]);
      if (stopped < book.days.count - 7) shade.push(["out", stopped + 1, book.days.count - 1]);
    }
    shades.set(person, shade);
  }
  return shades.get(person);
}

function Cell({ row, book, column, index, minutes, daily }) {
  const { person } = row;
  let planned = 0;
  let available = 0;
  for (let day = column.first; day <= column.last; day++) {
    planned += minutes[day];
    available += person.available[day];
  }
  const state = standing(person, planned, available, daily);
  const share = available ? Math.round((100 * planned) / available) : planned ? 999 : 0;
  const chosen = focus.value.row === row.index && focus.value.column === index;
  const said = state === "none"
    ? `${person.name}, ${book.days.range(column.first, column.last)}: not at work`
    : `${person.name}, ${book.days.range(column.first, column.last)}: ${hours(planned)} of ${hours(available)}` +
      (state === "over" ? ", overloaded" : state === "extra" ? ", overtime" : "");
  return html`
    <button type="button" role="gridcell" aria-colindex=${index + 2} data-cell=${`${row.index}:${index}`}
      tabindex=${chosen ? 0 : -1} class=${`cell is-${state}`} aria-label=${said} title=${said}
      style=${{ left: `calc(var(--names) + ${column.left}px)`, width: `${column.width - 1}px`, "--load": `${Math.min(100, share)}%` }}
      onClick=${() => {
        focus.value = { row: row.index, column: index };
        store.selected.value = { kind: "cell", person: person.id, first: column.first, last: column.last };
      }}>
      ${!planned ? "" : daily ? shortHours(planned) : column.width > 24 ? (share === 999 ? "!" : share) : ""}
    </button>`;
}

const shortHours = (minutes) => `${Math.round(minutes / 6) / 10}`;
