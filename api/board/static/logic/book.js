// The board document made askable: who there is, how many minutes a person has on a day, who could do what.
// The mirror of `engine.Book`, for what the board needs of it; every number in it was worked out by the engine.

import { Days } from "./dates.js";
import { words } from "./format.js";

const byId = (list) => new Map(list.map((each) => [each.id, each]));

/** Reads the board document of GET /v1/plans/{id}/board. */
export function readBook(document) {
  const days = new Days(document.horizon.first, document.horizon.last);
  const people = document.people.map((person) => ({
    ...person,
    contracted: document.days[person.contracted],
    effective: document.days[person.effective],
    available: document.days[person.available],
  }));
  const circles = document.circles.map((circle) => new Set(circle));
  const clients = byId(document.clients);
  const projects = document.projects.map((project, index) => ({
    ...project,
    index,
    clientName: clients.get(project.client)?.name ?? "",
  }));
  const phases = byId(document.phases);
  const projectById = byId(projects);
  const demands = document.demands.map((demand) => ({
    ...demand,
    able: circles[demand.able],
    phaseOf: phases.get(demand.phase),
    projectOf: projectById.get(demand.project),
    label: demandLabel(demand),
  }));
  return {
    ...document,
    days,
    people,
    projects,
    demands,
    person: byId(people),
    project: projectById,
    demand: byId(demands),
    phase: phases,
    department: byId(document.departments),
    skill: byId(document.skills),
    role: byId(document.roles),
    client: clients,
    today: document.horizon.today ? days.index(document.horizon.today) : 0,
    quantum: document.horizon.quantum,
  };
}

/** Without a capital in front, unless it is one of several, as in QA. */
const lower = (text) => (/^[A-Z][A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));

function demandLabel(demand) {
  const phase = demand.phase.split("/")[1] ?? "";
  const own = demand.name === demand.id.split("/")[2] ? words(demand.name) : demand.name;
  return own.toLowerCase() === words(phase).toLowerCase() ? own : `${words(phase)} · ${lower(own)}`;
}

/** Whether somebody works at all on that day. */
export const worksOn = (person, day) => person.effective[day] > 0;

/** The days that a row means: its single day, or the person's working days in it (DESIGN section 7). */
export function rowDays(person, start, end) {
  if (start === end) return [start];
  const found = [];
  for (let day = start; day <= end; day++) if (worksOn(person, day)) found.push(day);
  return found;
}

/** Where the work of a demand may lie: the plan's dates of a movable phase, or the window. */
export function windowOf(demand, placed) {
  const moved = placed?.get(demand.phase);
  return moved ?? [demand.phaseOf.first, demand.phaseOf.last];
}
