"""Bounds from linear programming: the compiled model of the widened book, solved by HiGHS.

A linear program bounds every tier, fairness included, because it is the model itself without wholeness. The bound is
made safe from the program's dual values by arithmetic of our own (Neumaier & Shcherbina 2004): whatever the solver's
tolerances did, any dual vector gives a true bound, since every column has finite ends. The mixed-integer search
goes on from there; its bound is rounded with a margin for tolerances.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from threading import Event
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from engine.compile import compile_plan, plan_grid
from engine.domain.book import Book
from engine.search.highs import program, solver
from engine.search.pieces import Piece
from engine.search.rows import INFINITE, Ints, Rows
from engine.search.steps import Objective, Step, row_of, steps_of

MARGIN = 1e-6
"""Relative margin by which a bound of the mixed-integer search is worsened before it is rounded."""

FAR = INFINITE >> 7
"""Where a piece's row has no end: what stands still has been taken off the row's own, so it is not quite INFINITE."""
LOOK_ITERATIONS = 20_000
"""Simplex iterations for a look at a piece."""
NOISE = 0.03
"""A dive values each column by up to so much less, at random: dives end in different places."""
DIVES = 12
"""Programs in a row of a dive."""
MOST_ITERATIONS = 100_000
"""Simplex iterations that a program may take where no clock may decide (deterministic mode)."""

Place = tuple[int, int]
"""Tier, and step inside it."""


@dataclass
class Reached:
    """What a bounding run has proved so far; read while it runs."""

    bound: int | None = None

    def take(self, bound: int, sign: int) -> None:
        """Keep a bound if it is tighter; ``sign`` is 1 where less is better."""
        if self.bound is None or sign * bound > sign * self.bound:
            self.bound = bound


class LinearBound:
    """Bounds for the steps of one book, on the model of its widened book."""

    def __init__(self, wide: Book, seed: int) -> None:
        draft = compile_plan(plan_grid(wide))
        self.steps: list[list[Step]] = steps_of(draft)
        self.rows = Rows(draft.model)
        self.seed = seed

    @classmethod
    def of(cls, steps: list[list[Step]], rows: Rows, seed: int) -> "LinearBound":
        """On a model that stands already: that of a book in which nothing moves."""
        made = cls.__new__(cls)
        made.steps, made.rows, made.seed = steps, rows, seed
        return made

    def run(
        self,
        place: Place,
        limits: Mapping[Place, int],
        reached: Reached,
        seconds: float | None,
        stop: Event,
        whole: bool = True,
    ) -> None:
        """Bound one step, given what earlier steps must keep; news goes into ``reached`` as it comes.

        ``limits`` maps earlier steps to the value they must keep. With ``whole`` the mixed-integer search
        follows the linear program, until time is up or ``stop`` is set. ``seconds`` None: the linear program
        alone, with no clock but so many iterations at most.
        """
        step = self.steps[place[0]][place[1]]
        objective = step.objective(len(self.rows.lower))
        earlier = [row_of(self.steps[tier][number].allowing(value, 0)) for (tier, number), value in limits.items()]
        rows = self.rows.limited(earlier)
        if not objective.weights.any():
            reached.take(step.sign * objective.constant, step.sign)
            return
        highs = _highs(rows, objective.weights, seconds, self.seed)
        highs.run()
        dual = np.array(highs.getSolution().row_dual)
        if len(dual) == len(rows.low):
            safe = _safe_bound(rows, objective.weights, dual)
            reached.take(step.sign * (_rounded(safe, objective) + objective.constant), step.sign)
        if whole and seconds is not None and not stop.is_set() and rows.complete:
            self._search(highs, step, objective, reached, seconds, stop)

    def _search(
        self,
        highs: highspy.Highs,
        step: Step,
        objective: Objective,
        reached: Reached,
        seconds: float,
        stop: Event,
    ) -> None:
        """Branch and bound from here; improves ``reached`` as it goes."""
        columns = len(self.rows.lower)
        highs.changeColsIntegrality(
            columns, np.arange(columns, dtype=np.int32), np.full(columns, highspy.HighsVarType.kInteger)
        )
        highs.setOptionValue("time_limit", highs.getRunTime() + seconds)

        def take(bound: float) -> None:
            if np.isfinite(bound):
                worse = bound - MARGIN * max(1.0, abs(bound + objective.constant))
                reached.take(step.sign * (_rounded(worse, objective) + objective.constant), step.sign)

        def interrupt(event: Any) -> None:
            take(event.data_out.mip_dual_bound)
            if stop.is_set():
                event.interrupt()

        highs.cbMipInterrupt.subscribe(interrupt)
        highs.run()
        take(highs.getInfo().mip_dual_bound)


def relaxed_solution(rows: Rows, weights: Ints, seconds: float | None, seed: int) -> Any:
    """A best fractional solution of the rows, as floats by column; None when there was no time for one.

    ``seconds`` None: no clock, but so many iterations at most.
    """
    highs = _highs(rows, weights, seconds, seed)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(highs.getSolution().col_value)


def _highs(rows: Rows, weights: Ints, seconds: float | None, seed: int) -> highspy.Highs:
    """The rows as a linear program, each scaled by its largest coefficient."""
    highs = solver(seed, None if seconds is None else max(0.1, seconds))
    if seconds is None:
        highs.setOptionValue("simplex_iteration_limit", MOST_ITERATIONS)
    largest = _row_scale(rows)
    matrix = rows.by_row.astype(float)
    matrix.data /= np.repeat(largest, np.diff(matrix.indptr))
    low = np.where(rows.low <= -INFINITE, -highspy.kHighsInf, rows.low / largest)
    high = np.where(rows.high >= INFINITE, highspy.kHighsInf, rows.high / largest)
    highs.passModel(program(matrix, low, high, rows.lower, rows.upper, weights))
    return highs


@dataclass(frozen=True)
class Look:
    """What linear programming says of a piece, in milliseconds. No proof rests on it."""

    promise: float
    """How much better than now the piece could be at most, if halves of people could be planned; 0 or more."""
    values: NDArray[np.float64]
    """The best fractional values."""


def look(piece: Piece, seed: int) -> Look | None:
    """A look at a piece; None where it took too long."""
    highs, scale = _of_piece(piece, seed)
    highs.setOptionValue("presolve", "off")
    highs.setOptionValue("solver", "simplex")
    highs.setOptionValue("simplex_iteration_limit", LOOK_ITERATIONS)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    gain = piece.worth - float(highs.getInfo().objective_function_value) * scale
    return Look(max(0.0, gain), np.array(highs.getSolution().col_value))


def dive(piece: Piece, random: Random) -> Look | None:
    """A look that goes on: what would have to be rounded up to break a rule is dropped, and the program asked again.

    A linear program spreads a demand over many people, a little each. Whoever is on it at all counts as one, so where
    more would count than a row allows, the smallest go; and so do the smallest that stay below a least block.
    Some go at a time, and chance has a say in how many, so that the next dive ends elsewhere.
    """
    highs, scale = _of_piece(piece, random.randrange(2**30))
    highs.setOptionValue("presolve", "off")
    highs.setOptionValue("solver", "simplex")
    highs.setOptionValue("simplex_iteration_limit", LOOK_ITERATIONS)
    count = len(piece.columns)
    chance = np.random.default_rng(random.randrange(2**30)).uniform(1 - NOISE, 1.0, count)
    highs.changeColsCost(count, np.arange(count, dtype=np.int32), piece.weights / scale * chance)
    counted, blocks = _counting_rows(piece), _block_rows(piece)
    share = random.uniform(0.3, 0.8)
    found: Look | None = None
    for _ in range(DIVES):
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return found
        values = np.array(highs.getSolution().col_value)
        found = Look(max(0.0, piece.worth - float(piece.weights @ values)), values)
        dropped = _too_many(piece, counted, values, share) | _too_little(piece, blocks, values, share)
        if not dropped or found.promise < 1:
            return found
        columns = np.array(sorted(dropped), dtype=np.int32)
        nothing = np.zeros(len(columns))
        highs.changeColsBounds(len(columns), columns, nothing, nothing)
    return found


def rounded(piece: Piece, values: NDArray[np.float64]) -> Ints | None:
    """A dive's values as whole numbers, literals rounded up; None where that keeps not every row of the piece."""
    literal = (piece.lower == 0) & (piece.upper == 1)
    whole = np.where(literal, np.ceil(values - 1e-6), np.floor(values + 1e-6)).astype(np.int64)
    return whole if piece.keeps(whole) else None


