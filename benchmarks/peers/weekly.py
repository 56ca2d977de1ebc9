"""The textbook model of a book: whole quanta by demand, person and week, as rows of a linear programme.

No flow, no ladder, no neighbourhoods: what somebody writes down who knows the rules and has a solver at hand. `naive`
gives it to CP-SAT, `highs` to a MIP solver.

Columns (q is the quantum): x[d, p, w] quanta of work; on[d, p] whether p is in d's crew; and only where a rule asks for
them y[d, p, w] whether there is work at all (smallest block), z[p, j, w] whether p touches project j (projects at
once), g[G, p] whether p is in a group that shares its people (continuity, one PM).
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.peers.base import COMMON, beyond_staffing, worths
from benchmarks.peers.days import (
    Weekly,
    day_room,
    open_days,
    owed_share,
    plan_of,
    sustained_limits,
    week_most,
    weeks_of,
    work_room,
)
from engine import Book, Plan
from engine.units import MINUTES_PER_HOUR

Terms = Sequence[tuple[int, int]]
"""(column, coefficient)."""


@dataclass
class WeeklyModel:
    """Columns with upper bounds (the lower ones are 0, all are whole), rows that are at most a
    limit, and a gain to be made as large as possible."""

    book: Book
    upper: list[int] = field(default_factory=list)
    gain: list[int] = field(default_factory=list)
    rows: list[tuple[int, Terms]] = field(default_factory=list)
    work: dict[tuple[str, str, int], int] = field(default_factory=dict)
    """(demand, person, week) to column."""
    on: dict[tuple[str, str], int] = field(default_factory=dict)

    def column(self, upper: int, gain: int = 0) -> int:
        """A new column."""
        self.upper.append(upper)
        self.gain.append(gain)
        return len(self.upper) - 1

    def at_most(self, limit: int, terms: Iterable[tuple[int, int]]) -> None:
        """A row: the terms are at most so much."""
        self.rows.append((limit, tuple(terms)))

    def weekly(self, values: Sequence[int]) -> Weekly:
        """Minutes of a solution."""
        return {key: values[column] * self.book.quantum for key, column in self.work.items() if values[column]}


class TooLarge(Exception):
    """Building took all the time there was."""


class Textbook:
    """A peer that gives this model to a solver: a subclass has a name, and says how."""

    name: str
    honours = COMMON | {"focus", "spread", "quality_gates", "budget"}

    def refuses(self, book: Book) -> str | None:
        """Movable phases, seats and promises."""
        return beyond_staffing(book)

    def solve(self, book: Book, seconds: float, seed: int) -> Plan | None:
        """Building counts; the solver gets what is left."""
        until = time.monotonic() + seconds
        try:
            textbook = weekly_model(book, until)
        except TooLarge:
            return None
        values = self.best(textbook, max(0.0, until - time.monotonic()), seed)
        return None if values is None else plan_of(book, textbook.weekly(values))

    def best(self, textbook: WeeklyModel, seconds: float, seed: int) -> Sequence[int] | None:
        """The best values of the columns that the solver finds; None where it finds none."""
        raise NotImplementedError


def weekly_model(book: Book, until: float) -> WeeklyModel:
    """Build the model. Raises TooLarge where the clock (`time.monotonic`) passes ``until``."""
    model = WeeklyModel(book)
    _columns(model, until)
    for rule in (_effort, _capacity, _days, _sustained, _crews, _groups):
        rule(model)
        if time.monotonic() > until:
            raise TooLarge
    off = book.policy.rules_off
    for name, ruled in (("focus", _focus), ("spread", _spread), ("quality_gates", _apart), ("budget", _budget)):
        if name not in off:
            ruled(model)
    return model


def _columns(model: WeeklyModel, until: float) -> None:
    book, worth = model.book, worths(model.book)
    for demand, able in book.able.items():
        if time.monotonic() > until:
            raise TooLarge
        for person in able:
            rooms = [(week, _room(book, demand, person, week)) for week in weeks_of(book, demand)]
            effort = book.demands[demand].effort // book.quantum
            columns = []
            for week, room in rooms:
                if room:
                    column = model.column(min(room, effort), worth[demand, person])
                    model.work[demand, person, week] = column
                    columns.append(column)
            if columns:
                chosen = model.on[demand, person] = model.column(1)
                most = min(effort, sum(model.upper[column] for column in columns))
                model.at_most(0, [*((column, 1) for column in columns), (chosen, -most)])


def _room(book: Book, demand: str, person: str, week: int) -> int:
    room = sum(work_room(book, demand, person, day) for day in open_days(book, demand, week))
    return min(room, week_most(book, person, week)) // book.quantum


def _effort(model: WeeklyModel) -> None:
    by_demand: dict[str, list[int]] = defaultdict(list)
    for (demand, _, _), column in model.work.items():
        by_demand[demand].append(column)
    for demand, columns in by_demand.items():
        model.at_most(model.book.demands[demand].effort // model.book.quantum, ((column, 1) for column in columns))


def _by_person_week(model: WeeklyModel) -> dict[tuple[str, int], list[tuple[str, int]]]:
    grouped: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for (demand, person, week), column in model.work.items():
        grouped[person, week].append((demand, column))
    return grouped


def _capacity(model: WeeklyModel) -> None:
    for (person, week), works in _by_person_week(model).items():
        limit = week_most(model.book, person, week) // model.book.quantum
        model.at_most(limit, ((column, 1) for _, column in works))


def _days(model: WeeklyModel) -> None:
    """Work whose windows lie in a part of the week fits into that part (Hall's condition for intervals)."""
    book = model.book
    for (person, week), works in _by_person_week(model).items():
        spans = [(open_days(book, demand, week), column) for demand, column in works]
        firsts, lasts = {days[0] for days, _ in spans}, {days[-1] for days, _ in spans}
        for first in firsts:
            for last in lasts:
                inside = [(column, 1) for days, column in spans if first <= days[0] and days[-1] <= last]
                if 1 < len(inside) < len(spans):
                    room = sum(day_room(book, person, day) for day in book.week_days(week) if first <= day <= last)
                    model.at_most(room // book.quantum, inside)


def _sustained(model: WeeklyModel) -> None:
    columns = _by_person_week(model)
    for person in model.book.people:
        for first, last, most in sustained_limits(model.book, person):
            inside = [column for week in range(first, last + 1) for _, column in columns.get((person, week), ())]
            if inside:
                model.at_most(most // model.book.quantum, ((column, 1) for column in inside))


def _crews(model: WeeklyModel) -> None:
    crews: dict[str, list[int]] = defaultdict(list)
    for (demand, _), column in model.on.items():
        crews[demand].append(column)
    for demand, columns in crews.items():
        most = model.book.demands[demand].crew_max
        if most is not None and len(columns) > most:
            model.at_most(most, ((column, 1) for column in columns))


def _groups(model: WeeklyModel) -> None:
    for group in model.book.crew_groups:
        members = {person for demand in group.demands for person in model.book.able[demand]}
        chosen = {person: model.column(1) for person in sorted(members)}
        for demand in group.demands:
            for person in model.book.able[demand]:
                if (demand, person) in model.on:
                    model.at_most(0, [(model.on[demand, person], 1), (chosen[person], -1)])
        model.at_most(group.most, ((column, 1) for column in chosen.values()))


def _focus(model: WeeklyModel) -> None:
    book = model.book
    touched: dict[tuple[str, int, str], int] = {}
    for (demand, person, week), column in list(model.work.items()):
        work, most = book.demands[demand], model.upper[column]
        worked = None
        if work.block > book.quantum:
            worked = model.column(1)
            model.at_most(0, [(column, 1), (worked, -most)])
            model.at_most(0, [(worked, work.block // book.quantum), (column, -1)])
        if book.project_limit(person) is not None:
            key = person, week, work.project.id
            if key not in touched:
                touched[key] = model.column(1)
            model.at_most(
                0, [(column, 1), (touched[key], -most)] if worked is None else [(worked, 1), (touched[key], -1)]
            )
    at_once: dict[tuple[str, int], list[int]] = defaultdict(list)
    for (person, week, _), column in touched.items():
        at_once[person, week].append(column)
    for (person, _), columns in at_once.items():
        limit = book.project_limit(person)
        if limit is not None and len(columns) > limit:
            model.at_most(limit, ((column, 1) for column in columns))


def _spread(model: WeeklyModel) -> None:
    book = model.book
    for demand, work in book.demands.items():
        if work.demand.spread != "even":
            continue
        for person in book.able[demand]:
            if (demand, person) not in model.on:
                continue
            for week, (least, most) in owed_share(book, demand, person).items():
                columns = [
                    model.work[demand, other, week]
                    for other in book.able[demand]
                    if (demand, other, week) in model.work
                ]
                model.at_most(most // book.quantum, ((column, 1) for column in columns))
                if least:
                    chosen = model.on[demand, person]
                    model.at_most(0, [(chosen, least // book.quantum), *((column, -1) for column in columns)])


def _apart(model: WeeklyModel) -> None:
    for demand, work in model.book.demands.items():
        for other in work.not_with:
            for person in model.book.able[demand]:
                if (demand, person) in model.on and (other, person) in model.on:
                    model.at_most(1, [(model.on[demand, person], 1), (model.on[other, person], 1)])


def _budget(model: WeeklyModel) -> None:
    spent: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (demand, person, _), column in model.work.items():
        project = model.book.demands[demand].project
        if project.budget is not None:
            spent[project.id].append((column, model.book.cost_rate(person) * model.book.quantum))
    for project, terms in spent.items():
        model.at_most((model.book.projects[project].budget or 0) * MINUTES_PER_HOUR, terms)
