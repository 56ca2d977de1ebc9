// The questions that the engine answers: how each is grouped, asked in a sentence, and filled in. What a question asks
// for is said by the service (a JSON Schema), so a kind that is new there can be asked here without a change.

import { demandName, personName, projectName } from "./names.js";

const weeks = (n) => `${Math.abs(n)} ${Math.abs(n) === 1 ? "week" : "weeks"}`;

/** Group, and the question as a sentence once it is filled in. */
export const KNOWN = {
  recommend: ["People", (q, book) => `Who would be best for ${demandName(book, q.demand)}${q.together > 1 ? `, ${q.together} together` : ""}?`],
  why: ["People", (q, book) => `Why ${personName(book, q.person)} on ${demandName(book, q.demand)}?`],
  why_not: ["People", (q, book) => `Why not ${personName(book, q.person)} on ${demandName(book, q.demand)}?`],
  shortfalls: ["Trouble", (q, book) => (q.demand ? `Why is ${demandName(book, q.demand)} not staffed?` : "What is not staffed, and why?")],
  conflicts: ["Trouble", () => "Which rules leave no plan?"],
  repair: ["Trouble", () => "What would it take to have a plan?"],
  earliest_start: ["Dates", (q, book) => `When can ${projectName(book, q.project)} start?`],
  earliest_finish: ["Dates", (q, book) => `When can ${projectName(book, q.project)} be done?`],
  slip: ["Dates", (q, book) => `What if ${projectName(book, q.project)} ${q.weeks < 0 ? "comes forward" : "slips"} ${weeks(q.weeks)}?`],
  fee: ["Money", (q, book) => `At what fee does ${projectName(book, q.project)} pay?`],
  portfolio: ["Money", () => "Which pitches should we take?"],
  outcomes: ["Money", () => "What may we expect of the pitches?"],
  hire: ["Team", () => "What is one more person worth?"],
  train: ["Team", () => "What is a training worth?"],
  frontier: ["Team", () => "What does fairness cost?"],
};

export const GROUPS = ["People", "Trouble", "Dates", "Money", "Team", "More"];

export const groupOf = (kind) => KNOWN[kind]?.[0] ?? "More";
export const sentenceOf = (kind, question, book) => KNOWN[kind.kind]?.[1](question, book) ?? kind.title;

const LABELS = {
  demand: "Work", person: "Person", project: "Project", together: "People together", count: "How many answers",
  weeks: "Weeks later (negative: earlier)", allow: "Hours of other promises that may suffer", most: "How many to try",
  at: "Fairness bands, per mille",
};

/** Types that are chosen from what the book has. */
export const CHOSEN = ["demand", "person", "project"];

/** Fields of a question: [{name, label, type, required, low, high, given}]. Types: demand, person, project, number, list. */
export function fieldsOf(kind) {
  const required = new Set(kind.question.required ?? []);
  return Object.entries(kind.question.properties ?? {}).map(([name, schema]) => ({
    name,
    label: LABELS[name] ?? schema.title ?? name,
    type: CHOSEN.includes(name) ? name : schema.type === "array" ? "list" : schema.type === "integer" ? "number" : "text",
    required: required.has(name),
    tentative: kind.kind === "fee",
    low: schema.minimum,
    high: schema.maximum,
    given: schema.default,
  }));
}

/** What a form holds: what is known already where it can be chosen here, then the service's default, then the first there is. */
export function beginWith(kind, known, book) {
  return Object.fromEntries(fieldsOf(kind).map((field) => [field.name, fits(field, known[field.name], book) ? known[field.name] : first(field, book)]));
}

/** Whether a value that another question had may stand here: a fee is asked of pitches only. */
function fits(field, value, book) {
  if (value === undefined) return false;
  if (!CHOSEN.includes(field.type)) return true;
  return value === "" ? !field.required : optionsOf(field, book).some(([id]) => id === value);
}

function first(field, book) {
  if (!field.required && field.given !== undefined) return Array.isArray(field.given) ? field.given.join(", ") : field.given ?? "";
  if (!field.required) return "";
  if (field.type === "number") return 3;
  return optionsOf(field, book)[0]?.[0] ?? "";
}

/** [id, name] of what a field chooses from. */
export function optionsOf(field, book) {
  if (field.type === "person") return book.people.map((person) => [person.id, person.name]);
  if (field.type === "project") {
    return book.projects.filter((project) => !field.tentative || project.status === "tentative").map((project) => [project.id, project.name]);
  }
  return book.demands.filter((demand) => demand.effort > 0).map((demand) => [demand.id, demandName(book, demand.id)]);
}

/** The question that a filled-in form asks. */
export function questionFrom(kind, values) {
  const read = {
    number: Number,
    list: (text) => String(text).split(/[\s,;]+/).filter(Boolean).map(Number),
  };
  return Object.fromEntries(fieldsOf(kind).filter((field) => values[field.name] !== "" && values[field.name] != null)
    .map((field) => [field.name, (read[field.type] ?? String)(values[field.name])]));
}
