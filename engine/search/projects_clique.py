"""The fewest people for seats whose dates are fixed, by branch and bound beside the colouring.

A literal for each seat and person, one for each person who is in the team; each seat has its person, and of the seats
that a person could have at one moment (a clique of those that overlap) there is one at most, and none without being in
the team. (Krishnamoorthy, Ernst & Baatar 2012.)
"""

from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from engine.search.linear import Quiet
from engine.search.projects_team import Seats

Ints = NDArray[np.int64]

MOST_LITERALS = 60_000
"""Beyond so many the program takes longer than it helps."""
PATIENCE = 0.5
"""Seconds."""


class CliqueProgram:
    """Looks for the smallest team in a thread of its own; read `who` while it runs: by seat its person."""

    def __init__(self, seats: Seats, least: int, seconds: float, seed: int) -> None:
        self.who: Ints | None = None
        self._halt = Event()
        self._seat, self._person = np.nonzero(seats.able)
        self._highs = self._program(seats, least, seconds, seed)
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def team(self) -> int | None:
        """How many people it needs so far."""
        return None if self.who is None else len(np.unique(self.who))

    def stop(self) -> None:
        """End it. The solver hears of it when it next looks; longer than a moment nobody waits for that."""
        self._halt.set()
        self._thread.join(PATIENCE)

    def join(self) -> None:
        """Wait until it has come to its own end."""
        self._thread.join()

    def _run(self) -> None:
        self._highs.cbMipInterrupt.subscribe(self._look)
        self._highs.cbMipImprovingSolution.subscribe(self._found)
        self._highs.run()

    def _look(self, event: Any) -> None:
        if self._halt.is_set():
            event.interrupt()

    def _found(self, event: Any) -> None:
        taken = np.array(event.data_out.mip_solution)[: len(self._seat)] > 0.5
        who = np.full(int(self._seat.max()) + 1, -1, dtype=np.int64)
        who[self._seat[taken]] = self._person[taken]
        if (who >= 0).all():
            self.who = who

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
        matrix = coo_array(entries, shape=(count + 1, literals + people)).tocsc()
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = np.concatenate((np.zeros(literals), np.ones(people)))
        model.col_lower_, model.col_upper_ = np.zeros(literals + people), np.ones(literals + people)
        model.row_lower_, model.row_upper_ = np.concatenate(low), np.concatenate(high)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        model.integrality_ = [highspy.HighsVarType.kInteger] * (literals + people)
        highs = Quiet()  # type: ignore[no-untyped-call]  # its constructor is untyped
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("random_seed", seed)
        highs.setOptionValue("time_limit", float(seconds))
        highs.passModel(model)
        return highs


def _cliques(seats: Seats, mine: Ints) -> Iterator[Ints]:
    """The largest sets of these seats that overlap at one moment."""
    starts, ends = seats.starts[mine], seats.ends[mine]
    moments = np.unique(starts)
    there = (starts[None, :] <= moments[:, None]) & (ends[None, :] > moments[:, None])
    # A moment's set is within the next one's unless somebody has left by then.
    largest = np.append((there[:-1] & ~there[1:]).any(axis=1), [True] * min(1, len(moments)))
    for row in there[largest]:
        yield mine[row]
