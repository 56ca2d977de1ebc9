import assert from "node:assert/strict";
import { test } from "node:test";
import { asPublished, keepsPins, pinsOverlay, publishedRows, samePins } from "../../../api/board/static/logic/pins.js";
import { readPlan, withMinutes, withPins } from "../../../api/board/static/logic/plan.js";
import { row, smallBook } from "./book.mjs";

const PAST = row("ana", "2027-01-04", "2027-01-05", 60, "actual");
const book = smallBook({ given: [PAST, row("ben", "2027-01-06", "2027-01-06", 60, "published")] });
const plan = readPlan({ allocations: [PAST, row("ana", "2027-01-06", "2027-01-07", 60, "pinned"), row("ben", "2027-01-04", "2027-01-04", 60)] }, book);

test("the past is told once, as what it was, and pins are those of days to come", () => {
  const { to } = pinsOverlay(plan, book, publishedRows(book)).changes[0].change;
  assert.deepEqual(to.map((each) => [each.person, each.start, each.status]), [
    ["ana", "2027-01-04", "actual"], ["ana", "2027-01-06", "pinned"], ["ben", "2027-01-06", "published"],
  ]);
});

test("what was planned counts as published, pinned or not, but not the past", () => {
  assert.deepEqual(asPublished(plan, book).map((each) => [each.person, each.start, each.end]), [
    ["ana", "2027-01-06", "2027-01-07"], ["ben", "2027-01-04", "2027-01-04"],
  ]);
});

test("more pins keep those of before, fewer pins or other minutes do not", () => {
  const [demand, day] = ["site/build/layout", 0];
  const more = withPins(plan, demand, "ben", [day], true);
  assert.deepEqual([keepsPins(plan, more), samePins(plan, more), samePins(plan, plan)], [true, false, true]);
  assert.equal(keepsPins(more, plan), false);
  assert.equal(keepsPins(more, withMinutes(more, demand, "ben", new Map([[day, 90]]))), false);
});
