import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksByPerson } from "../../../api/board/static/logic/blocks.js";
import { NOTHING } from "../../../api/board/static/logic/filter.js";
import { readPlan } from "../../../api/board/static/logic/plan.js";
import { gridRows } from "../../../api/board/static/logic/rows.js";
import { row, smallBook } from "./book.mjs";

const state = (book, more = {}) => {
  const plan = readPlan({ allocations: [row("ana", "2027-01-04", "2027-01-05", 240)] }, book);
  return { plan, blocks: blocksByPerson(plan, book), missing: [], ghosts: new Map(), filter: NOTHING, bookings: true, toggled: new Set(), ...more };
};
const book = smallBook();
const short = (of, status = "confirmed") => [{ demand: { ...of.demands[0], projectOf: { ...of.projects[0], status } }, minutes: 600 }];

test("people stand below their department, each row where the one above ends", () => {
  const { rows, height } = gridRows(book, state(book));
  assert.deepEqual(rows.map((each) => [each.kind, each.name ?? each.id]), [["heading", "Studio"], ["person", "ana"], ["person", "ben"]]);
  assert.equal(rows[2].top, rows[0].height + rows[1].height);
  assert.equal(height, rows[2].top + rows[2].height);
});

test("folded people are lower, and one can be unfolded alone", () => {
  const folded = gridRows(book, state(book, { bookings: false })).rows;
  const one = gridRows(book, state(book, { bookings: false, toggled: new Set(["ana"]) })).rows;
  assert.deepEqual(folded.map((each) => Boolean(each.open)), [false, false, false]);
  assert.deepEqual(one.map((each) => Boolean(each.open)), [false, true, false]);
  assert.ok(one[1].height > folded[1].height);
});

test("missing work that was promised is trouble; a pitch that finds nobody is not", () => {
  const [promised] = gridRows(book, state(book, { missing: short(book) })).rows;
  const [pitch] = gridRows(book, state(book, { missing: short(book, "tentative") })).rows;
  assert.deepEqual([promised.tone, promised.note], ["bad", "10h"]);
  assert.deepEqual([pitch.tone, pitch.note], ["", "10h tentative"]);
  assert.equal(Math.round(pitch.missing.reduce((sum, n) => sum + n, 0)), 600);
});

test("what is missing unfolds into a row for each project", () => {
  const { rows } = gridRows(book, state(book, { missing: short(book), toggled: new Set(["missing"]) }));
  assert.deepEqual(rows.slice(0, 2).map((each) => each.kind), ["heading", "missing"]);
  assert.equal(rows[1].spans[0].minutes, 600);
});
