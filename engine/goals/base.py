"""What every goal is: an expression in the model, and a measure on a finished plan.

Both are whole numbers in the same units (``1 / scale`` of the unit people read), and the two are compared after
every solve: a goal without a readable measure does not enter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from engine.domain.book import Book
from engine.domain.checks import UNITS
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.grid import Grid, Ints
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT

Sense = Literal["min", "max"]


class Goal:
    """One thing an agency wants more of, or less of."""

    name: ClassVar[str]
    sense: ClassVar[Sense]
    scale: ClassVar[int] = 1
    """Whole units in one unit that people read."""

    @property
    def unit(self) -> str:
        """What the value is counted in."""
        return UNITS[self.name]

    def expression(self, draft: Draft) -> LinearExprT:
        """The goal in the model, linear in its variables."""
        raise NotImplementedError

    def measure(self, book: Book, plan: Plan) -> int:
        """The goal in a finished plan, by plain arithmetic."""
        raise NotImplementedError

    def worth(self, grid: Grid) -> tuple[int, Ints] | None:
        """(constant, worth of a minute by cell), where the goal is linear in minutes: what a flow can bound."""
        return None

    def worth_by_demand(self, book: Book) -> tuple[int, Ints] | None:
        """(constant, worth of a minute by demand), where it is linear in minutes and the same whoever works."""
        return None
