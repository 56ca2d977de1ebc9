import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksByPerson } from "../../../api/board/static/logic/blocks.js";
import { difference, gone, summary } from "../../../api/board/static/logic/diff.js";
import { assign, evenly, fill, move, pin, rebook, remove, stretch } from "../../../api/board/static/logic/edits.js";
import { begin, push, redo, undo } from "../../../api/board/static/logic/history.js";
import { isPinned, minutesOf, readPlan } from "../../../api/board/static/logic/plan.js";
import { row, smallBook } from "./book.mjs";

const book = smallBook();
const LAYOUT = "site/build/layout";
const plan = readPlan({ allocations: [row("ana", "2027-01-07", "2027-01-11", 240)] }, book);
const [block] = blocksByPerson(plan, book).get("ana");
const days = (next, person) => [...minutesOf(next, LAYOUT, person)];
const total = (next) => [...next.pairs.values()].flatMap((minutes) => [...minutes.values()]).reduce((sum, n) => sum + n, 0);

test("a booking that is moved keeps its shape over working days, and is pinned", () => {
  const next = move(plan, book, block, 1);
  assert.deepEqual(days(next, "ana"), [[1, 240], [2, 240], [3, 240]]);
  assert.ok(isPinned(next, LAYOUT, "ana", 2));
  assert.deepEqual(days(plan, "ana"), [[3, 240], [4, 240], [7, 240]], "the plan before is untouched");
});

test("a booking that goes to somebody on leave waits until they are back", () => {
  assert.deepEqual(days(move(plan, book, block, 4, "ben"), "ben"), [[4, 240], [14, 240], [15, 240]]);
});

test("work pushed over the end of the horizon is lost and not squeezed in", () => {
  assert.equal(total(move(plan, book, block, 17)), 480);
});

test("stretching keeps the minutes and makes the days lighter", () => {
  const next = stretch(plan, book, block, 3, 10);
  assert.equal(total(next), 720);
  assert.deepEqual(days(next, "ana").map(([day]) => day), [3, 4, 7, 8, 9, 10]);
  assert.deepEqual(new Set(days(next, "ana").map(([, n]) => n)), new Set([120]));
});

test("minutes are shared in whole quanta, none lost", () => {
  assert.deepEqual(evenly(150, [0, 1, 2, 3], 30), [[0, 30], [1, 30], [2, 30], [3, 60]]);
  assert.deepEqual(evenly(30, [0, 1], 30), [[1, 30]]);
});

test("the form sets person, dates and hours at once", () => {
  const next = rebook(plan, book, block, { person: "ben", first: 0, last: 1, minutes: 600 });
  assert.deepEqual(days(next, "ben"), [[0, 300], [1, 300]]);
  assert.equal(minutesOf(next, LAYOUT, "ana").size, 0);
});

test("missing work goes where somebody is free inside the window", () => {
  const { plan: next, placed } = fill(plan, book, book.demand.get(LAYOUT), "ana", 900, [3, 8]);
  assert.equal(placed, 900);
  assert.deepEqual(days(next, "ana"), [[3, 450], [4, 450], [7, 450], [8, 270]]);
});

test("nobody gets more than fits", () => {
  const { placed } = fill(plan, book, book.demand.get(LAYOUT), "ben", 9000, [7, 14]);
  assert.equal(placed, 450);
});

test("removing takes the booking and its pins", () => {
  const pinned = pin(plan, block, true);
  assert.ok(isPinned(pinned, LAYOUT, "ana", 3));
  const next = remove(pinned, block);
  assert.equal(total(next), 0);
  assert.equal(next.pinned.size, 0);
});

test("undo and redo walk along the changes, and a new change forgets the undone ones", () => {
  let history = push(push(begin("a"), "b", "to b"), "c", "to c");
  history = undo(history);
  assert.equal(history.now.state, "b");
  assert.equal(redo(history).now.state, "c");
  assert.equal(redo(push(history, "d", "to d")).now.state, "d");
  assert.equal(undo(begin("a")).now.state, "a");
});

test("a difference names days, people and minutes, and ghosts are what is gone", () => {
  const next = move(plan, book, block, 3, "ben");
  const changes = difference(plan, next);
  const { came, went, people } = summary(changes);
  assert.deepEqual([came, went, [...people].sort()], [720, 720, ["ana", "ben"]]);
  assert.deepEqual([...gone(plan, next).pairs.get(`${LAYOUT}\nana`).values()], [240, 240, 240]);
  assert.equal(difference(plan, plan).size, 0);
});

test("work given to one person leaves the others, stays where that person has it, and is pinned", () => {
  const ben = readPlan({ allocations: [row("ana", "2027-01-04", "2027-01-05", 240), row("ben", "2027-01-06", "2027-01-06", 240)] }, book);
  const next = assign(ben, book, book.demand.get(LAYOUT), ["ana"], [0, 18]);
  assert.equal(minutesOf(next, LAYOUT, "ben").size, 0);
  assert.equal(total(next), 2400);
  assert.ok(minutesOf(next, LAYOUT, "ana").get(0) >= 240);
  assert.ok(days(next, "ana").every(([day]) => isPinned(next, LAYOUT, "ana", day)));
});

test("work given to two is halved, also where one of them has it all", () => {
  const all = readPlan({ allocations: [row("ana", "2027-01-04", "2027-01-08", 450), row("ana", "2027-01-11", "2027-01-11", 150)] }, book);
  const next = assign(all, book, book.demand.get(LAYOUT), ["ana", "ben"], [0, 18]);
  const of = (person) => days(next, person).reduce((sum, [, n]) => sum + n, 0);
  assert.deepEqual([of("ana"), of("ben")], [1200, 1200]);
});

test("what finds no free time displaces other work: more is planned than the day has, until a new plan moves it", () => {
  const next = assign(readPlan({ allocations: [] }, book), book, book.demand.get(LAYOUT), ["ana"], [0, 1]);
  assert.deepEqual(days(next, "ana"), [[0, 1200], [1, 1200]]);
});
