// The rows of the board, from top to bottom: what is not staffed, open roles, and people by department.
// Plain data, worked out when the plan, the filter or the folds change, not when somebody scrolls.

import { intoLanes } from "./blocks.js";
import { windowOf } from "./book.js";
import { demandShown, personShown, shortfallShown } from "./filter.js";
import { count, hours, wholeHours } from "./format.js";
import { CLOSED, HEADING, LANE, openHeight, stack } from "./geometry.js";

/** The rows of a state: {plan, blocks, missing, ghosts, filter, bookings, toggled}; and their height.
 *  `bookings` says whether people are unfolded, `toggled` names those who are not as it says. */
export function gridRows(book, state) {
  const rows = [...missingRows(book, state), ...roleRows(book, state)];
  for (const department of book.departments) {
    const people = shown(book, state, (person) => person.kind !== "placeholder" && person.department === department.id);
    if (!people.length) continue;
    rows.push({ kind: "heading", id: `d-${department.id}`, name: department.name, people, height: HEADING });
    rows.push(...people.map((person) => personRow(book, state, person)));
  }
  const height = stack(rows);
  rows.forEach((row, index) => { row.index = index; });
  return { rows, height };
}

const shown = (book, { filter, blocks }, wanted) =>
  book.people.filter((person) => wanted(person) && personShown(filter, book, person, blocks.get(person.id)));

function roleRows(book, state) {
  const people = shown(book, state, (person) => person.kind === "placeholder");
  if (!people.length) return [];
  const note = count(people.length, "seat");
  return [
    { kind: "heading", id: "roles", name: "Open roles", people, height: HEADING, note, title: "Filled by nobody yet" },
    ...people.map((person) => personRow(book, state, person)),
  ];
}

function personRow(book, { filter, blocks, ghosts, bookings, toggled }, person) {
  const open = bookings !== toggled.has(person.id);
  const mine = blocks.get(person.id).filter((block) => demandShown(filter, book, block.of));
  const gone = (ghosts.get(person.id) ?? []).filter((block) => demandShown(filter, book, block.of));
  const lanes = open ? intoLanes([...mine, ...gone].sort((a, b) => a.first - b.first)) : 0;
  return { kind: "person", id: person.id, person, blocks: mine, gone, open, height: open ? openHeight(lanes) : CLOSED };
}

function missingRows(book, { plan, missing, filter, toggled }) {
  const found = missing.filter((each) => shortfallShown(filter, book, each.demand));
  if (!found.length) return [];
  const decided = found.filter((each) => each.demand.projectOf.status !== "tentative");
  const sum = (list) => list.reduce((total, each) => total + each.minutes, 0);
  const maybe = sum(found) - sum(decided);
  const byProject = new Map();
  for (const each of found) {
    const [first, last] = windowOf(each.demand, plan.phases);
    const span = { ...each, first: Math.max(0, first), last: Math.min(book.days.count - 1, last) };
    if (!byProject.has(each.demand.project)) byProject.set(each.demand.project, []);
    byProject.get(each.demand.project).push(span);
  }
  const head = {
    kind: "heading", id: "missing", name: "Not staffed", height: HEADING,
    // Red is for work that was promised; a pitch that finds nobody is no trouble yet.
    tone: decided.length ? "bad" : "",
    note: decided.length ? wholeHours(sum(decided)) : `${wholeHours(maybe)} tentative`,
    title: `${count(found.length, "need")}: ${hours(sum(decided))} of decided work, ${hours(maybe)} of tentative work`,
    missing: missingByDay(book, plan, decided.length ? decided : found),
  };
  if (!toggled.has("missing")) return [{ ...head, closed: true }];
  return [head, ...[...byProject].map(([project, spans]) => {
    const lanes = intoLanes(spans.sort((a, b) => a.first - b.first));
    return { kind: "missing", id: `m-${project}`, project: book.project.get(project), spans, height: Math.max(CLOSED, lanes * LANE + 12) };
  })];
}

/** Missing minutes laid evenly over the days of their windows, to show when they are missed. */
function missingByDay(book, plan, list) {
  const days = new Array(book.days.count).fill(0);
  for (const each of list) {
    const [first, last] = windowOf(each.demand, plan.phases).map(book.days.clamp);
    for (let day = first; day <= last; day++) days[day] += each.minutes / (last - first + 1);
  }
  return days;
}
