"""Pieces of the model: which columns belong together, and how a piece is solved while the rest stands still.

A piece is a set of free columns; all other columns keep their values in the best solution. What is left of the rows
is a small CP-SAT model, solved in a fraction of a second. Nothing here knows any rule: rows are rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from engine.model.draft import Draft
from engine.search.rows import Ints, Rows

Bools = NDArray[np.bool_]


class Columns:
    """Which columns of a draft's model decide about which pair and which phase; the others follow from them."""

    def __init__(self, draft: Draft) -> None:
        self.of_cell: Ints = np.array([step.index for step in draft.steps], dtype=np.int64)
        derived = draft.pair_variables()
        self.of_pair: list[Ints] = [
            np.array(sorted({*self.of_cell[cells].tolist(), *derived.get(pair, ())}), dtype=np.int64)
            for pair, cells in enumerate(draft.grid.cells_of_pair)
        ]
        self.derived_of_pair = [np.array(derived.get(pair, ()), dtype=np.int64) for pair in range(draft.grid.pairs)]
        self.of_phase = {key: np.array(moving.variables(), dtype=np.int64) for key, moving in draft.phases.items()}
        count = len(draft.model.proto.variables)
        owned = np.zeros(count, dtype=bool)
        for columns in (*self.of_pair, *self.of_phase.values()):
            owned[columns] = True
        self.shared: Bools = ~owned

    def free(self, rows: Rows, chosen: Iterable[Ints]) -> Bools:
        """The chosen columns, and the shared ones that follow from them (two steps through the rows)."""
        free = np.zeros(len(self.shared), dtype=bool)
        for columns in chosen:
            free[columns] = True
        edge = np.nonzero(free)[0]
        for _ in range(2):
            touched = np.unique(rows.by_column[:, edge].indices)
            touched = touched[touched < rows.definite]
            reached = np.unique(rows.by_row[touched].indices)
            edge = reached[self.shared[reached] & ~free[reached]]
            if not len(edge):
                break
            free[edge] = True
        return free


@dataclass(frozen=True)
class Piece:
    """What came of a piece: new values for its columns."""

    columns: Ints
    values: Ints
    effort: float
    """Deterministic effort it took: a measure of its size that a busy machine does not change."""


def solve_piece(
    rows: Rows,
    solution: Ints,
    sums: Ints,
    free: Bools,
    weights: Ints,
    effort: float,
    seed: int,
) -> Piece | None:
    """The best values of the free columns; None when nothing was found with the deterministic effort allowed.

    ``sums`` is ``A x`` of the solution. ``weights`` are minimised.
    """
    columns = np.nonzero(free & ((rows.lower < rows.upper) | (solution != rows.lower)))[0]
    touched = np.unique(rows.by_column[:, columns].indices)
    part = rows.by_row[touched][:, columns].tocsr()
    rest = sums[touched] - part @ solution[columns]
    low, high = rows.low[touched] - rest, rows.high[touched] - rest
    lower, upper = rows.lower[columns], rows.upper[columns]
    positive = part.maximum(0)
    negative = part.minimum(0)
    least = positive @ lower + negative @ upper
    most = positive @ upper + negative @ lower
    binding = np.nonzero((least < low) | (most > high))[0]
    model = cp_model.CpModel()
    variables = model.proto.variables
    for first, last in zip(lower.tolist(), upper.tolist(), strict=True):
        variables.add().domain.extend((first, last))
    starts, indices, data = part.indptr.tolist(), part.indices.tolist(), part.data.tolist()
    lows, highs = low.tolist(), high.tolist()
    constraints = model.proto.constraints
    for row in binding.tolist():
        linear = constraints.add().linear
        linear.vars.extend(indices[starts[row] : starts[row + 1]])
        linear.coeffs.extend(data[starts[row] : starts[row + 1]])
        linear.domain.extend((lows[row], highs[row]))
    wanted = weights[columns]
    mattering = np.nonzero(wanted)[0]
    divisor = int(np.gcd.reduce(np.abs(wanted[mattering]))) if len(mattering) else 1
    model.proto.objective.vars.extend(mattering.tolist())
    model.proto.objective.coeffs.extend((wanted[mattering] // divisor).tolist())
    model.proto.solution_hint.vars.extend(range(len(columns)))
    model.proto.solution_hint.values.extend(solution[columns].tolist())
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # stopping is the caller's: see `solve(stop=...)`
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = seed
    parameters.linearization_level = 2
    parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    values = np.array(list(solver.response_proto.solution), dtype=np.int64)
    return Piece(columns, values, float(solver.response_proto.deterministic_time))
