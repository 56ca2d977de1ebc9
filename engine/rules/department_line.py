"""Department line.

**In an agency.** Client Services and Project Management never do each other's job, and nobody is both the project
manager and the account lead of one project.

**Sets and data.** f(p), the function of the person's department; g(d), the function a demand is for; the project's
named PM and account lead, where there are any.

**Formula.** If g(d) is project management or client services, then f(p) = g(d); and if the project names the person
for that function, p is that person. For every project and person: p does not work on demands of both functions.

**Edge cases.** Delivery demands are open to everybody with the skill. A project whose PM is to be chosen accepts any
one of the department (that it is one person is the rule `crew`).

**Source.** The agency's own charter: "Client Services and Project Management are separate departments".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule

if TYPE_CHECKING:
    from engine.grid import Axes, Bools
    from engine.model.draft import Draft

LEADING = ("project_management", "client_services")


class DepartmentLine(Rule):
    """PM demands from Project Management, account demands from Client Services, never across."""

    name = "department_line"

    def closes(self, axes: Axes) -> Bools:
        closed = np.zeros(axes.shape, dtype=bool)
        for number, demand in enumerate(axes.demands):
            if demand.function not in LEADING:
                continue
            closed[number] = axes.functions != demand.function
            named = demand.project.pm if demand.function == LEADING[0] else demand.project.account_lead
            if named is not None:
                closed[number] |= ~axes.mask((named,))
        return closed

    def ties(self, draft: Draft) -> None:
        grid = draft.grid
        leading: dict[tuple[str, int], dict[str, list[int]]] = {}
        for pair in range(grid.pairs):
            demand = grid.axes.demands[int(grid.pair_demand[pair])]
            if demand.function in LEADING:
                key = (demand.project.id, int(grid.pair_person[pair]))
                leading.setdefault(key, {}).setdefault(demand.function, []).append(pair)
        for (project, person), by_function in leading.items():
            if len(by_function) == len(LEADING):
                about = Subject(project=project, person=grid.axes.people[person])
                for managing in by_function[LEADING[0]]:
                    for accounting in by_function[LEADING[1]]:
                        both = draft.works_ahead(managing) + draft.works_ahead(accounting)
                        draft.require(self.name, about, both <= 1)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        led: dict[tuple[str, str], set[str]] = {}
        for demand, person in plan.future_pairs(book):
            work = book.demands[demand]
            if not book.keeps_the_line(person, work):
                yield self.breach(
                    f"{person} ({book.people[person].department}) may not do its {work.function.replace('_', ' ')}",
                    person=person,
                    demand=demand,
                )
            if work.function in LEADING:
                led.setdefault((work.project.id, person), set()).add(work.function)
        for (project, person), functions in led.items():
            if len(functions) == len(LEADING):
                yield self.breach("is both project manager and account lead", person=person, project=project)
