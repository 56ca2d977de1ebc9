"""Naive: the textbook model given to CP-SAT as it is, with the defaults of the solver."""

import time

from benchmarks.peers.base import COMMON, CORES, beyond_staffing
from benchmarks.peers.days import plan_of
from benchmarks.peers.weekly import TooLarge, weekly_model
from engine import Book, Plan


class Naive:
    """A monolithic CP-SAT model."""

    name = "naive"
    honours = COMMON | {"focus", "spread", "quality_gates", "budget"}

    def __init__(self) -> None:
        from ortools.sat.python import cp_model

        self._cp = cp_model

    def refuses(self, book: Book) -> str | None:
        """Movable phases, seats and promises."""
        return beyond_staffing(book)

    def solve(self, book: Book, seconds: float, seed: int) -> Plan | None:
        """Building counts; the solver gets what is left."""
        until = time.monotonic() + seconds
        try:
            textbook = weekly_model(book, until)
        except TooLarge:
            return None
        model = self._cp.CpModel()
        columns = [model.new_int_var(0, upper, "") for upper in textbook.upper]
        for most, terms in textbook.rows:
            left = self._cp.LinearExpr.weighted_sum([columns[c] for c, _ in terms], [k for _, k in terms])
            model.add(left <= most)
        model.maximize(self._cp.LinearExpr.weighted_sum(columns, textbook.gain))
        solver = self._cp.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.0, until - time.monotonic())
        solver.parameters.num_workers = CORES
        solver.parameters.random_seed = seed
        if solver.solve(model) not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return None
        return plan_of(book, textbook.weekly([int(solver.value(column)) for column in columns]))
