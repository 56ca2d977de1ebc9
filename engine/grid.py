"""The rolling-wave time grid: which pieces of time a plan is decided in, as numpy arrays.

The first weeks are decided day by day, later ones by the week; a plan is by the day in any case. The piece of
the grid is the **cell**: one person on one demand over a *span* of days inside one week. A span is a single
day in daily weeks, in movable phases (their first day is a decision), where something is pinned, and for
presence; otherwise it is the part of the week that lies in the phase's window.

When can the minutes of a week be spread over its days so that every daily limit holds? Spans are intervals of
days, so a person's cells and days form a convex bipartite graph, and Hall's condition over intervals is exact
(Hall 1935; Glover 1967): for all days a <= b, the minutes of the cells inside [a, b] are at most the room of
those days. A cap on minutes a day *per demand* leaves that class. It does no harm where all days with room
have equal room and all cells span the same of those days; elsewhere `Grid` falls back to single days, so that
every week minutes it admits can be spread exactly (`spread` never fails).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.units import MINUTES_PER_DAY

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Axes:
    """Demands, people and skills as numbered axes, in the scenario's order."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.demands: tuple[DemandWork, ...] = tuple(book.demands.values())
        self.people: tuple[str, ...] = tuple(book.people)
        self.demand_number = {demand.key: number for number, demand in enumerate(self.demands)}
        self.person_number = {person: number for number, person in enumerate(self.people)}

    @property
    def shape(self) -> tuple[int, int]:
        """(demands, people)."""
        return len(self.demands), len(self.people)

    @cached_property
    def levels(self) -> tuple[dict[str, int], Ints]:
        """Skill numbers, and level[skill, person]; -1 where a person lacks the skill."""
        skills = {skill.id: number for number, skill in enumerate(self.book.scenario.skills)}
        level = np.full((len(skills), len(self.people)), -1, dtype=np.int64)
        for number, person in enumerate(self.book.people.values()):
            for skill, reached in person.skills.items():
                level[skills[skill], number] = reached
        return skills, level

    def mask(self, person_ids: tuple[str, ...]) -> Bools:
        """Which of the people are named."""
        mask = np.zeros(len(self.people), dtype=bool)
        mask[[self.person_number[person] for person in person_ids]] = True
        return mask

    @cached_property
    def departments(self) -> NDArray[np.str_]:
        """The department of each person."""
        return np.array([person.department for person in self.book.people.values()])

    @cached_property
    def functions(self) -> NDArray[np.str_]:
        """The function of each person's department."""
        return np.array([self.book.function_of(person) for person in self.people])


@dataclass(frozen=True)
class Cells:
    """Cells as parallel arrays, ordered by pair and then by first day.

    pair, demand, person: numbers on the axes · first, last, week: day and week numbers · unit: minutes of one
    step (the quantum; 1 for what is past) · most: minutes the cell can hold at all · size: minutes of a
    presence cell when it is filled (0 for effort) · given: pinned or actual minutes · past: before today.
    """

    pair: Ints
    demand: Ints
    person: Ints
    first: Ints
    last: Ints
    week: Ints
    unit: Ints
    most: Ints
    size: Ints
    given: Ints
    past: Bools

    def __len__(self) -> int:
        return len(self.pair)


