"""The week has been promised: a replan moves few people, and nothing in the days that are frozen."""

from typing import Any

from engine.domain.people import TimeOff
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import MOST_BILLABLE, impossible, keeps, planned, removal_is_noticed, the_breach

PAGES = "site/work/pages"
PEOPLE = [a_person("ana"), a_person("ben")]


def world(*, people: Any = None, hours: int = 80, published: Any = None, **budget: int) -> dict[str, Any]:
    """Ana was promised Monday and Tuesday of the first week."""
    told = (an_allocation(PAGES, "ana", 0, 1, status="published"),) if published is None else published
    return {
        "people": people or PEOPLE,
        "projects": [a_project("site", a_demand("pages", hours=hours))],
        "policy": {"change_budget": budget, **MOST_BILLABLE},
        "allocations": told,
    }


def counted(most: int) -> dict[str, Any]:
    fields = world(people=[*PEOPLE, a_person("cem")])
    fields["policy"] = {"change_budget": {"people": most}, **MOST_BILLABLE}
    return fields


def test_as_many_changes_as_allowed_fit_and_one_more_does_not() -> None:
    book = a_book(**world(changes=1))
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 1, 8), (PAGES, "ben", 0, 0, 8)))
    plan = a_plan(book, (PAGES, "ana", 0, 1, 8), (PAGES, "ben", 0, 0, 8), (PAGES, "ana", 7, 7, 8))
    breach = the_breach(book, plan, "change_budget")
    assert "2 changes against the published plan, at most 1 may be" in breach.text


def test_other_hours_in_a_promised_week_are_no_change() -> None:
    book = a_book(**world(changes=0))
    assert keeps(book, a_plan(book, (PAGES, "ana", 2, 4, 6)))
    assert not keeps(book, a_plan(book, (PAGES, "ben", 2, 4, 6)))


def test_people_are_counted_once_however_many_weeks_change() -> None:
    book = a_book(**counted(1))
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 1, 8), (PAGES, "ben", 0, 0, 8), (PAGES, "ben", 7, 7, 8)))
    both = a_plan(book, (PAGES, "ana", 0, 1, 8), (PAGES, "ben", 0, 0, 8), (PAGES, "cem", 7, 7, 8))
    assert "2 people have a change (ben, cem), at most 1 may" in the_breach(book, both, "change_budget").text


def test_a_frozen_day_is_kept_to_the_minute() -> None:
    book = a_book(**world(frozen_weeks=1))
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 1, 8), (PAGES, "ben", 7, 11, 8)))
    less = a_plan(book, (PAGES, "ana", 0, 0, 8))
    assert "2027-01-05 is frozen: ana has 0h, the published plan 8h" in the_breach(book, less, "change_budget").text
    more = a_plan(book, (PAGES, "ana", 0, 1, 8), (PAGES, "ben", 2, 2, 8))
    assert "2027-01-06 is frozen: ben has 8h, the published plan 0h" in the_breach(book, more, "change_budget").text


def test_who_is_ill_is_excused_and_gets_nothing_else_on_that_day() -> None:
    ill = [a_person("ana", time_off=(TimeOff(first=day(0), last=day(0), minutes_per_day=240),)), a_person("ben")]
    # Ana's Monday is half gone: a single day of the published plan, so that it still tells the whole promise.
    promised = tuple(an_allocation(PAGES, "ana", on, on, status="published") for on in (0, 1))
    book = a_book(**world(people=ill, published=promised, frozen_weeks=1))
    assert keeps(book, a_plan(book, (PAGES, "ana", 1, 1, 8)))
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 0, 4), (PAGES, "ana", 1, 1, 8)))
    assert not keeps(book, a_plan(book, (PAGES, "ana", 0, 0, 4)))


def test_a_phase_that_moved_away_takes_its_frozen_work_along() -> None:
    phase = a_phase("work", a_demand("pages", hours=16), start=day(7), end=day(11))
    fields = {**world(frozen_weeks=1), "projects": [a_project("site", phase)]}
    book = a_book(**fields)
    assert keeps(book, a_plan(book, (PAGES, "ana", 7, 8, 8)))


def test_nothing_published_nothing_limited() -> None:
    book = a_book(**world(published=(), changes=0, frozen_weeks=2))
    assert keeps(book, a_plan(book, (PAGES, "ben", 0, 4, 8)))


def test_the_budget_costs_hours_and_leaving_it_out_is_noticed() -> None:
    plan = planned(a_scenario(**world(changes=1)))
    assert plan.by_demand[PAGES] == 80 * 60
    tight = a_scenario(**world(changes=0))
    assert planned(tight).by_person == {"ana": 40 * 60}
    assert removal_is_noticed("change_budget", tight)


def test_frozen_weeks_hold_beyond_the_days_that_are_modelled_by_day() -> None:
    fields = world(frozen_weeks=2, published=(an_allocation(PAGES, "ana", 7, 7, 3, status="published"),))
    scenario = a_scenario(**fields, horizon={"daily_weeks": 0})
    assert planned(scenario).minutes == {(PAGES, "ana", 7): 180}


def test_a_change_that_must_be_and_may_not_is_named() -> None:
    must = a_project("site", a_demand("pages", hours=16, must=True, allowed_people=("ben",)))
    scenario = a_scenario(**{**world(changes=0), "projects": [must]})
    named = {conflict.rule for conflict in impossible(scenario).conflicts}
    assert "change_budget" in named
