"""What a dive needs to know, as plain arrays in whole quanta: they travel to other processes.

The **frame** holds what a book says of its demands and people. The **terms** add the arcs of some people: an arc is a
cell that may hold work. Arcs are ordered by person and then by pair, so that a person's work is one slice and a pair's
is one too. Slots are (person, week) and, where the grid is by the day, (person, day): what flows into them is
bounded by the person's time.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.grid import Axes, Grid
from engine.rules.no_overload import sustained_most, week_most, windows
from engine.rules.spread import possible
from engine.rules.work_window import hard_deadline
from engine.units import PERCENT

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
NONE = 1 << 40
"""No limit."""


@dataclass(frozen=True)
class Frame:
    """What the book says of demands and people, whoever of them is planned just now.

    By demand: asked, crew (most people), first and last week, block (least of a worked week), project and group (as
    numbers; -1 for no group), even (its share every week). By group: most people. By week slot, person * weeks + week:
    room. By person: most projects in a week.
    """

    asked: Ints
    crew: Ints
    first: Ints
    last: Ints
    block: Ints
    project: Ints
    group: Ints
    group_most: Ints
    even: Bools
    room: Ints
    weeks: int
    projects_most: Ints
    windows: Ints
    """(first slot, last slot + 1, most) of the sustained load, shape (people, windows of a person, 3)."""

    level_room: Ints
    """By week slot: what it may hold if no week is to hold more than its part of the sustained load."""
    run_weeks: int
    """How many weeks a window of the sustained load has; 0 without one."""

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.projects_most)

    @cached_property
    def projects_most_of_slot(self) -> Ints:
        """How many projects there may be at most, by week slot."""
        return np.repeat(self.projects_most, self.weeks)

    @classmethod
    def of(cls, axes: Axes, room: Ints) -> Frame:
        """The frame of a book. ``room``: minutes[person, day], as `Grid` has it."""
        book, off = axes.book, axes.book.policy.rules_off
        crew, group, group_most = _crews(axes)
        even = [demand.demand.spread == "even" and "spread" not in off for demand in axes.demands]
        blocks = [
            0 if "focus" in off or is_even else -(-demand.block // book.quantum)
            for demand, is_even in zip(axes.demands, even, strict=True)
        ]
        limits = [None if "focus" in off else book.project_limit(person) for person in axes.people]
        return cls(
            asked=np.array([demand.effort // book.quantum for demand in axes.demands], dtype=np.int64),
            crew=crew,
            first=np.array([book.week(demand.phase.first) for demand in axes.demands], dtype=np.int64),
            last=np.array([book.week(demand.phase.last) for demand in axes.demands], dtype=np.int64),
            block=np.array(blocks, dtype=np.int64),
            project=_numbers([demand.project.id for demand in axes.demands]),
            group=group,
            group_most=group_most,
            even=np.array(even, dtype=bool),
            room=_rooms(axes, room) // book.quantum,
            weeks=book.weeks,
            projects_most=np.array([NONE if limit is None else limit for limit in limits], dtype=np.int64),
            windows=_windows(axes),
            level_room=_level_rooms(axes) // book.quantum,
            run_weeks=min(book.policy.sustained_load.weeks, book.weeks) if book.policy.sustained_load else 0,
        )


@dataclass(frozen=True)
class Terms:
    """The arcs of some people.

    By arc: cell (in the grid), pair, demand, week slot, day slot (-1 without one), parcel (its pair in its week), most,
    least (what is pinned).
    By pair: demand, person; where its arcs begin (with one more entry for the end). By person: where the pairs begin
    (likewise). By parcel: the least and the most that an even demand gives it once its person is on it. By day slot:
    room, week slot.
    Rivals of a pair: others of its person that may not be used with it, ``rival`` from ``rival_start`` on (by pair,
    with one more entry for the end).
    A *seat* is a person in a group of demands: by pair (-1 without a group), and by seat its group. A *spot* is a
    project in a person's week: by arc, and by spot its week slot; none where nobody minds how many there are. The
    seats and spots of a later person have higher numbers.
    """

    frame: Frame
    cell: Ints
    pair: Ints
    demand: Ints
    week: Ints
    day: Ints
    parcel: Ints
    most: Ints
    least: Ints
    pair_demand: Ints
    pair_person: Ints
    pair_arcs: Ints
    person_pairs: Ints
    least_share: Ints
    most_share: Ints
    day_room: Ints
    day_week: Ints
    rival_start: Ints
    rival: Ints
    seat: Ints
    seat_group: Ints
    spot: Ints
    spot_slot: Ints

    @cached_property
    def plain(self) -> bool:
        """Whether crews are all that a flow may get wrong."""
        frame = self.frame
        extra = (
            self.least.any()
            or frame.windows.size
            or frame.block.any()
            or frame.even.any()
            or len(frame.group_most)
            or len(self.rival)
            or len(self.spot)
        )
        return not extra

    @classmethod
    def of(cls, frame: Frame, grid: Grid) -> Terms:
        """The terms of a grid of effort demands whose dates stand and of which nothing is past."""
        book, cells = grid.book, grid.cells
        order = np.lexsort((cells.first, cells.pair, cells.person))
        order = order[_within_deadline(grid)[order]]
        by_person = np.lexsort((np.arange(grid.pairs), grid.pair_person))
        place = np.empty(grid.pairs, dtype=np.int64)
        place[by_person] = np.arange(grid.pairs)
        pair, person = place[cells.pair[order]], cells.person[order]
        pair_demand, pair_person = grid.pair_demand[by_person], grid.pair_person[by_person]
        parcels, parcel = np.unique(pair * book.weeks + cells.week[order], return_inverse=True)
        least, most = _shares(grid, frame.even, pair_demand, pair_person, parcels)
        day, day_room, day_week = _days(grid, order)
        week = person * book.weeks + cells.week[order]
        rival_start, rival = _rivals(grid, place)
        seat, seat_group = _seats(frame, pair_demand, pair_person)
        spot, spot_slot = _spots(frame, week, cells.demand[order])
        return cls(
            frame=frame,
            cell=order,
            pair=pair,
            demand=cells.demand[order],
            week=week,
            day=day,
            parcel=parcel.astype(np.int64),
            most=np.minimum(cells.most[order] // book.quantum, most[parcel]),
            least=pinned_quanta(grid)[order],
            pair_demand=pair_demand,
            pair_person=pair_person,
            pair_arcs=np.searchsorted(pair, np.arange(grid.pairs + 1)),
            person_pairs=np.searchsorted(pair_person, np.arange(frame.people + 1)),
            least_share=least,
            most_share=most,
            day_room=day_room,
            day_week=day_week,
            rival_start=rival_start,
            rival=rival,
            seat=seat,
            seat_group=seat_group,
            spot=spot,
            spot_slot=spot_slot,
        )


def pinned_quanta(grid: Grid) -> Ints:
    """What is pinned by cell, in whole quanta that hold it."""
    least: Ints = -(-grid.cells.given // grid.book.quantum)
    return least


def _within_deadline(grid: Grid) -> Bools:
    """Which cells begin before their project's deadline is over, where that is a hard one."""
    deadlines = [hard_deadline(grid.book, demand.phase) for demand in grid.axes.demands]
    last = np.array([NONE if deadline is None else deadline for deadline in deadlines], dtype=np.int64)
    inside: Bools = grid.cells.first <= last[grid.cells.demand]
    return inside if "work_window" not in grid.book.policy.rules_off else np.ones_like(inside)


