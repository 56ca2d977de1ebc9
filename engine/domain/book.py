"""The book of work: a scenario read day by day, with every default filled in.

The book answers the questions that rules, goals, the checker and the reports ask: who could do this, how many
minutes has she that day, what is an hour of hers billed at. It is calendar arithmetic on the scenario and knows
neither grid nor solver. Days are numbers counted from the horizon's first day; weeks run Monday to Sunday and
are numbered from the horizon's first week.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from engine.domain.base import WEEKDAYS
from engine.domain.calendar import working_minutes
from engine.domain.checks import full_reference, gates_of
from engine.domain.expand import PlacedPhase, placed_phases, project_phases
from engine.domain.people import Function, Person
from engine.domain.policy import ChangeBudget
from engine.domain.scenario import Scenario
from engine.domain.work import Allocation, Demand, Project, Rate
from engine.units import MINUTES_PER_HOUR, PER_MILLE, PERCENT, ceil_to, divide_up, floor_to

DAYS_PER_WEEK = 7
RATE_SCALE = 1000
"""Billing rates are held in thousandths of a minor unit an hour, so that a fee spread over hours stays whole."""


@dataclass(frozen=True)
class PhaseWork:
    """A phase of the book. ``first`` and ``last`` bound the days it may use; ``fixed`` phases use them all."""

    key: str
    project: Project
    kind: str
    first: int
    last: int
    fixed: bool
    length_min: int
    """Working days of the project's calendar; for a fixed phase all of them."""
    length_max: int
    after: tuple[tuple[str, int], ...]
    """(phase key, lag in working days)."""
    month: str | None
    """`2027-01` for a month of a repeated phase."""
    source: str
    """The phase's id as it was typed; repeated phases share it."""
    share: tuple[int, int] = field(default=(1, 1), compare=False)
    """What part of the typed effort falls on this phase: a month or a window cut short asks for less."""


@dataclass(frozen=True)
class DemandWork:
    """A demand of the book, with every default filled in; minutes are multiples of the quantum."""

    key: str
    project: Project
    phase: PhaseWork
    demand: Demand
    effort: int
    """Minutes asked for; for presence, seats x working days x the calendar's minutes (see `Book.seat_minutes`)."""
    typed: int
    """Minutes asked for in all, those beyond the horizon included: what a fee is spread over."""
    seats: int
    """0 for mode effort."""
    billable: bool
    crew_max: int | None
    block: int
    """A person's worked week holds at least so many minutes."""
    must: bool
    weight: int
    """What a missing minute counts: the project's priority for decided work, 0 for tentative work."""
    chance: int
    """Per cent by which goals count this work: 100, or the probability of a tentative project."""
    deadline: int | None
    """Day number of the project's deadline, which may lie outside the horizon."""
    not_with: tuple[str, ...]
    with_: tuple[str, ...]

    @property
    def presence(self) -> bool:
        """Whether people sit on it full-time."""
        return self.seats > 0

    @property
    def function(self) -> Function:
        """What kind of department it is for."""
        return self.demand.function


@dataclass(frozen=True)
class CrewGroup:
    """Demands that are shared by at most ``most`` people together: continuity, one PM a project."""

    name: str
    demands: tuple[str, ...]
    most: int
    about: str
    """The demand by which a conflict names the group."""


