"""A fair tier as dives see it: what levelling pulls people to, and how good any plan could be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil

import numpy as np

from engine.domain.book import Book
from engine.goals import Fair, FairLevel
from engine.outcome import Stage
from engine.plan import Plan
from engine.search.bounds import Bounds
from engine.search.staffing.dealer import Dealer
from engine.search.staffing.ladder import Ladder
from engine.search.staffing.level import Levels
from engine.search.staffing.lines import Line

FINE = 1 << 30
"""What a quantum adds to a burden is counted so finely."""


class FairShares:
    """The cohorts of a book, and what is known of their burdens.

    ``bounds`` remember what earlier tiers must keep.
    """

    def __init__(self, book: Book, dealer: Dealer, bounds: Bounds) -> None:
        self.book, self.dealer, self.bounds = book, dealer, bounds
        self.average = Fraction(0)
        """What the averages of all cohorts come to at least, while earlier tiers keep what they must: nowhere is the
        most loaded below them."""

    def levels(self) -> Levels:
        """What levelling pulls people to: their cohort's average, as the ledger stands."""
        book, axes, ledger = self.book, self.dealer.axes, self.dealer.ledger
        cohort = np.full(len(axes.people), -1, dtype=np.int64)
        scale, carried = np.zeros(len(axes.people)), np.zeros(len(axes.people))
        for number, people in enumerate(book.cohorts.values()):
            for person in people:
                place = axes.person_number[person]
                factor, divisor = book.burden_scale(person)
                cohort[place] = number
                scale[place] = factor * book.quantum / divisor
                carried[place] = book.people[person].carried_over
        load = np.bincount(ledger.person, weights=ledger.quanta, minlength=len(axes.people))
        inside = cohort >= 0
        burden = (carried + scale * load)[inside]
        members = np.bincount(cohort[inside], minlength=len(book.cohorts))
        total = np.bincount(cohort[inside], weights=burden, minlength=len(book.cohorts))
        return Levels(cohort, scale, carried, total / np.maximum(1, members))

    def stages(self, line: Line, plan: Plan) -> tuple[Stage, ...]:
        """The levels of a fair tier in a plan; none of other tiers."""
        goal = line.parts[0][1]
        if not isinstance(goal, Fair):
            return ()
        found = []
        for level in goal.levels(self.book):
            value = level.measure(self.book, plan)
            bound = sum(self._end(people, level) for people in self.book.cohorts.values())
            if level.most:
                fewest = min([level.k, *(len(people) for people in self.book.cohorts.values())])
                bound = max(bound, ceil(fewest * self.average))
            found.append(Stage(level.name, value, bound, value == bound))
        return tuple(found)

    def reckon(self, enough: Callable[[], bool]) -> None:
        """Find `average`, trying until there was enough of it."""
        number = self.dealer.axes.person_number
        if not isinstance(self.bounds, Ladder):
            return
        weights = np.zeros(len(number), dtype=np.int64)
        carried = Fraction(0)
        for people in self.book.cohorts.values():
            for person in people:
                factor, divisor = self.book.burden_scale(person)
                weights[number[person]] = FINE * factor // (divisor * len(people))
                carried += Fraction(self.book.people[person].carried_over, len(people))
        self.average = carried + Fraction(self.bounds.least_load(weights, enough), FINE)

    def _end(self, people: Sequence[str], level: FairLevel) -> int:
        """The best that a level of a cohort could come to: nobody does anything, or everybody all they can."""
        frame = self.dealer.frame
        rooms = frame.room.reshape(-1, frame.weeks).sum(axis=1) * self.book.quantum
        number = self.dealer.axes.person_number
        loads = [0 if level.most else int(rooms[number[person]]) for person in people]
        burdens = [self.book.burden(person, load) for person, load in zip(people, loads, strict=True)]
        return sum(sorted(burdens, reverse=level.most)[: level.k])
