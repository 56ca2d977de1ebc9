"""The fewest people for seats whose dates are fixed, by branch and bound beside the lines of `projects_team`.

In an agency: twelve sit at the busiest moment, and yet twelve of us cannot do it; is thirteen the fewest?

A literal for each seat and person, one for each person who is in the team; each seat has its person, and of the seats
that a person could have at one moment (a clique of those that overlap) there is one at most, and none without being in
the team. (Krishnamoorthy, Ernst & Baatar 2012.) What it is here for is the bound: where the team is larger than the
busiest moment, its relaxation can say so.
"""

from collections.abc import Iterator
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from engine.search.highs import MARGIN, Beside, program, solver
from engine.search.projects_team import Seats

Ints = NDArray[np.int64]

MOST_LITERALS = 60_000
"""Beyond so many the program takes longer than it helps."""


class CliqueProgram(Beside):
    """Looks for the smallest team in a thread of its own; read `who` (by seat its person) and `bound` while it runs."""

    def __init__(self, seats: Seats, least: int, seconds: float, seed: int) -> None:
        self.who: Ints | None = None
        self.bound = least
        self._seat, self._person = np.nonzero(seats.able)
        super().__init__(self._program(seats, least, seconds, seed))

    @property
    def team(self) -> int | None:
        """How many people it needs so far."""
        return None if self.who is None else len(np.unique(self.who))

    def found(self, solution: Any) -> None:
        """Who takes which seat, where everybody is seated."""
        taken = solution[: len(self._seat)] > 0.5
        who = np.full(int(self._seat.max()) + 1, -1, dtype=np.int64)
        who[self._seat[taken]] = self._person[taken]
        if (who >= 0).all():
            self.who = who

    def bounded(self, least: float) -> None:
        """People are whole."""
        if np.isfinite(least):
            self.bound = max(self.bound, int(np.ceil(least - MARGIN * max(1.0, abs(least)))))

    def _program(self, seats: Seats, least: int, seconds: float, seed: int) -> highspy.Highs:
        literals, people = len(self._seat), seats.able.shape[1]
        number = np.full(seats.able.shape, -1, dtype=np.int64)
        number[self._seat, self._person] = np.arange(literals)
        rows = [self._seat]
        columns = [np.arange(literals)]
        values = [np.ones(literals)]
        count = seats.able.shape[0]
        low, high = [np.ones(count)], [np.ones(count)]
        for person in range(people):
            for clique in _cliques(seats, np.flatnonzero(seats.able[:, person])):
                rows.append(np.full(len(clique) + 1, count))
                columns.append(np.append(number[clique, person], literals + person))
                values.append(np.append(np.ones(len(clique)), -1.0))
                count += 1
        low.append(np.full(count - len(seats.able), -highspy.kHighsInf))
        high.append(np.zeros(count - len(seats.able)))
        rows.append(np.full(people, count))
        columns.append(literals + np.arange(people))
        values.append(np.ones(people))
        low.append(np.array([float(least)]))
        high.append(np.array([highspy.kHighsInf]))
        entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
        matrix = coo_array(entries, shape=(count + 1, literals + people))
        weights = np.concatenate((np.zeros(literals), np.ones(people)))
        ends = np.zeros(literals + people), np.ones(literals + people)
        model = program(matrix, np.concatenate(low), np.concatenate(high), *ends, weights)
        model.integrality_ = [highspy.HighsVarType.kInteger] * (literals + people)
        highs = solver(seed, seconds)
        highs.passModel(model)
        return highs


def _cliques(seats: Seats, mine: Ints) -> Iterator[Ints]:
    """The largest sets of these seats that overlap at one moment."""
    starts, ends = seats.starts[mine], seats.ends[mine]
    moments = np.unique(starts)
    there = (starts[None, :] <= moments[:, None]) & (ends[None, :] > moments[:, None])
    # A moment's set is within the next one's unless somebody has left by then.
    for number, row in enumerate(there):
        if number + 1 == len(there) or (row & ~there[number + 1]).any():
            yield mine[row]
