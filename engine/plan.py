"""A plan: who works on what, on which day, for how many minutes; and when the movable phases run.

A plan holds nothing of the solver and nothing of the time grid. Reports, the checker and the goals read it
through the groupings below, which are worked out once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import TypeVar

from engine.domain.book import Book
from engine.domain.entries import DemandWork, PhaseWork
from engine.domain.work import Project

K = TypeVar("K")
Work = tuple[str, str, int]
"""Demand key (``project/phase/demand``), person id, day index from the horizon's first day."""


@dataclass(frozen=True)
class Row:
    """``minutes_per_day`` on every working day of the person from day ``start`` to day ``end``."""

    demand: str
    person: str
    start: int
    end: int
    minutes_per_day: int


class Plan:
    """Minutes by (demand, person, day), and the first and last day of every phase that could move.

    ``minutes`` holds positive whole minutes only; ``phases`` maps a phase key (``project/phase``) to its
    (first day, last day). Days are numbers counted from the horizon's first day.
    """

    def __init__(self, minutes: Mapping[Work, int], phases: Mapping[str, tuple[int, int]] | None = None) -> None:
        self.minutes: Mapping[Work, int] = MappingProxyType({work: n for work, n in sorted(minutes.items()) if n})
        self.phases: Mapping[str, tuple[int, int]] = MappingProxyType(dict(sorted((phases or {}).items())))

    def __reduce__(self) -> tuple[type["Plan"], tuple[dict[Work, int], dict[str, tuple[int, int]]]]:
        """Plans travel between processes."""
        return Plan, (dict(self.minutes), dict(self.phases))

    @cached_property
    def by_person_day(self) -> Mapping[tuple[str, int], int]:
        """Minutes of a person on a day, over all demands."""
        return self._summed(lambda demand, person, day: (person, day))

    @cached_property
    def by_person(self) -> Mapping[str, int]:
        """Minutes of a person, over all days and demands."""
        return self._summed(lambda demand, person, day: person)

    @cached_property
    def by_demand(self) -> Mapping[str, int]:
        """Minutes delivered to a demand, by everybody."""
        return self._summed(lambda demand, person, day: demand)

    @cached_property
    def by_pair(self) -> Mapping[tuple[str, str], int]:
        """Minutes of (demand, person)."""
        return self._summed(lambda demand, person, day: (demand, person))

    def by_pair_week(self, book: Book) -> Mapping[tuple[str, str, int], int]:
        """Minutes of (demand, person, week number)."""
        return self._summed(lambda demand, person, day: (demand, person, book.week(day)))

    def by_person_week(self, book: Book) -> Mapping[tuple[str, int], int]:
        """Minutes of (person, week number)."""
        return self._summed(lambda demand, person, day: (person, book.week(day)))

    @cached_property
    def crews(self) -> Mapping[str, tuple[str, ...]]:
        """The people on each demand that anybody works on, in order of their ids."""
        crews: dict[str, set[str]] = defaultdict(set)
        for demand, person, _ in self.minutes:
            crews[demand].add(person)
        return {demand: tuple(sorted(crew)) for demand, crew in crews.items()}

    def future_pairs(self, book: Book) -> list[tuple[str, str]]:
        """Every (demand, person) with work on a day that is not past, in order."""
        return sorted({(demand, person) for demand, person, day in self.minutes if day >= book.today})

    def _summed(self, key_of: Callable[[str, str, int], K]) -> dict[K, int]:
        sums: dict[K, int] = defaultdict(int)
        for (demand, person, day), minutes in self.minutes.items():
            sums[key_of(demand, person, day)] += minutes
        return dict(sums)

    def span(self, phase: PhaseWork) -> tuple[int, int]:
        """First and last day of a phase: its own window, or where the plan puts a movable one."""
        return (phase.first, phase.last) if phase.fixed else self.phases.get(phase.key, (phase.first, phase.last))

    def days_late(self, book: Book, project: Project) -> int:
        """Days that the last phase of a project ends after its deadline; 0 without one."""
        if project.deadline is None:
            return 0
        ends = [self.span(phase)[1] for phase in book.phases.values() if phase.project.id == project.id]
        return max(0, max(ends) - book.horizon.index(project.deadline)) if ends else 0

    def shortfall(self, demand: DemandWork) -> int:
        """Minutes demanded and not delivered; an empty seat misses its share of the phase."""
        if demand.presence:
            return demand.effort // demand.seats * max(0, demand.seats - len(self.crews.get(demand.key, ())))
        return max(0, demand.effort - self.by_demand.get(demand.key, 0))

    def rows(self, book: Book) -> list[Row]:
        """The plan as allocation rows, as few as possible: equal minutes on consecutive working days of the
        person join into one row. In order of demand, person, start."""
        rows: list[Row] = []
        for (demand, person), works in groupby(self.minutes, key=lambda work: work[:2]):
            joined: int | None = None
            for _, _, day in works:
                minutes = self.minutes[demand, person, day]
                working = book.works_on(person, day)
                if working and joined is not None and self._joins(book, rows[joined], day, minutes):
                    rows[joined] = replace(rows[joined], end=day)
                    continue
                if working:
                    # A day that is no working day stands in a row of its own and does not cut the one around it.
                    joined = len(rows)
                rows.append(Row(demand, person, day, day, minutes))
        return rows

    @staticmethod
    def _joins(book: Book, row: Row, day: int, minutes: int) -> bool:
        """Whether the row may reach to this working day: equal minutes, and no working day between."""
        between = range(row.end + 1, day)
        return row.minutes_per_day == minutes and not any(book.works_on(row.person, free) for free in between)

    @classmethod
    def from_rows(cls, book: Book, rows: Iterable[Row], phases: Mapping[str, tuple[int, int]] | None = None) -> "Plan":
        """The inverse of `rows`: a row of a single day means that day, a longer one the person's working days."""
        minutes: dict[Work, int] = defaultdict(int)
        for row in rows:
            for day in book.row_days(row.person, row.start, row.end):
                minutes[row.demand, row.person, day] += row.minutes_per_day
        return cls(minutes, phases)
