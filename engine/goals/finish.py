"""Finish: the earliest end of the book.

**In an agency.** When are we done with all of it?

**Formula.** minimise the last day of the last phase of decided work, counted in days from the start of the horizon.

**Edge cases.** Fixed phases end where they end. Tentative projects do not count. Without phases the value is 0.

**Source.** Makespan of MSPSP, iMOPSE and PSPLIB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.domain.entries import PhaseWork
from engine.goals.base import Goal
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT


class Finish(Goal):
    """Earliest end of the last phase of decided work, in days."""

    name = "finish"
    sense = "min"

    def expression(self, draft: Draft) -> LinearExprT:
        fixed = max((phase.last + 1 for phase in decided(draft.book) if phase.fixed), default=0)
        moving = [phase for phase in decided(draft.book) if not phase.fixed]
        if not moving:
            return fixed
        finish = draft.model.new_int_var(fixed, draft.book.days, "finish of the book")
        for phase in moving:
            draft.model.add(finish >= draft.end_day(phase) + 1)
        return finish

    def measure(self, book: Book, plan: Plan) -> int:
        return max((plan.span(phase)[1] + 1 for phase in decided(book)), default=0)


def decided(book: Book) -> list[PhaseWork]:
    """Phases of confirmed and internal projects."""
    return [phase for phase in book.phases.values() if phase.project.status != "tentative"]
