"""Pieces of the model: which columns belong together, and how a piece is solved while the rest stands still.

A piece is a set of free columns; all other columns keep their values in the best solution. What is left of the rows
is a small CP-SAT model, solved in a fraction of a second. Nothing here knows any rule: rows are rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from scipy.sparse import csr_array

from engine.model.draft import Draft
from engine.search.effort import effort_of
from engine.search.rows import Ints, Rows

Bools = NDArray[np.bool_]

SHORT_ROW = 6
"""A row of at most so many columns links what belongs together: minutes, and the literal that there are any."""


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
    """The rows and columns of a piece, everything else held where the best solution has it.

    ``low <= part x <= high``, ``lower <= x <= upper``; ``weights`` are minimised; ``values`` are those of the best
    solution. Rows that no values of these columns could break are left out.
    """

    columns: Ints
    part: csr_array
    low: Ints
    high: Ints
    lower: Ints
    upper: Ints
    weights: Ints
    values: Ints

    @property
    def worth(self) -> int:
        """What the best solution makes of the piece now."""
        return int(self.weights @ self.values)

    def keeps(self, values: Ints) -> bool:
        """Whether values for its columns keep its rows and ends."""
        sums = self.part @ values
        inside = (values >= self.lower) & (values <= self.upper)
        return bool(inside.all() and ((sums >= self.low) & (sums <= self.high)).all())

    def narrowed(self, free: Bools) -> "Piece":
        """The piece with only these of its columns free; rows stay as they are."""
        kept = np.nonzero(free)[0]
        part = self.part[:, kept].tocsr()
        rest = self.part @ np.where(free, 0, self.values)
        return Piece(
            self.columns[kept],
            part,
            self.low - rest,
            self.high - rest,
            self.lower[kept],
            self.upper[kept],
            self.weights[kept],
            self.values[kept],
        )

    def near(self, free: Bools) -> Bools:
        """These columns and those that share a short row with them: what follows from them directly."""
        rows = np.unique(self.part.tocsc()[:, np.nonzero(free)[0]].indices)
        short = rows[np.diff(self.part.indptr)[rows] <= SHORT_ROW]
        wider = free.copy()
        wider[np.unique(self.part[short].indices)] = True
        return wider


@dataclass(frozen=True)
class Solved:
    """What came of a piece: new values for its columns."""

    values: Ints
    effort: float
    """Deterministic effort it took: a measure of its size that a busy machine does not change."""


def cut(rows: Rows, solution: Ints, sums: Ints, free: Bools, weights: Ints) -> Piece:
    """The piece of the free columns. ``sums`` is ``A x`` of the solution."""
    columns = np.nonzero(free & ((rows.lower < rows.upper) | (solution != rows.lower)))[0]
    touched = np.unique(rows.by_column[:, columns].indices)
    part = rows.by_row[touched][:, columns].tocsr()
    values = solution[columns]
    rest = sums[touched] - part @ values
    low, high = rows.low[touched] - rest, rows.high[touched] - rest
    lower, upper = rows.lower[columns], rows.upper[columns]
    positive, negative = part.maximum(0), part.minimum(0)
    least = positive @ lower + negative @ upper
    most = positive @ upper + negative @ lower
    binding = np.nonzero((least < low) | (most > high))[0]
    return Piece(columns, part[binding], low[binding], high[binding], lower, upper, weights[columns], values)


def solve_piece(piece: Piece, effort: float, seed: int) -> Solved | None:
    """The best values of a piece; None when nothing was found with the deterministic effort allowed."""
    model = cp_model.CpModel()
    variables = model.proto.variables
    for first, last in zip(piece.lower.tolist(), piece.upper.tolist(), strict=True):
        variables.add().domain.extend((first, last))
    part = piece.part
    starts, indices, data = part.indptr.tolist(), part.indices.tolist(), part.data.tolist()
    constraints = model.proto.constraints
    for row, (low, high) in enumerate(zip(piece.low.tolist(), piece.high.tolist(), strict=True)):
        linear = constraints.add().linear
        linear.vars.extend(indices[starts[row] : starts[row + 1]])
        linear.coeffs.extend(data[starts[row] : starts[row + 1]])
        linear.domain.extend((low, high))
    mattering = np.nonzero(piece.weights)[0]
    divisor = int(np.gcd.reduce(np.abs(piece.weights[mattering]))) if len(mattering) else 1
    model.proto.objective.vars.extend(mattering.tolist())
    model.proto.objective.coeffs.extend((piece.weights[mattering] // divisor).tolist())
    model.proto.solution_hint.vars.extend(range(len(piece.columns)))
    model.proto.solution_hint.values.extend(piece.values.tolist())
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.catch_sigint_signal = False  # stopping is the caller's: see `solve(stop=...)`
    parameters.num_workers = 1
    parameters.random_seed = seed
    parameters.linearization_level = 2
    # A piece lives for a tenth of a second: probing and looking for symmetry cost more than they save.
    parameters.max_presolve_iterations = 1
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    values = np.array(list(solver.response_proto.solution), dtype=np.int64)
    return Solved(values, effort_of(solver))
