// What-ifs by form: each kind knows the fields it asks for, the overlay change it becomes, and its sentence.

import { shortDate } from "./dates.js";

const today = (book) => book.horizon.today ?? book.horizon.first;
const named = (list) => list.map((each) => [each.id, each.name]);
const nameOf = (map, id) => map.get(id)?.name ?? id;
const hoursText = (value) => `${Number(value)}h`;
const slug = (text) => text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "new";

/** An id that nothing else has. */
export function freeId(text, taken) {
  const base = slug(text);
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}

/** Fields are [name, label, type, options or default]. `options` may ask the book. */
export const KINDS = {
  pitch: {
    title: "Win a pitch",
    help: "A tentative project becomes certain, with the dates it has.",
    fields: (book) => [["project", "Project", "choice", named(book.projects.filter((p) => p.status === "tentative"))]],
    change: (v) => [{ win: v.project }],
    sentence: (v, book) => `We win ${nameOf(book.project, v.project)}`,
  },
  lose: {
    title: "Lose a pitch",
    help: "A tentative project goes, and its people are free.",
    fields: (book) => [["project", "Project", "choice", named(book.projects.filter((p) => p.status === "tentative"))]],
    change: (v) => [{ lose: v.project }],
    sentence: (v, book) => `We lose ${nameOf(book.project, v.project)}`,
  },
  add: {
    title: "New project",
    help: "A project that is not in the book yet: one phase, one need for each skill.",
    fields: (book) => [
      ["name", "Name", "text", ""],
      ["client", "Client", "choice", named(book.clients)],
      ["first", "From", "date", today(book)],
      ["last", "To", "date", book.horizon.last],
      ["needs", "Needs", "needs", ""],
      ["probability", "Chance of winning, per cent", "number", "100"],
    ],
    change: (v, book) => {
      const certain = Number(v.probability) >= 100;
      return [{
        add_project: {
          id: freeId(v.name, new Set(book.project.keys())),
          name: v.name,
          client: v.client,
          ...(certain ? {} : { status: "tentative", probability: Number(v.probability) }),
          quality_gates: [],
          phases: [{
            id: "work", start: v.first, end: v.last,
            demands: v.needs.map((need, index) => ({
              id: `${need.skill}-${index + 1}`, skill: need.skill, level: Number(need.level), effort: hoursText(need.hours),
              ...functionOf(need.skill, book),
            })),
          }],
        },
      }];
    },
    sentence: (v, book) => `${v.name || "A new project"} for ${nameOf(book.client, v.client)}, ` +
      `${v.needs.reduce((sum, need) => sum + Number(need.hours), 0)} hours${Number(v.probability) < 100 ? `, at ${v.probability} %` : ""}`,
  },
  slip: {
    title: "Slip a project",
    help: "All of a project's dates move by whole weeks, its deadline as well.",
    fields: (book) => [
      ["project", "Project", "choice", named(book.projects)],
      ["weeks", "Weeks later (negative: earlier)", "number", "3"],
    ],
    change: (v) => [{ slip: { project: v.project, weeks: Number(v.weeks) } }],
    sentence: (v, book) => `${nameOf(book.project, v.project)} ${Number(v.weeks) < 0 ? "comes forward" : "slips"} ` +
      `${weeks(Math.abs(Number(v.weeks)))}`,
  },
  hire: {
    title: "Hire somebody",
    help: "One more person, from a day on.",
    fields: (book) => [
      ["name", "Name", "text", "New person"],
      ["department", "Department", "choice", named(book.departments)],
      ["role", "Role", "choice", named(book.roles)],
      ["first", "First day", "date", today(book)],
      ["skill", "Skill", "choice", named(book.skills)],
      ["level", "Level", "number", "3"],
      ["fte", "Per cent of a full week", "number", "100"],
    ],
    change: (v, book) => [{
      hire: {
        id: freeId(v.name, new Set(book.person.keys())), name: v.name, department: v.department, role: v.role,
        first_day: v.first, skills: { [v.skill]: Number(v.level) }, fte: Number(v.fte), target_utilisation: 80,
      },
    }],
    sentence: (v, book) => `${v.name} joins ${nameOf(book.department, v.department)} as ${nameOf(book.role, v.role).toLowerCase()} on ${shortDate(v.first)}`,
  },
  leave: {
    title: "Somebody is away",
    help: "Illness, holiday, leaving: without a last day, gone for good.",
    fields: (book) => [
      ["person", "Person", "choice", named(book.people)],
      ["first", "From", "date", today(book)],
      ["last", "To (empty: for good)", "date?", ""],
      ["reason", "Reason", "text?", ""],
    ],
    change: (v) => [{ leave: { person: v.person, first: v.first, ...(v.last ? { last: v.last } : {}), ...(v.reason ? { reason: v.reason } : {}) } }],
    sentence: (v, book) => `${nameOf(book.person, v.person)} ${v.last ? `is away ${shortDate(v.first)} – ${shortDate(v.last)}` : `leaves on ${shortDate(v.first)}`}` +
      (v.reason ? ` (${v.reason.toLowerCase()})` : ""),
  },
  train: {
    title: "Train somebody",
    help: "A person reaches a level in a skill.",
    fields: (book) => [
      ["person", "Person", "choice", named(book.people)],
      ["skill", "Skill", "choice", named(book.skills)],
      ["level", "Level", "number", "3"],
    ],
    change: (v) => [{ train: { person: v.person, skill: v.skill, level: Number(v.level) } }],
    sentence: (v, book) => `${nameOf(book.person, v.person)} learns ${nameOf(book.skill, v.skill).toLowerCase()} to level ${v.level}`,
  },
  rate: {
    title: "Raise a rate",
    help: "What an hour of a role is billed at, on the rate card.",
    fields: (book) => [
      ["role", "Role", "choice", named(book.roles)],
      ["level", "From level", "number", "0"],
      ["rate", "Rate an hour", "number", "100"],
    ],
    change: (v) => [{ rate: { role: v.role, rate: Number(v.rate), ...(Number(v.level) ? { level: Number(v.level) } : {}) } }],
    sentence: (v, book) => `${nameOf(book.role, v.role)}${Number(v.level) ? ` from level ${v.level}` : ""} at ${v.rate} an hour`,
  },
};

const weeks = (number) => `${number} ${number === 1 ? "week" : "weeks"}`;

/** Demands for project management and account work name their department's function. */
function functionOf(skill, book) {
  const asks = book.demands.find((demand) => demand.skill === skill && demand.function !== "delivery");
  return asks ? { function: asks.function } : {};
}

/** What a form begins with. */
export function blank(kind, book) {
  return Object.fromEntries(KINDS[kind].fields(book).map(([name, , type, given]) => [
    name,
    type === "choice" ? given[0]?.[0] ?? "" : type === "needs" ? [{ skill: book.skills[0].id, level: 2, hours: 40 }] : given,
  ]));
}

/** The overlay of one or more filled-in forms: [{kind, values}]. */
export function overlay(steps, book, title) {
  const said = title || steps.map(({ kind, values }) => KINDS[kind].sentence(values, book)).join("; ");
  return {
    name: slug(said).replace(/-/g, "_"),
    title: said,
    changes: steps.flatMap(({ kind, values }) => KINDS[kind].change(values, book)),
  };
}