def _rooms(axes: Axes, room: Ints) -> Ints:
    """Minutes by week slot."""
    book = axes.book
    rooms = np.zeros((len(axes.people), book.weeks), dtype=np.int64)
    whole = room // book.quantum * book.quantum
    for week in range(book.weeks):
        rooms[:, week] = whole[:, list(book.week_days(week))].sum(axis=1)
        if "no_overload" not in book.policy.rules_off:
            most = np.array([week_most(book, person, week) for person in axes.people], dtype=np.int64)
            rooms[:, week] = np.minimum(rooms[:, week], most)
    return rooms.reshape(-1)


def _level_rooms(axes: Axes) -> Ints:
    """Minutes by week slot that are a week's own part of the sustained load."""
    book = axes.book
    percent = book.policy.sustained_load.percent if book.policy.sustained_load else PERCENT
    available = [[book.available_in_week(person, week) for week in range(book.weeks)] for person in axes.people]
    return np.array(available, dtype=np.int64).reshape(-1) * percent // PERCENT


def _days(grid: Grid, order: Ints) -> tuple[Ints, Ints, Ints]:
    """(day slot by arc, room by day slot, week slot by day slot); long cells have no day slot."""
    cells, book = grid.cells, grid.book
    single = cells.first[order] == cells.last[order]
    key = cells.person[order] * book.days + cells.first[order]
    found, inverse = np.unique(key[single], return_inverse=True)
    slot = np.full(len(order), -1, dtype=np.int64)
    slot[single] = inverse
    person, day = found // book.days, found % book.days
    weeks = np.array([book.week(n) for n in range(book.days)], dtype=np.int64)
    return slot, grid.room[person, day] // book.quantum, person * book.weeks + weeks[day]


