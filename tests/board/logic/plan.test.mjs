import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksByPerson, intoLanes } from "../../../api/board/static/logic/blocks.js";
import { delivered, loads, minutesOf, readPlan, rows } from "../../../api/board/static/logic/plan.js";
import { row, smallBook } from "./book.mjs";

const book = smallBook();
const strip = (list) => list.map(({ status, ...each }) => each);

test("a plan that is read and written again has the same rows", () => {
  const given = [row("ana", "2027-01-04", "2027-01-12", 240), row("ben", "2027-01-08", "2027-01-18", 120), row("ana", "2027-01-13", "2027-01-13", 30)];
  const written = rows(readPlan({ allocations: given }, book), book);
  assert.deepEqual(strip(written).sort((a, b) => a.start.localeCompare(b.start)), strip(given).sort((a, b) => a.start.localeCompare(b.start)));
});

test("a row of several days means working days only", () => {
  const plan = readPlan({ allocations: [row("ben", "2027-01-08", "2027-01-18", 120)] }, book);
  assert.deepEqual([...minutesOf(plan, "site/build/layout", "ben").keys()], [4, 14]);
});

test("a row of a single day means that day, working or not", () => {
  const plan = readPlan({ allocations: [row("ana", "2027-01-09", "2027-01-09", 60)] }, book);
  assert.deepEqual([...minutesOf(plan, "site/build/layout", "ana")], [[5, 60]]);
});

test("pinned days are written as pinned rows of their own", () => {
  const plan = readPlan({ allocations: [row("ana", "2027-01-04", "2027-01-04", 60, "pinned"), row("ana", "2027-01-05", "2027-01-05", 60)] }, book);
  assert.deepEqual(rows(plan, book).map((each) => each.status), ["pinned", "published"]);
});

test("loads and deliveries are sums over the plan", () => {
  const plan = readPlan({ allocations: [row("ana", "2027-01-04", "2027-01-05", 240), row("ben", "2027-01-04", "2027-01-04", 60)] }, book);
  assert.equal(loads(plan, book).get("ana")[1], 240);
  assert.equal(delivered(plan).get("site/build/layout"), 540);
});

test("a long break makes two bookings of one, a weekend does not", () => {
  const plan = readPlan({ allocations: [row("ana", "2027-01-08", "2027-01-11", 60), row("ana", "2027-01-22", "2027-01-22", 60)] }, book);
  assert.deepEqual(blocksByPerson(plan, book).get("ana").map((block) => [block.first, block.last, block.minutes]), [[4, 7, 120], [18, 18, 60]]);
});

test("bookings at the same time stand in different lanes, later ones reuse them", () => {
  const spans = [{ first: 0, last: 4 }, { first: 2, last: 6 }, { first: 5, last: 8 }];
  assert.equal(intoLanes(spans), 2);
  assert.deepEqual(spans.map((span) => span.lane), [0, 1, 0]);
});

test("what is pinned is a booking of its own, so that its pin is seen beside days that are free to move", () => {
  const plan = readPlan({ allocations: [row("ana", "2027-01-04", "2027-01-05", 60, "pinned"), row("ana", "2027-01-06", "2027-01-08", 60)] }, book);
  assert.deepEqual(blocksByPerson(plan, book).get("ana").map((block) => [block.first, block.last, block.isPinned]), [[0, 1, true], [2, 4, false]]);
});
