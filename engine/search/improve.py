"""Large-neighbourhood search on the compiled model: look at a piece, free what would move, solve it.

A look is a linear program of the piece, a matter of milliseconds. It tells how much the piece could gain at most, so
that nothing is spent where there is nothing to gain; and which columns would move, so that only those are decided again
(relaxation-induced neighbourhoods, Danna, Rothberg & Le Pape 2005). Pieces come in several sizes, which share the time:
small ones mend what was packed badly between two people, large ones find chains through a department. Threads share one
incumbent (both solvers release the interpreter); a result that no longer fits the incumbent is dropped.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from threading import Event, Lock
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from engine.grid import Grid
from engine.model.draft import Draft
from engine.outcome import Options
from engine.search.linear import Look, branch, dive, look, rounded
from engine.search.neighbourhoods import Neighbourhoods
from engine.search.pieces import Columns, Piece, cut, solve_piece
from engine.search.rows import Ints, Rows
from engine.search.steps import Objective

Floats = NDArray[np.float64]

SIZES = (250, 700, 2000, 6000)
"""Columns of a piece, about."""
LOOKS = (3, 3, 2, 1)
"""By size, how many pieces are looked at for every one that is solved."""
EFFORTS = (0.1, 0.2, 0.5, 1.5)
"""By size, deterministic effort that a piece may take (about seconds on an idle core)."""
FILL_EFFORT = 0.3
"""And a project, when an empty plan is filled."""
DIVE_EFFORT = 0.02
"""What a dive counts."""
LEAST_EFFORT = 0.002
"""What even an empty piece counts: without it a search by effort alone might never end."""
BRANCHED = 900
"""A piece in which so many columns would move goes to branch and bound, which beats CP-SAT on pieces of that size."""
WIDER, FULL = 0.2, 0.05
"""Shares of pieces in which more is free than what would move: what hangs on it directly, or all there is."""


@dataclass
class Incumbent:
    """The best solution so far and what hangs on it; guarded by ``lock`` while threads share it."""

    solution: Ints
    sums: Ints
    value: int
    also: int
    version: int = 0


class Improver:
    """Improves one objective from a feasible solution.

    Parameters
    ----------
    rows
        The model with the limits of earlier tiers.
    objective, next_objective
        What is minimised, and what decides between equals.
    """

    def __init__(
        self,
        draft: Draft,
        columns: Columns,
        rows: Rows,
        solution: Ints,
        objective: Objective,
        next_objective: Objective | None,
        options: Options,
    ) -> None:
        self.draft = draft
        self.grid: Grid = draft.grid
        self.columns = columns
        self.rows = rows
        self.objective = objective
        self.next_objective = next_objective or Objective(np.zeros_like(objective.weights), 0)
        self.options = options
        self.lock = Lock()
        self.spent = 0.0
        value, also = objective.value(solution), self.next_objective.value(solution)
        self.best = Incumbent(solution, rows.by_row @ solution, value, also)
        step = int(np.abs(self.next_objective.weights).max(initial=0))
        # Equal steps of the first objective outweigh what a piece could ever move in the second.
        self.factor = 1 if not step else max(1, 1000 * step // max(1, _smallest(objective.weights)))
        self.weights = objective.weights * self.factor + self.next_objective.weights
        self.neighbourhoods = Neighbourhoods(draft, columns)
        self.person_of_column = np.full(len(solution), -1, dtype=np.int64)
        for pair, members in enumerate(columns.of_pair):
            self.person_of_column[members] = self.grid.pair_person[pair]
        self.hope = np.ones(len(self.grid.axes.people))
        """By person: what share of their promise pieces around this person have kept lately."""
        self.paid = [(0.0, 0.0), (0.0, 0.0)]
        """What dives and solved pieces have gained lately, and the time they took."""
        self.used = [0.0] * len(SIZES)
        """Time that pieces of each size have taken."""

    def run(
        self,
        target: Callable[[], int | None],
        seconds: float,
        workers: int,
        news: Callable[[int], None],
        stop: Event | None,
    ) -> None:
        """Improve until the target (which may move) is reached, time is up, or somebody says stop."""
        until = monotonic() + seconds

        def finished() -> bool:
            late = self.spent >= seconds if self.options.deterministic else monotonic() >= until
            goal = target()
            reached = goal is not None and self.best.value <= goal
            return late or reached or (stop is not None and stop.is_set())

        def work(number: int) -> None:
            random = Random(f"{self.options.seed}/{number}")
            while not finished():
                before = self.best.value
                self._step(random, until - monotonic())
                if self.best.value < before:
                    news(self.best.value)

        _in_threads(work, workers)

    # -- one step -------------------------------------------------------------------------------------

    def _step(self, random: Random, left: float) -> None:
        """Look at a few pieces of the size that has had least of the time, and solve the one that promises most."""
        with self.lock:
            best = self.best
            size = min(range(len(SIZES)), key=lambda number: self.used[number])
        started, effort = monotonic(), self.spent
        looks = [self._look(self._draw(random, size, best), random, best) for _ in range(LOOKS[size])]
        piece, seen = max(looks, key=lambda pair: pair[1].promise * self._hope_for(pair[0]) if pair[1] else 0.0)
        if seen is None or seen.promise < 1:
            self._count(LEAST_EFFORT)
        else:
            diving = random.random() < self._dive_share()
            solved = self._by_dive(piece, best, random) if diving else None
            if not diving:
                solved = self._solve(self._narrowed(piece, seen, random), best, random, EFFORTS[size], left)
            self._learn(
                diving, solved or 0, self.spent - effort if self.options.deterministic else monotonic() - started
            )
            kept = 0.02 if solved is None else max(0.02, min(1.0, solved / max(1.0, seen.promise)))
            people = self._people_in(piece)
            with self.lock:
                self.hope[people] = 0.7 * self.hope[people] + 0.3 * kept
        took = self.spent - effort if self.options.deterministic else monotonic() - started
        with self.lock:
            self.used[size] += took

    def _by_dive(self, piece: Piece, best: Incumbent, random: Random) -> int:
        """What a dive gains, where it ends in a plan."""
        seen = dive(piece, random)
        self._count(DIVE_EFFORT)
        values = None if seen is None or seen.promise < 1 else rounded(piece, seen.values)
        gained = 0 if values is None else piece.worth - int(piece.weights @ values)
        return gained if values is not None and gained > 0 and self._accept(piece.columns, values, best) else 0

    def _dive_share(self) -> float:
        """How often a piece is dived into and not solved: as often as diving pays, and never always."""
        diving, solving = (gain / max(1e-9, took) for gain, took in self.paid)
        return min(0.9, max(0.1, diving / (diving + solving))) if diving + solving else 0.5

    def _learn(self, diving: bool, gained: int, took: float) -> None:
        """Remember what a way of solving pieces has paid lately."""
        with self.lock:
            gain, time = self.paid[not diving]
            self.paid[not diving] = (0.97 * gain + gained, 0.97 * time + took)

    def _draw(self, random: Random, size: int, best: Incumbent) -> list[Ints]:
        return self.neighbourhoods.draw(random, int(SIZES[size] * random.uniform(0.6, 1.5)), best.solution)

    def _look(self, chosen: list[Ints], random: Random, best: Incumbent) -> tuple[Piece, Look | None]:
        """The chosen piece, and what it promises."""
        free = self.columns.free(self.rows, chosen)
        piece = cut(self.rows, best.solution, best.sums, free, self.weights)
        return piece, look(piece, random.randrange(2**30)) if len(piece.columns) else None

    @staticmethod
    def _narrowed(piece: Piece, seen: Look, random: Random) -> Piece:
        """The piece with only those columns free that would move, or a few more."""
        moving = np.abs(seen.values - piece.values) > 1e-6
        kind = random.random()
        if kind < FULL and len(moving) < BRANCHED:
            return piece
        return piece.narrowed(piece.near(moving) if kind < FULL + WIDER else moving)

    def _solve(self, piece: Piece, best: Incumbent, random: Random, effort: float, left: float) -> int | None:
        """Solve a piece of the given best solution; what it gained, None where that came too late to fit."""
        seed = random.randrange(2**30)
        if len(piece.columns) >= BRANCHED and not self.options.deterministic:
            values = branch(piece, max(0.1, min(2 * effort, left)), seed)
            self._count(effort)
        else:
            solved = solve_piece(piece, effort, seed)
            self._count(effort if solved is None else max(solved.effort, LEAST_EFFORT))
            if solved is None:
                return 0
            values = solved.values
        return piece.worth - int(piece.weights @ values) if self._accept(piece.columns, values, best) else None

    def _count(self, effort: float) -> None:
        with self.lock:
            self.spent += effort

    def _accept(self, columns: Ints, values: Ints, base: Incumbent) -> bool:
        """Keep a piece's values if they are not worse; False when they no longer fit the best solution."""
        with self.lock:
            start = self.best.solution
            candidate = start.copy()
            candidate[columns] = values
            value = self.objective.value(candidate)
            also = self.next_objective.value(candidate)
            if base.version != self.best.version and not self.rows.keeps(candidate):
                return False
            changed = columns[candidate[columns] != start[columns]]
            if (value, also) > (self.best.value, self.best.also) or not len(changed):
                return True
            moved = self.rows.by_column[:, changed] @ (candidate[changed] - start[changed])
            self.best = Incumbent(candidate, self.best.sums + moved, value, also, self.best.version + 1)
            return True

    def _people_in(self, piece: Piece) -> Ints:
        """The people whose work a piece is about."""
        found = np.unique(self.person_of_column[piece.columns])
        return found[found >= 0]

    def _hope_for(self, piece: Piece) -> float:
        """What share of its promise a piece may be expected to keep, going by earlier pieces of these people."""
        people = self._people_in(piece)
        return float(self.hope[people].mean()) if len(people) else 1.0

    # -- from nothing ---------------------------------------------------------------------------------

    def fill(self, guide: Floats | None, workers: int, news: Callable[[int], None], stop: Event | None) -> None:
        """From a bare plan to a decent one, project by project, the heaviest first.

        The guide is a best fractional solution: it shares people out over the whole book, which no project can
        see by itself. Every project uses what the guide gives it; the rest is left to `run`.
        """
        load: dict[str, int] = {}
        for demand in self.grid.axes.demands:
            load[demand.project.id] = load.get(demand.project.id, 0) + demand.effort * (10 * demand.weight + 1)
        projects = sorted(load, key=lambda name: (-load[name], name))
        whole = self.rows
        if guide is not None:
            self.rows = whole.capped(self._caps(guide))
        self._each(projects, workers, news, stop)
        self.rows = whole

    def _caps(self, guide: Floats) -> Ints:
        """Upper ends of the columns when cells hold no more than the guide gives them, a block at least."""
        cells, demands = self.grid.cells, self.grid.axes.demands
        given = np.ceil(guide[self.columns.of_cell] - 1e-6).astype(np.int64)
        blocks = np.array([demand.block // self.draft.book.quantum for demand in demands], dtype=np.int64)
        room = np.where(given > 0, np.maximum(given + 1, blocks[cells.demand]), 0)
        upper = self.rows.upper.copy()
        kept = self.best.solution[self.columns.of_cell]
        upper[self.columns.of_cell] = np.minimum(upper[self.columns.of_cell], np.maximum(room, kept))
        return upper

    def _each(self, projects: list[str], workers: int, news: Callable[[int], None], stop: Event | None) -> None:
        """One piece for every project, in order."""
        waiting = iter(projects)

        def work(number: int) -> None:
            random = Random(f"{self.options.seed}/fill/{number}")
            while not (stop is not None and stop.is_set()):
                with self.lock:
                    project = next(waiting, None)
                if project is None:
                    return
                before = self.best.value
                for _ in range(3):
                    # Two projects at once may want the same person; the later one has to look again.
                    if self._fill_project(project, random):
                        break
                if self.best.value < before:
                    news(self.best.value)

        _in_threads(work, workers)

    def _fill_project(self, project: str, random: Random) -> bool:
        """Staff one project beside what stands; False when it came too late to fit."""
        with self.lock:
            best = self.best
        free = self.columns.free(self.rows, self.neighbourhoods.project(project))
        piece = cut(self.rows, best.solution, best.sums, free, self.weights)
        if not len(piece.columns):
            return True
        solved = solve_piece(piece, FILL_EFFORT, random.randrange(2**30))
        self._count(FILL_EFFORT if solved is None else max(solved.effort, LEAST_EFFORT))
        return solved is None or self._accept(piece.columns, solved.values, best)


def _in_threads(work: Callable[[int], None], workers: int) -> None:
    """Run the work in so many threads, or here where one is enough; an error in any of them is raised here."""
    if workers == 1:
        work(0)
        return
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(work, number) for number in range(workers)]:
            done.result()


def _smallest(weights: Ints) -> int:
    """The least step an objective can make."""
    used = np.abs(weights[weights != 0])
    return int(np.gcd.reduce(used)) if len(used) else 1
