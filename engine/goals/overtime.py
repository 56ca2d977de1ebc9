"""Overtime: the least of it.

**In an agency.** Overtime is a loan from people; borrow as little as possible.

**Formula.** minimise the sum over people and weeks of max(0, planned - available) minutes.

**Edge cases.** Where policy allows none this is 0, the past apart.

**Source.** DESIGN section 2 (overload, overtime).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.goals.base import Goal
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT


class Overtime(Goal):
    """Least minutes beyond what is available, week by week."""

    name = "overtime"
    sense = "min"

    def expression(self, draft: Draft) -> LinearExprT:
        return sum(draft.overtime(person, week) for person, week in draft.grid.cells_of_person_week)

    def measure(self, book: Book, plan: Plan) -> int:
        return sum(
            max(0, minutes - book.available_in_week(person, week))
            for (person, week), minutes in plan.by_person_week(book).items()
        )
