"""A project manager's four hours a week are four hours every week, not a hundred hours in May."""

import pytest

from engine.domain.people import TimeOff
from engine.domain.work import Length, Phase
from tests.build import (
    a_book,
    a_calendar,
    a_demand,
    a_person,
    a_plan,
    a_project,
    a_scenario,
    an_allocation,
    day,
)
from tests.stories import MOST_BILLABLE, broken, keeps, planned, removal_is_noticed, the_breach

LEAD = "site/work/lead"


def a_lead(hours: float = 8, **fields: object) -> object:
    return a_project("site", a_demand("lead", hours=hours, spread="even", **fields))


def test_four_hours_in_each_of_two_weeks_fit() -> None:
    book = a_book(projects=[a_lead()])
    assert keeps(book, a_plan(book, (LEAD, "ana", 2, 2, 4), (LEAD, "ana", 11, 11, 4)))


def test_half_an_hour_moved_from_one_week_to_the_other_does_not() -> None:
    book = a_book(projects=[a_lead()])
    breaches = a_plan(book, (LEAD, "ana", 2, 2, 4.5), (LEAD, "ana", 11, 11, 3.5))
    assert broken(book, breaches) == {"spread"}
    breach = the_breach(book, a_plan(book, (LEAD, "ana", 2, 2, 4), (LEAD, "ana", 11, 11, 3.5)), "spread")
    assert (breach.about.demand, breach.about.first) == (LEAD, "2027-01-11")
    assert "gets 3h30 in 2027-W02, its even share is 4h to 4h" in breach.text


def test_a_share_that_is_no_whole_number_of_quanta_may_be_the_one_above_or_below() -> None:
    book = a_book(projects=[a_lead(hours=5)], weeks=3)
    assert book.even_share(book.demands[LEAD], 0, 20) == {0: (90, 120), 1: (90, 120), 2: (90, 120)}
    assert keeps(book, a_plan(book, (LEAD, "ana", 0, 0, 2), (LEAD, "ana", 7, 7, 1.5), (LEAD, "ana", 14, 14, 1.5)))
    plan = a_plan(book, (LEAD, "ana", 0, 0, 2), (LEAD, "ana", 7, 7, 1), (LEAD, "ana", 14, 14, 2))
    assert broken(book, plan) == {"spread"}


def test_a_week_with_a_holiday_has_a_smaller_share_and_a_closed_week_none() -> None:
    calendars = (a_calendar(closures=({"first": day(0), "last": day(1)}, {"first": day(7), "last": day(11)})),)
    saturdays = a_person("ana", week=dict.fromkeys(("wed", "thu", "sat"), 480))
    book = a_book([saturdays], [a_lead(hours=8)], weeks=3, calendars=calendars)
    assert book.even_share(book.demands[LEAD], 0, 20) == {0: (180, 180), 1: (0, 0), 2: (300, 300)}
    assert keeps(book, a_plan(book, (LEAD, "ana", 2, 2, 3), (LEAD, "ana", 16, 16, 5)))
    plan = a_plan(book, (LEAD, "ana", 2, 2, 3), (LEAD, "ana", 12, 12, 0.5), (LEAD, "ana", 16, 16, 4.5))
    assert broken(book, plan) == {"spread"}
    scenario = a_scenario([saturdays], [a_lead(hours=8)], weeks=3, calendars=calendars, policy=MOST_BILLABLE)
    assert planned(scenario).by_pair_week(book) == {(LEAD, "ana", 0): 180, (LEAD, "ana", 2): 300}


def test_what_leave_makes_impossible_is_a_shortfall() -> None:
    off = a_person("ana", time_off=(TimeOff(first=day(7), last=day(13)),))
    plan = planned(a_scenario([off], [a_lead()], policy=MOST_BILLABLE))
    assert plan.by_demand == {LEAD: 240}


def test_nobody_on_it_breaks_nothing() -> None:
    book = a_book(projects=[a_lead()])
    assert keeps(book, a_plan(book))


def test_the_share_follows_a_phase_that_moves() -> None:
    demand = a_demand("lead", hours=8, spread="even")
    phase = Phase(id="work", length=Length(min=4, max=4), earliest=day(2), latest=day(9), demands=(demand,))
    book = a_book(projects=[a_project("site", phase)])
    assert keeps(book, a_plan(book, (LEAD, "ana", 3, 3, 4), (LEAD, "ana", 7, 7, 4), phases={"site/work": (3, 8)}))
    plan = a_plan(book, (LEAD, "ana", 4, 4, 4), (LEAD, "ana", 7, 7, 4), phases={"site/work": (4, 9)})
    assert broken(book, plan) == {"spread"}
    assert planned(a_scenario(projects=[a_project("site", phase)])).by_demand == {LEAD: 480}


def test_a_phase_put_on_a_weekend_has_no_share_at_all() -> None:
    demand = a_demand("lead", hours=8, spread="even")
    phase = Phase(id="work", length=Length(min=2, max=2), demands=(demand,))
    book = a_book(projects=[a_project("site", phase)])
    assert "spread" in broken(book, a_plan(book, (LEAD, "ana", 0, 0, 4), phases={"site/work": (5, 6)}))


@pytest.mark.parametrize("daily_weeks", [0, 4])
def test_daily_and_weekly_weeks_agree(daily_weeks: int) -> None:
    scenario = a_scenario(projects=[a_lead(hours=7)], weeks=3, horizon={"daily_weeks": daily_weeks})
    plan = planned(scenario)
    assert plan.by_demand == {LEAD: 420}
    assert sorted(plan.by_pair_week(a_book(weeks=3)).values()) == [120, 150, 150]


def test_a_week_with_a_past_day_is_not_judged_and_the_weeks_to_come_share_what_it_left() -> None:
    did = an_allocation(LEAD, "ana", 0, 0, 9, status="actual")
    fields = {"allocations": (did,), "horizon": {"today": day(5)}, "policy": MOST_BILLABLE}
    scenario = a_scenario(projects=[a_lead(hours=12)], weeks=3, **fields)
    plan = planned(scenario)
    assert plan.by_pair_week(a_book(weeks=3)) == {(LEAD, "ana", 0): 540, (LEAD, "ana", 1): 90, (LEAD, "ana", 2): 90}


def test_what_was_not_done_in_the_past_is_not_made_up_for() -> None:
    did = an_allocation(LEAD, "ana", 0, 0, 1, status="actual")
    fields = {"allocations": (did,), "horizon": {"today": day(7)}, "policy": MOST_BILLABLE}
    plan = planned(a_scenario(projects=[a_lead(hours=12)], weeks=3, **fields))
    assert plan.by_demand == {LEAD: 60 + 240 + 240}


def test_leaving_it_out_is_noticed() -> None:
    off = a_person("ana", time_off=(TimeOff(first=day(7), last=day(13)),))
    assert removal_is_noticed("spread", a_scenario([off], [a_lead()], policy=MOST_BILLABLE))