def _crews(axes: Axes) -> tuple[Ints, Ints, Ints]:
    """(most people by demand, group by demand, most people by group). No demand is in two groups: see `suits`."""
    book = axes.book
    crew = np.full(len(axes.demands), NONE, dtype=np.int64)
    group = np.full(len(axes.demands), -1, dtype=np.int64)
    if "crew" in book.policy.rules_off:
        return crew, group, np.zeros(0, dtype=np.int64)
    for number, demand in enumerate(axes.demands):
        if demand.crew_max is not None:
            crew[number] = demand.crew_max
    most: list[int] = []
    for each in book.crew_groups:
        group[[axes.demand_number[key] for key in each.demands]] = len(most)
        most.append(each.most)
    return crew, group, np.array(most, dtype=np.int64)


def _shares(grid: Grid, even: Bools, pair_demand: Ints, pair_person: Ints, parcels: Ints) -> tuple[Ints, Ints]:
    """(least, most) by parcel of what even demands give; 0 and no limit for others.

    Whoever cannot give a demand its share in some week, be it because a deadline has passed, gives it nothing at all.
    """
    book, axes = grid.book, grid.axes
    least, most = np.zeros(len(parcels), dtype=np.int64), np.full(len(parcels), NONE, dtype=np.int64)
    pairs, weeks = parcels // book.weeks, parcels % book.weeks
    shares: dict[int, dict[int, tuple[int, int]]] = {}
    for pair in np.unique(pairs[even[pair_demand[pairs]]]).tolist():
        asks = int(pair_demand[pair])
        demand, person = axes.demands[asks], axes.people[int(pair_person[pair])]
        first, last = demand.phase.first, demand.phase.last
        share = shares.setdefault(asks, book.even_share(demand, first, last))
        owed = {
            week: min(low, possible(book, demand, person, week, first, last)) // book.quantum
            for week, (low, _) in share.items()
        }
        mine = slice(*np.searchsorted(pairs, (pair, pair + 1)))
        there = weeks[mine].tolist()
        if any(amount and week not in there for week, amount in owed.items()):
            most[mine] = 0
        else:
            least[mine] = [owed.get(week, 0) for week in there]
            most[mine] = [share.get(week, (0, 0))[1] // book.quantum for week in there]
    return least, most


def _rivals(grid: Grid, place: Ints) -> tuple[Ints, Ints]:
    """(where the rivals of each pair begin, rivals): pairs of one person on two demands that nobody may share."""
    found: set[tuple[int, int]] = set()
    if "quality_gates" not in grid.book.policy.rules_off and any(demand.not_with for demand in grid.axes.demands):
        for number, demand in enumerate(grid.axes.demands):
            for other in demand.not_with:
                for pair in grid.pairs_of_demand[number]:
                    person = int(grid.pair_person[pair])
                    theirs = grid.pair_number.get((grid.axes.demand_number[other], person))
                    if theirs is not None:
                        one, two = int(place[pair]), int(place[theirs])
                        found |= {(one, two), (two, one)}
    both = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return np.searchsorted(both[:, 0], np.arange(len(place) + 1)), both[:, 1]


def _seats(frame: Frame, pair_demand: Ints, pair_person: Ints) -> tuple[Ints, Ints]:
    """(seat by pair, group by seat)."""
    groups, group = max(1, len(frame.group_most)), frame.group[pair_demand]
    keys, of = np.unique((pair_person * groups + group)[group >= 0], return_inverse=True)
    seat = np.full(len(pair_demand), -1, dtype=np.int64)
    seat[group >= 0] = of
    return seat, keys % groups


def _spots(frame: Frame, week: Ints, demand: Ints) -> tuple[Ints, Ints]:
    """(spot by arc, week slot by spot)."""
    if (frame.projects_most == NONE).all():
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    projects = int(frame.project.max(initial=0)) + 1
    keys, spot = np.unique(week * projects + frame.project[demand], return_inverse=True)
    return spot.astype(np.int64), keys // projects


def _windows(axes: Axes) -> Ints:
    book = axes.book
    found = windows(book) if "no_overload" not in book.policy.rules_off else []
    rows = [
        (number * book.weeks + first, number * book.weeks + last + 1, most // book.quantum)
        for number, person in enumerate(axes.people)
        for first, last in found
        for most in [sustained_most(book, person, first, last)]
    ]
    return np.array(rows, dtype=np.int64).reshape(len(axes.people), len(found), 3)


def _numbers(names: Sequence[Hashable]) -> Ints:
    """Each name as a number, in order of appearance."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(name, len(seen)) for name in names], dtype=np.int64)
