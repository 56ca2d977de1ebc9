"""What every rule is: a name, what it closes, what it ties, and its breaches in a finished plan.

The two faces of a rule use different arithmetic on purpose: `closes`, `day_room` and `ties` speak in the grid's
numbered pairs and cells, `breaches` in people, dates and minutes of a finished plan. Rules are written against
the draft but never import the solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.grid import Axes, Bools
    from engine.model.draft import Draft


class Rule:
    """One business rule. Subclasses say what they close and tie, and find their own breaches."""

    name: ClassVar[str]

    def closes(self, axes: Axes) -> Bools | None:
        """bool[demand, person]: pairs that can never be, or None when the rule closes none."""
        return None

    def day_room(self, book: Book) -> dict[str, list[int]] | None:
        """Most minutes a day by person and day, over all demands; None when the rule has no say in it."""
        return None

    def ties(self, draft: Draft) -> None:
        """Relations that the solver keeps; each through `Draft.require`."""

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        """Every place where a finished plan breaks the rule, by calendar arithmetic alone."""
        raise NotImplementedError

    def breach(self, text: str, **about: str) -> Breach:
        """A breach of this rule."""
        return Breach(self.name, Subject(**about), text)


def day_text(book: Book, day: int) -> str:
    """The date of a day, as files write it."""
    return book.horizon.day(day).isoformat()


def week_about(book: Book, week: int) -> dict[str, str]:
    """First and last day of a week, as a subject names them."""
    days = book.week_days(week)
    return {"first": day_text(book, days[0]), "last": day_text(book, days[-1])}
