// What a hand has pinned, as an overlay: the way in which a new plan, a check or a kept plan hears of it.

import { rowDays } from "./book.js";
import { rows } from "./plan.js";

const NAME = "by_hand";

/** The days that are past, in the form of `plan.pinned`. */
function pastDays(book) {
  const found = new Set();
  for (const row of book.given.filter((each) => each.status === "actual")) {
    const [first, last] = [book.days.index(row.start), book.days.index(row.end)];
    for (const day of rowDays(book.person.get(row.person), first, last)) found.add(`${row.demand}\n${row.person}\n${day}`);
  }
  return found;
}

/** Pinned rows stay, published ones are what changes are counted against, and the past is what it was. */
export function pinsOverlay(plan, book, published) {
  const past = pastDays(book);
  const ahead = new Set([...plan.pinned].filter((day) => !past.has(day)));
  const pinned = rows({ ...plan, pinned: ahead }, book).filter((row) => row.status === "pinned");
  const actual = book.given.filter((row) => row.status === "actual");
  return {
    name: NAME,
    title: "Changes by hand are kept",
    changes: [{ change: { path: "allocations", to: [...actual, ...pinned, ...published] } }],
  };
}

/** How a request puts it on a plan: a plan that was changed by hand before has one already, and it is out of date. */
export const asSource = (overlay) => ({ data: overlay, instead: true });

/** What changes are counted against where nobody says otherwise: that of the scenario. */
export const publishedRows = (book) => book.given.filter((row) => row.status === "published");

/** Every row of a plan, as one that was published; the past is not. */
export const asPublished = (plan, book) =>
  rows({ ...plan, pinned: pastDays(book) }, book).filter((row) => row.status === "published");

/** Whether what was pinned before still is, with the same minutes. */
export const keepsPins = (before, now) =>
  [...before.pinned].every((name) => now.pinned.has(name) && minutesOn(before, name) === minutesOn(now, name));

/** Whether exactly the same is pinned. */
export const samePins = (before, now) => before.pinned.size === now.pinned.size && keepsPins(before, now);

function minutesOn(plan, name) {
  const at = name.lastIndexOf("\n");
  return plan.pairs.get(name.slice(0, at))?.get(Number(name.slice(at + 1)));
}
