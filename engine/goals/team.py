"""Team: the fewest people.

**In an agency.** Could we do this with a smaller team?

**Formula.** minimise the number of people with any minutes.

**Edge cases.** Placeholders and contractors count like everybody.

**Source.** Krishnamoorthy, Ernst & Baatar 2012 (shift minimisation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.goals.base import Goal
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT


class Team(Goal):
    """Fewest people used."""

    name = "team"
    sense = "min"

    def expression(self, draft: Draft) -> LinearExprT:
        return sum(
            draft.member(f"{draft.grid.axes.people[person]} is used", pairs)
            for person, pairs in enumerate(draft.grid.pairs_of_person)
            if pairs
        )

    def measure(self, book: Book, plan: Plan) -> int:
        return len(plan.by_person)
