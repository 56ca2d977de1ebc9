"""A tier as dives see it: what of it minutes add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.domain.book import Book
from engine.domain.policy import Tier
from engine.goals import Fair, Sense, tier_parts, tier_sense
from engine.goals.base import Goal
from engine.grid import Grid, Ints


@dataclass(frozen=True)
class Line:
    """A tier, or what of it a dive can add up: factors times goals, more (or less) of which is better."""

    number: int
    tier: Tier
    parts: Sequence[tuple[int, Goal]]
    sense: Sense

    @classmethod
    def of(cls, number: int, tier: Tier) -> Line:
        """The line of a tier."""
        return cls(number, tier, tier_parts(tier), tier_sense(tier))

    @property
    def name(self) -> str:
        """How reports call it."""
        return "+".join(self.tier.weights)

    @property
    def linear(self) -> bool:
        """Whether minutes add up to it: a dive can work on it."""
        return all(type(goal).worth is not Goal.worth for _, goal in self.parts)

    @property
    def fair(self) -> bool:
        """Whether it is about a fair share of the load."""
        return isinstance(self.parts[0][1], Fair)

    @property
    def sign(self) -> int:
        """1 where more is better."""
        return 1 if self.sense == "max" else -1

    def worth_by_demand(self, book: Book) -> Ints | None:
        """What a minute is worth by demand, the more the better; None where that depends on who works."""
        total = np.zeros(len(book.demands), dtype=np.int64)
        for factor, goal in self.parts:
            by_demand = goal.worth_by_demand(book)
            if by_demand is None:
                return None
            total += factor * by_demand[1]
        return self.sign * total

    def worth(self, grid: Grid) -> Ints:
        """What a minute is worth by cell, the more the better."""
        total = np.zeros(len(grid.cells), dtype=np.int64)
        for factor, goal in self.parts:
            by_demand = goal.worth_by_demand(grid.book)
            if by_demand is not None:
                total += factor * by_demand[1][grid.cells.demand]
            else:
                by_cell = goal.worth(grid)
                assert by_cell is not None  # only linear lines are asked
                total += factor * by_cell[1]
        return self.sign * total
