"""Weeks and days as peers see them: how much room there is, and how a week's work is laid on its days."""

from collections import defaultdict
from collections.abc import Mapping

from engine import Book, Plan
from engine.units import PERCENT, floor_to

Weekly = Mapping[tuple[str, str, int], int]
"""Minutes by (demand, person, week)."""


def day_room(book: Book, person: str, day: int) -> int:
    """Minutes that a person can be planned on a day, in whole quanta; no peer plans overtime."""
    limit = book.day_limit(person)
    room = book.available[person][day]
    return floor_to(room if limit is None else min(room, limit), book.quantum)


def week_most(book: Book, person: str, week: int) -> int:
    """Minutes that a person can be planned in a week, in whole quanta."""
    room = sum(day_room(book, person, day) for day in book.week_days(week))
    limit = book.week_limit(person)
    return room if limit is None else floor_to(min(room, limit), book.quantum)


def work_room(book: Book, demand: str, person: str, day: int) -> int:
    """Minutes that a person could give a demand on a day with nothing else to do."""
    most = book.demands[demand].demand.most_per_day
    room = day_room(book, person, day)
    return room if most is None else min(room, floor_to(most, book.quantum))


def open_days(book: Book, demand: str, week: int) -> list[int]:
    """The days of a week that lie in a demand's window, and not beyond a deadline that is hard."""
    work = book.demands[demand]
    last = work.phase.last
    if work.deadline is not None and not work.project.deadline_penalty:
        last = min(last, work.deadline)
    return [day for day in book.week_days(week) if work.phase.first <= day <= last]


def weeks_of(book: Book, demand: str) -> range:
    """The weeks that a demand's window touches."""
    phase = book.demands[demand].phase
    return range(book.week(phase.first), book.week(phase.last) + 1)


def sustained_limits(book: Book, person: str) -> list[tuple[int, int, int]]:
    """(first week, last week, most minutes) of every run of weeks that the sustained load looks at."""
    sustained = book.policy.sustained_load
    if sustained is None:
        return []
    length = min(sustained.weeks, book.weeks)
    available = [book.available_in_week(person, week) for week in range(book.weeks)]
    return [
        (first, first + length - 1, sum(available[first : first + length]) * sustained.percent // PERCENT)
        for first in range(book.weeks - length + 1)
    ]


def owed_share(book: Book, demand: str, person: str) -> dict[int, tuple[int, int]]:
    """For an `even` demand that this person is on: week to (least, most) minutes."""
    work = book.demands[demand]
    shares = book.even_share(work, work.phase.first, work.phase.last)
    owed = {}
    for week, (least, most) in shares.items():
        days = open_days(book, demand, week)
        possible = sum(floor_to(min(book.available[person][day], _a_day(book, demand)), book.quantum) for day in days)
        owed[week] = (min(least, possible), most)
    return owed


def _a_day(book: Book, demand: str) -> int:
    most = book.demands[demand].demand.most_per_day
    return 24 * 60 if most is None else most


def plan_of(book: Book, weekly: Weekly) -> Plan:
    """A plan by the day.

    A week's work is laid out in order of when its windows close, which succeeds whenever anything does as long as no
    demand has a most a day; what does not fit falls away, and our checker will say what that breaks.
    """
    works: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for (demand, person, week), minutes in weekly.items():
        works[person, week].append((demand, minutes))
    laid: dict[tuple[str, str, int], int] = {}
    for (person, week), some in works.items():
        used: dict[int, int] = defaultdict(int)
        closing = {demand: open_days(book, demand, week)[-1] for demand, _ in some}
        for demand, minutes in sorted(some, key=lambda work: (closing[work[0]], work[0])):
            left = minutes
            for day in open_days(book, demand, week):
                n = min(left, work_room(book, demand, person, day), day_room(book, person, day) - used[day])
                if n > 0:
                    laid[demand, person, day] = n
                    used[day] += n
                    left -= n
    return Plan(laid)
