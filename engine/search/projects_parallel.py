"""What can be done at the same time, and the bound that follows: the parallel-sets bound of a book of tasks.

In an agency: the concept and the film each need the one art director, and the launch needs six of the eight developers;
so of these three never two run together, and the book takes as long as all three in a row.

**Formula.** A set of tasks is *parallel* if nothing in it comes before anything else in it and all its seats can be
filled at one moment. Whatever the dates, at each moment a parallel set is at work; so the finish is at least the least
sum of x[S] over parallel sets S with, for each task, the sum of x[S] over the sets that it is in at least its length
(Mingozzi, Maniezzo, Ricciardelli & Bianco 1998). Sets are made as they are needed (column generation).

The dual prices are **weights** of the tasks under which no parallel set is heavier than ``room``. So the work of all
tasks by weight, divided by the room, is a bound; it is reckoned in whole numbers. And a cumulative in which each task
takes its weight of the room holds in every plan, which lets the solver see this bound wherever it stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event, Thread

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow
from ortools.sat.python import cp_model
from scipy.optimize import linprog

from engine.search.effort import effort_of
from engine.search.projects_tasks import HallRow, Need, Tasks
from engine.units import divide_up

__all__ = ["Parallel", "Weighing", "Weights", "seat_flow", "weigh"]

Ints = NDArray[np.int64]

WEIGHT_SCALE = 10_000
"""Prices are rounded to parts of so many: any whole weights give a true bound, finer ones a tighter bound."""
PRICING_EFFORT = 2.0
"""Deterministic seconds for the heaviest parallel set; where they do not do, its bound stands for its weight."""


@dataclass(frozen=True)
class Weights:
    """By task, such that no tasks that run together weigh more than ``room``; all work so weighed needs ``bound``."""

    of: tuple[int, ...]
    room: int
    bound: int


class Parallel:
    """The parallel sets of a book, and the heaviest of them for given weights."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.effort = 0.0
        """Deterministic seconds so far."""
        self._model = cp_model.CpModel()
        self._runs = [self._model.new_bool_var(task.phase) for task in tasks.tasks]
        rows = tasks.hall_rows
        for row in rows:
            self._add(row)
        asked = np.array([row.seats for row in rows], dtype=np.int64).reshape(len(rows), len(tasks.tasks))
        room = np.array([row.room for row in rows], dtype=np.int64)
        before = tasks.ahead
        for task in range(len(tasks.tasks)):
            apart = set(np.flatnonzero((asked[:, :task] + asked[:, task, None] > room[:, None]).any(axis=0)).tolist())
            for other in range(task):
                if other in apart or before[task] >> other & 1 or before[other] >> task & 1:
                    self._model.add_bool_or([~self._runs[task], ~self._runs[other]])

    def heaviest(self, weights: Sequence[int]) -> tuple[int, frozenset[int]]:
        """(what no parallel set is heavier than, a parallel set that is as heavy or nearly)."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_deterministic_time = PRICING_EFFORT
        priced = [(int(weight), runs) for weight, runs in zip(weights, self._runs, strict=True) if weight > 0]
        self._model.maximize(sum(weight * runs for weight, runs in priced))
        while True:
            status = solver.solve(self._model)
            self.effort += effort_of(solver)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return sum(weight for weight, _ in priced), frozenset()
            found = frozenset(task for task, runs in enumerate(self._runs) if solver.boolean_value(runs))
            missing = self._cannot_sit(found)
            if missing is None:
                return int(solver.best_objective_bound + 1e-6), found
            self._add(missing)

    def _add(self, row: HallRow) -> None:
        self._model.add(
            sum(seats * runs for seats, runs in zip(row.seats, self._runs, strict=True) if seats) <= row.room
        )

    def _cannot_sit(self, some: frozenset[int]) -> HallRow | None:
        """A Hall row that says why these tasks' seats cannot all be filled at once; None where they can."""
        needs = [need for task in sorted(some) for need in self.tasks.tasks[task].needs]
        room = {group: people.size for group, people in enumerate(self.tasks.groups)}
        flow, _ = seat_flow(needs, [need.groups for need in needs], room)
        if flow.optimal_flow() == sum(need.seats for need in needs):
            return None
        # What is still reached from the source is a set of needs that together ask for more than their people.
        reached = set(flow.get_source_side_min_cut())
        groups = frozenset(g for place, need in enumerate(needs) if 2 + place in reached for g in need.groups)
        return self.tasks.hall_row(groups)


def seat_flow(
    needs: Sequence[Need], usable: Sequence[Sequence[int]], room: Mapping[int, int]
) -> tuple[max_flow.SimpleMaxFlow, dict[tuple[int, int], int]]:
    """A largest flow of seats, from needs, whose nodes count from 2, to groups: (flow, its arcs by need and group).

    ``usable``: the groups that may fill each need; ``room``: by group, how many of its people can sit.
    """
    flow = max_flow.SimpleMaxFlow()
    node = {group: 2 + len(needs) + n for n, group in enumerate(room)}
    arcs = {}
    for place, need in enumerate(needs):
        flow.add_arc_with_capacity(0, 2 + place, need.seats)
        for group in usable[place]:
            arcs[place, group] = flow.add_arc_with_capacity(2 + place, node[group], need.seats)
    for group, free in room.items():
        flow.add_arc_with_capacity(node[group], 1, free)
    flow.solve(0, 1)
    return flow, arcs


def weigh(parallel: Parallel, enough: Callable[[Weights | None], bool]) -> Weights | None:
    """The weights with the best bound that was found until nothing better is to come, or until told ``enough``.

    ``enough`` sees the best weights so far. None where nothing waits to be done.
    """
    tasks = parallel.tasks
    lengths = np.array([task.length if task.counts else 0 for task in tasks.tasks], dtype=np.int64)
    sets = [frozenset({task}) for task in np.flatnonzero(lengths).tolist()]
    best: Weights | None = None
    while sets and not enough(best):
        member = np.zeros((len(lengths), len(sets)))
        for column, some in enumerate(sets):
            member[list(some), column] = 1
        solved = linprog(np.ones(len(sets)), A_ub=-member, b_ub=-lengths.astype(float), method="highs")
        if solved.status != 0:
            break
        prices = np.maximum(0, np.round(-solved.ineqlin.marginals * WEIGHT_SCALE)).astype(np.int64)
        room, heaviest = parallel.heaviest(prices.tolist())
        bound = divide_up(int(prices @ lengths), room) if room else 0
        if best is None or bound > best.bound:
            best = Weights(tuple(prices.tolist()), room, bound)
        # The value of the program over the sets at hand is as far as the bound may still come.
        if best.bound >= solved.fun - 1e-6 or heaviest in sets or not heaviest:
            break
        sets.append(heaviest)
    return best


class Weighing:
    """`weigh` in a thread of its own; read `weights` while it runs."""

    def __init__(self, tasks: Tasks) -> None:
        self.weights: Weights | None = None
        self._tasks = tasks
        self._halt = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return not self._thread.is_alive()

    def finish(self, seconds: float) -> None:
        """Let it run so much longer at most."""
        self._thread.join(max(0.0, seconds))
        self._halt.set()

    def _run(self) -> None:
        self.weights = weigh(Parallel(self._tasks), self._enough)

    def _enough(self, best: Weights | None) -> bool:
        self.weights = best
        return self._halt.is_set()
