"""A fair share of the load: dives that pull people towards what their cohort carries on average.

A few people of one cohort, the most and the least loaded among them, are freed and planned anew by a flow in which
a person's minutes cost the more, the more they already carry: the cost rises in steps, so it is still a flow. A
piece is kept when the squares of the distances to the cohort's average fall and earlier tiers keep what they must.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.search.staffing.dive import Dive
from engine.search.staffing.local import blended
from engine.search.staffing.scope import Scope
from engine.search.staffing.standing import Standing, piece_of
from engine.search.staffing.terms import Floats, Ints

FEWEST, MOST = 2, 4
"""People of a piece."""
STEPS = 12
"""Steps in which the cost of a person's load rises."""
DEAREST = 0.6
"""The last step costs up to so much of the dearest work: whoever is over their share is left alone if they can be."""
WINDOWED = 0.5
"""The share of pieces that free only some weeks of these people."""


@dataclass(frozen=True)
class Levels:
    """By person: the cohort (-1 for none), what a quantum adds to the burden, and what is carried over. By cohort: the
    burden that everybody in it is pulled to."""

    cohort: Ints
    scale: Floats
    carried: Floats
    target: Floats


class Leveller:
    """Levels the load of a standing plan; parameters as in `Local`."""

    def __init__(
        self,
        standing: Standing,
        worths: Sequence[Ints],
        slack: Sequence[int],
        scope: Scope,
        levels: Levels,
        seed: int,
        finished: Callable[[int], bool],
    ) -> None:
        self.standing = standing
        self.terms = standing.terms
        self.frame = standing.terms.frame
        self.worths = worths
        self.slack = list(slack)
        self.worth = blended(worths)
        self.scope = scope
        self.levels = levels
        self.random = np.random.default_rng(seed)
        self.finished = finished
        mine = np.zeros(self.frame.people, dtype=bool)
        mine[scope.people] = True
        sized = np.bincount(levels.cohort[mine & (levels.cohort >= 0)], minlength=len(levels.target))
        self._cohorts = [np.nonzero(mine & (levels.cohort == number))[0] for number in np.nonzero(sized > 1)[0]]
        self.pieces = 0

    def run(self) -> None:
        """Pieces until the search is finished."""
        while self._cohorts and not self.finished(self.pieces):
            self.pieces += 1
            self._level(self._people())

    def _burdens(self, load: Ints) -> Floats:
        return self.levels.carried + self.levels.scale * load

    def _loads(self) -> Ints:
        loads: Ints = self.standing.of_slot.reshape(-1, self.frame.weeks).sum(axis=1)
        return loads

    def _people(self) -> list[int]:
        """Two to four of a cohort, ends first."""
        cohort = self._cohorts[int(self.random.integers(len(self._cohorts)))]
        distance = self._burdens(self._loads())[cohort] - self.levels.target[self.levels.cohort[cohort[0]]]
        weights = np.abs(distance) + 1.0
        over, under = np.maximum(distance, 0) + 1e-9, np.maximum(-distance, 0) + 1e-9
        high, low = (int(self.random.choice(cohort, p=side / side.sum())) for side in (over, under))
        count = min(len(cohort), int(self.random.integers(FEWEST, MOST + 1)))
        chosen = {high, low}
        while len(chosen) < count:
            chosen.add(int(self.random.choice(cohort, p=weights / weights.sum())))
        return sorted(chosen)

    def _level(self, people: list[int]) -> None:
        terms, levels = self.terms, self.levels
        begins = terms.person_pairs
        pairs = np.concatenate([np.arange(begins[person], begins[person + 1]) for person in people])
        if self.random.random() < WINDOWED:
            start = int(self.random.integers(self.frame.weeks))
            demands = terms.pair_demand[pairs]
            pairs = pairs[(self.frame.first[demands] >= start - 4) & (self.frame.last[demands] <= start + 8)]
        piece = piece_of(self.standing, pairs, self.scope)
        if not len(piece.arcs):
            return
        loads = self._loads()
        dive = Dive(piece, self.worth[piece.arcs], self.random)
        dive.weigh(np.array(people, dtype=np.int64), *self._steps(people, loads, piece.arcs))
        quanta = dive.run()
        if quanta is None:
            return
        change = quanta - piece.quanta
        gains = [int(worth[piece.arcs] @ change) for worth in self.worths]
        if any(slack + gain < 0 for slack, gain in zip(self.slack, gains, strict=True)):
            return
        after = loads.copy()
        np.add.at(after, terms.week[piece.arcs] // self.frame.weeks, change)
        inside = np.array([person for person in people if levels.cohort[person] >= 0])
        target = levels.target[levels.cohort[inside]]
        before_squares = ((self._burdens(loads)[inside] - target) ** 2).sum()
        after_squares = ((self._burdens(after)[inside] - target) ** 2).sum()
        if after_squares < before_squares - 1e-6 or (
            after_squares <= before_squares + 1e-6 and gains >= [0] * len(gains)
        ):
            self.slack = [slack + gain for slack, gain in zip(self.slack, gains, strict=True)]
            self.standing.put(piece.arcs, quanta)

    def _steps(self, people: list[int], loads: Ints, arcs: Ints) -> tuple[Ints, Ints]:
        """(width of each step by person, cost of each step)."""
        levels = self.levels
        order = np.array(people, dtype=np.int64)
        own = np.zeros(self.frame.people, dtype=np.int64)
        np.add.at(own, self.terms.week[arcs] // self.frame.weeks, self.standing.quanta[arcs])
        np.add.at(own, self.terms.week[arcs] // self.frame.weeks, -self.terms.least[arcs])
        fixed = (loads - own)[order]
        dearest = float(self.worth.max(initial=0)) * self.random.uniform(0.0, DEAREST)
        target = np.array([levels.target[levels.cohort[p]] if levels.cohort[p] >= 0 else 1000.0 for p in people])
        scale = np.where(levels.scale[order] > 0, levels.scale[order], 1.0)
        # From half the target to half above it, in even steps; what lies below costs nothing.
        ends = (target[:, None] * np.linspace(0.5, 1.5, STEPS)[None, :] - levels.carried[order][:, None]) / scale[
            :, None
        ]
        steps: Ints = np.maximum(0, ends - fixed[:, None]).astype(np.int64)
        widths: Ints = np.diff(steps, axis=1, prepend=0)
        widths = np.concatenate((np.maximum(0, widths), np.full((len(people), 1), 1 << 30)), axis=1)
        costs = (dearest * np.linspace(0.0, 1.0, STEPS + 1)).astype(np.int64)
        return widths, costs