def _counting_rows(piece: Piece) -> Ints:
    """Rows that count literals: at most so many of them hold."""
    literal = (piece.lower == 0) & (piece.upper == 1)
    part = piece.part
    other = np.add.reduceat(~(literal[part.indices] & (part.data == 1)), part.indptr[:-1]) if part.nnz else np.zeros(0)
    return np.nonzero((other == 0) & (piece.high < np.diff(part.indptr)))[0]


def _block_rows(piece: Piece) -> list[tuple[Ints, int, int]]:
    """(columns, literal, least) of rows that say: if the literal holds, the columns add up to at least so much."""
    found = []
    part = piece.part
    for row in np.nonzero((piece.low == 0) & (np.diff(part.indptr) > 1))[0]:
        inside = slice(part.indptr[row], part.indptr[row + 1])
        columns, factors = part.indices[inside], part.data[inside]
        negative = np.nonzero(factors < 0)[0]
        if len(negative) == 1 and (factors[factors > 0] == 1).all():
            literal = columns[negative[0]]
            if piece.lower[literal] == 0 and piece.upper[literal] == 1 and factors[negative[0]] < -1:
                found.append((columns[factors > 0], int(literal), -int(factors[negative[0]])))
    return found


def _too_many(piece: Piece, rows: Ints, values: NDArray[np.float64], share: float) -> set[int]:
    """Literals to drop where more of them are above nothing than may hold."""
    part, dropped = piece.part, set[int]()
    for row in rows:
        columns = part.indices[part.indptr[row] : part.indptr[row + 1]]
        used = columns[values[columns] > 1e-6]
        more = len(used) - int(piece.high[row])
        if more > 0:
            order = used[np.argsort(values[used], kind="stable")]
            dropped.update(order[: max(1, round(more * share))].tolist())
    return dropped


