"""Nobody is spread over six projects in one week, and nobody is booked for half an hour here and there."""

import pytest

from engine.domain.people import Limits
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import MOST_BILLABLE, broken, keeps, planned, removal_is_noticed, the_breach

TWO_JOBS = [a_project("site", a_demand("pages", hours=10)), a_project("shop", a_demand("cart", hours=10))]


def test_a_worked_week_at_its_block_fits_and_half_an_hour_less_does_not() -> None:
    book = a_book(projects=[a_project("site", a_demand("pages", smallest_block=360))])
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 1, 3)))
    breach = the_breach(
        book, a_plan(book, ("site/work/pages", "ana", 0, 0, 3), ("site/work/pages", "ana", 1, 1, 2.5)), "focus"
    )
    assert (breach.about.person, breach.about.demand) == ("ana", "site/work/pages")
    assert "ana has 5h30 on it in 2027-W01, the smallest block is 6h" in breach.text


def test_every_worked_week_must_be_worth_it() -> None:
    book = a_book(policy={"smallest_block": 240})
    plan = a_plan(book, ("site/work/design", "ana", 0, 4, 7), ("site/work/design", "ana", 7, 7, 2))
    assert the_breach(book, plan, "focus").about.first == "2027-01-11"


def test_a_demand_smaller_than_the_block_is_its_own_block() -> None:
    book = a_book(projects=[a_project("site", a_demand("tweak", hours=2))], policy={"smallest_block": 480})
    assert keeps(book, a_plan(book, ("site/work/tweak", "ana", 0, 0, 2)))
    assert broken(book, a_plan(book, ("site/work/tweak", "ana", 0, 0, 1.5))) == {"focus"}


def test_a_second_project_in_a_week_does_not_fit_where_one_is_the_most() -> None:
    book = a_book(projects=TWO_JOBS, policy={"projects_at_once": 1})
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 4), ("shop/work/cart", "ana", 7, 7, 4)))
    plan = a_plan(book, ("site/work/pages", "ana", 0, 0, 4), ("shop/work/cart", "ana", 4, 4, 4))
    breach = the_breach(book, plan, "focus")
    assert breach.about.person == "ana"
    assert "ana works on 2 projects in 2027-W01, at most 1 are allowed" in breach.text


def test_ones_own_limit_goes_before_the_agencys() -> None:
    people = [a_person("ana", limits=Limits(projects=1)), a_person("ben")]
    book = a_book(people, TWO_JOBS, policy={"projects_at_once": 2})
    rows = [("site/work/pages", 4), ("shop/work/cart", 4)]
    assert broken(book, a_plan(book, *((key, "ana", 0, 0, hours) for key, hours in rows))) == {"focus"}
    assert keeps(book, a_plan(book, *((key, "ben", 0, 0, hours) for key, hours in rows)))


@pytest.mark.parametrize("daily_weeks", [0, 4])
def test_work_that_fills_no_block_in_its_window_is_left_undone(daily_weeks: int) -> None:
    phase = a_phase("work", a_demand("pages", hours=16, smallest_block=480), start=day(4), end=day(7))
    short = a_person("ana", fte=75)
    scenario = a_scenario([short], [a_project("site", phase)], horizon={"daily_weeks": daily_weeks})
    assert planned(scenario).by_person == {}


def test_a_little_done_in_the_past_asks_for_no_more_this_week() -> None:
    """Monday's hour is below the block of four; the rest of the week may still be left free."""
    did = an_allocation("site/work/pages", "ana", 0, 0, 1, status="actual")
    off = a_person("ana", time_off=({"first": day(1), "last": day(13)},))
    projects = [a_project("site", a_demand("pages", smallest_block=240))]
    scenario = a_scenario([off], projects, allocations=(did,), horizon={"today": day(1)})
    assert planned(scenario).by_person == {"ana": 60}


def test_the_past_counts_as_a_project_of_the_week() -> None:
    did = an_allocation("site/work/pages", "ana", 0, 0, 8, status="actual")
    policy = {"projects_at_once": 1, **MOST_BILLABLE}
    scenario = a_scenario(projects=TWO_JOBS, weeks=1, policy=policy, allocations=(did,), horizon={"today": day(1)})
    assert planned(scenario).by_demand == {"site/work/pages": 600}


def test_leaving_it_out_is_noticed() -> None:
    policy = {"projects_at_once": 1, **MOST_BILLABLE}
    assert removal_is_noticed("focus", a_scenario(projects=TWO_JOBS, weeks=1, policy=policy))


def test_leaving_out_blocks_is_noticed() -> None:
    phase = a_phase("work", a_demand("pages", hours=16, smallest_block=600), start=day(4), end=day(7))
    assert removal_is_noticed("focus", a_scenario(projects=[a_project("site", phase)]))
