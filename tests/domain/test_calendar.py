"""Days: which a calendar works, and which public holidays fall on them."""

from datetime import date

import pytest

from engine.domain.calendar import days_between, public_holidays, working_minutes
from engine.domain.people import Closure, PublicHolidays
from tests.build import a_calendar

ENGLAND = PublicHolidays(country="GB", subdivision="ENG")
SCOTLAND = PublicHolidays(country="GB", subdivision="SCT")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_scotland_has_the_second_of_january_and_saint_andrews_day_and_england_easter_monday() -> None:
    england, scotland = (set(public_holidays(region, *YEAR)) for region in (ENGLAND, SCOTLAND))
    assert {date(2026, 1, 2), date(2026, 11, 30)} <= scotland - england
    assert date(2026, 4, 6) in england - scotland
    assert {date(2026, 1, 1), date(2026, 4, 3), date(2026, 12, 25)} <= england & scotland


def test_holidays_come_in_order_from_the_days_asked_for_and_across_the_year_end() -> None:
    found = public_holidays(ENGLAND, date(2026, 12, 20), date(2027, 1, 10))
    assert list(found) == sorted(found)
    assert {date(2026, 12, 25), date(2027, 1, 1)} <= set(found)
    assert all(date(2026, 12, 20) <= day <= date(2027, 1, 10) for day in found)


@pytest.mark.parametrize(
    ("region", "says"),
    [
        (PublicHolidays(country="XX"), "country `XX` are not known"),
        (PublicHolidays(country="GB", subdivision="LONDON"), "`GB` has no region `LONDON`; known regions: "),
    ],
)
def test_an_unknown_region_is_named(region: PublicHolidays, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        public_holidays(region, *YEAR)


def test_a_day_is_its_weekdays_minutes_unless_it_is_closed() -> None:
    calendar = a_calendar(
        week={"mon": 480, "fri": 240},
        holidays={"country": "GB", "dates": (date(2027, 1, 4),)},
        closures=(Closure(first=date(2026, 12, 1), last=date(2027, 1, 1)),),
    )
    minutes = working_minutes(calendar, date(2026, 12, 28), date(2027, 1, 15))
    assert dict(zip(days_between(date(2026, 12, 28), date(2027, 1, 15)), minutes, strict=True)) == {
        day: {date(2027, 1, 8): 240, date(2027, 1, 11): 480, date(2027, 1, 15): 240}.get(day, 0)
        for day in days_between(date(2026, 12, 28), date(2027, 1, 15))
    }


def test_no_days_lie_between_a_day_and_the_one_before() -> None:
    assert list(days_between(date(2027, 1, 2), date(2027, 1, 1))) == []
    assert list(days_between(date(2027, 1, 1), date(2027, 1, 1))) == [date(2027, 1, 1)]
