"""The book of work: a scenario read day by day, with every default filled in.

The book answers the questions that rules, goals, the checker and the reports ask: who could do this, how many
minutes has she that day, what is an hour of hers billed at. It is calendar arithmetic on the scenario and knows
neither grid nor solver. Its days and people are those of `Capacity`, its work is what `Reading` makes of the scenario.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property

from engine.domain.capacity import DAYS_PER_WEEK, Capacity
from engine.domain.entries import CrewGroup, DemandWork
from engine.domain.policy import ChangeBudget
from engine.domain.reading import Reading
from engine.domain.scenario import Scenario
from engine.domain.work import Allocation, Project, Rate
from engine.units import MINUTES_PER_HOUR, PER_MILLE, PERCENT, ceil_to, divide_up, floor_to

RATE_SCALE = 1000
"""Billing rates are held in thousandths of a minor unit an hour, so that a fee spread over hours stays whole."""


class Book(Capacity):
    """A scenario read day by day. Make one per scenario and pass it around; everything is worked out once."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self.projects: dict[str, Project] = {project.id: project for project in scenario.projects}
        self._roles = {role.id: role for role in scenario.roles}
        self._clients = {client.id: client for client in scenario.clients}
        read = Reading(self)
        self.phases = read.phases
        self.demands = read.demands
        self._same_person = read.same_person
        self.insisted: Mapping[tuple[str, str], int] = {}
        """Least minutes to come by (demand, person), where a question insists on them; see `forced`."""
        self.barred: frozenset[tuple[str, str]] = frozenset()
        """(demand, person) that a question keeps apart on days to come."""

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
        for name in (*counted, "published", "frozen_days", "promised_pairs", "published_room", "_demands_of"):
            book.__dict__.pop(name, None)
        book.cohorts = self.cohorts
        book.crew_groups = tuple(
            replace(group, demands=left)
            for group in self.crew_groups
            if (left := tuple(key for key in group.demands if key in kept))
        )
        return book

    # -- what is given ---------------------------------------------------------------------------------

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

    # -- who can do what ------------------------------------------------------------------------------

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
        return (demand.key, person) not in self.barred and self._may_do(person, demand)

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
                answers[question] = tuple(person for person in asked if self._may_do(person, demand))
            able[key] = tuple(person for person in answers[question] if (key, person) not in self.barred)
        return able

    def _may_do(self, person: str, demand: DemandWork) -> bool:
        """Whether skill, lists and department line let the person; all that it looks at is in `_question`."""
        return self.has_skill(person, demand) and self.keeps_the_line(person, demand)

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
        flat = self.flat_rate(demand)
        if flat is not None:
            return flat
        who = self.people[person]
        level = who.skills.get(demand.demand.skill, 0)
        client = self._clients.get(demand.project.client or "")
        for rates in (demand.project.rates, client.rates if client else ()):
            if (found := _rate(rates, who.role, level)) is not None:
                return found * RATE_SCALE
        if who.bill_rate is not None:
            return who.bill_rate * RATE_SCALE
        return (_rate(self.scenario.rate_card, who.role, level) or 0) * RATE_SCALE

    def flat_rate(self, demand: DemandWork) -> int | None:
        """What an hour is billed at whoever works it; None where it depends on the person."""
        if not demand.billable:
            return 0
        project = demand.project
        if project.fee is not None:
            hours = self.fee_minutes[project.id]
            return project.fee * self.fee_months(project) * MINUTES_PER_HOUR * RATE_SCALE // hours if hours else 0
        return None if demand.demand.rate is None else demand.demand.rate * RATE_SCALE

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
    """All that `Book._may_do` looks at: demands that agree in it may be done by the same people."""
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


def _rate(rates: tuple[Rate, ...], role: str, level: int) -> int | None:
    """The rate of a role at the highest listed level that the person reaches."""
    fitting = [rate for rate in rates if rate.role == role and rate.level <= level]
    return max(fitting, key=lambda rate: rate.level).rate if fitting else None
