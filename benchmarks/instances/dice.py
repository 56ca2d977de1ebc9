"""Chance that falls the same way everywhere: whole numbers from PCG64's raw stream, and tables instead of formulas.

numpy promises that a bit generator's raw numbers never change, but not the distributions that `Generator` makes of
them; and floating-point functions differ in their last bit between machines. So a draw here is a raw number modulo
something small, and a distribution is a table of its equally likely values.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """Draws that depend on nothing but the seeds."""

    def __init__(self, *seeds: int) -> None:
        self._raw = np.random.PCG64(list(seeds)).random_raw

    def below(self, end: int) -> int:
        """A whole number from 0 to ``end - 1``."""
        return int(self._raw()) % end  # 2**64 is so much larger that no number is favoured by a visible amount

    def between(self, first: int, last: int) -> int:
        """A whole number from ``first`` to ``last``, both included."""
        return first + self.below(last - first + 1)

    def one_of(self, table: Sequence[T]) -> T:
        """An entry of a table, all of them equally likely; write one twice to make it twice as likely."""
        return table[self.below(len(table))]

    def weighted(self, weights: Sequence[int]) -> int:
        """A place in a list, each as likely as its weight says."""
        left = self.below(sum(weights))
        for place, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return place
        raise AssertionError("a number below the sum lies in one of the weights")

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.below(100) < percent
