// Who could do a piece of work, and how much time they have left for it: those with most time first.

/** Free minutes of a person between two days, in whole quanta a day. */
export function freeMinutes(book, person, load, first, last) {
  let free = 0;
  for (let day = Math.max(0, first, book.today); day <= Math.min(last, book.days.count - 1); day++) {
    free += Math.floor(Math.max(0, person.available[day] - load[day]) / book.quantum) * book.quantum;
  }
  return free;
}

/** [{person, free}] of everybody who may do it. */
export function candidates(book, loads, demand, [first, last]) {
  return book.people
    .filter((person) => demand.able.has(person.id))
    .map((person) => ({ person, free: freeMinutes(book, person, loads.get(person.id), first, last) }))
    .sort((a, b) => b.free - a.free);
}
