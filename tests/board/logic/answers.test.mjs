import assert from "node:assert/strict";
import { test } from "node:test";
import { conflictLines } from "../../../api/board/static/logic/conflict.js";
import { displaced } from "../../../api/board/static/logic/displaced.js";
import { blocksByPerson } from "../../../api/board/static/logic/blocks.js";
import { deciding, lossLines } from "../../../api/board/static/logic/losses.js";
import { breachText, brokenText, demandName, listed, reasonLines, withNames } from "../../../api/board/static/logic/names.js";
import { loads, readPlan } from "../../../api/board/static/logic/plan.js";
import { beginWith, fieldsOf, groupOf, questionFrom, sentenceOf } from "../../../api/board/static/logic/questions.js";
import { row, smallBook } from "./book.mjs";

const book = smallBook();
const LAYOUT = "site/build/layout";
const kind = (name, properties, required = []) => ({ kind: name, title: "What is it?", question: { properties, required } });

test("texts of the engine speak names, and end as they ended", () => {
  assert.equal(demandName(book, LAYOUT), "Site: Build · layout");
  assert.equal(withNames("at least 2h of site/build/layout.", book), "at least 2h of Site: Build · layout.");
  assert.equal(withNames("project `site` from 2027-01-04", book), "project Site from 4 Jan");
  assert.equal(withNames("harbour/base.yaml:80 is no demand", book), "harbour/base.yaml:80 is no demand");
  assert.deepEqual(reasonLines("projects.site: project `site` is late\nprojects.site: project `site` is late", book), ["Project Site is late"]);
  assert.equal(breachText({ text: "ana is planned 28h in 2027-W02, the limit is 25h", about: { person: "ana" } }, book), "Ana is planned 28h in week 2, the limit is 25h");
  assert.equal(breachText({ text: "ana is planned 13h, only 7h30 are there", about: { person: "ana", first: "2027-01-05" } }, book), "Ana is planned 13h, only 7h30 are there on 5 Jan");
  assert.equal(brokenText([{ rule: "availability" }, { rule: "availability" }, { rule: "crew" }]), "2 rules broken in 3 places");
  assert.equal(brokenText([{ rule: "crew" }]), "1 rule broken");
  assert.deepEqual([listed(["a"]), listed(["a", "b", "c"])], ["a", "a, b and c"]);
});

test("a question asks for what the service says, and begins with what is known", () => {
  const asks = kind("why_not", { person: { type: "string" }, demand: { type: "string" } }, ["person", "demand"]);
  assert.deepEqual(beginWith(asks, { person: "ben" }, book), { person: "ben", demand: LAYOUT });
  assert.equal(sentenceOf(asks, { person: "ben", demand: LAYOUT }, book), "Why not Ben on Site: Build · layout?");
  const bands = kind("frontier", { at: { type: "array", default: [200, 450] } });
  assert.deepEqual(questionFrom(bands, beginWith(bands, {}, book)), { at: [200, 450] });
});

test("what one question asked about is kept for the next only where it can be chosen there", () => {
  const two = smallBook({ projects: [{ id: "site", name: "Site", client: "bank", status: "confirmed" }, { id: "pitch", name: "Pitch", client: "bank", status: "tentative" }] });
  const project = { project: { type: "string" } };
  assert.deepEqual(beginWith(kind("slip", project, ["project"]), { project: "site" }, two), { project: "site" });
  assert.deepEqual(beginWith(kind("fee", project, ["project"]), { project: "site" }, two), { project: "pitch" });
});

test("a kind that nobody has heard of can be asked", () => {
  const asks = kind("omens", { project: { type: "string" }, depth: { type: "integer", default: 2, minimum: 1 } }, ["project"]);
  assert.equal(groupOf("omens"), "More");
  assert.equal(sentenceOf(asks, {}, book), "What is it?");
  assert.deepEqual(fieldsOf(asks).map((field) => field.type), ["project", "number"]);
  assert.deepEqual(questionFrom(asks, beginWith(asks, {}, book)), { project: "site", depth: 2 });
});

test("an empty field is left out, so that the question means all of it", () => {
  const asks = kind("shortfalls", { demand: { anyOf: [{ type: "string" }, { type: "null" }], default: null } });
  assert.deepEqual(questionFrom(asks, beginWith(asks, {}, book)), {});
});

const loss = (goal, value, more = {}) => ({ goal, unit: "minutes", loss: value, least: null, most: null, scale: 1, ...more });

test("losses are told in words, in each goal's own unit, with what is proved", () => {
  const [delivered, billable] = lossLines([
    loss("delivered", 0, { unit: "weighted minutes", least: 0, most: 0 }), loss("billable", 6000, { scale: 100, least: 6000, most: 12000 }),
  ]);
  assert.deepEqual([delivered.text, delivered.sure], ["the same", "proved"]);
  assert.deepEqual([billable.text, billable.tone, billable.sure], ["1h fewer", "bad", "1h of it proved"]);
});

test("levels of a fair goal are one line, decided by the first that differs", () => {
  const lines = lossLines([loss("fair: 1 most loaded", 0), loss("fair: 2 most loaded", -9), loss("fair: 1 least loaded", 5), loss("focused", 1)]);
  assert.deepEqual(lines.map((line) => line.text), ["more even", "1h more".replace("1h", "0h01")]);
  assert.equal(deciding([loss("delivered", 0), loss("fair: 1 most loaded", 5)]).text, "less even");
  assert.equal(deciding([loss("delivered", 0)]), null);
});

test("weeks of one rule about one subject are one line of a conflict", () => {
  const breach = (first, last, about = { person: "ana" }) => ({ rule: "availability", text: "t", about: { ...about, first, last, place: "f.yaml:3" } });
  const lines = conflictLines([breach("2027-01-04", "2027-01-10"), breach("2027-01-11", "2027-01-17"), breach("2027-02-01", "2027-02-07"), breach("2027-01-18", "2027-01-24", { person: "ben" })]);
  assert.deepEqual(lines.map((line) => [line.about.person, line.first, line.last, line.place]),
    [["ana", "2027-01-04", "2027-01-17", "f.yaml:3"], ["ana", "2027-02-01", "2027-02-07", "f.yaml:3"], ["ben", "2027-01-18", "2027-01-24", "f.yaml:3"]]);
});

test("somebody with too little time puts aside what they have in the window", () => {
  const two = smallBook({
    projects: [{ id: "site", name: "Site", client: "bank", status: "confirmed" }, { id: "care", name: "Care", client: "bank", status: "confirmed" }],
    phases: [{ id: "site/build", project: "site", first: 0, last: 4 }, { id: "care/run", project: "care", first: 0, last: 18 }],
    demands: ["site/build/layout", "care/run/fixes"].map((id) => ({ id, project: id.split("/")[0], phase: id.split("/").slice(0, 2).join("/"), name: id.split("/")[2], skill: "design", level: 2, function: "delivery", effort: 2100, seats: 0, billable: true, block: 0, able: 0 })),
  });
  const plan = readPlan({ allocations: [{ ...row("ana", "2027-01-04", "2027-01-08", 120), demand: "care/run/fixes" }] }, two);
  const told = (person, share) => displaced(two, plan, loads(plan, two), blocksByPerson(plan, two), two.demand.get(LAYOUT), person, share);
  const { need, free, beyond, others } = told("ana");
  assert.deepEqual([need, free, beyond, others[0].project.name, others[0].minutes], [2100, 1650, 450, "Care", 600]);
  assert.equal(told("ana", 2).beyond, 0);
});
