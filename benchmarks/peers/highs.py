"""HiGHS: the textbook model given to an open MIP solver."""

import time
from typing import Any

import numpy as np

from benchmarks.peers.base import COMMON, CORES, Unavailable, beyond_staffing
from benchmarks.peers.days import plan_of
from benchmarks.peers.weekly import TooLarge, WeeklyModel, weekly_model
from engine import Book, Plan


class Highs:
    """A mixed-integer programme."""

    name = "highs"
    honours = COMMON | {"focus", "spread", "quality_gates", "budget"}

    def __init__(self) -> None:
        try:
            import highspy
        except ImportError:
            raise Unavailable("the Python package highspy is not installed") from None
        self._highspy = highspy

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
        solver = self._highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", CORES),
            ("random_seed", seed),
            ("time_limit", max(0.0, until - time.monotonic())),
        ):
            solver.setOptionValue(name, value)
        solver.passModel(self._programme(textbook))
        solver.run()
        solution = solver.getSolution()
        if not solution.value_valid or solver.getInfo().primal_solution_status != FEASIBLE:
            return None
        # Whole up to the solver's tolerance; our checker judges what rounding makes of it.
        return plan_of(book, textbook.weekly([round(value) for value in solution.col_value]))

    def _programme(self, textbook: WeeklyModel) -> Any:
        """The model as HiGHS takes it, row by row in one piece."""
        lp = self._highspy.HighsLp()
        count = len(textbook.upper)
        lp.num_col_, lp.num_row_ = count, len(textbook.rows)
        lp.sense_ = self._highspy.ObjSense.kMaximize
        lp.col_cost_ = np.array(textbook.gain, dtype=float)
        lp.col_lower_, lp.col_upper_ = np.zeros(count), np.array(textbook.upper, dtype=float)
        lp.row_lower_ = np.full(len(textbook.rows), -self._highspy.kHighsInf)
        lp.row_upper_ = np.array([most for most, _ in textbook.rows], dtype=float)
        lp.integrality_ = [self._highspy.HighsVarType.kInteger] * count
        sizes = [len(terms) for _, terms in textbook.rows]
        lp.a_matrix_.format_ = self._highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([c for _, terms in textbook.rows for c, _ in terms], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([k for _, terms in textbook.rows for _, k in terms], dtype=float)
        return lp


FEASIBLE = 2
"""HiGHS: `kSolutionStatusFeasible`."""
