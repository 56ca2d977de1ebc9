// What a person reads as one booking: the days somebody spends on one demand without a longer break, all pinned or none.
// A solver's plan has many short rows; a board that drew each of them would be noise.

import { entries, isPinned } from "./plan.js";

const LONGEST_BREAK = 9;
/** Days without work inside a booking; a longer break makes two of it. A week off lies inside. */

/** Every booking of a plan, by person: person id -> blocks in order of their first day. */
export function blocksByPerson(plan, book) {
  const found = new Map(book.people.map((person) => [person.id, []]));
  for (const [demand, person, minutes] of entries(plan)) {
    const list = found.get(person);
    if (list && book.demand.has(demand)) list.push(...cut(plan, book, demand, person, minutes));
  }
  for (const list of found.values()) list.sort((a, b) => a.first - b.first || b.last - a.last);
  return found;
}

function cut(plan, book, demand, person, minutes) {
  const found = [];
  let open = null;
  for (const [day, n] of minutes) {
    const pinned = isPinned(plan, demand, person, day);
    if (!open || day - open.last > LONGEST_BREAK || pinned !== open.isPinned) {
      open = { demand, person, first: day, last: day, minutes: 0, days: [], isPinned: pinned };
      found.push(open);
    }
    open.last = day;
    open.minutes += n;
    open.days.push([day, n]);
  }
  for (const block of found) {
    block.id = `${demand}|${person}|${block.first}`;
    block.of = book.demand.get(demand);
  }
  return found;
}

/** Puts spans into lanes so that none overlap: returns the number of lanes, and writes `lane` on each. */
export function intoLanes(spans) {
  const ends = [];
  for (const span of spans) {
    let lane = ends.findIndex((end) => end < span.first);
    if (lane < 0) lane = ends.length;
    ends[lane] = span.last;
    span.lane = lane;
  }
  return ends.length;
}
