"""Overtime is a loan from people; borrow as little as possible."""

import pytest

from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario
from tests.stories import solved

MEASURE = GOALS["overtime"].measure
LONG = {"overtime": {"day": 120, "week": 600}}
JOB = [a_project("site", a_demand("pages", hours=90))]


def test_it_is_counted_week_by_week_beyond_what_is_available() -> None:
    book = a_book(projects=JOB, policy=LONG)
    assert MEASURE(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 10))) == 0, "the week makes up for a long Monday"
    assert MEASURE(book, a_plan(book, ("site/work/pages", "ana", 0, 4, 9))) == 300
    assert MEASURE(book, a_plan(book, ("site/work/pages", "ana", 0, 4, 9), ("site/work/pages", "ana", 7, 7, 8))) == 300


@pytest.mark.parametrize("daily_weeks", [0, 4])
def test_the_solver_borrows_what_it_needs_and_no_more(daily_weeks: int) -> None:
    policy = {**LONG, "tiers": ({"goal": "delivered"}, {"goal": "overtime"})}
    scenario = a_scenario(projects=JOB, policy=policy, horizon={"daily_weeks": daily_weeks})
    assert [tier.value for tier in solved(scenario).tiers] == [0, 600]


def test_beside_billable_minutes_an_hour_of_overtime_counts_against_an_hour_earned() -> None:
    for weight, hours in ((1, 90), (2, 80)):
        tier = {"goals": {"billable": 1, "overtime": weight}}
        cheap = {"goal": "delivered"}
        scenario = a_scenario(projects=JOB, policy={**LONG, "tiers": (tier, cheap)})
        result = solved(scenario)
        assert result.plan is not None
        assert result.tiers[0].value == 80 * 60 * 100
        assert result.plan.by_person == {"ana": hours * 60}


def test_a_second_person_is_better_than_overtime() -> None:
    policy = {**LONG, "tiers": ({"goal": "delivered"}, {"goal": "overtime"}, {"goal": "focused"})}
    result = solved(a_scenario([a_person("ana"), a_person("ben")], JOB, policy=policy))
    assert [tier.value for tier in result.tiers] == [0, 0, 2]
