// Bookings under the hand: dragged along the days, to another person, or stretched at an edge. A drag is a preview
// until it is let go; then it becomes an edit, and the service is asked about it. Escape lets everything be.

import { signal } from "../ui.js";
import * as store from "../store.js";
import { move, stretch } from "../logic/edits.js";
import { rowAt } from "../logic/geometry.js";
import { give, settle } from "./acts.js";

export const dragging = signal(null);

const THRESHOLD = 5;
const EDGE = 48;

/** Begins to follow the pointer from a bar. Fingers scroll; they change bookings in the panel. */
export function grab(event, what) {
  if (event.button !== 0 || event.pointerType === "touch") return;
  const edge = event.target.dataset?.edge ?? "";
  const box = event.currentTarget.closest(".grid");
  const origin = { x: event.clientX + box.scrollLeft, y: event.clientY + box.scrollTop };
  const follow = (to) => {
    const dx = to.clientX + box.scrollLeft - origin.x;
    const dy = to.clientY + box.scrollTop - origin.y;
    if (!dragging.value && Math.abs(dx) + Math.abs(dy) < THRESHOLD) return;
    to.preventDefault();
    push(box, to);
    dragging.value = preview(what, edge, Math.round(dx / what.drawn.day), dy, height(box, to));
  };
  const finish = (to) => {
    stop();
    const drag = dragging.value;
    if (to.type === "pointerup" && drag) drop(what, edge, drag);
    // The click that follows a drag is not a choice.
    setTimeout(() => { dragging.value = null; });
  };
  const escape = (key) => {
    if (key.key !== "Escape") return;
    key.stopPropagation();
    stop();
    dragging.value = null;
  };
  const stop = () => {
    window.removeEventListener("pointermove", follow);
    window.removeEventListener("pointerup", finish);
    window.removeEventListener("pointercancel", finish);
    window.removeEventListener("keydown", escape, true);
  };
  window.addEventListener("pointermove", follow);
  window.addEventListener("pointerup", finish);
  window.addEventListener("pointercancel", finish);
  window.addEventListener("keydown", escape, true);
}

const height = (box, event) => event.clientY - box.querySelector(".canvas").getBoundingClientRect().top;

/** Scrolls the board along when the pointer nears its border. */
function push(box, event) {
  const frame = box.getBoundingClientRect();
  if (event.clientY > frame.bottom - EDGE) box.scrollTop += 14;
  if (event.clientY < frame.top + EDGE + 52) box.scrollTop -= 14;
  if (event.clientX > frame.right - EDGE) box.scrollLeft += 14;
}

function preview({ block, missing, demand, row, drawn, book }, edge, days, dy, y) {
  const span = block ?? missing;
  const first = edge === "right" ? span.first : book.days.clamp(span.first + days);
  const last = edge === "left" ? span.last : book.days.clamp(span.last + days);
  const target = edge ? row : rowAt(drawn.rows, y);
  return {
    block, demand, edge, moved: true, from: row.index, row: target?.index ?? row.index, shift: edge ? 0 : dy,
    first: edge === "left" ? Math.min(first, span.last) : first,
    last: edge === "right" ? Math.max(last, span.first) : last,
  };
}

function drop({ block, missing, demand, drawn, book }, edge, drag) {
  const plan = store.plan.value;
  const target = drawn.rows[drag.row];
  if (missing) return target?.kind === "person" && give(demand, target.person.id, missing.minutes);
  if (edge) {
    if (drag.first === block.first && drag.last === block.last) return undefined;
    return settle(stretch(plan, book, block, drag.first, drag.last), block, block.person, drag.first, "Stretched");
  }
  const person = target?.kind === "person" ? target.person.id : block.person;
  if (person === block.person && drag.first === block.first) return undefined;
  return settle(move(plan, book, block, drag.first, person), block, person, drag.first, "Moved");
}
