// What somebody would have to put aside to do a piece of work alone: their free time against what is needed.

import { freeMinutes } from "./candidates.js";
import { minutesOf } from "./plan.js";
import { windowOf } from "./book.js";

/** {need, free, beyond, others}: minutes needed of the person, free in the window, and beyond that; and the other work
 *  they have in the window, by project, most first: [{project, minutes}]. `share`: how many people do the work together. */
export function displaced(book, plan, loads, blocks, demand, personId, share = 1) {
  const person = book.person.get(personId);
  const [first, last] = windowOf(demand, plan.phases).map(book.days.clamp);
  const has = [...minutesOf(plan, demand.id, personId).values()].reduce((sum, n) => sum + n, 0);
  const need = Math.max(0, Math.ceil(demand.effort / share) - has);
  const free = freeMinutes(book, person, loads.get(personId), first, last);
  const sums = new Map();
  for (const block of blocks.get(personId) ?? []) {
    if (block.demand === demand.id) continue;
    for (const [day, n] of block.days) if (day >= first && day <= last && day >= book.today) sums.set(block.of.projectOf, (sums.get(block.of.projectOf) ?? 0) + n);
  }
  const others = [...sums].map(([project, minutes]) => ({ project, minutes })).sort((a, b) => b.minutes - a.minutes);
  return { need, free, beyond: Math.max(0, need - free), others };
}
