"""Naive: the textbook model given to CP-SAT as it is, with the defaults of the solver."""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from benchmarks.peers.weekly import Textbook, WeeklyModel
from benchmarks.record import CORES


class Naive(Textbook):
    """A monolithic CP-SAT model."""

    name = "naive"

    def best(self, textbook: WeeklyModel, seconds: float, seed: int) -> Sequence[int] | None:
        """What CP-SAT finds."""
        model = cp_model.CpModel()
        columns = [model.new_int_var(0, upper, "") for upper in textbook.upper]
        for most, terms in textbook.rows:
            left = cp_model.LinearExpr.weighted_sum([columns[c] for c, _ in terms], [k for _, k in terms])
            model.add(left <= most)
        model.maximize(cp_model.LinearExpr.weighted_sum(columns, textbook.gain))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = CORES
        solver.parameters.random_seed = seed
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return [int(solver.value(column)) for column in columns]
