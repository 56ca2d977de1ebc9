"""A first solution of a large draft: only what must be, everything else empty.

Most of a book may go short, so nearly every column may be zero. What must be staffed, what is given, and when
movable phases run is solved by itself, which is a small model; where that cannot be (a rule may ask for more work
elsewhere), the whole model is asked for any solution at all.
"""

import numpy as np
from ortools.sat.python import cp_model

from engine.search.pieces import cut, solve_piece
from engine.search.rows import Ints
from engine.search.tiers import Impossible, TierSearch


def first_solution(search: TierSearch, seconds: float) -> Ints | None:
    """A feasible solution, or None when none was found in time. Raises Impossible when there is none."""
    draft, rows, columns = search.draft, search.rows, search.columns
    grid = draft.grid
    needed = {
        number
        for key, demand in grid.axes.demand_number.items()
        for number in (demand, *(grid.axes.demand_number[other] for other in draft.book.demands[key].with_))
        if draft.book.demands[key].must
    }
    given = {int(grid.cells.pair[cell]) for cell in np.nonzero(grid.cells.given)[0]}
    axes = grid.axes
    given |= {grid.pair_number[axes.demand_number[key], axes.person_number[p]] for key, p in draft.book.insisted}
    pairs = {pair for number in needed for pair in grid.pairs_of_demand[number]} | given
    chosen = [columns.of_pair[pair] for pair in sorted(pairs)] + list(columns.of_phase.values())
    free = columns.free(rows, chosen) | columns.shared
    bare = np.where(rows.lower > 0, rows.lower, np.minimum(0, rows.upper))
    nothing = np.zeros(len(bare), dtype=np.int64)
    piece = cut(rows, bare, rows.by_row @ bare, free, nothing)
    solved = solve_piece(piece, min(seconds, 20.0), search.options.seed)
    if solved is not None:
        bare[piece.columns] = solved.values
        if rows.keeps(bare):
            return bare
    return _any_solution(search, seconds)


def _any_solution(search: TierSearch, seconds: float) -> Ints | None:
    """CP-SAT on the whole model, without an objective."""
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # stopping is the caller's: see `solve(stop=...)`
    solver.parameters.random_seed = search.options.seed
    solver.parameters.stop_after_first_solution = True
    if search.options.deterministic:
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = seconds
    else:
        solver.parameters.num_workers = search.options.workers
        solver.parameters.max_time_in_seconds = max(1.0, seconds)
    status = solver.solve(search.draft.model)
    if status == cp_model.INFEASIBLE:
        raise Impossible
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return np.array(list(solver.response_proto.solution), dtype=np.int64)
