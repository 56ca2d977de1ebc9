import assert from "node:assert/strict";
import { test } from "node:test";
import { candidates } from "../../../api/board/static/logic/candidates.js";
import { Days, shortDate } from "../../../api/board/static/logic/dates.js";
import { NOTHING, personShown, shortfallShown } from "../../../api/board/static/logic/filter.js";
import { change, hours, money, percent, wholeHours, words } from "../../../api/board/static/logic/format.js";
import { inSight, rowAt, stack, stretches } from "../../../api/board/static/logic/geometry.js";
import { loads, readPlan } from "../../../api/board/static/logic/plan.js";
import { smallBook } from "./book.mjs";

test("weeks run Monday to Sunday, whatever day a horizon begins on", () => {
  const days = new Days("2027-01-06", "2027-01-20"); // a Wednesday
  assert.deepEqual([days.week(0), days.week(4), days.week(5), days.weeks], [0, 0, 1, 3]);
  assert.deepEqual([days.span(0), days.span(1), days.span(2)], [[0, 4], [5, 11], [12, 14]]);
  assert.equal(days.long(0), "Wed 6 Jan");
});

test("no summer time moves a day", () => {
  const days = new Days("2027-03-22", "2027-11-07");
  for (let day = 0; day < days.count; day++) assert.equal(days.index(days.date(day)), day);
  assert.equal(shortDate(null), "–");
});

test("figures are written as people write them", () => {
  assert.deepEqual([hours(450), hours(-90), hours(0), wholeHours(509310)], ["7h30", "−1h30", "0h", "8,489h"]);
  assert.deepEqual([percent(0.741), percent(null), money(75354164), money(-100), money(null)], ["74.1 %", "–", "£753,542", "−£1", "–"]);
  assert.deepEqual([change(60, hours), change(-60, hours), change(0, hours)], ["+1h", "−1h", "±0"]);
  assert.deepEqual([words("qa-review"), words("care-2027-02"), words("no_overload")], ["QA review", "Care Feb 2027", "No overload"]);
});

test("only rows in sight are drawn", () => {
  const rows = Array.from({ length: 500 }, (_, id) => ({ id, height: 40 }));
  assert.equal(stack(rows), 20000);
  assert.deepEqual(inSight(rows, 400, 800, 0).map((row) => row.id), [9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  assert.equal(rowAt(rows, 4010).id, 100);
});

test("a fortnight off is drawn as one stretch, weekend and all", () => {
  const off = (day) => [3, 4, 7, 8].includes(day);
  const open = (day) => day % 7 < 5;
  assert.deepEqual(stretches(12, off, open), [[3, 8]]);
});

test("filters look at people, their skills and what they are booked on", () => {
  const book = smallBook();
  const ana = book.person.get("ana");
  const show = (filter) => personShown({ ...NOTHING, ...filter }, book, ana, []);
  assert.deepEqual([show({}), show({ text: "AN" }), show({ text: "design" }), show({ text: "zzz" }), show({ skill: "manage" }), show({ project: "site" })],
    [true, true, true, false, false, false]);
  const [demand] = book.demands;
  assert.deepEqual([shortfallShown({ ...NOTHING, client: "bank" }, book, demand), shortfallShown({ ...NOTHING, skill: "manage" }, book, demand)], [true, false]);
});

test("candidates are those who can, the freest first", () => {
  const book = smallBook();
  const found = candidates(book, loads(readPlan({ allocations: [] }, book), book), book.demands[0], [0, 13]);
  assert.deepEqual(found.map(({ person, free }) => [person.id, free]), [["ana", 4500], ["ben", 2250]]);
});
