"""Nobody carries more than is healthy: not in a day, not in a week, and not month after month."""

import pytest

from engine.domain.people import Limits
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import MOST_BILLABLE, keeps, planned, removal_is_noticed, the_breach

WORK = [a_project("site", a_demand("pages", hours=80))]


def test_a_day_at_its_limit_fits_and_half_an_hour_more_does_not() -> None:
    book = a_book([a_person("ana")], WORK, policy={"day_limit": 420})
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 7)))
    breach = the_breach(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 7.5)), "no_overload")
    assert breach.about.person == "ana"
    assert breach.about.first == "2027-01-04"
    assert "7h30 on one day, the limit is 7h" in breach.text


def test_a_week_at_its_limit_fits_and_half_an_hour_more_does_not() -> None:
    book = a_book([a_person("ana")], WORK, policy={"week_limit": 1800})
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 4, 6)))
    plan = a_plan(book, ("site/work/pages", "ana", 0, 3, 6), ("site/work/pages", "ana", 4, 4, 6.5))
    breach = the_breach(book, plan, "no_overload")
    assert (breach.about.first, breach.about.last) == ("2027-01-04", "2027-01-10")
    assert "30h30 in 2027-W01, the limit is 30h" in breach.text


def test_a_limit_of_ones_own_goes_before_the_agencys() -> None:
    people = [a_person("ana", limits=Limits(day=240)), a_person("ben")]
    book = a_book(people, WORK, policy={"day_limit": 420})
    the_breach(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 4.5)), "no_overload")
    assert keeps(book, a_plan(book, ("site/work/pages", "ben", 0, 0, 4.5)))


def test_overtime_is_as_much_as_policy_allows_in_a_week() -> None:
    policy = {"overtime": {"day": 60, "week": 120}, **MOST_BILLABLE}
    book = a_book([a_person("ana")], WORK, policy=policy)
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 1, 9), ("site/work/pages", "ana", 2, 4, 8)))
    too_much = a_plan(book, ("site/work/pages", "ana", 0, 2, 9), ("site/work/pages", "ana", 3, 4, 8))
    assert "43h in 2027-W01, the limit is 42h" in the_breach(book, too_much, "no_overload").text
    more = [a_project("site", a_demand("pages", hours=100))]
    assert planned(a_scenario([a_person("ana")], more, policy=policy)).by_person == {"ana": 84 * 60}


def test_overtime_is_for_those_who_want_it() -> None:
    policy = {"overtime": {"day": 60, "week": 120}}
    more = [a_project("site", a_demand("pages", hours=100))]
    scenario = a_scenario([a_person("ana", limits=Limits(overtime=False))], more, policy=policy)
    assert planned(scenario).by_person == {"ana": 80 * 60}


@pytest.mark.parametrize("daily_weeks", [0, 4])
def test_sustained_load_looks_at_any_weeks_in_a_row(daily_weeks: int) -> None:
    policy = {"sustained_load": {"weeks": 2, "percent": 75}, **MOST_BILLABLE}
    projects = [a_project("site", a_demand("pages", hours=160))]
    book = a_book([a_person("ana")], projects, weeks=3, policy=policy)
    fits = a_plan(
        book,
        ("site/work/pages", "ana", 0, 4, 8),
        ("site/work/pages", "ana", 7, 11, 4),
        ("site/work/pages", "ana", 14, 18, 8),
    )
    assert keeps(book, fits)
    plan = a_plan(book, ("site/work/pages", "ana", 7, 11, 8), ("site/work/pages", "ana", 14, 18, 4.5))
    breach = the_breach(book, plan, "no_overload")
    assert (breach.about.first, breach.about.last) == ("2027-01-11", "2027-01-24")
    assert "the sustained limit is 60h" in breach.text
    scenario = a_scenario([a_person("ana")], projects, weeks=3, policy=policy, horizon={"daily_weeks": daily_weeks})
    assert planned(scenario).by_person == {"ana": 100 * 60}


def test_a_horizon_shorter_than_the_window_is_one_window() -> None:
    policy = {"sustained_load": {"weeks": 13, "percent": 50}}
    book = a_book([a_person("ana")], WORK, policy=policy)
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 4, 8)))
    the_breach(book, a_plan(book, ("site/work/pages", "ana", 0, 7, 8)), "no_overload")


def test_a_past_overload_is_no_reason_to_plan_nothing_at_all() -> None:
    """What was done on Monday counts towards the week; the week is then full, and the next one is not."""
    did = an_allocation("site/work/pages", "ana", 0, 0, 16, status="actual")
    policy = {"week_limit": 900, **MOST_BILLABLE}
    scenario = a_scenario([a_person("ana")], WORK, policy=policy, allocations=(did,), horizon={"today": day(1)})
    plan = planned(scenario)
    by_week = {week: n for (_, week), n in plan.by_person_week(a_book([a_person("ana")], WORK)).items()}
    assert by_week == {0: 960, 1: 900}


def test_overtime_of_the_past_is_taken_off_the_rest_of_the_week() -> None:
    did = an_allocation("site/work/pages", "ana", 0, 0, 16, status="actual")
    scenario = a_scenario([a_person("ana")], WORK, allocations=(did,), horizon={"today": day(1)}, policy=MOST_BILLABLE)
    plan = planned(scenario)
    assert sum(n for (_, _, on), n in plan.minutes.items() if 0 < on < 7) == 24 * 60


def test_a_seat_longer_than_the_day_limit_is_not_taken() -> None:
    workshop = [a_project("site", a_demand("workshop", seats=1))]
    scenario = a_scenario([a_person("ana")], workshop, weeks=1, policy={"day_limit": 420})
    assert planned(scenario).by_person == {}


def test_leaving_it_out_is_noticed() -> None:
    policy = {"week_limit": 1200, **MOST_BILLABLE}
    assert removal_is_noticed("no_overload", a_scenario([a_person("ana")], WORK, policy=policy))
