"""What has been booked so far, and what may still be: the rules as somebody meets them who books piece by piece."""

from collections import defaultdict

from benchmarks.peers.days import day_room, open_days, owed_share, sustained_limits, week_most, weeks_of
from engine import Book, Plan
from engine.units import MINUTES_PER_HOUR

Days = dict[int, int]
"""Minutes by day."""


class Ledger:
    """Bookings, and the room that they leave under every rule that staffing knows."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.off = frozenset(book.policy.rules_off)
        self.minutes: dict[tuple[str, str, int], int] = {}
        self.crew: dict[str, set[str]] = defaultdict(set)
        self._day: dict[tuple[str, int], int] = defaultdict(int)
        self._week: dict[tuple[str, int], int] = defaultdict(int)
        self._projects: dict[tuple[str, int], set[str]] = defaultdict(set)
        self._spent: dict[str, int] = defaultdict(int)
        self._room = {person: [day_room(book, person, day) for day in range(book.days)] for person in book.people}
        self._most = {(who, week): week_most(book, who, week) for who in book.people for week in range(book.weeks)}
        self._sustained = {person: sustained_limits(book, person) for person in book.people}
        self._groups: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        for group in book.crew_groups:
            for demand in group.demands:
                self._groups[demand].append((group.demands, group.most))
        self._apart: dict[str, set[str]] = defaultdict(set)
        for key, demand in book.demands.items() if "quality_gates" not in self.off else ():
            for other in demand.not_with:
                self._apart[key].add(other)
                self._apart[other].add(key)

    @property
    def plan(self) -> Plan:
        """All bookings as a plan."""
        return Plan(self.minutes)

    def may_join(self, demand: str, person: str) -> bool:
        """Whether crews, continuity and independence let this person onto the demand."""
        most = self.book.demands[demand].crew_max
        if most is not None and len(self.crew[demand] | {person}) > most:
            return False
        if any(person in self.crew[other] for other in self._apart[demand]):
            return False
        together = [({person}.union(*(self.crew[key] for key in keys)), most) for keys, most in self._groups[demand]]
        return all(len(crew) <= most for crew, most in together)

    def offer(self, demand: str, person: str, most: int) -> Days:
        """The days on which a person could do at most so much of a demand, the earliest first."""
        work = self.book.demands[demand]
        if work.demand.spread == "even" and "spread" not in self.off:
            return self._even(demand, person, most)
        offered: Days = {}
        left = min(most, self._affordable(demand, person))
        for week in weeks_of(self.book, demand):
            days = self._in_week(demand, person, week, left, sum(offered.values()))
            if "focus" in self.off or sum(days.values()) >= work.block:
                offered |= days
                left -= sum(days.values())
        return offered

    def book_days(self, demand: str, person: str, days: Days) -> None:
        """Enter a booking."""
        self.crew[demand].add(person)
        project = self.book.demands[demand].project.id
        for day, minutes in days.items():
            week = self.book.week(day)
            self.minutes[demand, person, day] = self.minutes.get((demand, person, day), 0) + minutes
            self._day[person, day] += minutes
            self._week[person, week] += minutes
            self._projects[person, week].add(project)
            self._spent[project] += minutes * self.book.cost_rate(person)

    def _in_week(self, demand: str, person: str, week: int, most: int, taken: int) -> Days:
        """What fits into one week; ``taken`` minutes of the same offer lie in earlier weeks."""
        left = min(most, self._week_left(demand, person, week, taken))
        days: Days = {}
        most_per_day = self.book.demands[demand].demand.most_per_day
        a_day = left if most_per_day is None else most_per_day
        for day in open_days(self.book, demand, week) if left > 0 else ():
            free = self._room[person][day] - self._day[person, day]
            n = min(left, free, a_day)
            n -= n % self.book.quantum
            if n > 0:
                days[day] = n
                left -= n
        return days

    def _week_left(self, demand: str, person: str, week: int, taken: int) -> int:
        if self._most[person, week] == self._week[person, week]:
            return 0
        projects = self._projects[person, week]
        limit = None if "focus" in self.off else self.book.project_limit(person)
        if limit is not None and len(projects | {self.book.demands[demand].project.id}) > limit:
            return 0
        left = self._most[person, week] - self._week[person, week]
        for first, last, most in self._sustained[person]:
            if left > 0 and first <= week <= last:
                # All of the offer's earlier weeks are counted, also those before the run of weeks: never too much.
                planned = sum(self._week[person, each] for each in range(first, last + 1))
                left = min(left, most - planned - taken)
        return left

    def _affordable(self, demand: str, person: str) -> int:
        project = self.book.demands[demand].project
        rate = self.book.cost_rate(person)
        if project.budget is None or not rate or "budget" in self.off:
            return self.book.demands[demand].effort
        return max(0, project.budget * MINUTES_PER_HOUR - self._spent[project.id]) // rate

    def _even(self, demand: str, person: str, most: int) -> Days:
        """Every week's share, or nothing at all."""
        offered: Days = {}
        left = min(most, self._affordable(demand, person))
        for week, (least, _) in owed_share(self.book, demand, person).items():
            days = self._in_week(demand, person, week, least, sum(offered.values()))
            if sum(days.values()) < least:
                return {}
            offered |= days
        return offered if sum(offered.values()) <= left else {}
