import assert from "node:assert/strict";
import { test } from "node:test";
import { fileText } from "../../../api/board/static/logic/overlay-file.js";
import { KINDS, blank, freeId, overlay } from "../../../api/board/static/logic/overlays.js";
import { smallBook } from "./book.mjs";

const book = smallBook();

test("every kind says a sentence and makes a change of the values it begins with", () => {
  for (const kind of Object.keys(KINDS)) {
    const values = blank(kind, book);
    assert.match(KINDS[kind].sentence(values, book), /\w/);
    assert.equal(KINDS[kind].change(values, book).length, 1);
  }
});

test("a slip reads as a sentence, forwards and backwards", () => {
  const said = (weeks) => overlay([{ kind: "slip", values: { project: "site", weeks } }], book).title;
  assert.deepEqual([said("3"), said("-1")], ["Site slips 3 weeks", "Site comes forward 1 week"]);
});

test("somebody without a last day is gone for good", () => {
  const [change] = KINDS.leave.change({ person: "ana", first: "2027-01-11", last: "", reason: "" });
  assert.deepEqual(change, { leave: { person: "ana", first: "2027-01-11" } });
});

test("a new id is never one that is taken", () => {
  assert.equal(freeId("Ana", new Set(["ana", "ana-2"])), "ana-3");
});

test("two changes become one overlay with a name for a file", () => {
  const data = overlay([{ kind: "slip", values: { project: "site", weeks: "2" } }, { kind: "train", values: { person: "ana", skill: "design", level: "4" } }], book);
  assert.equal(data.changes.length, 2);
  assert.match(data.name, /^[a-z0-9_]+$/);
});

test("a file's text keeps words plain and quotes what YAML would take for something else", () => {
  assert.equal(fileText({ name: "x", changes: [{ hire: { id: "no", skills: { design: 3 }, name: "A: b" } }] }),
    'name: x\nchanges:\n  - hire:\n      id: "no"\n      skills:\n        design: 3\n      name: "A: b"\n');
});
