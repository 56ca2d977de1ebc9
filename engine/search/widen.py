"""A book in which nothing waits for a date: what its plans reach, no plan of the real book exceeds.

Every movable phase may use its whole window at once (as far as precedence can ever leave it), precedence is dropped,
and its `even` demands may be done at any time. Every plan of the real book is a plan of this one, so a bound
on this one is a bound on that; and with all phases fixed its model is small. A seat in a movable phase has no such
reading; where there is one, bounds must come from elsewhere.
"""

from dataclasses import replace

from engine.domain.book import Book
from engine.search.placement import Calendar

__all__ = ["widened"]


def widened(book: Book) -> Book | None:
    """The relaxed book; None where a presence demand sits in a movable phase."""
    moving = {key: phase for key, phase in book.phases.items() if not phase.fixed}
    if any(demand.presence and demand.phase.key in moving for demand in book.demands.values()):
        return None
    spans = {}
    for project in sorted({phase.project.id for phase in moving.values()}):
        spans.update(Calendar(book, project).widest())
    wide = book.placed(spans)
    wide.phases = {key: replace(phase, after=()) for key, phase in wide.phases.items()}
    wide.demands = {
        key: replace(
            demand,
            phase=wide.phases[demand.phase.key],
            demand=demand.demand.model_copy(update={"spread": "flexible"})
            if demand.phase.key in moving
            else demand.demand,
        )
        for key, demand in wide.demands.items()
    }
    return wide
