"""The arithmetic behind shortfall reasons agrees with the rules themselves, on random small books of work.

Whoever "could give hours" really can: the plan with these hours breaks no rule. Whoever could give none really
cannot: the smallest piece that fits their time breaks some rule.
"""

from random import Random
from typing import Any

import pytest

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.goals import GOALS
from engine.plan import Plan, Work
from engine.report import Ledger, kpis, shortfalls
from engine.report.team import Team
from engine.verify import verify
from tests.build import a_book, a_demand, a_person, a_phase, a_project, day


@pytest.mark.parametrize("seed", range(80))
def test_who_could_help_can_and_who_could_not_cannot(seed: int) -> None:
    random = Random(seed)
    book = _random_book(random)
    plan = _random_plan(random, book)
    team = Team(book, plan)
    for shortfall in shortfalls(book, plan):
        demand = book.demands[shortfall.demand]
        assert sum(reason.minutes for reason in shortfall.reasons) == shortfall.minutes
        for person in book.able[demand.key]:
            for added in _pieces_that_could_be(book, team, demand, person, shortfall.minutes):
                breaches = verify(book, _plus(plan, added))
                assert not [breach for breach in breaches if "at least" not in breach.text], (person, added)
            for added in _pieces_that_could_not(book, team, demand, person, shortfall.minutes):
                assert verify(book, _plus(plan, added)), (person, added)


@pytest.mark.parametrize("seed", range(200, 220))
def test_figures_agree_with_what_the_goals_measure(seed: int) -> None:
    """Goals and reports count the same things by different code: minutes exactly, money to a rounding a project."""
    random = Random(seed)
    book = _random_book(random)
    plan = _random_plan(random, book)
    page = kpis(Ledger(book, plan))
    measured = {name: goal.measure(book, plan) / goal.scale for name, goal in GOALS.items()}
    assert page.overtime_minutes == measured["overtime"]
    assert page.billable_minutes == measured["billable"]
    assert abs(page.expected_revenue - measured["revenue"]) <= len(book.projects)
    assert abs(page.cost - measured["cost"]) <= len(book.projects)
    assert (page.shortfall_minutes == 0) == (measured["delivered"] == 0)


def _alone(book: Book, team: Team, demand: DemandWork, person: str, missing: int) -> dict[int, int]:
    """Minutes by week that the person could add if nobody else did."""
    limits = frozenset(team.limits) | {"fairness_band"}
    could = team.could_add(demand, missing, limits, [person])
    if demand.demand.spread != "even":
        limits -= {"even_spread"}
    weeks = team.rooms.weeks(demand, person, could.get(person, 0), limits)
    return weeks if sum(weeks.values()) == could.get(person, 0) else {}


def _pieces_that_could_be(
    book: Book, team: Team, demand: DemandWork, person: str, missing: int
) -> list[dict[Work, int]]:
    weeks = _alone(book, team, demand, person, missing)
    if not weeks:
        return []
    if demand.presence:
        return [{(demand.key, person, day): book.available[person][day] for day in team.rooms.days(demand)}]
    added: dict[Work, int] = {}
    for week, minutes in weeks.items():
        added.update(_on_days(book, team, demand, person, week, minutes) or {})
    assert sum(added.values()) == sum(weeks.values()), "a week's minutes fit its days"
    return [added]


def _pieces_that_could_not(
    book: Book, team: Team, demand: DemandWork, person: str, missing: int
) -> list[dict[Work, int]]:
    """The smallest piece of every week, for somebody who is said to have no room at all."""
    limits = frozenset(team.limits) | {"fairness_band"}
    if demand.presence or team.could_add(demand, missing, limits):
        return []
    pieces = []
    for week in range(book.weeks):
        there = team.rooms.pair_week.get((demand.key, person, week), 0)
        least = max(book.quantum, demand.block - there)
        piece = _on_days(book, team, demand, person, week, least) if least <= missing else None
        if piece:
            pieces.append(piece)
    return pieces


