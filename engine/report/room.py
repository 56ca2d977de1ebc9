"""How much more of a demand a person could do, as the rest of the plan stands.

In an agency: "Ben has ten hours free in January, why does he not take the icons?" The answer is calendar
arithmetic, one limit after the other: his free time first, then what forbids him to use it. Which limits are
looked at is a set of names, so that the effect of each can be told apart; a limit whose rule the policy has
switched off is never looked at.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from itertools import accumulate

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.plan import Plan
from engine.report.band import Band
from engine.units import PERCENT, floor_to

Weeks = dict[int, int]
"""Minutes by week number; only weeks with some."""


class Rooms:
    """What each person could add to a demand. Make one per plan; everything is worked out once."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self.book = book
        self.plan = plan
        self.pair_week = plan.by_pair_week(book)
        self.person_week = plan.by_person_week(book)
        self._free: dict[str, dict[int, list[tuple[int, int]]]] = {}
        self._days: dict[str, Sequence[int]] = {}
        self._band = Band(book, plan)

    def days(self, demand: DemandWork) -> Sequence[int]:
        """The days on which something could be added: in the phase, not past, not beyond a hard deadline.

        For presence the working days of the phase, all of which count.
        """
        if demand.key not in self._days:
            self._days[demand.key] = self._window(demand)
        return self._days[demand.key]

    def _window(self, demand: DemandWork) -> Sequence[int]:
        first, last = self.plan.span(demand.phase)
        if demand.presence:
            return self.book.working_days_in(demand.project.id, first, last)
        if self._too_late(demand, last):
            last = demand.deadline or 0
        return range(max(first, self.book.today), last + 1)

    @staticmethod
    def _too_late(demand: DemandWork, day: int) -> bool:
        """Whether the day lies beyond a deadline that may not be passed."""
        return demand.deadline is not None and demand.project.deadline_penalty is None and day > demand.deadline

    def weeks(self, demand: DemandWork, person: str, most: int, limits: Set[str]) -> Weeks:
        """Minutes that the person could add in each week, at most ``most`` in all, under the limits named."""
        if not self._may_join(demand, person, limits):
            return {}
        band = self._band.room(person) if "fairness_band" in limits else None
        if demand.presence:
            fits = band is None or self.sitting(demand, person) <= band
            return self._seat(demand, person, limits) if fits else {}
        return self._pieces(demand, person, most if band is None else min(most, band), limits)

    # -- what bars a person altogether ------------------------------------------------------------------

    def _may_join(self, demand: DemandWork, person: str, limits: Set[str]) -> bool:
        return "not_with" not in limits or not any(
            (other, person) in self.plan.by_pair for other in self._apart[demand.key]
        )

    @cached_property
    def _apart(self) -> Mapping[str, set[str]]:
        """For each demand those whose people may not work on it, whichever of the two says so."""
        apart: dict[str, set[str]] = defaultdict(set)
        for demand in self.book.demands.values():
            for other in demand.not_with:
                apart[demand.key].add(other)
                apart[other].add(demand.key)
        return apart

    # -- effort: in pieces, week by week ----------------------------------------------------------------

    def _pieces(self, demand: DemandWork, person: str, most: int, limits: Set[str]) -> Weeks:
        owed = self._owed(demand, person) if "even_spread" in limits else {}
        window = self.days(demand)
        found: Weeks = {}
        left = most
        begin, end = (window[0], window[-1]) if window else (0, -1)
        for week, days in self._free_weeks(person).items():
            if left <= 0 or days[0][0] > end:
                break
            if days[-1][0] < begin:
                continue  # thousands of people and demands are looked at, and most weeks lie beside the window
            minutes = sum(self._in_day(demand, person, day, n, limits) for day, n in days if day in window)
            kept_back = sum(least for later, least in owed.items() if later > week) if owed else 0
            minutes = min(minutes, left - kept_back)
            if minutes > 0:
                minutes = min(minutes, self._in_week(demand, person, week, limits, found))
            minutes = floor_to(max(0, minutes), self.book.quantum)
            there = self.pair_week.get((demand.key, person, week), 0)
            if minutes and ("smallest_block" not in limits or there + minutes >= demand.block):
                found[week] = minutes
                left -= minutes
        return {} if any(found.get(week, 0) < least for week, least in owed.items()) else found

    def _free_weeks(self, person: str) -> dict[int, list[tuple[int, int]]]:
        """By week, the days on which the person has time left (overtime that policy allows included), and how
        much."""
        if person not in self._free:
            weeks: dict[int, list[tuple[int, int]]] = defaultdict(list)
            for day in range(self.book.today, self.book.days):
                free = self.book.day_room(person, day) - self.plan.by_person_day.get((person, day), 0)
                if free >= self.book.quantum and (person, day) not in self._sits:
                    weeks[self.book.week(day)].append((day, free))
            self._free[person] = dict(weeks)
        return self._free[person]

    def _in_day(self, demand: DemandWork, person: str, day: int, free: int, limits: Set[str]) -> int:
        limit = self.book.day_limit(person)
        if "day_limit" in limits and limit is not None:
            free = min(free, limit - self.plan.by_person_day.get((person, day), 0))
        if "most_per_day" in limits and demand.demand.most_per_day is not None:
            free = min(free, demand.demand.most_per_day - self.plan.minutes.get((demand.key, person, day), 0))
        return floor_to(max(0, free), self.book.quantum)

    @cached_property
    def _sits(self) -> set[tuple[str, int]]:
        """Who fills a seat on which day, and does nothing else then."""
        return {(person, day) for key, person, day in self.plan.minutes if self.book.demands[key].presence}

    def _in_week(self, demand: DemandWork, person: str, week: int, limits: Set[str], added: Weeks) -> int:
        """What the week allows beyond its days, with what earlier weeks were given already."""
        book, planned = self.book, self.person_week.get((person, week), 0)
        free = self._available_week[person, week] + book.overtime_week(person) - planned
        limit = book.week_limit(person)
        if "week_limit" in limits and limit is not None:
            free = min(free, limit - planned)
        if "projects_at_once" in limits and self._too_many_projects(demand, person, week):
            return 0
        if "pairing" in limits and not self._paired(demand, person, week):
            return 0
        if "even_spread" in limits:
            share = self.even_shares(demand).get(week, (0, 0))
            free = min(free, share[1] - self.delivered(demand.key, week))
        if "sustained_load" in limits:
            free = min(free, self._sustained(person, week, added))
        return free

    @cached_property
    def _available_week(self) -> dict[tuple[str, int], int]:
        weeks, available = range(self.book.weeks), self.book.available_in_week
        return {(person, week): available(person, week) for person in self.book.people for week in weeks}

    def _too_many_projects(self, demand: DemandWork, person: str, week: int) -> bool:
        limit, projects = self.book.project_limit(person), self._projects[person, week]
        return limit is not None and demand.project.id not in projects and len(projects) >= limit

    @cached_property
    def _projects(self) -> dict[tuple[str, int], set[str]]:
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        for key, person, week in self.pair_week:
            found[person, week].add(self.book.demands[key].project.id)
        return found

    @cached_property
    def _crews(self) -> dict[tuple[str, int], dict[str, int]]:
        """Who works on a demand in a week, and how long."""
        found: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
        for (key, person, week), minutes in self.pair_week.items():
            found[key, week][person] = minutes
        return found

    def _paired(self, demand: DemandWork, person: str, week: int) -> bool:
        return all(self._crews[other, week].keys() - {person} for other in demand.with_)

    def delivered(self, key: str, week: int) -> int:
        """Minutes that a demand gets in a week, from everybody."""
        return sum(self._crews[key, week].values())

    def _sustained(self, person: str, week: int, added: Weeks) -> int:
        """What every run of weeks around this one still allows."""
        length, runs = self._runs
        return min(
            runs[person][first] - sum(minutes for each, minutes in added.items() if first <= each < first + length)
            for first in range(max(0, week - length + 1), min(week, self.book.weeks - length) + 1)
        )

    @cached_property
    def _runs(self) -> tuple[int, dict[str, list[int]]]:
        """How many weeks a run has, and what each person's run from each week on allows as the plan stands."""
        book, sustained = self.book, self.book.policy.sustained_load
        assert sustained is not None
        length, weeks = min(sustained.weeks, book.weeks), range(book.weeks)
        found = {}
        for person in book.people:
            available = list(accumulate((self._available_week[person, each] for each in weeks), initial=0))
            planned = list(accumulate((self.person_week.get((person, each), 0) for each in weeks), initial=0))
            found[person] = [
                (available[first + length] - available[first]) * sustained.percent // PERCENT
                - (planned[first + length] - planned[first])
                for first in range(book.weeks - length + 1)
            ]
        return length, found

    def even_shares(self, demand: DemandWork) -> Mapping[int, tuple[int, int]]:
        """Least and most minutes of an even demand by week."""
        return self.book.even_share(demand, *self.plan.span(demand.phase))

    def _owed(self, demand: DemandWork, person: str) -> Weeks:
        """What an even demand still lacks, week by week, of the least that this person's being on it asks for."""
        first, last = self.plan.span(demand.phase)
        a_day = demand.demand.most_per_day
        owed: Weeks = {}
        for week, (least, _) in self.even_shares(demand).items():
            days = [day for day in self.book.week_days(week) if first <= day <= last]
            hours = [self.book.available[person][day] for day in days]
            possible = sum(floor_to(n if a_day is None else min(n, a_day), self.book.quantum) for n in hours)
            lacks = min(least, possible) - self.delivered(demand.key, week)
            if lacks > 0 and self.book.week_days(week)[0] >= self.book.today:
                owed[week] = lacks
        return owed

    # -- presence: all of it or nothing -----------------------------------------------------------------

    def _seat(self, demand: DemandWork, person: str, limits: Set[str]) -> Weeks:
        days = self.days(demand)
        if person in self.plan.crews.get(demand.key, ()) or not days:
            return {}
        if any(self.obstacle(demand, person, day) for day in days):
            return {}
        asked: Weeks = defaultdict(int)
        for day in days:
            asked[self.book.week(day)] += self.book.available[person][day]
        limit = self.book.day_limit(person)
        too_long = limit is not None and any(self.book.available[person][day] > limit for day in days)
        if "day_limit" in limits and too_long:
            return {}
        added: Weeks = {}
        for week, minutes in asked.items():
            if minutes > self._in_week(demand, person, week, limits, added):
                return {}
            added[week] = minutes
        # A seat that is taken delivers its share of the phase, whatever the hours of the one who sits there.
        return {min(asked): demand.effort // demand.seats}

    def sitting(self, demand: DemandWork, person: str) -> int:
        """Minutes that the person spends on the demand by filling a seat."""
        return sum(self.book.available[person][day] for day in self.days(demand))

    def obstacle(self, demand: DemandWork, person: str, day: int) -> str:
        """Why the person cannot sit on this day: `past`, `late`, `away`, `planned`; empty where they can."""
        if day < self.book.today:
            return "past"
        if self._too_late(demand, day):
            return "late"
        if not self.book.can_sit(person, day):
            return "away"
        return "planned" if self.plan.by_person_day.get((person, day)) else ""
