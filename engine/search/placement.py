"""Where movable phases go: a search over their dates, scored by the flow that staffing them could reach.

Start dates and staffing are decided apart: neither form of start variables keeps the staffing strong, while a
min-cost flow on fixed dates takes milliseconds (docs/search.md). So dates are searched by moving one
project at a time, the flow is the score, and the book with these dates, where every phase is fixed, is
staffed afterwards. A window that precedence leaves a phase is computed once (critical path, Kelley & Walker 1959).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np
from ortools.graph.python import min_cost_flow

from engine.domain.book import Book
from engine.domain.entries import PhaseWork
from engine.grid import Grid, Ints
from engine.rules.no_overload import past_minutes, sustained_most, week_most
from engine.rules.work_window import hard_deadline
from engine.search.relax import sustained_runs

Spans = dict[str, tuple[int, int]]
"""First and last day of each movable phase."""
MUST = 10_000
"""What a minute of a demand that must be delivered counts beside one that may go short."""
PROMISED = 100
"""What a minute of decided work counts, times its priority."""


@dataclass(frozen=True)
class Slot:
    """A movable phase on its project's axis of working days: where it may start and end, how long it may take."""

    phase: PhaseWork
    earliest: int
    latest: int
    after: tuple[tuple[str, int], ...]


class Calendar:
    """The movable phases of one project, with the windows that precedence leaves them."""

    def __init__(self, book: Book, project: str) -> None:
        self.days = book.working_days[project]
        self._place = {day: number for number, day in enumerate(self.days)}
        phases = [phase for phase in book.phases.values() if phase.project.id == project]
        self._fixed_end = {phase.key: self._last(phase.last) for phase in phases if phase.fixed}
        self._fixed_start = {phase.key: self._first(phase.first) for phase in phases if phase.fixed}
        self.order = _in_order([phase for phase in phases if not phase.fixed])
        followers: dict[str, list[tuple[PhaseWork, int]]] = defaultdict(list)
        for phase in phases:
            for before, lag in phase.after:
                followers[before].append((phase, lag))
        latest: dict[str, int] = {}
        for phase in reversed(self.order):
            end = self._last(phase.last)
            deadline = hard_deadline(book, phase)
            if deadline is not None:
                end = min(end, self._last(deadline))
            for follower, lag in followers[phase.key]:
                start = (
                    self._fixed_start[follower.key]
                    if follower.fixed
                    else latest[follower.key] - follower.length_min + 1
                )
                end = min(end, start - lag - 1)
            latest[phase.key] = end
        self.slots = [Slot(phase, self._first(phase.first), latest[phase.key], phase.after) for phase in self.order]

    def draw(self, random: Random, near: Spans | None) -> Spans | None:
        """Dates for every phase, in order: at random, or near given ones; None where they do not fit."""
        ends = dict(self._fixed_end)
        spans: Spans = {}
        for slot in self.slots:
            start = max([slot.earliest, *(ends[before] + lag + 1 for before, lag in slot.after)])
            phase = slot.phase
            if start + phase.length_min - 1 > slot.latest:
                return None
            longest = min(phase.length_max, slot.latest - start + 1)
            length = random.choice((longest, longest, phase.length_min, random.randint(phase.length_min, longest)))
            last_start = slot.latest - length + 1
            if near is not None and random.random() < 0.7:
                first = self._place[near[phase.key][0]] + random.choice((-10, -5, -2, 0, 0, 2, 5, 10))
                first = min(max(first, start), last_start)
            else:
                first = random.randint(start, last_start)
            ends[phase.key] = first + length - 1
            spans[phase.key] = (self.days[first], self.days[first + length - 1])
        return spans

    def earliest(self) -> Spans | None:
        """Every phase as early as it can be, and as long as may be."""
        ends = dict(self._fixed_end)
        spans: Spans = {}
        for slot in self.slots:
            start = max([slot.earliest, *(ends[before] + lag + 1 for before, lag in slot.after)])
            length = min(slot.phase.length_max, slot.latest - start + 1)
            if length < slot.phase.length_min:
                return None
            ends[slot.phase.key] = start + length - 1
            spans[slot.phase.key] = (self.days[start], self.days[start + length - 1])
        return spans

    def widest(self) -> Spans:
        """For each phase the first day it could start and the last day it could end, others permitting."""
        starts: dict[str, int] = {}
        spans: Spans = {}
        for slot in self.slots:
            ends = [
                (self._fixed_end[before] if before in self._fixed_end else starts[before] + self._least(before) - 1)
                + lag
                + 1
                for before, lag in slot.after
            ]
            start = max([slot.earliest, *ends])
            starts[slot.phase.key] = start
            last = max(start, slot.latest)
            spans[slot.phase.key] = (
                self.days[min(start, len(self.days) - 1)],
                self.days[min(last, len(self.days) - 1)],
            )
        return spans

    def _least(self, key: str) -> int:
        return next(slot.phase.length_min for slot in self.slots if slot.phase.key == key)

    def _first(self, day: int) -> int:
        """The position of the first working day from this day on."""
        return int(np.searchsorted(self.days, day))

    def _last(self, day: int) -> int:
        """The position of the last working day up to this day."""
        return int(np.searchsorted(self.days, day, side="right")) - 1


