"""From the book of work to a CP-SAT model, by asking every rule.

Plan mode: pairs that a rule closes and minutes that no day holds are never created, the rest is tied. Diagnose
mode: everything exists, wide, and each (rule, subject) hangs on its switch, so that a conflict can be named.
"""

from collections.abc import Sequence

import numpy as np

from engine.domain.book import Book
from engine.grid import Axes, Bools, Grid, Ints
from engine.model.draft import Draft
from engine.outcome import Subject
from engine.rules import Rule, rules_of
from engine.rules.base import week_about
from engine.units import MINUTES_PER_DAY, floor_to

__all__ = ["compile_diagnosis", "compile_plan", "plan_axes", "plan_grid"]


def plan_grid(book: Book) -> Grid:
    """The grid of plan mode: pairs that no rule closes, days as long as the tightest rule leaves them."""
    return Grid(*plan_axes(book))


def plan_axes(book: Book) -> tuple[Axes, Bools, Ints]:
    """(axes, who may work on what, minutes[person, day]) of plan mode: what its grid is made of."""
    rules = rules_of(book.policy.rules_off)
    axes = Axes(book)
    pairs = np.ones(axes.shape, dtype=bool)
    for rule in rules:
        closed = rule.closes(axes)
        if closed is not None:
            pairs &= ~closed
    return axes, pairs, _room(axes, rules)


def compile_plan(grid: Grid) -> Draft:
    """The model in plan mode. Its relations leave exactly the plans that the checker accepts."""
    draft = Draft(grid)
    _fit_weeks(draft, "availability", grid.room)
    for rule in rules_of(grid.book.policy.rules_off):
        closed = rule.closes(grid.axes)
        if closed is not None:
            # Only what was given can stand on a closed pair here; what is past there is not judged.
            _keep_closed(draft, rule.name, closed)
        rule.ties(draft)
    return draft


def compile_diagnosis(book: Book, every_pair: bool = False) -> Draft:
    """The model in diagnose mode: no objective, every (rule, subject) on a switch in ``Draft.switches``.

    Pairs that no rule needs to explain are left out: a demand that may go short cannot be in conflict
    because of the people who could not do it anyway. (Unless a rule asks for work of any kind, as the fairness
    band may: for such books, where they are small enough, ``every_pair`` leaves out none.)
    """
    rules = rules_of(book.policy.rules_off)
    axes = Axes(book)
    closed = {rule.name: mask for rule in rules if (mask := rule.closes(axes)) is not None}
    pairs = np.ones(axes.shape, dtype=bool)
    for mask in () if every_pair else closed.values():
        pairs &= ~mask
    for demand in axes.demands:
        if demand.must:
            for key in (demand.key, *demand.with_):
                pairs[axes.demand_number[key]] = True
    grid = Grid(axes, pairs, _room(axes, rules), wide=True)
    draft = Draft(grid)
    for name, mask in closed.items():
        _keep_closed(draft, name, mask)
    for rule in rules:
        room = rule.day_room(book)
        if room is not None:
            _fit_weeks(draft, rule.name, _matrix(axes, room))
        rule.ties(draft)
    return draft


def _room(axes: Axes, rules: Sequence[Rule]) -> Ints:
    """minutes[person, day]: the least that any rule leaves of a day."""
    room = np.full((len(axes.people), axes.book.days), MINUTES_PER_DAY, dtype=np.int64)
    for rule in rules:
        minutes = rule.day_room(axes.book)
        if minutes is not None:
            room = np.minimum(room, _matrix(axes, minutes))
    return room


def _matrix(axes: Axes, minutes: dict[str, list[int]]) -> Ints:
    return np.array([minutes[person] for person in axes.people], dtype=np.int64)


def _keep_closed(draft: Draft, rule: str, closed: Bools) -> None:
    """What a rule closes, where the pair exists nevertheless, is a relation about the demand."""
    grid = draft.grid
    shut: dict[int, list[int]] = {}
    for pair in np.nonzero(closed[grid.pair_demand, grid.pair_person])[0].tolist():
        cells = [cell for cell in grid.cells_of_pair[pair] if not grid.cells.past[cell]]
        shut.setdefault(int(grid.pair_demand[pair]), []).extend(cells)
    for number, cells in shut.items():
        if cells:
            draft.require(rule, Subject(demand=grid.axes.demands[number].key), draft.minutes(cells) <= 0)


def _fit_weeks(draft: Draft, rule: str, room: Ints) -> None:
    """A person's week fits its days: Hall's condition over intervals (see `engine.grid`).

    In plan mode somebody who sits in a workshop fills the day whatever its room, so that nothing is added
    in overtime.
    """
    grid, book = draft.grid, draft.book
    for (person, week), found in grid.cells_of_person_week.items():
        cells = [cell for cell in found if not grid.cells.past[cell]]
        about = Subject(person=grid.axes.people[person], **week_about(book, week))
        for first, last, inside in grid.intervals(cells):
            days = room[person, first : last + 1]
            limit = int((days // book.quantum * book.quantum).sum())
            sitting = [cell for cell in inside if grid.cells.size[cell]]
            other = [cell for cell in inside if not grid.cells.size[cell]]
            if not sitting:
                if draft.diagnose or sum(int(grid.cells.most[cell]) for cell in other) > limit:
                    draft.require(rule, about, draft.minutes(other) <= limit)
                continue
            sizes = sum(int(grid.cells.size[cell]) for cell in sitting)
            if first == last and (draft.diagnose or sizes > int(days.sum())):
                draft.require(rule, about, draft.minutes(sitting) <= int(days.sum()))
            filled = sum(draft.steps[cell] * taken_by_seat(grid, room, cell, draft.diagnose) for cell in sitting)
            draft.require(rule, about, draft.minutes(other) + filled <= (int(days.sum()) if draft.diagnose else limit))


def taken_by_seat(grid: Grid, room: Ints, cell: int, diagnose: bool = False) -> int:
    """Minutes of a day's whole quanta that somebody's seat takes from other work: all of them in plan mode,
    so that nothing is added in overtime; just its own where the rule `presence` is off."""
    size, day_room = int(grid.cells.size[cell]), int(room[grid.cells.person[cell], grid.cells.first[cell]])
    if diagnose:
        return size
    left = 0 if "presence" not in grid.book.policy.rules_off else max(0, day_room - size)
    return floor_to(day_room, grid.book.quantum) - floor_to(left, grid.book.quantum)
