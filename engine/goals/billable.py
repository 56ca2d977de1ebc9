"""Billable: the most billable minutes.

**In an agency.** Hours that a client pays for keep the lights on; a pitch counts by its chance.

**Formula.** maximise the sum of chance * billable minutes; the chance is 100 per cent for decided work, and for
tentative work its probability, 100 or 0, as `policy.tentative` says. Divided by the effective capacity, which no
plan changes, this is billable utilisation.

**Edge cases.** Demands may be billable or not one by one; internal projects are not, unless they say so.

**Source.** Runn, Kantata and MS Dynamics 365 definitions; see docs/reports.md for the denominators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.domain.book import Book
from engine.goals.base import Goal
from engine.plan import Plan
from engine.units import PERCENT

if TYPE_CHECKING:
    from engine.grid import Grid, Ints
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT


class Billable(Goal):
    """Most billable minutes, tentative work weighted by probability."""

    name = "billable"
    sense = "max"
    scale = PERCENT

    def expression(self, draft: Draft) -> LinearExprT:
        cells = draft.grid.cells
        factors = _factors(draft.grid)
        chosen = [cell for cell in range(len(cells)) if factors[cell]]
        return draft.minutes(chosen, [int(factors[cell]) for cell in chosen])

    def measure(self, book: Book, plan: Plan) -> int:
        return sum(
            book.demands[key].chance * minutes for key, minutes in plan.by_demand.items() if book.demands[key].billable
        )

    def worth(self, grid: Grid) -> tuple[int, Ints]:
        return 0, _factors(grid)

    def worth_by_demand(self, book: Book) -> tuple[int, Ints]:
        return 0, _chances(book)


def _chances(book: Book) -> Ints:
    """Chance of each demand, 0 where it is not billable."""
    return np.array([demand.chance if demand.billable else 0 for demand in book.demands.values()], dtype=np.int64)


def _factors(grid: Grid) -> Ints:
    """The same by cell."""
    return _chances(grid.book)[grid.cells.demand]
