"""Revenue, cost and margin: what the planned minutes earn and cost.

**In an agency.** Billable hours must be profitable.

**Formula.** revenue: maximise the sum of chance * rate * minutes over billable work. cost: minimise the sum of cost
rate * minutes. margin: maximise the sum of chance * (rate - cost rate) * minutes, less chance * penalty for every
day that a project ends after its deadline.

**Edge cases.** A fixed fee is earned in proportion to the billable effort delivered. Cost counts every minute of
everybody; placeholders cost their role's rate. Salaries of unplanned time are no decision and are left out.

**Source.** Runn project insights (billings, cost, margin).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from engine.domain.book import RATE_SCALE, Book
from engine.domain.work import Project
from engine.goals.base import Goal
from engine.plan import Plan
from engine.units import MINUTES_PER_HOUR, PERCENT

if TYPE_CHECKING:
    from engine.grid import Grid, Ints
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT

SCALE = PERCENT * RATE_SCALE * MINUTES_PER_HOUR
"""Chance in per cent, rates in thousandths an hour, minutes: how finely money is counted inside."""


class Revenue(Goal):
    """Most revenue of planned work, tentative work weighted by probability."""

    name = "revenue"
    sense = "max"
    scale = SCALE

    def expression(self, draft: Draft) -> LinearExprT:
        return _weighted(draft, self.worth(draft.grid)[1])

    def measure(self, book: Book, plan: Plan) -> int:
        return sum(_earned(book, key, person) * minutes for (key, person), minutes in plan.by_pair.items())

    def worth(self, grid: Grid) -> tuple[int, Ints]:
        return 0, _by_cell(grid, _earned)

    def worth_by_demand(self, book: Book) -> tuple[int, Ints] | None:
        rates = [book.flat_rate(demand) for demand in book.demands.values()]
        if any(rate is None for rate in rates):
            return None
        chances = np.array([demand.chance for demand in book.demands.values()], dtype=np.int64)
        return 0, chances * np.array(rates, dtype=np.int64)


class Cost(Goal):
    """Least cost of planned work."""

    name = "cost"
    sense = "min"
    scale = MINUTES_PER_HOUR

    def expression(self, draft: Draft) -> LinearExprT:
        return _weighted(draft, self.worth(draft.grid)[1])

    def measure(self, book: Book, plan: Plan) -> int:
        return sum(book.cost_rate(person) * minutes for person, minutes in plan.by_person.items())

    def worth(self, grid: Grid) -> tuple[int, Ints]:
        return 0, _by_cell(grid, lambda book, key, person: book.cost_rate(person))


class Margin(Goal):
    """Most margin of planned work: revenue less cost less penalties for late projects."""

    name = "margin"
    sense = "max"
    scale = SCALE

    def expression(self, draft: Draft) -> LinearExprT:
        penalties = [
            _penalty(draft.book, project) * draft.days_late(project)
            for project in draft.book.projects.values()
            if project.deadline_penalty
        ]
        return _weighted(draft, _by_cell(draft.grid, _profit)) - sum(penalties)

    def measure(self, book: Book, plan: Plan) -> int:
        earned = sum(_profit(book, key, person) * minutes for (key, person), minutes in plan.by_pair.items())
        late = sum(
            _penalty(book, project) * plan.days_late(book, project)
            for project in book.projects.values()
            if project.deadline_penalty
        )
        return earned - late

    def worth(self, grid: Grid) -> tuple[int, Ints]:
        # Penalties only lower the margin: leaving them out keeps the bound true.
        return 0, _by_cell(grid, _profit)


def _earned(book: Book, key: str, person: str) -> int:
    demand = book.demands[key]
    return demand.chance * book.bill_rate(demand, person)


def _profit(book: Book, key: str, person: str) -> int:
    chance = book.demands[key].chance
    return _earned(book, key, person) - chance * book.cost_rate(person) * RATE_SCALE


def _penalty(book: Book, project: Project) -> int:
    chance = next((demand.chance for demand in book.group_demands(project.id)), PERCENT)
    return chance * (project.deadline_penalty or 0) * RATE_SCALE * MINUTES_PER_HOUR


def _by_cell(grid: Grid, rate: Callable[[Book, str, str], int]) -> Ints:
    """What a minute of each cell is worth."""
    axes = grid.axes
    of_pair = [
        rate(grid.book, axes.demands[demand].key, axes.people[person])
        for demand, person in zip(grid.pair_demand.tolist(), grid.pair_person.tolist(), strict=True)
    ]
    return np.array(of_pair, dtype=np.int64)[grid.cells.pair]


def _weighted(draft: Draft, worth: Ints) -> LinearExprT:
    chosen = np.nonzero(worth)[0].tolist()
    return draft.minutes(chosen, worth[chosen].tolist())
