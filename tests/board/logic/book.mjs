// A small agency for the tests of the board's logic: two people, three weeks, one project; a day off and a holiday.

import { readBook } from "../../../api/board/static/logic/book.js";

const week = (...minutes) => [...minutes, 0, 0];
const full = week(450, 450, 450, 450, 450);

export function smallBook(more = {}) {
  const days = [[...full, ...full, ...full], [...full, ...week(0, 0, 0, 0, 0), ...full]];
  return readBook({
    scenario: { name: "corner", title: "Corner", hash: "x", currency: "GBP" },
    horizon: { first: "2027-01-04", last: "2027-01-24", today: null, quantum: 30 },
    departments: [{ id: "studio", name: "Studio", function: "delivery" }],
    skills: [{ id: "design", name: "Design" }, { id: "manage", name: "Management" }],
    roles: [{ id: "designer", name: "Designer" }],
    clients: [{ id: "bank", name: "The bank" }],
    people: [
      { id: "ana", name: "Ana", kind: "employee", department: "studio", role: "designer", skills: { design: 3 }, contracted: 0, effective: 0, available: 0, overtime_day: 0, overtime_week: 60, time_off: [] },
      { id: "ben", name: "Ben", kind: "employee", department: "studio", role: "designer", skills: { design: 2 }, contracted: 0, effective: 1, available: 1, overtime_day: 0, overtime_week: 0, time_off: [{ first: "2027-01-11", last: "2027-01-15" }] },
    ],
    projects: [{ id: "site", name: "Site", client: "bank", status: "confirmed", probability: null, deadline: null }],
    phases: [{ id: "site/build", project: "site", kind: "delivery", first: 0, last: 18, movable: false }],
    demands: [
      { id: "site/build/layout", project: "site", phase: "site/build", name: "layout", skill: "design", level: 2, function: "delivery", effort: 2400, seats: 0, billable: true, block: 0, crew_max: null, able: 0 },
    ],
    given: [],
    days,
    circles: [["ana", "ben"]],
    ...more,
  });
}

export const row = (person, start, end, minutes_per_day, status = "confirmed") =>
  ({ demand: "site/build/layout", person, start, end, minutes_per_day, status });
