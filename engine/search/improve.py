"""Large-neighbourhood search on the compiled model: free a piece, solve it, keep what is not worse.

Small neighbourhoods win: the loss of a good plan sits in local mis-packings of two to four people. A piece is a
project with its phases, a few people around somebody's unmet demand, or the extremes of a cohort; its size adapts to
what CP-SAT finishes in a fraction of a second. Two threads share one incumbent (the solver releases the interpreter); a
result that no longer fits the incumbent is dropped. (Shaw 1998; Pisinger & Ropke 2010 for the adaptive part.)
"""

from collections.abc import Callable, Sequence
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
from engine.search.pieces import Columns, Piece, solve_piece
from engine.search.rows import Ints, Rows
from engine.search.steps import Objective

Floats = NDArray[np.float64]

LEAST_EFFORT = 0.002
"""What even an empty piece counts: without it a search by effort alone might never end."""
PIECE_EFFORT = 0.15
"""Deterministic effort that a piece may take (about seconds on an idle core)."""
PIECE_AIM = 0.012
"""Effort that a piece should take: many small ones beat few large ones (docs/search.md)."""
SMALLEST, LARGEST = 60, 4000
"""Free columns of a piece: where the size starts to shrink no further, and to grow no further."""


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
        self.size = 250.0
        self.spent = 0.0
        value, also = objective.value(solution), self.next_objective.value(solution)
        self.best = Incumbent(solution, rows.by_row @ solution, value, also)
        step = int(np.abs(self.next_objective.weights).max(initial=0))
        # Equal steps of the first objective outweigh what a piece could ever move in the second.
        factor = 1 if not step else max(1, 1000 * step // max(1, _smallest(objective.weights)))
        self.weights = objective.weights * factor + self.next_objective.weights
        self._tied: dict[int, list[int]] = {}
        for group in draft.book.crew_groups:
            numbers = [self.grid.axes.demand_number[key] for key in group.demands]
            self._tied.update(dict.fromkeys(numbers, numbers))
        self.shortage_weight = np.array([d.weight or d.chance / 100 for d in self.grid.axes.demands])

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
                self._step(random)
                if self.best.value < before:
                    news(self.best.value)

        _in_threads(work, workers)

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
                    if self._try(self._project(project), random, 2 * PIECE_EFFORT):
                        break
                if self.best.value < before:
                    news(self.best.value)

        _in_threads(work, workers)

    # -- one step -------------------------------------------------------------------------------------

    def _step(self, random: Random) -> None:
        kind = random.random()
        if kind < 0.1:
            chosen = self._project(random.choice(self.grid.axes.demands).project.id)
        elif kind < 0.75:
            chosen = self._people_around_a_shortage(random)
        else:
            chosen = self._people_of_a_kind(random)
        self._try(chosen, random, PIECE_EFFORT)

    def _try(self, chosen: list[Ints], random: Random, effort: float) -> bool:
        """Solve the chosen piece and keep the result if it is good; False when it came too late to fit."""
        with self.lock:
            solution, sums, version = self.best.solution, self.best.sums, self.best.version
        free = self.columns.free(self.rows, chosen)
        if not free.any():
            with self.lock:
                self.spent += LEAST_EFFORT
            return True
        piece = solve_piece(self.rows, solution, sums, free, self.weights, effort, random.randrange(2**30))
        took = effort if piece is None else piece.effort
        with self.lock:
            self.size = min(LARGEST, max(SMALLEST, self.size * (1.03 if took < PIECE_AIM else 0.95)))
            self.spent += max(took, LEAST_EFFORT)
        return piece is None or self._accept(piece, solution, version)

    def _accept(self, piece: Piece, base: Ints, version: int) -> bool:
        """Keep a piece's values if they are not worse; False when they no longer fit the best solution."""
        with self.lock:
            start = self.best.solution if version != self.best.version else base
            candidate = start.copy()
            candidate[piece.columns] = piece.values
            value = self.objective.value(candidate)
            also = self.next_objective.value(candidate)
            if version != self.best.version and not self.rows.keeps(candidate):
                return False
            changed = piece.columns[candidate[piece.columns] != start[piece.columns]]
            if (value, also) > (self.best.value, self.best.also) or not len(changed):
                return True
            moved = self.rows.by_column[:, changed] @ (candidate[changed] - start[changed])
            self.best = Incumbent(candidate, self.best.sums + moved, value, also, self.best.version + 1)
            return True

    # -- neighbourhoods -------------------------------------------------------------------------------

    def _project(self, project: str) -> list[Ints]:
        """A project with its phases and everybody who could work on it."""
        demands = self.grid.axes.demands
        chosen = [
            self.columns.of_pair[pair]
            for number, demand in enumerate(demands)
            if demand.project.id == project
            for pair in self.grid.pairs_of_demand[number]
        ]
        chosen += [
            columns
            for key, columns in self.columns.of_phase.items()
            if self.draft.book.phases[key].project.id == project
        ]
        return chosen

    def _people_around_a_shortage(self, random: Random) -> list[Ints]:
        """People who could do something that is short, and a few who share work with them."""
        short = self._shortages()
        if not short:
            return self._people_of_a_kind(random)
        demand = random.choices(list(short), weights=list(short.values()))[0]
        able = [int(self.grid.pair_person[pair]) for pair in self.grid.pairs_of_demand[demand]]
        phase = self.grid.axes.demands[demand].phase
        people = random.sample(able, min(len(able), random.randint(1, 3)))
        # Demands tied together by continuity move together or not at all.
        first = [
            pair
            for number in self._tied.get(demand, [demand])
            for pair in self.grid.pairs_of_demand[number]
            if int(self.grid.pair_person[pair]) in people or random.random() < 0.5
        ]
        people += self._neighbours(people, random, random.randint(0, 2))
        return self._people(people, random, (phase.first, phase.last), first)

    def _people_of_a_kind(self, random: Random) -> list[Ints]:
        """Two to four people who could do the same work, over a stretch of weeks."""
        first = random.randrange(len(self.grid.axes.people))
        people = [first, *self._neighbours([first], random, random.randint(1, 3))]
        start = random.randrange(self.draft.book.days)
        return self._people(people, random, (start, start + random.choice((20, 40, 80))))

    def _neighbours(self, people: list[int], random: Random, count: int) -> list[int]:
        """Others who could do some of the work of these people."""
        found: list[int] = []
        for _ in range(count):
            pairs = self.grid.pairs_of_person[random.choice(people)]
            if not pairs:
                continue
            demand = int(self.grid.pair_demand[random.choice(pairs)])
            other = int(self.grid.pair_person[random.choice(self.grid.pairs_of_demand[demand])])
            if other not in people and other not in found:
                found.append(other)
        return found

    def _people(
        self, people: list[int], random: Random, days: tuple[int, int], first_pairs: Sequence[int] = ()
    ) -> list[Ints]:
        """The columns of these people's work, cut down to the piece's size around the given days; some pairs
        come whole and first."""
        chosen = [self.columns.of_pair[pair] for pair in first_pairs]
        pairs = [pair for person in people for pair in self.grid.pairs_of_person[person] if pair not in first_pairs]
        total = sum(len(self.columns.of_pair[pair]) for pair in pairs)
        if total <= self.size:
            return chosen + [self.columns.of_pair[pair] for pair in pairs]
        margin = random.choice((0, 7, 14))
        first, last = days[0] - margin, days[1] + margin
        room = self.size
        random.shuffle(pairs)
        for pair in pairs:
            cells = self.grid.cells_of_pair[pair]
            inside = [c for c in cells if self.grid.cells.last[c] >= first and self.grid.cells.first[c] <= last]
            if inside and room > 0:
                columns = np.union1d(self.columns.of_cell[inside], self.columns.derived_of_pair[pair])
                chosen.append(columns)
                room -= len(columns)
        return chosen

    def _shortages(self) -> dict[int, float]:
        """Demands that get less than they ask for, somebody being able, with what that weighs."""
        minutes = np.zeros(len(self.grid.axes.demands), dtype=np.int64)
        solution = self.best.solution
        cells = self.grid.cells
        scale = np.where(cells.size > 0, cells.size, cells.unit)
        np.add.at(minutes, cells.demand, solution[self.columns.of_cell] * scale)
        return {
            number: float(demand.effort - minutes[number]) * float(self.shortage_weight[number])
            for number, demand in enumerate(self.grid.axes.demands)
            if self.grid.pairs_of_demand[number] and demand.effort > minutes[number] and self.shortage_weight[number]
        }


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