def _too_little(
    piece: Piece, blocks: list[tuple[Ints, int, int]], values: NDArray[np.float64], share: float
) -> set[int]:
    """Literals to drop whose columns stay below the least that they ask for."""
    short = []
    for columns, literal, least in blocks:
        filled = float(values[columns].sum()) / least
        if 1e-6 < filled < 1 - 1e-6:
            short.append((filled, literal))
    short.sort()
    return {literal for _, literal in short[: max(1, round(len(short) * share))]} if short else set()


def branch(piece: Piece, seconds: float, seed: int) -> Ints:
    """The best values of a piece that branch and bound finds in so many seconds: its present ones, or better.

    For pieces of a thousand columns and more; smaller ones CP-SAT solves faster.
    """
    highs, _ = _of_piece(piece, seed)
    highs.setOptionValue("time_limit", seconds)
    count = len(piece.columns)
    highs.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.full(count, highspy.HighsVarType.kInteger))
    start = highspy.HighsSolution()
    start.col_value = piece.values.astype(float).tolist()
    highs.setSolution(start)
    highs.run()
    found = np.round(np.array(highs.getSolution().col_value)).astype(np.int64)
    if len(found) != count or int(piece.weights @ found) > piece.worth or not piece.keeps(found):
        return piece.values  # it may come back with less than it was given, or round to what no row allows
    return found


def _of_piece(piece: Piece, seed: int) -> tuple[highspy.Highs, float]:
    """A piece as a program for HiGHS, and by what its objective was divided."""
    used = np.abs(piece.weights[piece.weights != 0])
    scale = float(np.gcd.reduce(used)) if len(used) else 1.0
    highs = solver(seed)
    low = np.where(piece.low <= -FAR, -highspy.kHighsInf, piece.low).astype(float)
    high = np.where(piece.high >= FAR, highspy.kHighsInf, piece.high).astype(float)
    highs.passModel(program(piece.part.astype(float), low, high, piece.lower, piece.upper, piece.weights / scale))
    return highs, scale


def _row_scale(rows: Rows) -> Any:
    """The largest absolute coefficient of each row, at least 1."""
    largest = np.ones(len(rows.low))
    counts = np.diff(rows.by_row.indptr)
    if len(rows.by_row.data):
        place = np.repeat(np.arange(len(rows.low)), counts)
        np.maximum.at(largest, place, np.abs(rows.by_row.data))
    return largest


def _safe_bound(rows: Rows, weights: Ints, dual: Any) -> float:
    """A true lower bound on ``weights . x`` from any dual vector of the scaled rows."""
    multiplier = dual / _row_scale(rows)
    multiplier = np.where((multiplier > 0) & (rows.low <= -INFINITE), 0.0, multiplier)
    multiplier = np.where((multiplier < 0) & (rows.high >= INFINITE), 0.0, multiplier)
    ends = np.where(multiplier > 0, rows.low, rows.high).astype(float)
    fixed = float(np.where(multiplier != 0, multiplier * ends, 0.0).sum())
    reduced = weights - rows.by_column.astype(float).T @ multiplier
    free = float(np.minimum(reduced * rows.lower, reduced * rows.upper).sum())
    size = float(np.abs(multiplier * np.where(multiplier != 0, ends, 0.0)).sum()) + abs(free)
    return fixed + free - 1e-11 * max(1.0, size)


def _rounded(bound: float, objective: Objective) -> int:
    """The least value the objective can have that is not below the bound: it moves in whole steps."""
    used = np.abs(objective.weights[objective.weights != 0])
    step = int(np.gcd.reduce(used))
    return int(np.ceil(bound / step)) * step
