"""Billable hours must be profitable, and a late project pays for every day."""

from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, day
from tests.stories import solved

GOAL = GOALS["margin"]
MARGIN = {"tiers": ({"goal": "margin"},)}


def pounds(value: int) -> float:
    return value / GOAL.scale / 100


def test_an_hour_brings_its_rate_less_its_cost() -> None:
    book = a_book([a_person("ana", cost_rate=30)], [a_project("site", a_demand("pages", rate=100))])
    assert pounds(GOAL.measure(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 8)))) == 8 * 70


def test_what_loses_money_is_not_worked_for_margin_alone() -> None:
    projects = [
        a_project("site", a_demand("a", hours=40, rate=29)),
        a_project("shop", a_demand("b", hours=40, rate=31)),
    ]
    result = solved(a_scenario([a_person("ana", cost_rate=30)], projects, policy=MARGIN))
    assert result.plan is not None
    assert result.plan.by_demand == {"shop/work/b": 2400}


def test_each_day_after_the_deadline_costs_the_penalty() -> None:
    phase = a_phase("work", a_demand("pages", hours=8), length={"min": 2, "max": 2})
    project = a_project("site", phase, deadline=day(3), deadline_penalty=500)
    book = a_book(projects=[project])
    late = {
        span: pounds(GOAL.measure(book, a_plan(book, phases={"site/work": span}))) for span in ((2, 3), (4, 7), (8, 9))
    }
    assert late == {(2, 3): 0, (4, 7): -4 * 500, (8, 9): -6 * 500}


def test_the_solver_weighs_being_late_against_earning_more() -> None:
    phase = a_phase("work", a_demand("pages", hours=80, rate=100), length={"min": 2, "max": 10})
    cheap = solved(
        a_scenario(projects=[a_project("site", phase, deadline=day(4), deadline_penalty=100)], policy=MARGIN)
    )
    assert pounds(cheap.tiers[0].value) == 80 * 100 - 7 * 100
    dear = solved(
        a_scenario(projects=[a_project("site", phase, deadline=day(4), deadline_penalty=9000)], policy=MARGIN)
    )
    assert pounds(dear.tiers[0].value) == 40 * 100


def test_a_deadline_long_before_the_horizon_is_late_by_all_of_it() -> None:
    phase = a_phase("work", a_demand("pages", hours=8, rate=100), length={"min": 2, "max": 2})
    project = a_project("site", phase, deadline=day(-30), deadline_penalty=10)
    result = solved(a_scenario(projects=[project], policy=MARGIN))
    assert pounds(result.tiers[0].value) == 8 * 100 - 31 * 10


def test_a_project_without_work_in_the_horizon_is_not_late() -> None:
    phase = a_phase("work", a_demand("pages", hours=8), start=day(-20), end=day(-10))
    project = a_project("old", phase, deadline=day(-15), deadline_penalty=10)
    book = a_book(projects=[project])
    assert GOAL.measure(book, a_plan(book)) == 0
