"""Delivered: the least weighted shortfall of decided work.

**In an agency.** What we promised comes first, and what matters most comes first among that.

**Formula.** minimise the sum over demands of weight * minutes missing; the weight is the project's priority (1 to
5) for confirmed and internal work.

**Edge cases.** Tentative work is not promised and has weight 0. An empty seat misses its share of the phase.
An internal project has priority 1 where none is given.

**Source.** DESIGN section 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.domain.book import Book
from engine.goals.base import Goal
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.grid import Grid, Ints
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT


class Delivered(Goal):
    """Least weighted shortfall of decided work, in weighted minutes."""

    name = "delivered"
    sense = "min"

    def expression(self, draft: Draft) -> LinearExprT:
        return sum(
            demand.weight * draft.shortfall(number)
            for number, demand in enumerate(draft.grid.axes.demands)
            if demand.weight
        )

    def measure(self, book: Book, plan: Plan) -> int:
        return sum(demand.weight * plan.shortfall(demand) for demand in book.demands.values())

    def worth(self, grid: Grid) -> tuple[int, Ints]:
        # Seats are all or nothing; for a bound they count as filled as far as there are people.
        missing = 0
        weights = np.zeros(len(grid.axes.demands), dtype=np.int64)
        for number, demand in enumerate(grid.axes.demands):
            if demand.presence:
                empty = max(0, demand.seats - len(grid.pairs_of_demand[number]))
                missing += demand.weight * (demand.effort // demand.seats) * empty
            else:
                missing += demand.weight * demand.effort
                weights[number] = demand.weight
        return missing, -weights[grid.cells.demand]

    def worth_by_demand(self, book: Book) -> tuple[int, Ints] | None:
        if any(demand.presence for demand in book.demands.values()):
            return None
        weights = np.array([demand.weight for demand in book.demands.values()], dtype=np.int64)
        asked = np.array([demand.effort for demand in book.demands.values()], dtype=np.int64)
        return int(weights @ asked), -weights
