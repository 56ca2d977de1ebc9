import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksByPerson } from "../../../api/board/static/logic/blocks.js";
import { move, pin, rebook, remove } from "../../../api/board/static/logic/edits.js";
import { begin, push, undo } from "../../../api/board/static/logic/history.js";
import { readPlan } from "../../../api/board/static/logic/plan.js";
import { asText, fromText, signature, stepFrom, stepOn } from "../../../api/board/static/logic/steps.js";
import { row, smallBook } from "./book.mjs";

const book = smallBook();
const ROWS = [row("ana", "2027-01-07", "2027-01-11", 240), row("ben", "2027-01-04", "2027-01-05", 120)];
const phases = [{ phase: "site/build", start: "2027-01-04", end: "2027-01-22" }];
const made = () => readPlan({ allocations: ROWS, phases }, book);
const blockOf = (plan, person) => blocksByPerson(plan, book).get(person)[0];

function changed(base) {
  const moved = move(base, book, blockOf(base, "ana"), 1);
  const pinned = pin(moved, blockOf(moved, "ben"), true);
  const given = rebook(pinned, book, blockOf(pinned, "ben"), { person: "ana", first: 14, last: 15, minutes: 240 });
  const less = remove(given, blockOf(given, "ana"));
  return [moved, pinned, given, less].reduce((history, state, n) => push(history, state, `step ${n}`), begin(base));
}

test("a step repeats what a change did, whatever it was", () => {
  const states = changed(made());
  const all = [states.base, ...states.past.slice(1).map((each) => each.state), states.now.state];
  for (let at = 1; at < all.length; at++) {
    const step = JSON.parse(JSON.stringify(stepFrom(all[at - 1], all[at])));
    assert.deepEqual(stepOn(all[at - 1], step), all[at]);
  }
});

test("a history comes back from its text, with its place and its labels", () => {
  const history = undo(changed(made()));
  const again = fromText(asText(history), made());
  assert.deepEqual(again, history);
  assert.equal(again.past[0].state, again.base, "with everything undone, nothing is changed");
  assert.equal(undo(undo(undo(again))).now.state, again.base);
});

test("a text of many changes holds each of them once", () => {
  let history = begin(made());
  for (let n = 0; n < 50; n++) history = push(history, pin(history.now.state, blockOf(history.now.state, "ana"), n % 2 === 0), "");
  assert.ok(asText(history).length < 50 * 250);
});

test("what was changed on another plan is not laid on this one", () => {
  const text = asText(changed(made()));
  const other = readPlan({ allocations: [ROWS[0], { ...ROWS[1], minutes_per_day: 150 }], phases }, book);
  assert.equal(fromText(text, other), null);
  assert.notEqual(signature(other), signature(made()));
  assert.equal(fromText(text.slice(0, -20), made()), null);
  assert.equal(fromText("null", made()), null);
});

test("more changes than can be undone are still counted from the plan as it was made", () => {
  let history = begin(made());
  for (let n = 0; n < 230; n++) history = push(history, pin(history.now.state, blockOf(history.now.state, "ana"), n % 2 === 0), `${n}`);
  const again = fromText(asText(history), made());
  assert.equal(again.past.length, 200);
  assert.deepEqual(again, history);
});
