"""From a solution of the model to a plan: cells to days, positions of movable phases to dates."""

from collections.abc import Sequence

from engine.domain.book import Book
from engine.model.draft import Draft
from engine.plan import Plan
from engine.search.spread import spread


def extract(book: Book, draft: Draft, solution: Sequence[int]) -> Plan:
    """The plan that a solution (a value for every variable) means, of the book itself: phases that the draft
    has already placed are movable there."""

    def value(expression: object) -> int:
        return expression if isinstance(expression, int) else solution[expression.index]  # type: ignore[attr-defined]

    minutes = [value(step) * draft.scale(cell) for cell, step in enumerate(draft.steps)]
    phases = {
        key: (draft.book.phases[key].first, draft.book.phases[key].last)
        for key, phase in book.phases.items()
        if not phase.fixed and draft.book.phases[key].fixed
    }
    phases |= {
        key: (moving.days[value(moving.start)], moving.days[value(moving.end)]) for key, moving in draft.phases.items()
    }
    return Plan(spread(draft.grid, minutes), phases)