class Book:
    """A scenario read day by day. Make one per scenario and pass it around; everything is worked out once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.policy = scenario.policy
        self.horizon = scenario.horizon
        self.days = scenario.horizon.days
        self.quantum = scenario.horizon.quantum
        self.people: dict[str, Person] = {person.id: person for person in scenario.people}
        self.projects: dict[str, Project] = {project.id: project for project in scenario.projects}
        self.today = 0 if scenario.horizon.today is None else scenario.horizon.index(scenario.horizon.today)
        """Days before this one are past."""
        self._weekday_of_first = scenario.horizon.first.weekday()
        self.weeks = self.week(self.days - 1) + 1
        self._departments = {department.id: department for department in scenario.departments}
        self._roles = {role.id: role for role in scenario.roles}
        self._clients = {client.id: client for client in scenario.clients}
        self._calendars = {calendar.id: calendar for calendar in scenario.calendars}
        self.phases: dict[str, PhaseWork] = {}
        self.demands: dict[str, DemandWork] = {}
        self.insisted: Mapping[tuple[str, str], int] = {}
        """Least minutes to come by (demand, person), where a question insists on them; see `forced`."""
        self.barred: frozenset[tuple[str, str]] = frozenset()
        """(demand, person) that a question keeps apart on days to come."""
        self._read_work()

    def placed(self, spans: Mapping[str, tuple[int, int]]) -> "Book":
        """The same book with movable phases nailed to (first day, last day): a plan of it, with these phases,
        is a plan of this one."""
        book = copy(self)
        book.phases = {
            key: replace(phase, first=spans[key][0], last=spans[key][1], fixed=True) if key in spans else phase
            for key, phase in self.phases.items()
        }
        book.demands = {
            key: replace(demand, phase=book.phases[demand.phase.key]) for key, demand in self.demands.items()
        }
        return book

    def forced(self, on: Mapping[tuple[str, str], int], off: Iterable[tuple[str, str]] = ()) -> "Book":
        """The same book where a person does at least so many minutes to come of a demand (on a presence demand: sits
        there), or does no more of it. Pairs are (demand, person); who is compared for fairness stays the same."""
        book = copy(self)
        book.insisted = {**self.insisted, **on}
        book.barred = self.barred | frozenset(off)
        book.__dict__.pop("able", None)
        book.cohorts = self.cohorts
        if "pinned" in self.policy.rules_off:
            # The rule is wanted for what is insisted on, and has no pins to keep.
            kept = tuple(rule for rule in self.policy.rules_off if rule != "pinned")
            book.policy = self.policy.model_copy(update={"rules_off": kept})
            book.pinned = {}
        return book

    def only(self, keys: Iterable[str]) -> "Book":
        """The same book with these demands alone; the others, and what is given on them, are gone."""
        kept = set(keys)
        book = copy(self)
        book.demands = {
            key: replace(
                demand,
                not_with=tuple(other for other in demand.not_with if other in kept),
                with_=tuple(other for other in demand.with_ if other in kept),
            )
            for key, demand in self.demands.items()
            if key in kept
        }
        book.insisted = {pair: minutes for pair, minutes in self.insisted.items() if pair[0] in kept}
        book.barred = frozenset(pair for pair in self.barred if pair[0] in kept)
        counted = ("able", "pinned", "actual", "actual_of", "actual_in_week", "fee_minutes")
        for name in (*counted, "published", "promised_pairs", "published_room"):
            book.__dict__.pop(name, None)
        book.cohorts = self.cohorts
        book.crew_groups = tuple(
            replace(group, demands=left)
            for group in self.crew_groups
            if (left := tuple(key for key in group.demands if key in kept))
        )
        return book

    # -- days and weeks -------------------------------------------------------------------------------

    def week(self, day: int) -> int:
        """The number of a day's week."""
        return (day + self._weekday_of_first) // DAYS_PER_WEEK

    def week_days(self, week: int) -> range:
        """The days of a week that lie in the horizon."""
        first = week * DAYS_PER_WEEK - self._weekday_of_first
        return range(max(0, first), min(self.days, first + DAYS_PER_WEEK))

    def week_label(self, week: int) -> str:
        """The ISO name of a week: ``2027-W03``."""
        year, number, _ = self.horizon.day(self.week_days(week)[0]).isocalendar()
        return f"{year}-W{number:02d}"

    # -- capacity -------------------------------------------------------------------------------------

    @cached_property
    def contracted(self) -> dict[str, list[int]]:
        """Minutes by person and day: contract and working week on the calendar, without holidays and closures."""
        first, last = self.horizon.first, self.horizon.last
        by_calendar = {calendar.id: working_minutes(calendar, first, last) for calendar in self.scenario.calendars}
        result = {}
        for person in self.scenario.people:
            calendar = self._calendars[person.calendar] if person.calendar else self.scenario.calendars[0]
            minutes = list(by_calendar[calendar.id])
            if person.week is not None:
                # The person's own week replaces the hours, not the holidays; and it may add a weekday.
                own = [person.week.get(weekday, 0) for weekday in WEEKDAYS]
                every_day = calendar.model_copy(update={"week": dict.fromkeys(WEEKDAYS, 1)})
                open_days = working_minutes(every_day, first, last)
                minutes = [
                    own[(day + self._weekday_of_first) % DAYS_PER_WEEK] * open_days[day] for day in range(self.days)
                ]
            start = 0 if person.first_day is None else self.horizon.index(person.first_day)
            end = self.days - 1 if person.last_day is None else self.horizon.index(person.last_day)
            result[person.id] = [
                n * person.fte // PERCENT if start <= day <= end else 0 for day, n in enumerate(minutes)
            ]
        return result

    @cached_property
    def effective(self) -> dict[str, list[int]]:
        """Minutes by person and day: contracted less time off."""
        result = {}
        for person in self.scenario.people:
            minutes = list(self.contracted[person.id])
            for off in person.time_off:
                for day in self._span(off.first, off.last):
                    minutes[day] = 0 if off.minutes_per_day is None else max(0, minutes[day] - off.minutes_per_day)
            result[person.id] = minutes
        return result

    @cached_property
    def available(self) -> dict[str, list[int]]:
        """Minutes by person and day: effective less standing commitments."""
        result = {}
        for person in self.scenario.people:
            minutes = list(self.effective[person.id])
            for commitment in person.commitments:
                first = commitment.first or self.horizon.first
                last = commitment.last or self.horizon.last
                for day in self._span(first, last):
                    weekday = WEEKDAYS[(day + self._weekday_of_first) % DAYS_PER_WEEK]
                    if not commitment.weekdays or weekday in commitment.weekdays:
                        minutes[day] = max(0, minutes[day] - commitment.minutes_per_day)
            result[person.id] = minutes
        return result

    @cached_property
    def available_total(self) -> dict[str, int]:
        """Available minutes of each person over the horizon."""
        return {person: sum(minutes) for person, minutes in self.available.items()}

    def available_in_week(self, person: str, week: int) -> int:
        """Available minutes of a person in a week."""
        return sum(self.available[person][day] for day in self.week_days(week))

    def day_room(self, person: str, day: int) -> int:
        """Most minutes that availability leaves on a day: available ones, and overtime if there are any."""
        available = self.available[person][day]
        return available + self.overtime_day(person) if available else 0

    def overtime_day(self, person: str) -> int:
        """Most overtime of a person on one day."""
        return self.policy.overtime.day if self.people[person].limits.overtime else 0

    def overtime_week(self, person: str) -> int:
        """Most overtime of a person in one week."""
        return self.policy.overtime.week if self.people[person].limits.overtime else 0

    def day_limit(self, person: str) -> int | None:
        """Most planned minutes on one day, if there is a limit."""
        own = self.people[person].limits.day
        return own if own is not None else self.policy.day_limit

    def week_limit(self, person: str) -> int | None:
        """Most planned minutes in one week, if there is a limit."""
        own = self.people[person].limits.week
        return own if own is not None else self.policy.week_limit

    def project_limit(self, person: str) -> int | None:
        """Most projects in one week, if there is a limit."""
        own = self.people[person].limits.projects
        return own if own is not None else self.policy.projects_at_once

    def works_on(self, person: str, day: int) -> bool:
        """Whether the day is a working day of the person: contracted and not wholly off."""
        return self.effective[person][day] > 0

    def row_days(self, person: str, start: int, end: int) -> list[int]:
        """The days an allocation row means: its single day, or the person's working days in it."""
        if start == end:
            return [start] if 0 <= start < self.days else []
        return [day for day in range(max(0, start), min(self.days - 1, end) + 1) if self.works_on(person, day)]

    def allocation_days(self, allocation: Allocation) -> list[int]:
        """The days that a given allocation means, inside the horizon."""
        index = self.horizon.index
        return self.row_days(allocation.person, index(allocation.start), index(allocation.end))

    def given(self, status: str) -> dict[tuple[str, str, int], int]:
        """Minutes by (demand, person, day) of the allocations with this status."""
        minutes: dict[tuple[str, str, int], int] = defaultdict(int)
        for allocation in self.scenario.allocations:
            if allocation.status == status and allocation.demand in self.demands:
                for day in self.allocation_days(allocation):
                    minutes[allocation.demand, allocation.person, day] += allocation.minutes_per_day
        return dict(minutes)

    @cached_property
    def pinned(self) -> dict[tuple[str, str, int], int]:
        """Minutes that a person has fixed, by (demand, person, day)."""
        return self.given("pinned")

    @cached_property
    def actual(self) -> dict[tuple[str, str, int], int]:
        """Minutes that are past, by (demand, person, day)."""
        return self.given("actual")

    @cached_property
    def actual_of(self) -> dict[str, int]:
        """Past minutes of each demand that has any."""
        minutes: dict[str, int] = defaultdict(int)
        for (demand, _, _), n in self.actual.items():
            minutes[demand] += n
        return dict(minutes)

    @cached_property
    def actual_in_week(self) -> dict[tuple[str, int], int]:
        """Past minutes of each (person, week) that has any."""
        minutes: dict[tuple[str, int], int] = defaultdict(int)
        for (_, person, day), n in self.actual.items():
            minutes[person, self.week(day)] += n
        return dict(minutes)

    @cached_property
    def published(self) -> dict[tuple[str, str, int], int]:
        """The published plan, by (demand, person, day)."""
        return self.given("published")

    @cached_property
    def frozen_days(self) -> range:
        """The days from today on that stay as they were published; none where nothing is published."""
        weeks = self.policy.change_budget.frozen_weeks
        if not weeks or not self.published:
            return range(0)
        monday = self.week(self.today) * DAYS_PER_WEEK - self._weekday_of_first
        return range(self.today, min(self.days, monday + DAYS_PER_WEEK * weeks))

    @cached_property
    def promised_pairs(self) -> list[tuple[str, str]]:
        """(demand, person) of the published plan's days to come, where the policy limits changes."""
        budget = self.policy.change_budget
        if "change_budget" in self.policy.rules_off or budget == ChangeBudget():
            return []
        return sorted({(demand, person) for demand, person, day in self.published if day >= self.today})

    @cached_property
    def published_room(self) -> dict[tuple[str, int], tuple[int, bool]]:
        """(person, day) of the published plan -> (its minutes, whether all of it lies in the windows of its phases)."""
        found: dict[tuple[str, int], tuple[int, bool]] = {}
        for (key, person, day), minutes in self.published.items():
            phase = self.demands[key].phase
            total, inside = found.get((person, day), (0, True))
            found[person, day] = (total + minutes, inside and phase.first <= day <= phase.last)
        return found

    def _span(self, first: date, last: date) -> range:
        start, end = self.horizon.index(first), self.horizon.index(last)
        return range(max(0, start), min(self.days - 1, end) + 1)

    # -- who can do what ------------------------------------------------------------------------------

    def function_of(self, person: str) -> Function:
        """The function of a person's department."""
        return self._departments[self.people[person].department].function

    def has_skill(self, person: str, demand: DemandWork) -> bool:
        """Whether the person has the skill at the level, and the demand's own lists let them in."""
        who, need = self.people[person], demand.demand
        return (
            need.skill in who.skills
            and who.skills[need.skill] >= need.level
            and (not need.allowed_people or who.id in need.allowed_people)
            and who.id not in need.excluded_people
            and (not need.allowed_departments or who.department in need.allowed_departments)
            and who.department not in need.excluded_departments
        )

    def keeps_the_line(self, person: str, demand: DemandWork) -> bool:
        """Whether the department line lets this person near the demand, named PM and account lead included."""
        own, asked = self.function_of(person), demand.function
        if asked != "delivery" and own != asked:
            return False
        named = {
            "project_management": demand.project.pm,
            "client_services": demand.project.account_lead,
        }.get(asked)
        return named is None or named == person

    def can_do(self, person: str, demand: DemandWork) -> bool:
        """Whether the person may ever work on the demand: skill, lists and department line."""
        apart = (demand.key, person) in self.barred
        return not apart and self.has_skill(person, demand) and self.keeps_the_line(person, demand)

    @cached_property
    def able(self) -> dict[str, tuple[str, ...]]:
        """For each demand the people who may ever work on it, in the scenario's order."""
        holders: dict[str, list[str]] = defaultdict(list)
        for person in self.scenario.people:
            for skill in person.skills:
                holders[skill].append(person.id)
        # Many demands ask for the same: in a large agency thousands of them share a hundred answers.
        answers: dict[tuple[object, ...], tuple[str, ...]] = {}
        able = {}
        for key, demand in self.demands.items():
            question = _question(demand)
            if question not in answers:
                asked = holders[demand.demand.skill]
                answers[question] = tuple(person for person in asked if self.can_do(person, demand))
            able[key] = answers[question]
        return able

    def main_skill(self, person: str) -> str | None:
        """The skill a person is compared by: the named one, or the first of the highest level."""
        who = self.people[person]
        if who.main_skill is not None or not who.skills:
            return who.main_skill
        best = max(who.skills.values())
        return next(skill for skill, level in who.skills.items() if level == best)

    @cached_property
    def cohorts(self) -> dict[str, tuple[str, ...]]:
        """Who is compared with whom: employees with available time and with work they could do."""
        useful = {person for people in self.able.values() for person in people}
        kind = self.policy.fairness.cohort
        cohorts: dict[str, list[str]] = defaultdict(list)
        for person in self.scenario.people:
            if person.kind == "employee" and person.id in useful and self.available_total[person.id]:
                skill = self.main_skill(person.id) or "no skill"
                name = {
                    "department_and_skill": f"{person.department}/{skill}",
                    "department": person.department,
                    "role": person.role,
                    "skill": skill,
                    "everyone": "everyone",
                }[kind]
                cohorts[name].append(person.id)
        return {name: tuple(people) for name, people in sorted(cohorts.items())}

    def burden_scale(self, person: str) -> tuple[int, int]:
        """(a, b) such that a person's burden for m planned minutes is ``carried over + ceil(a*m / b)`` per mille.

        Burden is load ratio / target utilisation: 1000 * m / available, divided by the target (100 % where none
        is given).
        """
        target = self.people[person].target_utilisation or PERCENT
        return PER_MILLE * PERCENT, self.available_total[person] * target

    def burden(self, person: str, minutes: int) -> int:
        """Burden of a person, whole per mille rounded up, with what is carried over."""
        factor, divisor = self.burden_scale(person)
        return self.people[person].carried_over + divide_up(factor * minutes, divisor)

    # -- money ----------------------------------------------------------------------------------------

    def cost_rate(self, person: str) -> int:
        """Cost of an hour, minor units: the person's own, or the role's."""
        who = self.people[person]
        return who.cost_rate if who.cost_rate is not None else self._roles[who.role].cost_rate

    def bill_rate(self, demand: DemandWork, person: str) -> int:
        """What an hour is billed at, in `RATE_SCALE`-ths of a minor unit; 0 for work that is not billed.

        A fixed fee or a retainer's fee is spread over the billable effort asked for. Otherwise, in this order:
        the demand's rate, the project's, the client's, the person's own, the rate card's.
        """
        if not demand.billable:
            return 0
        project = demand.project
        if project.fee is not None:
            hours = self.fee_minutes[project.id]
            return project.fee * self.fee_months(project) * MINUTES_PER_HOUR * RATE_SCALE // hours if hours else 0
        if demand.demand.rate is not None:
            return demand.demand.rate * RATE_SCALE
        who = self.people[person]
        level = who.skills.get(demand.demand.skill, 0)
        client = self._clients.get(project.client or "")
        for rates in (project.rates, client.rates if client else ()):
            if (found := _rate(rates, who.role, level)) is not None:
                return found * RATE_SCALE
        if who.bill_rate is not None:
            return who.bill_rate * RATE_SCALE
        return (_rate(self.scenario.rate_card, who.role, level) or 0) * RATE_SCALE

    @cached_property
    def fee_minutes(self) -> dict[str, int]:
        """Billable minutes asked for by each project, beyond the horizon too: what a fee is spread over."""
        minutes: dict[str, int] = defaultdict(int)
        for demand in self.demands.values():
            if demand.billable:
                minutes[demand.project.id] += demand.typed
        return minutes

    def fee_months(self, project: Project) -> int:
        """How many monthly fees belong to `fee_minutes`: a retainer's months in the horizon; 1 for a fixed fee."""
        if project.billing != "retainer":
            return 1
        months = {phase.month for phase in self.phases.values() if phase.project.id == project.id and phase.month}
        return max(1, len(months))

    # -- work -----------------------------------------------------------------------------------------

    @cached_property
    def working_days(self) -> dict[str, tuple[int, ...]]:
        """For each project the working days of its calendar, by which phases and lags are counted."""
        days = {
            calendar.id: tuple(
                day for day, n in enumerate(working_minutes(calendar, self.horizon.first, self.horizon.last)) if n
            )
            for calendar in self.scenario.calendars
        }
        first = self.scenario.calendars[0].id
        return {project.id: days[project.calendar or first] for project in self.scenario.projects}

    def working_days_in(self, project: str, first: int, last: int) -> list[int]:
        """The project's working days from day ``first`` to day ``last``."""
        return [day for day in self.working_days[project] if first <= day <= last]

    @cached_property
    def seat_minutes(self) -> dict[str, list[int]]:
        """For each project the minutes of a seat on each day: its calendar's working time."""
        first, last = self.horizon.first, self.horizon.last
        minutes = {calendar.id: working_minutes(calendar, first, last) for calendar in self.scenario.calendars}
        default = self.scenario.calendars[0].id
        return {project.id: minutes[project.calendar or default] for project in self.scenario.projects}

    def can_sit(self, person: str, day: int) -> bool:
        """Whether a person can fill a seat on a day: at work, with no part of the day off."""
        return 0 < self.effective[person][day] == self.contracted[person][day] and self.available[person][day] > 0

    def even_share(self, demand: DemandWork, first: int, last: int) -> dict[int, tuple[int, int]]:
        """For an `even` demand whose phase runs from ``first`` to ``last``: week -> (least, most) minutes.

        Minutes are in proportion to the phase's working days in the week, within one quantum; a week of the
        phase without working days gets none. Where the past did more than its share, the weeks to come share what
        is left.
        """
        days = self.working_days_in(demand.project.id, first, last)
        in_week = dict.fromkeys(range(self.week(first), self.week(last) + 1), 0)
        for day in days:
            in_week[self.week(day)] += 1
        minutes, over = demand.effort, max(1, len(days))
        left = max(0, demand.effort - self.actual_of.get(demand.key, 0))
        ahead = sum(1 for day in days if day >= self.today)
        if left * over < minutes * ahead:
            minutes, over = left, ahead
        shares = {}
        for week, count in in_week.items():
            least = floor_to(minutes * count // over, self.quantum)
            shares[week] = (least, ceil_to(divide_up(minutes * count, over), self.quantum))
        return shares

    @cached_property
    def crew_groups(self) -> tuple[CrewGroup, ...]:
        """Demands tied together by continuity: `same_person_as`, and one PM for a whole project."""
        groups: list[CrewGroup] = []
        parent: dict[str, str] = {}

        def root(key: str) -> str:
            while parent.get(key, key) != key:
                key = parent[key]
            return key

        for one, other in self._same_person:
            parent[root(other)] = root(one)
            parent.setdefault(root(one), root(one))
        joined: dict[str, list[str]] = defaultdict(list)
        for key in self.demands:
            if key in parent:
                joined[root(key)].append(key)
        for members in joined.values():
            most = max(self.demands[key].crew_max or 1 for key in members)
            groups.append(CrewGroup(f"same person: {members[0]}", tuple(members), most, members[0]))
        if self.policy.one_pm:
            for project in self.scenario.projects:
                managed = tuple(
                    demand.key for demand in self.group_demands(project.id) if demand.function == "project_management"
                )
                if managed:
                    groups.append(CrewGroup(f"one PM: {project.id}", managed, 1, managed[0]))
        return tuple(groups)

    def _read_work(self) -> None:
        templates = {template.id: template for template in self.scenario.templates}
        self._same_person: list[tuple[str, str]] = []
        typed: dict[str, list[str]] = defaultdict(list)
        pending: list[tuple[DemandWork, Demand, str]] = []
        for project in self.scenario.projects:
            phases = project_phases(project, templates, self.quantum)
            gates = gates_of(project, self.policy)
            kept = [
                (work, placed)
                for placed in placed_phases(self.scenario, phases)
                if (work := self._phase_work(project, placed)) is not None
            ]
            present = {work.key for work, _ in kept}
            for work, placed in kept:
                links = tuple(link for link in work.after if link[0] in present)
                work = replace(work, after=links)
                self.phases[work.key] = work
                for demand in placed.demands:
                    read = self._demand_work(project, work, demand, work.kind in gates)
                    typed[f"{project.id}/{work.source}/{demand.id}"].append(read.key)
                    if work.month is not None:
                        typed[read.key].append(read.key)
                    pending.append((read, demand, work.source))
        for read, demand, source in pending:
            self.demands[read.key] = self._linked(read, demand, source, typed)

    def _linked(self, read: DemandWork, demand: Demand, source: str, typed: Mapping[str, list[str]]) -> DemandWork:
        """The demand with its references resolved. A repeated phase's months refer to their own month where
        they refer to each other, and to every month from elsewhere."""

        def resolve(ref: str) -> tuple[str, ...]:
            full = full_reference(read.project.id, source, ref)
            keys = typed.get(full, [])
            if full.rpartition("/")[0] == f"{read.project.id}/{source}":
                keys = [key for key in keys if key.rpartition("/")[0] == read.phase.key]
            return tuple(keys)

        if demand.same_person_as is not None:
            full = full_reference(read.project.id, source, demand.same_person_as)
            if full == f"{read.project.id}/{source}/{demand.id}":
                self._same_person.extend(pairwise(typed[full]))
            else:
                self._same_person.extend((other, read.key) for other in resolve(demand.same_person_as))
        return replace(
            read,
            not_with=tuple(key for ref in demand.not_with for key in resolve(ref)),
            with_=tuple(key for ref in demand.with_ for key in resolve(ref)),
        )

    def _phase_work(self, project: Project, placed: PlacedPhase) -> PhaseWork | None:
        """The phase inside the horizon, or None where none of it is (a movable phase always is)."""
        index = self.horizon.index
        first, last = max(0, index(placed.first)), min(self.days - 1, index(placed.last))
        if first > last:
            return None
        inside = self.working_days_in(project.id, first, last)
        length = placed.source.length
        if not inside:
            return None
        share = (1, 1)
        if length is None:
            share = self._share(project, placed)
        return PhaseWork(
            key=f"{project.id}/{placed.id}",
            project=project,
            kind=placed.source.kind,
            first=first,
            last=last,
            fixed=length is None,
            length_min=len(inside) if length is None else length.min,
            length_max=len(inside) if length is None else min(length.max, len(inside)),
            after=tuple((f"{project.id}/{link.phase}", link.lag) for link in placed.after),
            month=f"{placed.share_of[0]:%Y-%m}" if placed.source.repeat else None,
            source=placed.source.id,
            share=share,
        )

    def _share(self, project: Project, placed: PlacedPhase) -> tuple[int, int]:
        """Working days of the typed stretch that lie in window and horizon, of all its working days."""
        calendar = self._calendars[project.calendar or self.scenario.calendars[0].id]
        meant_first, meant_last = placed.share_of
        first, last = max(placed.first, meant_first), min(placed.last, meant_last)
        inside_first, inside_last = max(first, self.horizon.first), min(last, self.horizon.last)
        whole = sum(1 for n in working_minutes(calendar, meant_first, meant_last) if n)
        inside = sum(1 for n in working_minutes(calendar, inside_first, inside_last) if n)
        return inside, max(1, whole)

    def _demand_work(self, project: Project, phase: PhaseWork, demand: Demand, gate: bool) -> DemandWork:
        inside, whole = phase.share
        if demand.mode == "presence":
            seats = demand.seats or 0
            minutes = self.seat_minutes[project.id]
            days = self.working_days_in(project.id, phase.first, phase.last)
            each = sum(minutes[day] for day in days) if phase.fixed else phase.length_min * minutes[days[0]]
            effort = seats * each
        else:
            seats = 0
            effort = floor_to((demand.effort or 0) * inside // whole, self.quantum)
        tentative = project.status == "tentative"
        chance = {"weighted": project.probability or 0, "full": PERCENT, "ignored": 0}[self.policy.tentative]
        block = self.policy.smallest_block if demand.smallest_block is None else demand.smallest_block
        return DemandWork(
            key=f"{phase.key}/{demand.id}",
            project=project,
            phase=phase,
            demand=demand,
            effort=effort,
            typed=max(effort, demand.effort or 0),
            seats=seats,
            billable=project.status != "internal" if demand.billable is None else demand.billable,
            crew_max=demand.crew.max,
            block=0 if seats or demand.spread == "even" else min(ceil_to(block, self.quantum), effort),
            must=(demand.must or gate) and not tentative,
            weight=0 if tentative else priority_of(project),
            chance=chance if tentative else PERCENT,
            deadline=None if project.deadline is None else self.horizon.index(project.deadline),
            not_with=(),
            with_=(),
        )

    def group_demands(self, project: str) -> Iterator[DemandWork]:
        """The demands of one project."""
        return (self.demands[key] for key in self._demands_of.get(project, ()))

    @cached_property
    def _demands_of(self) -> dict[str, list[str]]:
        """Keys by project; keys, because a placed book shares them and has demands of its own."""
        keys: dict[str, list[str]] = defaultdict(list)
        for key, demand in self.demands.items():
            keys[demand.project.id].append(key)
        return dict(keys)


def _question(demand: DemandWork) -> tuple[object, ...]:
    """All that `Book.can_do` looks at: demands that agree in it may be done by the same people."""
    need, project = demand.demand, demand.project
    return (
        need.skill,
        need.level,
        need.allowed_people,
        need.excluded_people,
        need.allowed_departments,
        need.excluded_departments,
        demand.function,
        project.pm if demand.function == "project_management" else None,
        project.account_lead if demand.function == "client_services" else None,
    )


def priority_of(project: Project) -> int:
    """A project's priority: 3 where it is not given, 1 for internal projects."""
    if project.priority is not None:
        return project.priority
    return 1 if project.status == "internal" else 3


def _rate(rates: tuple[Rate, ...], role: str, level: int) -> int | None:
    """The rate of a role at the highest listed level that the person reaches."""
    fitting = [rate for rate in rates if rate.role == role and rate.level <= level]
    return max(fitting, key=lambda rate: rate.level).rate if fitting else None
