// What the hand does to the plan, by pointer, key or button: each an edit with a sentence, kept for undo.

import * as store from "../store.js";
import { assign, fill, pin, remove } from "../logic/edits.js";
import { windowOf } from "../logic/book.js";
import { hours } from "../logic/format.js";

/** Makes an edit of a block and keeps it chosen where it went. */
export function settle(next, block, person, first, verb) {
  const book = store.book.value;
  const where = person === block.person ? `to ${book.days.long(first)}` : `to ${book.person.get(person).name}`;
  store.change(next, `${verb} ${block.of.projectOf.name}, ${block.of.label} ${where}`);
  const found = (store.blocks.value.get(person) ?? []).filter((each) => each.demand === block.demand);
  const nearest = found.sort((a, b) => Math.abs(a.first - first) - Math.abs(b.first - first))[0];
  store.selected.value = nearest
    ? { kind: "block", id: nearest.id, demand: nearest.demand, person, first: nearest.first, last: nearest.last }
    : null;
}

/** Gives missing work to a person, where the person is free inside the window. */
export function give(demand, person, minutes) {
  const book = store.book.value;
  const [first, last] = windowOf(demand, store.plan.value.phases);
  const { plan, placed } = fill(store.plan.value, book, demand, person, minutes, [Math.max(0, first), Math.min(book.days.count - 1, last)]);
  const name = book.person.get(person).name;
  if (!placed) {
    store.say(`${name} has no free time between ${book.days.short(Math.max(0, first))} and ${book.days.short(last)}.`);
    return;
  }
  store.change(plan, `Gave ${hours(placed)} of ${demand.projectOf.name}, ${demand.label} to ${name}`);
}

export function togglePin(block) {
  const verb = block.isPinned ? "Unpinned" : "Pinned";
  store.change(pin(store.plan.value, block, !block.isPinned), `${verb} ${block.of.projectOf.name}, ${block.of.label}`);
}

export function drop(block) {
  store.change(remove(store.plan.value, block), `Removed ${block.of.projectOf.name}, ${block.of.label}`);
  store.selected.value = null;
}

/** Gives all that is to come of a demand to some people, pinned; others keep only what is past. */
export function assignTo(demand, people) {
  const book = store.book.value;
  const next = assign(store.plan.value, book, demand, people, windowOf(demand, store.plan.value.phases).map(book.days.clamp));
  const names = people.map((id) => book.person.get(id)?.name ?? id).join(" and ");
  store.change(next, `Pinned ${demand.projectOf.name}, ${demand.label} to ${names}`);
  const first = (store.blocks.value.get(people[0]) ?? []).find((block) => block.demand === demand.id);
  store.selected.value = first
    ? { kind: "block", id: first.id, demand: first.demand, person: first.person, first: first.first, last: first.last }
    : null;
}

/** Goes to a piece of missing work on the board. */
export function showMissing(demand) {
  store.go("board");
  store.toggled.value = new Set([...store.toggled.value, "missing"]);
  store.selected.value = { kind: "missing", demand };
}
