// Bookings by keyboard: everything that a drag does, and the keys of the whole page.

import * as store from "../store.js";
import { move, stretch } from "../logic/edits.js";
import { worksOn } from "../logic/book.js";
import { drop, settle, togglePin } from "./acts.js";

/** Keys on a booking: arrows move it, Shift and arrows move its end, P pins, Delete removes. */
export function nudge(event, block, book) {
  if (event.key === "Escape" || event.ctrlKey || event.metaKey || event.altKey || !store.mayPlan.value) return;
  const act = {
    ArrowLeft: () => along(block, book, -1, event.shiftKey),
    ArrowRight: () => along(block, book, 1, event.shiftKey),
    ArrowUp: () => across(block, book, -1),
    ArrowDown: () => across(block, book, 1),
    p: () => togglePin(block),
    P: () => togglePin(block),
    Delete: () => drop(block),
    Backspace: () => drop(block),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector(".bar.is-chosen")?.focus()));
}

function along(block, book, step, end) {
  const person = book.person.get(block.person);
  let day = (end ? block.last : block.first) + step;
  while (day > 0 && day < book.days.count - 1 && !worksOn(person, day)) day += step;
  day = book.days.clamp(day);
  if (end && day >= block.first) settle(stretch(store.plan.value, book, block, block.first, day), block, block.person, block.first, "Stretched");
  if (!end) settle(move(store.plan.value, book, block, day), block, block.person, day, "Moved");
}

function across(block, book, step) {
  const able = book.people.filter((person) => block.of.able.has(person.id) || person.id === block.person);
  const at = able.findIndex((person) => person.id === block.person);
  const next = able[(at + step + able.length) % able.length];
  if (next.id !== block.person) settle(move(store.plan.value, book, block, block.first, next.id), block, next.id, block.first, "Moved");
}

/** Keys of the whole page: undo, redo, search, close. */
export function pageKeys(event) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "z" && !typing && store.there.value) {
    event.preventDefault();
    (event.shiftKey ? store.redo : store.undo)();
  } else if (command && event.key.toLowerCase() === "y" && !typing && store.there.value) {
    event.preventDefault();
    store.redo();
  } else if (event.key === "Escape") {
    const back = store.selected.value;
    store.selected.value = null;
    if (back) document.querySelector('.cell[tabindex="0"]')?.focus();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    document.querySelector("input[type=search]")?.focus();
  }
}
