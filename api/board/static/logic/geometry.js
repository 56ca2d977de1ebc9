// Where things stand on the board: pixels of days, heights of rows, and which rows are in sight.

export const HEAT = 24;
export const LANE = 24;
export const CLOSED = 36;
export const HEADING = 34;
const PAD = 6;

/** Pixels a day at a zoom: `fit` shows the whole horizon where the screen allows. */
export function dayWidth(zoom, room, days) {
  if (zoom === "days") return 36;
  if (zoom === "weeks") return 13;
  return Math.max(room / days, 5);
}

/** Height of a person's row with so many lanes. */
export const openHeight = (lanes) => Math.max(CLOSED, 6 + HEAT + lanes * LANE + PAD);

/** Gives every row its `top`; returns the height of all. */
export function stack(rows) {
  let top = 0;
  for (const row of rows) {
    row.top = top;
    top += row.height;
  }
  return top;
}

/** Rows that lie between two heights, with a few more on either side: the only ones that are drawn. */
export function inSight(rows, from, to, spare = 240) {
  const first = firstBelow(rows, from - spare);
  const found = [];
  for (let at = first; at < rows.length && rows[at].top < to + spare; at++) found.push(rows[at]);
  return found;
}

function firstBelow(rows, height) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].top + rows[middle].height < height) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row at a height. */
export const rowAt = (rows, height) => rows[firstBelow(rows, height)];

/** Stretches of days for which a question holds: [[first, last], ...]. Days that are nobody's (weekends) join two
 *  stretches, so that a fortnight off is drawn as one. */
export function stretches(count, holds, open) {
  const found = [];
  let last = null;
  for (let day = 0; day < count; day++) {
    if (holds(day)) {
      if (last) last[1] = day;
      else found.push((last = [day, day]));
    } else if (open(day)) last = null;
  }
  return found;
}

/** A hue for each project: far apart for neighbours, and none of it red, which means trouble here. */
export const hue = (index) => (50 + ((index * 137.5) % 290)) % 360;
