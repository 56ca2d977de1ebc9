// A plan as the board edits it: minutes by demand, person and day, and which of them a person has pinned.
// Never changed in place: every edit makes a new plan that shares what it did not touch, so undo is a list of plans.

import { rowDays, worksOn } from "./book.js";

const key = (demand, person) => `${demand}\n${person}`;

/** The plan of a plan document. `pairs`: "demand\nperson" -> Map(day -> minutes). */
export function readPlan(document, book) {
  const pairs = new Map();
  const pinned = new Set();
  for (const row of document.allocations) {
    const person = book.person.get(row.person);
    const start = book.days.index(row.start);
    const end = book.days.index(row.end);
    const pair = key(row.demand, row.person);
    if (!pairs.has(pair)) pairs.set(pair, new Map());
    for (const day of rowDays(person, start, end)) {
      pairs.get(pair).set(day, (pairs.get(pair).get(day) ?? 0) + row.minutes_per_day);
      if (row.status === "pinned" || row.status === "actual") pinned.add(`${pair}\n${day}`);
    }
  }
  const phases = new Map(
    (document.phases ?? []).map((row) => [row.phase, [book.days.index(row.start), book.days.index(row.end)]]),
  );
  return { pairs, phases, pinned };
}

/** [demand, person, Map(day -> minutes)] of every pair. */
export function* entries(plan) {
  for (const [pair, minutes] of plan.pairs) {
    const [demand, person] = pair.split("\n");
    yield [demand, person, minutes];
  }
}

export const minutesOf = (plan, demand, person) => plan.pairs.get(key(demand, person)) ?? new Map();

export const isPinned = (plan, demand, person, day) => plan.pinned.has(`${key(demand, person)}\n${day}`);

/** The plan with other minutes for one pair. */
export function withMinutes(plan, demand, person, minutes) {
  const pairs = new Map(plan.pairs);
  const kept = new Map([...minutes].filter(([, n]) => n > 0).sort(([a], [b]) => a - b));
  if (kept.size) pairs.set(key(demand, person), kept);
  else pairs.delete(key(demand, person));
  return { ...plan, pairs };
}

/** The plan with days of a pair pinned, or no longer. */
export function withPins(plan, demand, person, days, on) {
  const pinned = new Set(plan.pinned);
  for (const day of days) {
    const name = `${key(demand, person)}\n${day}`;
    if (on) pinned.add(name);
    else pinned.delete(name);
  }
  return { ...plan, pinned };
}

/** Minutes by day of every person: person id -> array. */
export function loads(plan, book) {
  const sums = new Map(book.people.map((person) => [person.id, new Array(book.days.count).fill(0)]));
  for (const [, person, minutes] of entries(plan)) {
    const sum = sums.get(person);
    for (const [day, n] of minutes) sum[day] += n;
  }
  return sums;
}

/** Minutes given to each demand. */
export function delivered(plan) {
  const sums = new Map();
  for (const [demand, , minutes] of entries(plan)) {
    let sum = sums.get(demand) ?? 0;
    for (const n of minutes.values()) sum += n;
    sums.set(demand, sum);
  }
  return sums;
}

/** Allocation rows of the plan, as few as the format allows: the inverse of `readPlan`. */
export function rows(plan, book) {
  const found = [];
  for (const [demand, person, minutes] of entries(plan)) {
    let open = null;
    for (const [day, n] of minutes) {
      const status = isPinned(plan, demand, person, day) ? "pinned" : "published";
      const joins = open && open.n === n && open.status === status && worksOn(book.person.get(person), day) &&
        open.working && !gap(book.person.get(person), open.end, day);
      if (joins) open.end = day;
      else {
        open = { demand, person, start: day, end: day, n, status, working: worksOn(book.person.get(person), day) };
        found.push(open);
      }
    }
  }
  return found.map((row) => ({
    demand: row.demand,
    person: row.person,
    start: book.days.date(row.start),
    end: book.days.date(row.end),
    minutes_per_day: row.n,
    status: row.status,
  }));
}

function gap(person, from, to) {
  for (let day = from + 1; day < to; day++) if (worksOn(person, day)) return true;
  return false;
}

/** The dates of movable phases, as the document says them. */
export const phaseRows = (plan, book) =>
  [...plan.phases].map(([phase, [first, last]]) => ({
    phase, start: book.days.date(first), end: book.days.date(last),
  }));
