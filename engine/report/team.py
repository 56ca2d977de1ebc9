"""Who together could deliver what is missing of a demand, as the rest of the plan stands.

Each person's room is worked out alone (`engine.report.room`); here come the limits that look at several people:
the size of the crew, continuity, the even share of a week, the project's budget.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property

from engine.domain.book import Book
from engine.domain.entries import CrewGroup, DemandWork
from engine.domain.work import Project
from engine.plan import Plan
from engine.report.room import Rooms, Weeks
from engine.units import MINUTES_PER_HOUR, floor_to

LIMITS: tuple[tuple[str, str], ...] = (
    ("not_with", "quality_gates"),
    ("continuity", "crew"),
    ("crew_max", "crew"),
    ("projects_at_once", "focus"),
    ("pairing", "quality_gates"),
    ("most_per_day", "effort"),
    ("day_limit", "no_overload"),
    ("week_limit", "no_overload"),
    ("sustained_load", "no_overload"),
    ("even_spread", "spread"),
    ("smallest_block", "focus"),
    ("crew_min", "crew"),
    ("budget", "budget"),
)
"""Every limit in the order in which it is looked at, with the rule that it belongs to."""


class Team:
    """Minutes that able people could add to a demand, under the limits named."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self.book = book
        self.plan = plan
        self.rooms = Rooms(book, plan)
        self.limits = self._in_force()

    def _in_force(self) -> tuple[str, ...]:
        """The limits that this policy and this book of work have at all."""
        policy, people = self.book.policy, self.book.people
        absent = {
            "projects_at_once": all(self.book.project_limit(person) is None for person in people),
            "day_limit": all(self.book.day_limit(person) is None for person in people),
            "week_limit": all(self.book.week_limit(person) is None for person in people),
            "sustained_load": policy.sustained_load is None,
        }
        return tuple(limit for limit, rule in LIMITS if rule not in policy.rules_off and not absent.get(limit, False))

    def could_add(
        self, demand: DemandWork, missing: int, limits: Set[str], among: Iterable[str] | None = None
    ) -> dict[str, int]:
        """Minutes by person, at most what is missing from each; together they may be more.

        ``among`` names the people to look at, if not all who are able.
        """
        if demand.demand.spread != "even":
            limits = limits - {"even_spread"}
        able = self.book.able[demand.key] if among is None else tuple(among)
        paid = {person: self._paid_for(demand, person, missing) if "budget" in limits else missing for person in able}
        each = {person: self.rooms.weeks(demand, person, paid[person], limits) for person in able if paid[person]}
        each = self._admitted(demand, {person: weeks for person, weeks in each.items() if weeks}, limits)
        if "even_spread" in limits:
            each = self._evenly(demand, each)
        added = {person: sum(weeks.values()) for person, weeks in each.items() if weeks}
        crew = added.keys() | set(self.plan.crews.get(demand.key, ()))
        if "crew_min" in limits and not demand.presence and len(crew) < demand.demand.crew.min:
            return {}
        return self._within_budget(demand, added) if "budget" in limits else added

    def groups_of(self, demand: DemandWork) -> tuple[CrewGroup, ...]:
        """The continuity groups that the demand is in."""
        return tuple(group for group in self.book.crew_groups if demand.key in group.demands)

    def members(self, group: CrewGroup) -> set[str]:
        """Who works on any demand of a group."""
        return {person for key in group.demands for person in self.plan.crews.get(key, ())}

    def _admitted(self, demand: DemandWork, each: Mapping[str, Weeks], limits: Set[str]) -> dict[str, Weeks]:
        """Those who may join: whoever has most room first, while crew and continuity leave places."""
        gates: list[tuple[set[str], int]] = []
        crew = set(self.plan.crews.get(demand.key, ()))
        if "crew_max" in limits and demand.crew_max is not None:
            gates.append((crew, demand.crew_max - len(crew)))
        if "continuity" in limits:
            for group in self.groups_of(demand):
                members = self.members(group)
                gates.append((members, group.most - len(members)))
        admitted: dict[str, Weeks] = {}
        for person in sorted(each, key=lambda person: -sum(each[person].values())):
            closed = [places <= 0 and person not in inside for inside, places in gates]
            if not any(closed):
                admitted[person] = each[person]
                gates = [(inside, places - (person not in inside)) for inside, places in gates]
        return {person: admitted[person] for person in each if person in admitted}

    def _evenly(self, demand: DemandWork, each: Mapping[str, Weeks]) -> dict[str, Weeks]:
        """No week gets more than its even share from everybody together."""
        shares = self.rooms.even_shares(demand)
        left = {week: most - self.rooms.delivered(demand.key, week) for week, (_, most) in shares.items()}
        kept: dict[str, Weeks] = defaultdict(dict)
        for person, weeks in each.items():
            for week, minutes in weeks.items():
                kept[person][week] = min(minutes, left[week])
                left[week] -= kept[person][week]
        return {person: {week: n for week, n in weeks.items() if n} for person, weeks in kept.items()}

    def _paid_for(self, demand: DemandWork, person: str, missing: int) -> int:
        """Minutes of this person that the rest of the budget pays for. A seat is taken whole or not at all."""
        left, rate = self._left_of_budget(demand.project), self.book.cost_rate(person)
        if left is None or not rate:
            return missing
        minutes = max(0, left) // rate
        if demand.presence:
            return missing if self.rooms.sitting(demand, person) <= minutes else 0
        return min(missing, floor_to(minutes, self.book.quantum))

    def _within_budget(self, demand: DemandWork, added: Mapping[str, int]) -> dict[str, int]:
        """As much of it together as the rest of the budget pays for, the cheapest first."""
        left = self._left_of_budget(demand.project)
        if left is None:
            return dict(added)
        kept: dict[str, int] = {}
        for person in sorted(added, key=self.book.cost_rate):
            rate, minutes = self.book.cost_rate(person), added[person]
            if demand.presence:
                price = rate * self.rooms.sitting(demand, person)
                minutes = minutes if price <= left else 0
            else:
                minutes = min(minutes, floor_to(max(0, left) // rate, self.book.quantum)) if rate else minutes
                price = rate * minutes
            if minutes:
                kept[person] = minutes
                left -= price
        return kept

    def _left_of_budget(self, project: Project) -> int | None:
        """What the budget still pays for, in sixtieths of a minor unit; None without a budget."""
        if project.budget is None:
            return None
        return project.budget * MINUTES_PER_HOUR - self._spent.get(project.id, 0)

    @cached_property
    def _spent(self) -> dict[str, int]:
        """Cost of each project, in sixtieths of a minor unit."""
        spent: dict[str, int] = defaultdict(int)
        for (key, person), minutes in self.plan.by_pair.items():
            spent[self.book.demands[key].project.id] += self.book.cost_rate(person) * minutes
        return spent
