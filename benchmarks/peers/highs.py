"""HiGHS: the textbook model given to an open MIP solver."""

from collections.abc import Sequence

import highspy
import numpy as np

from benchmarks.peers.weekly import Textbook, WeeklyModel
from benchmarks.record import CORES


class Highs(Textbook):
    """A mixed-integer programme."""

    name = "highs"

    def best(self, textbook: WeeklyModel, seconds: float, seed: int) -> Sequence[int] | None:
        """What HiGHS finds."""
        # Threads are shared by all solvers of a process, as many as the first of them was given.
        highspy.Highs.resetGlobalScheduler(True)
        solver = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", CORES), ("random_seed", seed), ("time_limit", seconds)):
            solver.setOptionValue(name, value)
        solver.passModel(_programme(textbook))
        solver.run()
        solution = solver.getSolution()
        if not solution.value_valid or solver.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
            return None
        # Whole up to the solver's tolerance; our checker judges what rounding makes of it.
        return [round(value) for value in solution.col_value]


def _programme(textbook: WeeklyModel) -> highspy.HighsLp:
    """The model as HiGHS takes it, row by row in one piece."""
    lp = highspy.HighsLp()
    count = len(textbook.upper)
    lp.num_col_, lp.num_row_ = count, len(textbook.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(textbook.gain, dtype=float)
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.array(textbook.upper, dtype=float)
    lp.row_lower_ = np.full(len(textbook.rows), -highspy.kHighsInf)
    lp.row_upper_ = np.array([most for most, _ in textbook.rows], dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    sizes = [len(terms) for _, terms in textbook.rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([c for _, terms in textbook.rows for c, _ in terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([k for _, terms in textbook.rows for _, k in terms], dtype=float)
    return lp