def _on_days(
    book: Book, team: Team, demand: DemandWork, person: str, week: int, minutes: int
) -> dict[Work, int] | None:
    """The minutes on the first free days of the week; None where they do not fit."""
    found: dict[Work, int] = {}
    for each in team.rooms.days(demand):
        if book.week(each) == week and minutes:
            planned = team.plan.by_person_day.get((person, each), 0)
            most = [minutes, book.day_room(person, each) - planned]
            if (limit := book.day_limit(person)) is not None:
                most.append(limit - planned)
            if (a_day := demand.demand.most_per_day) is not None:
                most.append(a_day - team.plan.minutes.get((demand.key, person, each), 0))
            sits = any(book.demands[key].presence for key, who, on in team.plan.minutes if (who, on) == (person, each))
            fits = 0 if sits else max(0, min(most)) // book.quantum * book.quantum
            if fits:
                found[demand.key, person, each] = fits
                minutes -= fits
    return None if minutes else found


def _plus(plan: Plan, added: dict[Work, int]) -> Plan:
    return Plan({work: plan.minutes.get(work, 0) + added.get(work, 0) for work in {*plan.minutes, *added}})


# -- random books and plans --------------------------------------------------------------------------


def _sometimes(random: Random, fields: dict[str, list[Any]]) -> dict[str, Any]:
    """Each field in one case of three, with one of its values."""
    return {field: random.choice(values) for field, values in fields.items() if random.random() < 0.33}


def _random_book(random: Random) -> Book:
    people = [
        a_person(
            f"p{number}",
            skills=random.choice([["design"], ["design", "qa"], ["qa"]]),
            cost_rate=random.choice([0, 50, 60]),
            **_sometimes(
                random,
                {
                    "time_off": [[{"first": day(0), "last": day(2)}], [{"first": day(9), "last": day(13)}]],
                    "fte": [50, 80],
                    "commitments": [[{"minutes_per_day": 60}]],
                },
            ),
        )
        for number in range(random.randint(2, 4))
    ]
    policy = _sometimes(
        random,
        {
            "projects_at_once": [1, 2],
            "day_limit": ["5h"],
            "week_limit": ["20h"],
            "sustained_load": [{"weeks": 2, "percent": 60}],
            "fairness": [{"band": 100}, {"band": 300}],
            "overtime": [{"day": 60, "week": 120}],
        },
    )
    projects = [_random_project(random, f"j{number}") for number in range(random.randint(1, 3))]
    return a_book(people, projects, policy=policy, horizon={"quantum": random.choice([30, 60])})


def _random_project(random: Random, id: str) -> Any:
    demands = []
    for number in range(random.randint(1, 3)):
        fields: dict[str, list[Any]] = {
            "crew": [{"max": 1}, {"max": 2}, {"min": 2}],
            "smallest_block": ["4h", "8h", "12h"],
            "most_per_day": ["1h", "2h", "4h"],
            "spread": ["even"],
        }
        if number:
            fields |= {"not_with": [["d0"]], "with_": [["d0"]], "same_person_as": ["d0"]}
        hours, skill = random.choice([4, 8, 16, 40]), random.choice(["design", "qa"])
        demands.append(a_demand(f"d{number}", skill=skill, hours=hours, **_sometimes(random, fields)))
    first, last = random.randint(0, 4), random.randint(7, 11)
    phases = [a_phase("work", *demands, start=day(first), end=day(last))]
    if random.random() < 0.4:
        start = random.choice([0, 1, 7])
        seats = a_demand("seat", seats=random.randint(1, 2), skill=random.choice(["design", "qa"]))
        phases.append(a_phase("shop", seats, start=day(start), end=day(start + random.randint(0, 2))))
    more = _sometimes(random, {"budget": [100, 500, 1000], "deadline": [day(3), day(8)]})
    return a_project(id, *phases, **more)


def _random_plan(random: Random, book: Book) -> Plan:
    """Random pieces, each kept if the plan still breaks no rule."""
    plan = Plan({})
    for _ in range(20):
        demand = book.demands[random.choice(list(book.demands))]
        if not book.able[demand.key]:
            continue
        person = random.choice(book.able[demand.key])
        days = range(demand.phase.first, demand.phase.last + 1)
        if demand.presence:
            added = {(demand.key, person, each): book.available[person][each] for each in days}
        else:
            week = random.choice([0, 1])
            chosen = [each for each in days if book.week(each) == week and random.random() < 0.6]
            added = {(demand.key, person, each): book.quantum * random.randint(1, 8) for each in chosen}
        if not verify(book, _plus(plan, added)):
            plan = _plus(plan, added)
    return plan
