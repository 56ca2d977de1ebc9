// The board's grid: a row for each person, weeks or days across, bookings in lanes below the load.
// Only rows in sight are in the page; everything stands where `logic/geometry.js` says.

import { html, signal, useEffect, useLayoutEffect, useMemo, useRef } from "../ui.js";
import * as store from "../store.js";
import { CLOSED, HEADING, LANE, dayWidth, hue, inSight, openHeight, stack, stretches } from "../logic/geometry.js";
import { intoLanes } from "../logic/blocks.js";
import { windowOf } from "../logic/book.js";
import { demandShown, personShown, shortfallShown } from "../logic/filter.js";
import { ghosts } from "../logic/ghosts.js";
import { count, hours, wholeHours } from "../logic/format.js";
import { dragging, grab } from "./drag.js";
import { nudge } from "./keys.js";

export const room = signal({ width: 1000, height: 600 });
const scroll = signal({ top: 0, left: 0 });
const focus = signal({ row: 0, column: 0 });

export const nameWidth = () => (room.value.width < 700 ? 108 : 212);

/** Everything that the grid draws, worked out when the plan, the filter or the zoom change, not when it scrolls. */
function model(book, width) {
  const filter = store.filter.value;
  const bookings = store.mode.value === "bookings";
  const gone = store.against.value ? ghosts(store.against.value.plan, store.plan.value, book) : new Map();
  const rows = [...missingRows(book, filter), ...roleRows(book, filter, bookings, gone)];
  for (const department of book.departments) {
    const people = book.people.filter(
      (person) => person.kind !== "placeholder" && person.department === department.id &&
        personShown(filter, book, person, store.blocks.value.get(person.id)),
    );
    if (!people.length) continue;
    rows.push({ kind: "heading", id: `d-${department.id}`, name: department.name, people, height: HEADING });
    rows.push(...people.map((person) => personRow(book, person, bookings, gone)));
  }
  const height = stack(rows);
  rows.forEach((row, index) => { row.index = index; });
  return { rows, height, day: dayWidth(store.zoom.value, width - nameWidth(), book.days.count) };
}

function roleRows(book, filter, bookings, ghosts) {
  const people = book.people.filter(
    (person) => person.kind === "placeholder" && personShown(filter, book, person, store.blocks.value.get(person.id)),
  );
  if (!people.length) return [];
  return [
    { kind: "heading", id: "roles", name: "Open roles", people, height: HEADING, note: "filled by nobody yet" },
    ...people.map((person) => personRow(book, person, bookings, ghosts)),
  ];
}

function personRow(book, person, bookings, ghosts) {
  const open = bookings !== store.toggled.value.has(person.id);
  const filter = store.filter.value;
  const all = store.blocks.value.get(person.id);
  const blocks = all.filter((block) => demandShown(filter, book, block.of));
  const gone = (ghosts.get(person.id) ?? []).filter((block) => demandShown(filter, book, block.of));
  const spans = [...blocks, ...gone];
  const lanes = open ? intoLanes(spans.sort((a, b) => a.first - b.first)) : 0;
  return { kind: "person", id: person.id, person, blocks, gone, open, height: open ? openHeight(lanes) : CLOSED };
}

function missingRows(book, filter) {
  const shown = store.missing.value.filter((each) => shortfallShown(filter, book, each.demand));
  if (!shown.length) return [];
  const decided = shown.filter((each) => each.demand.projectOf.status !== "tentative");
  const sum = (list) => list.reduce((total, each) => total + each.minutes, 0);
  const maybe = sum(shown) - sum(decided);
  const byProject = new Map();
  for (const each of shown) {
    const [first, last] = windowOf(each.demand, store.plan.value.phases);
    const span = { ...each, first: Math.max(0, first), last: Math.min(book.days.count - 1, last) };
    if (!byProject.has(each.demand.project)) byProject.set(each.demand.project, []);
    byProject.get(each.demand.project).push(span);
  }
  const head = {
    kind: "heading", id: "missing", name: "Not staffed", height: HEADING, tone: "bad",
    note: wholeHours(sum(decided)) || wholeHours(maybe),
    title: `${count(shown.length, "need")}: ${hours(sum(decided))} of decided work, ${hours(maybe)} of tentative work`,
    missing: missingByDay(book, decided),
  };
  if (!store.toggled.value.has("missing")) return [{ ...head, closed: true }];
  return [head, ...[...byProject].map(([project, spans]) => {
    const lanes = intoLanes(spans.sort((a, b) => a.first - b.first));
    return { kind: "missing", id: `m-${project}`, project: book.project.get(project), spans, height: lanes * LANE + 12 };
  })];
}

