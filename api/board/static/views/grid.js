// The board's grid: a row for each person, weeks or days across, bookings in lanes below the load.
// Only rows in sight are in the page; everything stands where `logic/geometry.js` says.

import { html, useEffect, useLayoutEffect, useMemo, useRef } from "../ui.js";
import * as store from "../store.js";
import { dayWidth, inSight } from "../logic/geometry.js";
import { gridRows } from "../logic/rows.js";
import { ghosts } from "../logic/ghosts.js";
import { dragging } from "./drag.js";
import { Heading } from "./row-heading.js";
import { Missing } from "./row-missing.js";
import { Person } from "./row-person.js";
import { focus, nameWidth, room, scroll } from "./sight.js";
import { reveal, steer } from "./steer.js";

/** Everything that the grid draws. */
function model(book, width) {
  const plan = store.plan.value;
  const { rows, height } = gridRows(book, {
    plan,
    blocks: store.blocks.value,
    missing: store.missing.value,
    ghosts: store.against.value ? ghosts(store.against.value.plan, plan, book) : new Map(),
    filter: store.filter.value,
    bookings: store.mode.value === "bookings",
    toggled: store.toggled.value,
  });
  return { rows, height, day: dayWidth(store.zoom.value, width - nameWidth(), book.days.count) };
}

export function Grid() {
  const box = useRef();
  const book = store.book.value;
  const size = room.value;
  const drawn = useMemo(
    () => model(book, size.width),
    [book, size.width, store.plan.value, store.filter.value, store.zoom.value, store.mode.value, store.toggled.value,
      store.against.value, store.figures.value],
  );
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      room.value = { width: entry.contentRect.width, height: entry.contentRect.height };
    });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    // Tab comes in at the first person's first cell, unless somebody has already walked to another.
    if (drawn.rows[focus.value.row]?.kind === "person") return;
    focus.value = { row: drawn.rows.findIndex((row) => row.kind === "person"), column: 0 };
  }, [drawn]);
  useEffect(() => { if (box.current) scroll.value = { top: box.current.scrollTop, left: box.current.scrollLeft }; }, [drawn]);
  useEffect(() => reveal(box.current), [store.selected.value, size.width]);
  const names = nameWidth();
  const wide = drawn.day * book.days.count;
  const step = 96; // new rows are looked for after so many pixels, not after each
  const top = Math.floor(scroll.value.top / step) * step;
  const rows = inSight(drawn.rows, top, top + size.height + step);
  const left = Math.floor(scroll.value.left / 256) * 256;
  const sight = [book.days.clamp(Math.floor(left / drawn.day) - 7), book.days.clamp(Math.ceil((left + size.width + 256) / drawn.day) + 7)];
  const columns = useMemo(
    () => (store.zoom.value === "days" ? dayColumns(book, drawn.day) : weekColumns(book, drawn.day)),
    [book, drawn.day, store.zoom.value],
  );
  // A row that stays in sight while the board scrolls is the same node again, and costs nothing.
  const kept = useMemo(() => new Map(), [drawn, columns, ...sight]);
  const rowOf = (row) => {
    if (!kept.has(row.id)) kept.set(row.id, html`<${Row} key=${row.id} ...${{ row, book, drawn, columns, sight }} />`);
    return kept.get(row.id);
  };
  return html`
    <div class=${`grid zoom-${store.zoom.value} ${dragging.value ? "is-dragging" : ""}`} ref=${box} role="grid"
      aria-label="Load and bookings by person and ${store.zoom.value === "days" ? "day" : "week"}"
      aria-rowcount=${drawn.rows.length + 1} aria-colcount=${columns.length + 1}
      onScroll=${(event) => { scroll.value = { top: event.target.scrollTop, left: event.target.scrollLeft }; }}
      onKeyDown=${(event) => steer(event, drawn, columns, box.current)}>
      <${Header} ...${{ book, day: drawn.day, names, wide, columns, sight }} />
      <div class="canvas" role="rowgroup" style=${{
        height: `${drawn.height}px`, width: `${names + wide}px`, "--day": `${drawn.day}px`, "--names": `${names}px`,
        "--lead": `${-book.days.lead * drawn.day}px`,
      }}>
        ${book.today > 0 && html`<div class="today" style=${{ left: `${names + book.today * drawn.day}px` }}></div>`}
        ${rows.map(rowOf)}
      </div>
    </div>`;
}

const weekColumns = (book, day) =>
  Array.from({ length: book.days.weeks }, (_, week) => {
    const [first, last] = book.days.span(week);
    return { first, last, left: first * day, width: (last - first + 1) * day, label: book.days.short(first).split(" ")[0] };
  });

const dayColumns = (book, day) =>
  Array.from({ length: book.days.count }, (_, index) => ({
    first: index, last: index, left: index * day, width: day, label: book.days.short(index).split(" ")[0],
    free: book.days.weekday(index) > 4,
  }));

function Header({ book, day, names, wide, columns, sight }) {
  return html`
    <div class="header" role="rowgroup" style=${{ width: `${names + wide}px` }}>
      <div class="months" role="presentation" aria-hidden="true">
        <span class="corner" style=${{ width: `${names}px` }}></span>
        ${book.days.months().map((month) => html`
          <span class="month" style=${{ left: `${names + month.first * day}px`, width: `${(month.last - month.first + 1) * day}px` }}>
            <b style=${{ left: `${names + 8}px` }}>${month.label}</b></span>`)}
      </div>
      <div class="dates" role="row" aria-rowindex="1">
        <span class="corner" role="columnheader" style=${{ width: `${names}px` }}>
          <span class="hidden">Person</span></span>
        ${columns.map((column, index) => column.last >= sight[0] && column.first <= sight[1] && html`
          <span key=${index} role="columnheader" aria-colindex=${index + 2} class=${`date ${column.free ? "is-free" : ""}`}
            aria-label=${book.days.range(column.first, column.last)}
            style=${{ left: `${names + column.left}px`, width: `${column.width}px` }}>${column.label}</span>`)}
      </div>
    </div>`;
}

function Row({ row, book, drawn, columns, sight }) {
  const drag = dragging.value;
  const able = drag && row.kind === "person" ? drag.demand.able.has(row.id) : null;
  const classes = [
    "row", `row-${row.kind}`, row.tone ?? "",
    able === true ? "can" : able === false ? "cannot" : "",
    drag?.row === row.index && able !== null ? "is-target" : "",
    drag?.from === row.index ? "is-source" : "",
    store.selected.value?.person === row.id ? "is-chosen" : "",
  ].join(" ");
  const Content = { heading: Heading, person: Person, missing: Missing }[row.kind];
  return html`
    <div class=${classes} role="row" aria-rowindex=${row.index + 2}
      style=${{ transform: `translateY(${row.top}px)`, height: `${row.height}px` }}>
      <${Content} ...${{ row, book, drawn, columns, sight }} />
    </div>`;
}
