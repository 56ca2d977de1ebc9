"""Focused: the fewest people on each demand.

**In an agency.** Fewer faces on a job, fewer hand-overs.

**Formula.** minimise the number of (person, demand) with any minutes.

**Edge cases.** Past work counts as it was.

**Source.** Walter & Zimmermann 2016 (average team size).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.goals.base import Goal
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT


class Focused(Goal):
    """Fewest person-demand pairs."""

    name = "focused"
    sense = "min"

    def expression(self, draft: Draft) -> LinearExprT:
        return sum(draft.works(pair) for pair in range(draft.grid.pairs))

    def measure(self, book: Book, plan: Plan) -> int:
        return len(plan.by_pair)