class Score:
    """What staffing could reach at best with given dates: a flow from demands to people's weeks."""

    def __init__(self, grid: Grid) -> None:
        book, axes, cells = grid.book, grid.axes, grid.cells
        worth = []
        for demand in axes.demands:
            billable = demand.chance if demand.billable else 0
            worth.append(demand.weight * PROMISED + billable + (MUST if demand.must else 0))
        movable = [key for key, phase in book.phases.items() if not phase.fixed]
        self._phase_number = {key: number for number, key in enumerate(movable)}
        tails, heads, caps, gains = [], [], [], []
        firsts, lasts, phases, rows = [], [], [], []
        self._cumulative: list[Ints] = []
        week_node: dict[tuple[int, int], int] = {}
        count = 2 + len(axes.demands)
        for pair in range(grid.pairs):
            number, person = int(grid.pair_demand[pair]), int(grid.pair_person[pair])
            demand = axes.demands[number]
            by_week: dict[int, list[int]] = defaultdict(list)
            for cell in grid.cells_of_pair[pair]:
                if not cells.past[cell]:
                    by_week[int(cells.week[cell])].append(cell)
            if not demand.phase.fixed:
                a_day = np.array([grid.day_most(demand, person, day) for day in range(book.days)], dtype=np.int64)
                self._cumulative.append(np.concatenate(([0], np.cumsum(a_day // book.quantum * book.quantum))))
            for week, members in by_week.items():
                if (person, week) not in week_node:
                    week_node[person, week], count = count, count + 1
                tails.append(2 + number)
                heads.append(week_node[person, week])
                caps.append(sum(int(cells.size[c] or cells.most[c]) for c in members))
                gains.append(worth[number])
                days = book.week_days(week)
                firsts.append(days[0])
                lasts.append(days[-1])
                phases.append(-1 if demand.phase.fixed else self._phase_number[demand.phase.key])
                rows.append(len(self._cumulative) - 1)
        arrays = (tails, heads, caps, gains, firsts, lasts, phases, rows)
        (self._tail, self._head, self._cap, self._gain, self._first, self._last, self._phase, self._row) = (
            np.array(column, dtype=np.int64) for column in arrays
        )
        self._moving = np.nonzero(self._phase >= 0)[0]
        self._table = np.array(self._cumulative, dtype=np.int64) if self._cumulative else np.zeros((1, 1), np.int64)
        asked = [max(0, demand.effort - book.actual_of.get(demand.key, 0)) for demand in axes.demands]
        rooms = []
        for person, week in week_node:
            name = axes.people[person]
            room = sum(int(grid.room[person, day]) for day in book.week_days(week) if day >= book.today)
            rooms.append(min(room, week_most(book, name, week)))
        self._supply = sum(asked)
        run_of = {week: run for run in sustained_runs(book) for week in range(run[0], run[1] + 1)}
        run_node: dict[tuple[int, tuple[int, int]], int] = {}
        above = []
        for person, week in week_node:
            run = run_of.get(week)
            above.append(1 if run is None else run_node.setdefault((person, run), count + len(run_node)))
        loads = [
            max(0, sustained_most(book, axes.people[person], *run) - past_minutes(book, axes.people[person], *run))
            for person, run in run_node
        ]
        self._base_tail = np.array([0, *[0] * len(asked), *week_node.values(), *run_node.values()], dtype=np.int64)
        self._base_head = np.array([1, *range(2, 2 + len(asked)), *above, *[1] * len(loads)], dtype=np.int64)
        self._base_cap = np.array([self._supply, *asked, *rooms, *loads], dtype=np.int64)

    def widest(self) -> int:
        """The score when every phase could use its whole window: no dates score more."""
        return self._solve(self._cap)

    def of(self, spans: Mapping[str, tuple[int, int]]) -> int:
        """The score of these dates."""
        starts = np.array([spans[key][0] for key in self._phase_number], dtype=np.int64)
        ends = np.array([spans[key][1] for key in self._phase_number], dtype=np.int64)
        cap = self._cap.copy()
        moving = self._moving
        first = np.maximum(self._first[moving], starts[self._phase[moving]])
        last = np.minimum(self._last[moving], ends[self._phase[moving]])
        rows = self._row[moving]
        inside = self._table[rows, last + 1] - self._table[rows, np.minimum(first, last + 1)]
        cap[moving] = np.minimum(cap[moving], inside)
        return self._solve(cap)

    def _solve(self, cap: Ints) -> int:
        solver = min_cost_flow.SimpleMinCostFlow()
        free = np.zeros(len(self._base_tail), dtype=np.int64)
        solver.add_arcs_with_capacity_and_unit_cost(self._base_tail, self._base_head, self._base_cap, free)
        solver.add_arcs_with_capacity_and_unit_cost(self._tail, self._head, cap, -self._gain)
        solver.set_node_supply(0, self._supply)
        solver.set_node_supply(1, -self._supply)
        solver.solve()
        return -int(solver.optimal_cost())


def place(
    book: Book, grid: Grid, seed: int, steps: int, enough: Callable[[], bool], near: Spans | None = None
) -> Spans | None:
    """Dates for all movable phases; None where some project's phases cannot follow each other at all.

    ``near`` holds dates to begin from, of whole projects; they are left only for better ones.

    Ends after so many moves, or a quarter as many in vain, when no dates can score more, or when ``enough()``
    says so.
    """
    random = Random(f"{seed}/placement")
    projects = {phase.project.id for phase in book.phases.values() if not phase.fixed}
    calendars = {project: Calendar(book, project) for project in book.projects if project in projects}
    spans: Spans = {}
    for calendar in calendars.values():
        first = calendar.earliest()
        if first is None:
            return None
        spans.update(first)
    spans.update(near or {})
    score = Score(grid)
    best, widest = score.of(spans), score.widest()
    vain = 0
    for _ in range(steps):
        if best >= widest or vain > steps // 4 or enough():
            break
        vain += 1
        calendar = calendars[random.choice(list(calendars))]
        drawn = calendar.draw(random, spans)
        if drawn is None:
            continue
        trial = {**spans, **drawn}
        reached = score.of(trial)
        if reached > best or (reached == best and not near):
            vain = 0 if reached > best else vain
            best, spans = reached, trial
    return spans


def _in_order(phases: list[PhaseWork]) -> list[PhaseWork]:
    """Phases so that each comes after those it waits for."""
    waiting = {phase.key: phase for phase in phases}
    order: list[PhaseWork] = []
    while waiting:
        ready = [p for p in waiting.values() if not any(before in waiting for before, _ in p.after)]
        order.extend(waiting.pop(phase.key) for phase in ready)
    return order
