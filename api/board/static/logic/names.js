// Ids as the names people know: in answers of the engine, whose texts and data speak of `shop/build/pages`.

import { count, words } from "./format.js";

export const personName = (book, id) => book.person.get(id)?.name ?? id;
export const projectName = (book, id) => book.project.get(id)?.name ?? id;
export const skillName = (book, id) => book.skill.get(id)?.name ?? words(id);

/** `Member portal: Design · interface` of `brackwater-portal/design/interface`. */
export function demandName(book, id) {
  const demand = book.demand.get(id);
  return demand ? `${demand.projectOf.name}: ${demand.label}` : id;
}

/** `Ana`, `Ana and Ben`, `Ana, Ben and Cleo`. */
export const listed = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);

const DATE = /\b(\d{4})-(\d{2})-(\d{2})\b/g;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A text of the engine with names in the place of ids: demands, quoted ids, skills, and dates as people write them. */
export function withNames(text, book) {
  return text
    .replace(/[\w-]+(?:\.[\w-]+)*(?:\/[\w-]+(?:\.[\w-]+)*){2}/g, (id) => (book.demand.has(id) ? demandName(book, id) : id))
    .replace(/`([^`]+)`/g, (_, id) =>
      book.person.get(id)?.name ?? book.project.get(id)?.name ?? book.skill.get(id)?.name ?? words(id))
    .replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (id) => book.skill.get(id)?.name ?? id)
    .replace(DATE, (_, year, month, day) => `${Number(day)} ${MONTHS[month - 1]}`);
}

/** The lines of a reason, each once, without the path of the value in front. */
export const reasonLines = (text, book) =>
  [...new Set(text.split("\n").filter(Boolean))].map((line) => upper(withNames(line.replace(/^projects\.[\w.-]+: /, ""), book)));

const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A broken rule in words: the person it is about by name, weeks as people count them, and the day if it is about one. */
export function breachText(breach, book) {
  const { person, first, last = first } = breach.about;
  const text = withNames(breach.text, book).replace(/\b\d{4}-W(\d{2})\b/g, (_, week) => `week ${Number(week)}`);
  const named = person && text.startsWith(`${person} `) ? personName(book, person) + text.slice(person.length) : text;
  return first && first === last && !/\b\d{4}-(W?\d{2})\b/.test(breach.text) ? `${named} on ${withNames(first, book)}` : named;
}

/** `2 rules broken in 19 places`. */
export function brokenText(breaches) {
  const rules = new Set(breaches.map((each) => each.rule)).size;
  return `${count(rules, "rule")} broken${breaches.length > rules ? ` in ${breaches.length} places` : ""}`;
}
