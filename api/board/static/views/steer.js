// The grid by keyboard: arrows walk over its cells, and what is walked to is scrolled into sight.

import { flip } from "./row-heading.js";
import { HEAD, focus, nameWidth, scroll } from "./sight.js";

/** Keys on the grid: arrows walk over the cells, Home and End along a row, Enter opens. */
export function steer(event, drawn, columns, box) {
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
  const names = nameWidth();
  if (row.top < box.scrollTop) box.scrollTop = row.top;
  if (row.top + Math.min(row.height, 80) > box.scrollTop + box.clientHeight - HEAD) box.scrollTop = row.top + 80 - box.clientHeight + HEAD;
  if (column.left < box.scrollLeft) box.scrollLeft = column.left;
  if (column.left + column.width > box.scrollLeft + box.clientWidth - names) box.scrollLeft = column.left + column.width - box.clientWidth + names;
  scroll.value = { top: box.scrollTop, left: box.scrollLeft };
}

/** Brings the chosen booking into sight: a panel that opens beside or over the grid may have hidden it. */
export function reveal(box) {
  const bar = box?.querySelector(".bar.is-chosen");
  if (!bar) return;
  const frame = box.getBoundingClientRect();
  const panel = document.querySelector(".panel")?.getBoundingClientRect();
  const floor = panel && panel.left <= frame.left ? Math.min(frame.bottom, panel.top) : frame.bottom;
  const at = bar.getBoundingClientRect();
  const left = frame.left + nameWidth();
  if (at.left < left) box.scrollLeft -= left - at.left + 24;
  else if (at.left > frame.right - 40) box.scrollLeft += at.left - frame.right + Math.min(at.width, frame.width / 2) + 24;
  if (at.top < frame.top + HEAD) box.scrollTop -= frame.top + HEAD - at.top + 40;
  else if (at.bottom > floor) box.scrollTop += at.bottom - floor + 40;
  scroll.value = { top: box.scrollTop, left: box.scrollLeft };
}
