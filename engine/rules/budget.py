"""Budget.

**In an agency.** What a project's people cost stays within what was set aside for them.

**Sets and data.** r[p], cost of an hour of p (own rate, or the role's: contractors and placeholders are never
free); B[j], the budget of project j in minor units.

**Formula.** Sum over the project's demands, people and days of r[p] * minutes <= 60 * B[j].

**Edge cases.** A project without a budget is not bounded. Where the past alone cost more, nothing that costs may be
added.

**Source.** Productive and Scoro (budget burn); the charter: billable hours must be profitable.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule
from engine.units import MINUTES_PER_HOUR, money_text

if TYPE_CHECKING:
    from engine.model.draft import Draft


class Budget(Rule):
    """Planned cost of a project within its budget."""

    name = "budget"

    def ties(self, draft: Draft) -> None:
        grid, book = draft.grid, draft.book
        for project in book.projects.values():
            if project.budget is None:
                continue
            cells = [
                cell
                for demand in book.demands.values()
                if demand.project.id == project.id
                for cell in grid.cells_of_demand[grid.axes.demand_number[demand.key]]
            ]
            rates = [book.cost_rate(grid.axes.people[int(grid.cells.person[cell])]) for cell in cells]
            if cells:
                limit = max(project.budget * MINUTES_PER_HOUR, past_cost(book, project.id))
                draft.require(self.name, Subject(project=project.id), draft.minutes(cells, rates) <= limit)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        cost: dict[str, int] = {}
        for (demand, person), minutes in plan.by_pair.items():
            project = book.demands[demand].project.id
            cost[project] = cost.get(project, 0) + book.cost_rate(person) * minutes
        for project, spent in cost.items():
            budget = book.projects[project].budget
            if budget is not None and spent > max(budget * MINUTES_PER_HOUR, past_cost(book, project)):
                yield self.breach(
                    f"costs {money_text(-(-spent // MINUTES_PER_HOUR))}, the budget is {money_text(budget)}",
                    project=project,
                )


def past_cost(book: Book, project: str) -> int:
    """What is past on a project has cost, in sixtieths of a minor unit."""
    return sum(
        book.cost_rate(person) * minutes
        for (demand, person, _), minutes in book.actual.items()
        if book.demands[demand].project.id == project
    )
