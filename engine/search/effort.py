"""Deterministic effort: what stands for seconds where no clock may decide."""

from ortools.sat.python import cp_model

DIGITS = 12
"""CP-SAT adds the effort of its parts in whatever order they end, and the last digit of a sum depends on that. So much
of it is the same from run to run."""


def effort_of(solver: cp_model.CpSolver) -> float:
    """What the solver's last run took: about seconds on an idle core, and the same in every run that is alike."""
    return round(float(solver.response_proto.deterministic_time), DIGITS)
