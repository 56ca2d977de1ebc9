// A conflict as a person reads it: the same rule about the same subject is one line, with the days it covers.

import { addDays } from "./dates.js";

/** [{rule, about, text, first, last, place}] of the breaches of a conflict; stretches that touch become one. */
export function conflictLines(conflicts) {
  const found = [];
  for (const each of conflicts) {
    const { first, last, place, ...about } = each.about;
    const key = JSON.stringify([each.rule, about, place ?? each.place ?? ""]);
    const open = found.find((line) => line.key === key && (!first || line.last >= addDays(first, -1)));
    if (open && first) open.last = last > open.last ? last : open.last;
    else if (!open) found.push({ key, rule: each.rule, about, text: each.text, first, last: last ?? first, place: place ?? each.place });
  }
  return found;
}
