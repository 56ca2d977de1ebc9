"""The reasons of a shortfall in words: who, how much, and what stands in the way."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.plan import Plan
from engine.report.team import Team
from engine.units import PERCENT, money_text, show_minutes

Said = tuple[str, str, tuple[str, ...]]
"""Cause, sentence, people."""
MOST_NAMES = 4
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Words:
    """Sentences about one plan."""

    def __init__(self, book: Book, plan: Plan, team: Team) -> None:
        self.book = book
        self.plan = plan
        self.team = team
        self._skills = {skill.id: skill.name or skill.id for skill in book.scenario.skills}

    def no_skill(self, demand: DemandWork) -> Said:
        """Nobody, or not enough people, can do it; and who nearly can."""
        able, wanted = self.book.able[demand.key], self._wanted(demand)
        nearly = {person: why for person in self.book.people if (why := self._nearly(person, demand))}
        near = f" Nearly: {self._listed(nearly.values())}." if nearly else ""
        if able:
            there = f"{len(able)} {_plural(len(able), 'person', 'people')}"
            text = f"Only {there} may do {wanted}, for {demand.seats} seats.{near}"
            return "too_few_able", text, tuple(nearly)
        return "nobody_able", f"Nobody may do {wanted}.{near}", tuple(nearly)

    def _wanted(self, demand: DemandWork) -> str:
        need = demand.demand
        skill = self._skills[need.skill]
        return f"{skill} at level {need.level}" if need.level else skill

    def _nearly(self, person: str, demand: DemandWork) -> str:
        """What keeps somebody from being able who nearly is: one level short, kept out, or of the wrong house."""
        who, need, name = self.book.people[person], demand.demand, self.name(person)
        level = who.skills.get(need.skill)
        if level is None or person in self.book.able[demand.key]:
            return ""
        if level < need.level:
            return f"{name} (level {level})" if level == need.level - 1 else ""
        if not self.book.has_skill(person, demand):
            return f"{name} (kept out by the demand)"
        if need.function != "delivery" and self.book.function_of(person) != need.function:
            return f"{name} (not in {need.function.replace('_', ' ')})"
        return f"{name} (not the one named for the project)"

    def no_capacity(self, demand: DemandWork) -> Said:
        """Whoever could do it has no time left in its window."""
        able, days = self.book.able[demand.key], self.team.rooms.days(demand)
        when = self._between(days)
        if not days or days[-1] < self.book.today:
            return "window_closed", "No day of its window is left to plan.", ()
        if demand.presence:
            return self._nobody_free_throughout(demand, days, when)
        first, beyond = days[0], days[-1] + 1  # effort has every day between them
        until = self._available_until
        there = {person: until[person][beyond] - until[person][first] for person in able}
        if not any(there.values()):
            return "away", f"{self._people(able)} {_are(able)} not at work {when}.", able
        busy = tuple(person for person in able if there[person])
        used: Counter[str] = Counter()
        for person in busy:
            for project, planned in self._planned_until[person].items():
                used[project] += planned[beyond] - planned[first]
        used += Counter()
        text = (
            f"{self._people(busy)} {_have(busy)} {show_minutes(sum(there.values()))} {when}, "
            f"of which {show_minutes(used.total())} is planned"
        )
        if used:
            project, minutes = min(used.items(), key=lambda item: (-item[1], item[0]))
            share = "all of it" if minutes == used.total() else f"most of it ({show_minutes(minutes)})"
            text += f", {share} on {self.book.projects[project].name or project}"
        return "fully_planned", f"{text}.", busy

    @cached_property
    def _available_until(self) -> dict[str, list[int]]:
        """Minutes that each person has before each day."""
        return {person: list(accumulate(days, initial=0)) for person, days in self.book.available.items()}

    @cached_property
    def _planned_until(self) -> Mapping[str, dict[str, list[int]]]:
        """Minutes that each person is planned on each project before each day."""
        work: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for (key, person, day), minutes in self.plan.minutes.items():
            days = work[person].setdefault(self.book.demands[key].project.id, [0] * self.book.days)
            days[day] += minutes
        for projects in work.values():
            for project, days in projects.items():
                projects[project] = list(accumulate(days, initial=0))
        return work

    def _nobody_free_throughout(self, demand: DemandWork, days: Sequence[int], when: str) -> Said:
        seated = self.plan.crews.get(demand.key, ())
        others = tuple(person for person in self.book.able[demand.key] if person not in seated)
        kept = {}
        words = {
            "past": "the day is past",
            "late": "beyond the deadline",
            "away": "not there all day",
            "planned": "planned on other work",
        }
        for person in others:
            first = next(((day, why) for day in days if (why := self.team.rooms.obstacle(demand, person, day))), None)
            if first is not None:
                kept[person] = f"{self.name(person)} ({words[first[1]]} on {self.day(first[0])})"
        return "not_free_throughout", f"Not free on every day {when}: {self._listed(kept.values())}.", tuple(kept)

    def limit(self, limit: str, demand: DemandWork, people: tuple[str, ...], minutes: int) -> str:
        """People have time for it, but a limit forbids to use it."""
        return f"{self._people(people)} could give {show_minutes(minutes)} more, but {self._but(limit, demand)}."

    def _but(self, limit: str, demand: DemandWork) -> str:
        need, policy = demand.demand, self.book.policy
        match limit:
            case "not_with":
                return "the same people may not work on both this and what it is kept apart from"
            case "continuity":
                groups = self.team.groups_of(demand)
                members = {person for group in groups for person in self.team.members(group)}
                return f"it stays with {self._people(sorted(members))} ({', '.join(group.name for group in groups)})"
            case "crew_max":
                most = demand.crew_max or 0
                return f"no more than {most} {_plural(most, 'person', 'people')} may share it"
            case "projects_at_once":
                return "they work on as many projects a week as they may"
            case "pairing":
                return f"in those weeks nobody else works on {' and '.join(demand.with_)}, which goes with it"
            case "most_per_day":
                return f"nobody may spend more than {show_minutes(need.most_per_day or 0)} a day on it"
            case "day_limit":
                return "a day's limit of planned work is reached"
            case "week_limit":
                return "a week's limit of planned work is reached"
            case "sustained_load":
                sustained = policy.sustained_load
                weeks, per_cent = (sustained.weeks, sustained.percent) if sustained else (0, PERCENT)
                return f"over any {weeks} weeks in a row at most {per_cent} % of their time may be planned"
            case "even_spread":
                return "it is spread evenly, and what one week cannot give no other may make up"
            case "smallest_block":
                return f"a week's work on it is at least {show_minutes(demand.block)}, and there is not that much"
            case "crew_min":
                least = need.crew.min
                return f"at least {least} people must share it, and there are not so many with time"
        return f"the project's budget of {money_text(demand.project.budget or 0)} is used up"

    def band(self, people: tuple[str, ...], minutes: int) -> str:
        """The fairness band forbids it."""
        band = self.book.policy.fairness.band
        return (
            f"{self._people(people)} could give {show_minutes(minutes)} more, but would then carry more than "
            f"the fairness band of {band} per mille above the least loaded of their cohort."
        )

    def not_worth(self, demand: DemandWork, added: Mapping[str, int], finished: bool) -> Said:
        """Nothing forbids it."""
        people = tuple(added)
        free = f"{self._people(people)} {_have(people)} time for it"
        if not finished:
            return "search_not_finished", f"{free}; the search had not finished, a longer run may staff it.", people
        if demand.project.status == "tentative":
            chance = demand.project.probability or 0
            return "tentative", f"{free}; the project is tentative ({chance} %) and other work came first.", people
        return "other_goals", f"{free}; a goal or tolerance of the policy, or a better use of them, decided.", people

    # -- names and dates --------------------------------------------------------------------------------

    def name(self, person: str) -> str:
        """How a person is called."""
        return self.book.people[person].name or person

    def day(self, day: int) -> str:
        """A date as people write it."""
        return _date_text(self.book.horizon.day(day))

    def _between(self, days: Sequence[int]) -> str:
        if not days:
            return ""
        return f"on {self.day(days[0])}" if len(days) == 1 else f"from {self.day(days[0])} to {self.day(days[-1])}"

    def _people(self, people: Iterable[str]) -> str:
        return self._listed(self.name(person) for person in people) or "Nobody"

    @staticmethod
    def _listed(words: Iterable[str]) -> str:
        named = list(words)
        if len(named) > MOST_NAMES:
            named = [*named[: MOST_NAMES - 1], f"{len(named) - MOST_NAMES + 1} others"]
        return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _date_text(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def _have(people: tuple[str, ...]) -> str:
    return _plural(len(people), "has", "have")


def _are(people: Iterable[str]) -> str:
    return _plural(len(list(people)), "is", "are")
