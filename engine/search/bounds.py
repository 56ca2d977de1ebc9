"""Bounds for tiers in order, from whatever knows the best of a weighted sum of minutes.

For later tiers, "keep the earlier tier at its value" is priced into the weights (Lagrange): for every price >= 0
the bound stays true, and the best of a few prices is taken (Ahuja, Magnanti & Orlin 1993, chapter 16).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.goals import Sense
from engine.goals.base import Goal
from engine.grid import Ints
from engine.units import PERCENT

PRICES = (0, 1, 3, 10, 20, 33, 50, 75, 100, 150, 200, 300, 500, 1000, 3000, 10_000)
"""Prices of an earlier tier, in per cent of the later goal's unit, that are tried first."""


@dataclass(frozen=True)
class Kept:
    """An earlier tier as the network sees it: ``worth . minutes >= floor``."""

    worth: Ints
    floor: int


class Bounds:
    """Bounds on tiers that are linear in minutes; earlier tiers are remembered and priced in.

    A kind of bounds says what a goal is worth (by cell, by demand, ...: `worth`), and the most that minutes with a
    given worth can come to (`best`).
    """

    def __init__(self) -> None:
        self.kept: list[Kept] = []

    def worth(self, goal: Goal) -> tuple[int, Ints] | None:
        """(constant, worth of a minute, ordered as this kind counts minutes) of a goal; None where it is not linear."""
        raise NotImplementedError

    def linear(self, goals: Sequence[tuple[int, Goal]]) -> tuple[int, Ints] | None:
        """(constant, worth) of factors times goals; None where they are not linear in minutes."""
        constant, total = 0, np.zeros(1, dtype=np.int64)
        for factor, goal in goals:
            parts = self.worth(goal)
            if parts is None:
                return None
            constant += factor * parts[0]
            total = total + factor * parts[1]
        return constant, total

    def best(self, gain: Ints) -> int:
        """The most that minutes can come to, what is past included."""
        raise NotImplementedError

    def bound(self, goals: Sequence[tuple[int, Goal]], sense: Sense) -> int | None:
        """A bound on a tier's value, in its whole units; None where the goals are not linear in minutes."""
        linear = self.linear(goals)
        if linear is None:
            return None
        constant, worth = linear
        gain = worth if sense == "max" else -worth
        best = self.best(gain)
        if self.kept:
            best = min(best, self._priced(gain))
        return constant + best if sense == "max" else constant - best

    def remember(self, goals: Sequence[tuple[int, Goal]], sense: Sense, value: int) -> None:
        """A tier that later ones must keep at a value, or better."""
        linear = self.linear(goals)
        if linear is not None:
            constant, worth = linear
            sign = 1 if sense == "max" else -1
            self.kept.append(Kept(sign * worth, sign * (value - constant)))

    def _priced(self, gain: Ints) -> int:
        """The least, over prices of the kept tiers (one at a time, then their best together), of the flow bound."""
        best: int | None = None
        prices = [0] * len(self.kept)
        for number in range(len(self.kept)):
            tried: dict[int, int] = {}
            for price in PRICES:
                trial = [*prices[:number], price, *prices[number + 1 :]]
                tried[price] = self._at_prices(gain, trial)
                if tried[price] > min(tried.values()):
                    break  # it is convex in the price
            prices[number] = min(tried, key=lambda price: tried[price])
            lowest = tried[prices[number]]
            best = lowest if best is None else min(best, lowest)
        assert best is not None
        return best

    def _at_prices(self, gain: Ints, prices: Sequence[int]) -> int:
        """Flow bound when each minute also earns its price for the kept tiers, less what they must reach."""
        total = gain * PERCENT
        owed = 0
        scale = int(np.abs(gain).max(initial=1))
        for price, kept in zip(prices, self.kept, strict=True):
            step = max(1, price * scale // max(1, int(np.abs(kept.worth).max(initial=1)))) if price else 0
            total = total + step * kept.worth
            owed += step * kept.floor
        return (self.best(total) - owed) // PERCENT
