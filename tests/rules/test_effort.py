"""A demand gets what was asked and never more, and no one day is swallowed by it where that was not wanted."""

import pytest

from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import MOST_BILLABLE, keeps, planned, removal_is_noticed, the_breach

JOB = [a_project("site", a_demand("pages", hours=20))]


def test_what_was_asked_fits_and_half_an_hour_more_does_not() -> None:
    book = a_book([a_person("ana"), a_person("ben")], JOB)
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 1, 5), ("site/work/pages", "ben", 0, 1, 5)))
    plan = a_plan(
        book,
        ("site/work/pages", "ana", 0, 1, 5),
        ("site/work/pages", "ben", 0, 0, 8),
        ("site/work/pages", "ben", 1, 1, 2.5),
    )
    breach = the_breach(book, plan, "effort")
    assert breach.about.demand == "site/work/pages"
    assert "gets 20h30, asked were 20h" in breach.text


def test_less_than_asked_is_a_shortfall_and_no_breach() -> None:
    book = a_book(projects=JOB)
    plan = a_plan(book, ("site/work/pages", "ana", 0, 0, 8))
    assert keeps(book, plan)
    assert plan.shortfall(book.demands["site/work/pages"]) == 12 * 60


def test_a_day_has_its_most() -> None:
    book = a_book(projects=[a_project("site", a_demand("pages", hours=20, most_per_day=240))])
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 4, 4)))
    breach = the_breach(book, a_plan(book, ("site/work/pages", "ana", 2, 2, 4.5)), "effort")
    assert (breach.about.person, breach.about.first) == ("ana", "2027-01-06")
    assert "ana spends 4h30 on it on one day, at most 4h are allowed" in breach.text


@pytest.mark.parametrize("daily_weeks", [0, 4])
def test_the_solver_keeps_a_days_most_in_daily_and_in_weekly_weeks(daily_weeks: int) -> None:
    projects = [
        a_project("site", a_demand("pages", hours=80, most_per_day=200), a_demand("words", hours=80, most_per_day=150))
    ]
    scenario = a_scenario(projects=projects, horizon={"daily_weeks": daily_weeks}, policy=MOST_BILLABLE)
    assert planned(scenario).by_demand == {"site/work/pages": 1800, "site/work/words": 1500}


def test_a_past_that_overran_leaves_nothing_to_add() -> None:
    did = an_allocation("site/work/pages", "ana", 0, 2, 8, status="actual")
    scenario = a_scenario(projects=JOB, allocations=(did,), horizon={"today": day(3)})
    assert planned(scenario).by_demand == {"site/work/pages": 24 * 60}


def test_the_past_is_part_of_what_was_asked() -> None:
    did = an_allocation("site/work/pages", "ana", 0, 0, 8, status="actual")
    scenario = a_scenario(projects=JOB, allocations=(did,), horizon={"today": day(3)}, policy=MOST_BILLABLE)
    assert planned(scenario).by_demand == {"site/work/pages": 20 * 60}


def test_leaving_it_out_is_noticed() -> None:
    assert removal_is_noticed("effort", a_scenario(projects=JOB, policy=MOST_BILLABLE))


def test_leaving_out_the_days_most_is_noticed() -> None:
    demand = a_demand("pages", hours=80, most_per_day=240)
    assert removal_is_noticed("effort", a_scenario(projects=[a_project("site", demand)], policy=MOST_BILLABLE))
