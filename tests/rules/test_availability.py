"""Nobody is planned on a day they are not there, nor for time they do not have."""

from datetime import date

import pytest

from engine.domain.people import Closure, Commitment, Limits, Period, Person, TimeOff
from tests.build import a_book, a_calendar, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, day
from tests.stories import keeps, planned, removal_is_noticed, the_breach

WORK = [a_project("site", a_demand("pages", hours=80))]


def test_a_full_day_fits() -> None:
    book = a_book([a_person("ana")], WORK)
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 4, 8)))


def test_half_an_hour_more_does_not() -> None:
    book = a_book([a_person("ana")], WORK)
    breach = the_breach(book, a_plan(book, ("site/work/pages", "ana", 1, 1, 8.5)), "availability")
    assert breach.about.person == "ana"
    assert breach.about.first == "2027-01-05"
    assert "ana is planned 8h30, only 8h are there" in breach.text


@pytest.mark.parametrize(
    "person",
    [
        a_person("ana", time_off=(TimeOff(first=day(2), last=day(2)),)),
        a_person("ana", first_day=day(3)),
        a_person("ana", last_day=day(1)),
        a_person("ana", week={"mon": 480, "tue": 480}),
        a_person("ana", commitments=(Commitment(minutes_per_day=480, weekdays=("wed",)),)),
    ],
    ids=["off", "not yet here", "gone", "works mondays and tuesdays", "in the board all day"],
)
def test_on_a_day_without_time_nobody_is_planned(person: Person) -> None:
    book = a_book([person], WORK)
    breach = the_breach(book, a_plan(book, ("site/work/pages", "ana", 2, 2, 1)), "availability")
    assert "is not at work" in breach.text
    planned_days = {on for _, _, on in planned(a_scenario([person], WORK)).minutes}
    assert planned_days
    assert 2 not in planned_days


@pytest.mark.parametrize(
    ("person", "left"),
    [
        (a_person("ana", fte=50), 4),
        (a_person("ana", time_off=(TimeOff(first=day(0), last=day(13), minutes_per_day=60),)), 7),
        (a_person("ana", commitments=(Commitment(minutes_per_day=90),)), 6.5),
    ],
)
def test_a_shortened_day_takes_just_what_is_left(person: Person, left: float) -> None:
    book = a_book([person], WORK)
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 0, left)))
    the_breach(book, a_plan(book, ("site/work/pages", "ana", 0, 0, left + 0.5)), "availability")


def test_a_weekend_a_holiday_and_a_closure_are_free() -> None:
    calendar = a_calendar(
        holidays={"country": "GB", "dates": (date(2027, 1, 6),)}, closures=(Closure(first=day(7), last=day(8)),)
    )
    scenario = a_scenario([a_person("ana")], WORK, calendars=(calendar,))
    assert sorted(on for _, _, on in planned(scenario).minutes) == [0, 1, 3, 4, 9, 10, 11]


def test_overtime_lengthens_a_working_day_and_makes_no_other() -> None:
    policy = {"overtime": {"day": 60, "week": 600}}
    book = a_book([a_person("ana"), a_person("ben", limits=Limits(overtime=False))], WORK, policy=policy)
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 9)))
    the_breach(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 9.5)), "availability")
    the_breach(book, a_plan(book, ("site/work/pages", "ben", 0, 0, 8.5)), "availability")
    the_breach(book, a_plan(book, ("site/work/pages", "ana", 5, 5, 1)), "availability")


def test_leaving_it_out_is_noticed() -> None:
    person = a_person("ana", time_off=(Period(first=day(0), last=day(0)).model_dump(),))
    phase = a_phase("work", a_demand("pages", hours=8), start=day(0), end=day(0))
    assert removal_is_noticed("availability", a_scenario([person], [a_project("site", phase)]))