/** Missing minutes laid evenly over the days of their windows, to show when they are missed. */
function missingByDay(book, shown) {
  const days = new Array(book.days.count).fill(0);
  for (const each of shown) {
    const [first, last] = windowOf(each.demand, store.plan.value.phases).map(book.days.clamp);
    for (let day = first; day <= last; day++) days[day] += each.minutes / (last - first + 1);
  }
  return days;
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
  const names = nameWidth();
  const wide = drawn.day * book.days.count;
  const step = 96; // new rows are looked for after so many pixels, not after each
  const top = Math.floor(scroll.value.top / step) * step;
  const rows = inSight(drawn.rows, top, top + size.height + step);
  const left = Math.floor(scroll.value.left / 256) * 256;
  const sight = [book.days.clamp(Math.floor(left / drawn.day) - 7), book.days.clamp(Math.ceil((left + size.width + 256) / drawn.day) + 7)];
  const columns = store.zoom.value === "days" ? dayColumns(book, drawn.day) : weekColumns(book, drawn.day);
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
        ${rows.map((row) => html`<${Row} key=${row.id} ...${{ row, book, drawn, columns, sight }} />`)}
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

function flip(id) {
  const next = new Set(store.toggled.value);
  if (!next.delete(id)) next.add(id);
  store.toggled.value = next;
}

function Heading({ row, book, columns, sight }) {
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
        <span key=${index} role="gridcell" aria-colindex=${index + 2} class="sum bad" title="Missing in this week, if laid evenly over the windows"
          style=${{ left: `calc(var(--names) + ${column.left}px)`, width: `${column.width}px` }}>${column.width > 30 ? wholeHours(minutes) : ""}</span>`;
    })}
    ${sums && columns.map((column, index) => column.last >= sight[0] && column.first <= sight[1] && html`
      <span key=${index} role="gridcell" aria-colindex=${index + 2} class="sum" style=${{ left: `calc(var(--names) + ${column.left}px)`, width: `${column.width}px` }}>
        ${store.zoom.value === "days" ? "" : column.width > 24 && sums[index][0] && sums[index][1] ? `${Math.round((100 * sums[index][0]) / sums[index][1])}` : ""}</span>`)}`;
}

/** How a stretch of a person's time stands: within what is available, in overtime the policy allows, or over it. */
export function standing(person, planned, available, daily) {
  if (!available && !planned) return "none";
  const over = planned - available;
  if (over > (daily ? person.overtime_day : person.overtime_week)) return "over";
  if (over > 0) return "extra";
  return "fits";
}

function Person({ row, book, drawn, columns, sight }) {
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

function Bar({ block, book, drawn, row }) {
  const { of: demand } = block;
  const project = demand.projectOf;
  const drag = dragging.value;
  const mine = drag?.block?.id === block.id;
  const chosen = store.selected.value?.kind === "block" && store.findBlock(store.selected.value)?.id === block.id;
  const broken = store.breaches.value.some((breach) =>
    breach.about.demand === demand.id && (!breach.about.person || breach.about.person === block.person));
  const moved = store.changes.value.size > 0 && isMoved(block);
  const first = mine ? drag.first : block.first;
  const last = mine ? drag.last : block.last;
  const width = (last - first + 1) * drawn.day - 2;
  const said = `${project.name}: ${demand.label}, ${book.days.range(block.first, block.last)}, ${hours(block.minutes)}` +
    (project.status === "tentative" ? `, tentative ${project.probability} %` : "") + (block.isPinned ? ", pinned" : "");
  return html`
    <button type="button" tabindex=${chosen ? 0 : -1} data-block=${block.id} aria-label=${said} title=${said}
      class=${`bar ${project.status} ${chosen ? "is-chosen" : ""} ${broken ? "is-broken" : ""} ${moved ? "is-moved" : ""} ${mine ? "is-dragged" : ""}`}
      style=${{
        left: `${first * drawn.day}px`, width: `${Math.max(4, width)}px`, "--hue": hue(project.index),
        transform: `translateY(${(mine ? drag.shift : 0) + block.lane * LANE}px)`, "--worked": profile(block, first, last),
      }}
      onPointerDown=${store.mayPlan.value ? (event) => grab(event, { block, demand, row, drawn, book }) : undefined}
      onClick=${() => choose(block)}
      onKeyDown=${(event) => nudge(event, block, book)}>
      ${block.isPinned && html`<span class="pin" aria-hidden="true"></span>`}
      ${width > 30 && html`<span class="bar-text">${width > 84 ? html`<b>${project.name}</b> ` : ""}${demand.label}</span>`}
      ${width > 150 && html`<span class="bar-hours">${hours(block.minutes)}</span>`}
      ${width > 16 && store.mayPlan.value && html`<span class="edge left" data-edge="left"></span><span class="edge right" data-edge="right"></span>`}
    </button>`;
}

function isMoved(block) {
  const days = store.changes.value.get(`${block.demand}\n${block.person}`);
  return days?.some(({ day, before, after }) => after > before && day >= block.first && day <= block.last);
}

export function choose(block) {
  if (dragging.value?.moved) return;
  store.selected.value = { kind: "block", id: block.id, demand: block.demand, person: block.person, first: block.first, last: block.last };
}

/** Which of a block's days are worked, as a gradient: one strip in place of an element for each day. */
function profile(block, first, last) {
  if (first !== block.first || last !== block.last) return "none";
  const whole = last - first + 1;
  const most = Math.max(...block.days.map(([, n]) => n));
  const stops = [];
  let at = 0;
  for (const [day, n] of block.days) {
    const from = ((day - first) / whole) * 100;
    const to = ((day + 1 - first) / whole) * 100;
    if (from > at) stops.push(`transparent ${at}% ${from}%`);
    stops.push(`oklch(var(--solid) var(--hue) / ${0.35 + 0.65 * (n / most)}) ${from}% ${to}%`);
    at = to;
  }
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

const Ghost = ({ block, drawn }) => html`
  <span class="bar ghost" role="img" aria-label=${`No longer: ${block.of.projectOf.name}, ${block.of.label}, ${hours(block.minutes)}`}
    title=${`No longer: ${block.of.projectOf.name}, ${block.of.label}, ${hours(block.minutes)}`}
    style=${{ left: `${block.first * drawn.day}px`, width: `${Math.max(4, (block.last - block.first + 1) * drawn.day - 2)}px`,
      transform: `translateY(${block.lane * LANE}px)`, "--hue": hue(block.of.projectOf.index) }}>
    <span class="bar-text">${block.of.label}</span></span>`;

function Missing({ row, book, drawn, columns }) {
  return html`
    <div class="name" role="rowheader"><span class="person static">
      <span class="person-name">${row.project.name}</span><small>${row.project.clientName}</small></span></div>
    <div class="lanes low" role="gridcell" aria-colindex=${columns.length + 2} aria-label=${`Missing on ${row.project.name}`}>
      ${row.spans.map((span) => {
        const { demand } = span;
        const said = `${demand.projectOf.name}: ${demand.label}, ${hours(span.minutes)} of ${hours(demand.effort)} missing`;
        const chosen = store.selected.value?.kind === "missing" && store.selected.value.demand === demand.id;
        const width = (span.last - span.first + 1) * drawn.day - 2;
        return html`
          <button type="button" key=${demand.id} data-missing=${demand.id} title=${said} aria-label=${said}
            class=${`bar missing ${demand.projectOf.status} ${chosen ? "is-chosen" : ""}`}
            style=${{ left: `${span.first * drawn.day}px`, width: `${Math.max(6, width)}px`,
              transform: `translateY(${span.lane * LANE}px)`, "--hue": hue(demand.projectOf.index) }}
            onPointerDown=${store.mayPlan.value ? (event) => grab(event, { demand, missing: span, row, drawn, book }) : undefined}
            onClick=${() => { store.selected.value = { kind: "missing", demand: demand.id }; }}>
            ${width > 44 ? html`<span class="bar-text"><b>${hours(span.minutes)}</b> ${demand.label}</span>` : html`<span class="bar-text"><b>!</b></span>`}
          </button>`;
      })}
    </div>`;
}

/** Keys on the grid: arrows walk over the cells, Home and End along a row, Enter opens. */
function steer(event, drawn, columns, box) {
  if (!event.target.dataset?.cell) return;
  const [row, column] = event.target.dataset.cell.split(":").map(Number);
  const people = drawn.rows.filter((each) => each.kind === "person");
  const at = people.findIndex((each) => each.index === row);
  const next = {
    ArrowRight: () => [row, Math.min(columns.length - 1, column + 1)],
    ArrowLeft: () => [row, Math.max(0, column - 1)],
    ArrowDown: () => [people[Math.min(people.length - 1, at + 1)].index, column],
    ArrowUp: () => [people[Math.max(0, at - 1)].index, column],
    Home: () => [row, 0],
    End: () => [row, columns.length - 1],
    PageDown: () => [people[Math.min(people.length - 1, at + 8)].index, column],
    PageUp: () => [people[Math.max(0, at - 8)].index, column],
  }[event.key]?.();
  if (event.key === " ") { event.preventDefault(); flip(people[at].id); }
  if (!next) return;
  event.preventDefault();
  focus.value = { row: next[0], column: next[1] };
  show(box, drawn.rows[next[0]], columns[next[1]]);
  requestAnimationFrame(() => requestAnimationFrame(() =>
    box.querySelector(`[data-cell="${next[0]}:${next[1]}"]`)?.focus({ preventScroll: true })));
}

function show(box, row, column) {
  const head = 52;
  const names = nameWidth();
  if (row.top < box.scrollTop) box.scrollTop = row.top;
  if (row.top + Math.min(row.height, 80) > box.scrollTop + box.clientHeight - head) box.scrollTop = row.top + 80 - box.clientHeight + head;
  if (column.left < box.scrollLeft) box.scrollLeft = column.left;
  if (column.left + column.width > box.scrollLeft + box.clientWidth - names) box.scrollLeft = column.left + column.width - box.clientWidth + names;
  scroll.value = { top: box.scrollTop, left: box.scrollLeft };
}

