// What a hand may do to a plan: move, stretch, reassign, fill, remove, pin. Each takes a plan and gives a new one.
// Nothing here decides whether the result is allowed: the service's checker says that, by the engine's own rules.

import { worksOn } from "./book.js";
import { loads, minutesOf, withMinutes, withPins } from "./plan.js";

/** Takes a block's days out of its pair; returns the plan, pins of those days gone as well. */
export function remove(plan, block) {
  const left = new Map(minutesOf(plan, block.demand, block.person));
  for (const [day] of block.days) left.delete(day);
  const unpinned = withPins(plan, block.demand, block.person, block.days.map(([day]) => day), false);
  return withMinutes(unpinned, block.demand, block.person, left);
}

/** Lays minutes by day on a pair, on top of what is there, pinned if said. */
function lay(plan, demand, person, days, pinned) {
  const sum = new Map(minutesOf(plan, demand, person));
  for (const [day, n] of days) sum.set(day, (sum.get(day) ?? 0) + n);
  const laid = withMinutes(plan, demand, person, sum);
  return pinned ? withPins(laid, demand, person, days.map(([day]) => day), true) : laid;
}

/** Working days of a person from a day on: [day, ...], at most `count`. */
function workingDays(book, person, from, count) {
  const found = [];
  for (let day = Math.max(0, from); day < book.days.count && found.length < count; day++) {
    if (worksOn(person, day)) found.push(day);
  }
  return found;
}

/** Lets the n-th worked day stay the n-th: a block moved to another start keeps its daily minutes and its shape.
 *  Where the horizon ends first, the rest is lost, and the checker will say what is missing. */
export function move(plan, book, block, toDay, toPerson = block.person) {
  const person = book.person.get(toPerson);
  const worked = workingOffsets(book, block);
  const target = workingDays(book, person, toDay, worked.at(-1)[0] + 1);
  const days = worked.filter(([offset]) => offset < target.length).map(([offset, n]) => [target[offset], n]);
  return lay(remove(plan, block), block.demand, toPerson, days, true);
}

/** [working day of the person counted from the block's first, minutes]. */
function workingOffsets(book, block) {
  const person = book.person.get(block.person);
  const found = [];
  let offset = -1;
  let at = block.first - 1;
  for (const [day, n] of block.days) {
    for (; at < day; at++) if (worksOn(person, at + 1) || at + 1 === day) offset += 1;
    found.push([offset, n]);
  }
  return found;
}

/** The same minutes spread evenly, in whole quanta, over other days: stretching makes days lighter. */
export function stretch(plan, book, block, first, last) {
  const person = book.person.get(block.person);
  const days = workingDays(book, person, first, last - first + 1).filter((day) => day <= last);
  return days.length
    ? lay(remove(plan, block), block.demand, block.person, evenly(block.minutes, days, book.quantum), true)
    : plan;
}

/** Minutes over days in whole quanta, the larger shares first; no day without any where there is enough. */
export function evenly(minutes, days, quantum) {
  const quanta = Math.floor(minutes / quantum);
  const found = days.map((day, index) => {
    const share = Math.floor(((index + 1) * quanta) / days.length) - Math.floor((index * quanta) / days.length);
    return [day, share * quantum];
  });
  return found.filter(([, n]) => n > 0);
}

/** Sets dates and hours of a block at once, as the form does. */
export function rebook(plan, book, block, { person, first, last, minutes }) {
  const who = book.person.get(person);
  const days = workingDays(book, who, first, last - first + 1).filter((day) => day <= last);
  const bare = remove(plan, block);
  return days.length ? lay(bare, block.demand, person, evenly(minutes, days, book.quantum), true) : bare;
}

/** Puts missing work on a person where the person is free, from the window's first day on. */
export function fill(plan, book, demand, personId, minutes, [first, last]) {
  const person = book.person.get(personId);
  const load = loads(plan, book).get(personId);
  const days = [];
  let left = minutes;
  for (let day = Math.max(first, book.today); day <= last && left > 0; day++) {
    const free = Math.floor(Math.max(0, person.available[day] - load[day]) / book.quantum) * book.quantum;
    const n = Math.min(free, left);
    if (n > 0) days.push([day, n]);
    left -= n;
  }
  return { plan: days.length ? lay(plan, demand.id, personId, days, true) : plan, placed: minutes - left };
}

/** Lets some people do all that is to come of a demand, in equal shares, and pins it to them. What they have of it
 *  stays where it is, up to their share; the rest goes where they are free, and what finds no free time displaces other
 *  work of theirs: that other work is not pinned, so a new plan can move it. */
export function assign(plan, book, demand, people, [first, last]) {
  const ahead = ([day]) => day >= book.today;
  const done = book.people.reduce((sum, person) =>
    sum + total([...minutesOf(plan, demand.id, person.id)].filter((each) => !ahead(each))), 0);
  const shares = evenly(Math.max(0, demand.effort - done), people, book.quantum);
  let next = plan;
  const kept = new Map();
  for (const person of book.people) {
    const days = [...minutesOf(plan, demand.id, person.id)].filter(ahead);
    if (!days.length) continue;
    next = remove(next, { demand: demand.id, person: person.id, days });
    kept.set(person.id, upTo(days, shares.find(([id]) => id === person.id)?.[1] ?? 0));
  }
  for (const [id, share] of shares) {
    next = lay(next, demand.id, id, kept.get(id) ?? [], true);
    const missing = share - total(kept.get(id) ?? []);
    const free = fill(next, book, demand, id, missing, [first, last]);
    const days = workingDays(book, book.person.get(id), Math.max(first, book.today), last - first + 1).filter((day) => day <= last);
    next = lay(free.plan, demand.id, id, days.length ? evenly(missing - free.placed, days, book.quantum) : [], true);
  }
  return next;
}

const total = (days) => days.reduce((sum, [, n]) => sum + n, 0);

/** The first days with so many minutes in all. */
function upTo(days, minutes) {
  const found = [];
  for (const [day, n] of days) if (minutes > total(found)) found.push([day, Math.min(n, minutes - total(found))]);
  return found;
}

/** Pins every day of a block, or frees them. */
export const pin = (plan, block, on) => withPins(plan, block.demand, block.person, block.days.map(([day]) => day), on);
