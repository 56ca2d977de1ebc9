// What differs between two plans, as data: by pair of demand and person, and in sums.

import { entries } from "./plan.js";

/** Days on which two plans differ: Map("demand\nperson" -> [{day, before, after}]). */
export function difference(before, after) {
  const found = new Map();
  for (const pair of new Set([...before.pairs.keys(), ...after.pairs.keys()])) {
    const was = before.pairs.get(pair) ?? new Map();
    const is = after.pairs.get(pair) ?? new Map();
    const days = [...new Set([...was.keys(), ...is.keys()])]
      .filter((day) => (was.get(day) ?? 0) !== (is.get(day) ?? 0))
      .sort((a, b) => a - b)
      .map((day) => ({ day, before: was.get(day) ?? 0, after: is.get(day) ?? 0 }));
    if (days.length) found.set(pair, days);
  }
  return found;
}

/** Minutes moved in all (half the sum of what came and what went), and who is affected. */
export function summary(changes) {
  let came = 0;
  let went = 0;
  const people = new Set();
  for (const [pair, days] of changes) {
    people.add(pair.split("\n")[1]);
    for (const { before, after } of days) {
      if (after > before) came += after - before;
      else went += before - after;
    }
  }
  return { came, went, people };
}

/** A plan that holds only what `before` has and `after` has not: what the board draws as ghosts. */
export function gone(before, after) {
  const pairs = new Map();
  for (const [demand, person, minutes] of entries(before)) {
    const is = after.pairs.get(`${demand}\n${person}`) ?? new Map();
    const left = new Map([...minutes].map(([day, n]) => [day, n - (is.get(day) ?? 0)]).filter(([, n]) => n > 0));
    if (left.size) pairs.set(`${demand}\n${person}`, left);
  }
  return { pairs, phases: before.phases, pinned: new Set() };
}