class Grid:
    """Pairs (demand, person) that may meet, and their cells.

    Parameters
    ----------
    axes
        The numbered axes.
    pairs
        bool[demand, person]: who may work on what.
    room
        minutes[person, day] that a person's day holds, over all demands.
    wide
        Diagnose mode: cells hold as much as a day physically has, whatever the room; rules alone limit them.
    nested
        Weeks that a phase begins or ends inside go by the day. All other cells of somebody's week then span the whole
        of it, so that Hall's condition is that of the days and that of the week: a network.
    """

    def __init__(self, axes: Axes, pairs: Bools, room: Ints, wide: bool = False, nested: bool = False) -> None:
        self.axes = axes
        self.book = axes.book
        self.room = room
        self.wide = wide
        self._cut_days: Bools = (room > 0).max(axis=0) if nested else np.zeros(room.shape[1], dtype=bool)
        self._capped = "effort" not in self.book.policy.rules_off
        self._working_days = {project: frozenset(days) for project, days in self.book.working_days.items()}
        given = {**self.book.pinned, **self.book.actual}
        self._given: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        for (demand, person, day), minutes in given.items():
            number = (axes.demand_number[demand], axes.person_number[person])
            self._given[number][day] = minutes
        pairs = pairs.copy()
        for demand_number, person_number in self._given:
            # What is given exists even where a rule shuts the pair: the `pinned` rule must meet that rule.
            pairs[demand_number, person_number] = True
        for demand, person in self.book.insisted:
            # So must what a question insists on.
            pairs[axes.demand_number[demand], axes.person_number[person]] = True
        for demand, person in self.book.promised_pairs:
            # Likewise what was published, where it counts.
            pairs[axes.demand_number[demand], axes.person_number[person]] = True
        self.pair_demand, self.pair_person = (axis.astype(np.int64) for axis in np.nonzero(pairs))
        self.cells = self._make_cells()

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return len(self.pair_demand)

    @cached_property
    def pair_number(self) -> Mapping[tuple[int, int], int]:
        """(demand, person) to pair."""
        return {key: n for n, key in enumerate(zip(self.pair_demand.tolist(), self.pair_person.tolist(), strict=True))}

    @cached_property
    def pairs_of_demand(self) -> list[list[int]]:
        """Pairs of each demand."""
        return _lists(self.pair_demand, len(self.axes.demands))

    @cached_property
    def pairs_of_person(self) -> list[list[int]]:
        """Pairs of each person."""
        return _lists(self.pair_person, len(self.axes.people))

    @cached_property
    def cells_of_pair(self) -> list[list[int]]:
        """Cells of each pair, by first day."""
        return _lists(self.cells.pair, self.pairs)

    @cached_property
    def cells_of_demand(self) -> list[list[int]]:
        """Cells of each demand."""
        return _lists(self.cells.demand, len(self.axes.demands))

    @cached_property
    def cells_of_person(self) -> list[list[int]]:
        """Cells of each person."""
        return _lists(self.cells.person, len(self.axes.people))

    @cached_property
    def cells_of_person_week(self) -> Mapping[tuple[int, int], list[int]]:
        """Cells of each (person, week) that has any."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for cell, key in enumerate(zip(self.cells.person.tolist(), self.cells.week.tolist(), strict=True)):
            found[key].append(cell)
        return dict(found)

    @cached_property
    def cells_of_pair_week(self) -> Mapping[tuple[int, int], list[int]]:
        """Cells of each (pair, week) that has any."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for cell, key in enumerate(zip(self.cells.pair.tolist(), self.cells.week.tolist(), strict=True)):
            found[key].append(cell)
        return dict(found)

    def intervals(self, cells: list[int]) -> Iterator[tuple[int, int, list[int]]]:
        """Of one person's cells of one week: (a, b, cells inside) for every interval Hall's condition needs.

        Needed are those in which some cell begins at a, some cell ends at b, and which do not fall into two
        parts that no cell bridges; all others follow from these.
        """
        by_span: dict[tuple[int, int], list[int]] = defaultdict(list)
        for cell in cells:
            by_span[int(self.cells.first[cell]), int(self.cells.last[cell])].append(cell)
        firsts = sorted({first for first, _ in by_span})
        lasts = sorted({last for _, last in by_span})
        for a in firsts:
            for b in lasts:
                inside = [span for span in by_span if a <= span[0] and span[1] <= b]
                bridged = {day for first, last in inside for day in range(first, last)}
                touched = any(first == a for first, _ in inside) and any(last == b for _, last in inside)
                if touched and len(bridged) == b - a:
                    chosen = {cell for span in inside for cell in by_span[span]}
                    yield a, b, [cell for cell in cells if cell in chosen]

    def day_most(self, demand: DemandWork, person: int, day: int) -> int:
        """Minutes that one demand may take of a person's day."""
        room = MINUTES_PER_DAY if self.wide else int(self.room[person, day])
        most = demand.demand.most_per_day if self._capped else None
        return room if most is None or self.wide else min(room, most)

    # -- making the cells -----------------------------------------------------------------------------

    def _make_cells(self) -> Cells:
        daily_until = self.book.week(0) + self.book.horizon.daily_weeks
        awkward = self._seated_weeks() if self.wide else self._awkward_weeks(daily_until)
        plain = self._plain_pairs(awkward)
        whole = self._plain_cells(np.nonzero(plain)[0], daily_until)
        single = self._other_cells(np.nonzero(~plain)[0].tolist(), daily_until, awkward)
        columns = [np.concatenate(both) for both in zip(whole, single, strict=True)]
        order = np.lexsort((columns[3], columns[0]))
        pair, demand, person, first, last, week, unit, most, size, given, past = (column[order] for column in columns)
        return Cells(pair, demand, person, first, last, week, unit, most, size, given, past.astype(np.bool_))

    def _plain_pairs(self, awkward: set[tuple[int, int]]) -> Bools:
        """Pairs whose cells follow from the demand's spans and the person's days alone: the many, made all at once."""
        if self.wide:
            return np.zeros(self.pairs, dtype=bool)
        effort = np.array([not demand.presence for demand in self.axes.demands], dtype=bool)
        even_weeks = np.ones(len(self.axes.people), dtype=bool)
        even_weeks[[person for person, _ in awkward]] = False
        plain = effort[self.pair_demand] & even_weeks[self.pair_person]
        if self._given:
            given = np.zeros(self.axes.shape, dtype=bool)
            given[tuple(np.array(list(self._given)).T)] = True
            plain &= ~given[self.pair_demand, self.pair_person]
        return plain

    def _plain_cells(self, pairs: Ints, daily_until: int) -> list[Ints]:
        """The cells of plain pairs as columns: every pair has the spans of its demand."""
        book, demands = self.book, self.axes.demands
        needed = np.unique(self.pair_demand[pairs])
        spans: list[tuple[int, int]] = []
        begins = np.zeros(len(demands) + 1, dtype=np.int64)
        counts = np.zeros(len(demands), dtype=np.int64)
        for number in needed.tolist():
            found = [span for span in self._spans(demands[number], -1, daily_until, set(), {}) if span[0] >= book.today]
            begins[number], counts[number] = len(spans), len(found)
            spans.extend(found)
        table = np.array(spans, dtype=np.int64).reshape(-1, 2)
        demand, person = self.pair_demand[pairs], self.pair_person[pairs]
        count = counts[demand]
        at = np.repeat(begins[demand] - np.cumsum(count) + count, count) + np.arange(int(count.sum()))
        pair, demand, person = (np.repeat(column, count) for column in (pairs, demand, person))
        first, last = table[at, 0], table[at, 1]
        most = self._most_of(demand, person, first, last)
        week_of = np.array([book.week(day) for day in range(book.days)], dtype=np.int64)
        zeros = np.zeros_like(pair)
        columns = [
            pair,
            demand,
            person,
            first,
            last,
            week_of[first],
            np.full_like(pair, book.quantum),
            most,
            zeros,
            zeros,
            zeros,
        ]
        return [column[most > 0] for column in columns]

    def _most_of(self, demand: Ints, person: Ints, first: Ints, last: Ints) -> Ints:
        """Minutes that effort cells hold at most: their days' whole quanta, a cap a day and the effort respected."""
        quantum, demands = self.book.quantum, self.axes.demands
        caps = np.array([(d.demand.most_per_day or 0) if self._capped else 0 for d in demands], dtype=np.int64)[demand]
        most = np.zeros(len(demand), dtype=np.int64)
        for cap in np.unique(caps).tolist():
            room = self.room if not cap else np.minimum(self.room, cap)
            up_to = np.zeros((room.shape[0], room.shape[1] + 1), dtype=np.int64)
            np.cumsum(room // quantum * quantum, axis=1, out=up_to[:, 1:])
            here = np.nonzero(caps == cap)[0]
            most[here] = up_to[person[here], last[here] + 1] - up_to[person[here], first[here]]
        if self._capped:
            most = np.minimum(most, np.array([d.effort for d in demands], dtype=np.int64)[demand])
        return most

    def _other_cells(self, pairs: Sequence[int], daily_until: int, awkward: set[tuple[int, int]]) -> list[Ints]:
        """The cells of all other pairs as columns, one by one."""
        columns: list[list[int]] = [[] for _ in range(11)]
        for pair in pairs:
            demand_number, person_number = int(self.pair_demand[pair]), int(self.pair_person[pair])
            demand = self.axes.demands[demand_number]
            given = self._given.get((demand_number, person_number), {})
            for first, last in self._spans(demand, person_number, daily_until, awkward, given):
                row = self._cell(demand, person_number, first, last, given)
                if row is not None:
                    values = (pair, demand_number, person_number, first, last, self.book.week(first), *row)
                    for column, value in zip(columns, values, strict=True):
                        column.append(value)
        return [np.array(column, dtype=np.int64) for column in columns]

    def _cell(
        self, demand: DemandWork, person: int, first: int, last: int, given: Mapping[int, int]
    ) -> tuple[int, int, int, int, bool] | None:
        """(unit, most, size, given, past), or None for a cell that could never hold anything."""
        quantum, fixed = self.book.quantum, given.get(first, 0) if first == last else 0
        if first < self.book.today:
            return (1, fixed, 0, fixed, True) if fixed else None
        if demand.presence:
            at_work = first in self._working_days[demand.project.id]
            size = self.book.available[self.axes.people[person]][first] if at_work else 0
            return (1, size, size, fixed, False) if size or fixed else None
        most = sum(self.day_most(demand, person, day) // quantum * quantum for day in range(first, last + 1))
        if not self.wide and self._capped:
            most = min(most, demand.effort)
        return (quantum, most, 0, fixed, False) if most or fixed else None

    def _spans(
        self,
        demand: DemandWork,
        person: int,
        daily_until: int,
        awkward: set[tuple[int, int]],
        given: Mapping[int, int],
    ) -> Iterator[tuple[int, int]]:
        """The spans of a pair in order of days: its window, and days outside on which something is given."""
        phase = demand.phase
        windows = self.windows(demand)
        outside = [day for day in given if not phase.first <= day <= phase.last]
        spans = [(day, day) for day in outside]
        given_weeks = {self.book.week(day) for day in given}
        for first, last in windows:
            for week in range(self.book.week(first), self.book.week(last) + 1):
                days = self.book.week_days(week)
                start, end = max(first, days[0]), min(last, days[-1])
                single = (
                    week < daily_until
                    or not phase.fixed
                    or demand.presence
                    or week in given_weeks
                    or (person, week) in awkward
                    or start < self.book.today
                    # Wide cells know nothing of a day's room: a cap a day is then exact on single days only.
                    or (self.wide and demand.demand.most_per_day is not None)
                    or start in self.book.frozen_days
                    or self._cut_days[days[0] : start].any()
                    or self._cut_days[end + 1 : days[-1] + 1].any()
                )
                spans.extend([(day, day) for day in range(start, end + 1)] if single else [(start, end)])
        return iter(sorted(spans))

    @staticmethod
    def windows(demand: DemandWork) -> list[tuple[int, int]]:
        """The phase's window, cut where a hard deadline falls into it."""
        phase, project = demand.phase, demand.project
        if project.deadline is not None and project.deadline_penalty is None:
            deadline = demand.deadline
            if deadline is not None and phase.first <= deadline < phase.last:
                return [(phase.first, deadline), (deadline + 1, phase.last)]
        return [(phase.first, phase.last)]

    def _seated_weeks(self) -> set[tuple[int, int]]:
        """(person, week) in which somebody may sit on something: wide cells know nothing of a day's room, so that
        nothing else is done on that day can be said of single days only."""
        seated: set[tuple[int, int]] = set()
        for demand_number, person in zip(self.pair_demand.tolist(), self.pair_person.tolist(), strict=True):
            demand = self.axes.demands[demand_number]
            if demand.presence:
                weeks = range(self.book.week(demand.phase.first), self.book.week(demand.phase.last) + 1)
                seated.update((person, week) for week in weeks)
        return seated

    def _awkward_weeks(self, daily_until: int) -> set[tuple[int, int]]:
        """(person, week) where a cap a day per demand could not be honoured by spreading a week's minutes."""
        awkward: set[tuple[int, int]] = set()
        if not self._capped or all(demand.demand.most_per_day is None for demand in self.axes.demands):
            return awkward
        spans: dict[tuple[int, int], set[tuple[int, ...]]] = defaultdict(set)
        capped: set[tuple[int, int]] = set()
        for demand_number, person in zip(self.pair_demand.tolist(), self.pair_person.tolist(), strict=True):
            demand = self.axes.demands[demand_number]
            most = demand.demand.most_per_day if self._capped else None
            for first, last in self.windows(demand):
                for week in range(max(daily_until, self.book.week(first)), self.book.week(last) + 1):
                    days = [d for d in self.book.week_days(week) if first <= d <= last and self.room[person, d]]
                    if not days:
                        continue
                    single = demand.presence or not demand.phase.fixed
                    spans[person, week].update([(day,) for day in days] if single else [tuple(days)])
                    if most is not None and any(most < self.room[person, day] for day in days):
                        capped.add((person, week))
            for day in self._given.get((demand_number, person), {}):
                spans[person, self.book.week(day)].add((day,))
        for person, week in capped:
            rooms = {int(self.room[person, d]) for d in self.book.week_days(week) if self.room[person, d]}
            if len(rooms) > 1 or len(spans[person, week]) > 1:
                awkward.add((person, week))
        return awkward


def _lists(keys: Ints, count: int) -> list[list[int]]:
    """Positions of each key 0 .. count-1, as lists."""
    found: list[list[int]] = [[] for _ in range(count)]
    for position, key in enumerate(keys.tolist()):
        found[key].append(position)
    return found
