"""Days: which of them a calendar works, and which public holidays fall on them."""

from collections.abc import Iterator
from datetime import date, timedelta

import holidays

from engine.domain.base import WEEKDAYS
from engine.domain.people import Calendar, PublicHolidays


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included; nothing where last is before first."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def public_holidays(region: PublicHolidays, first: date, last: date) -> tuple[date, ...]:
    """The public holidays of a region between two days, from the `holidays` library, in order.

    Raises ValueError naming the country or subdivision the library does not know.
    """
    years = range(first.year, last.year + 1)
    try:
        found = holidays.country_holidays(region.country, subdiv=region.subdivision, years=years)
    except NotImplementedError:
        known = holidays.list_supported_countries()
        if region.country not in known:
            raise ValueError(f"public holidays of country `{region.country}` are not known") from None
        regions = ", ".join(known[region.country][:12]) or "none"
        raise ValueError(f"`{region.country}` has no region `{region.subdivision}`; known regions: {regions}") from None
    return tuple(sorted(day for day in found if first <= day <= last))


def working_minutes(calendar: Calendar, first: date, last: date) -> list[int]:
    """Minutes of work of a calendar on each day from first to last; 0 on holidays and closures."""
    closed = set(calendar.holidays.dates or ()) if calendar.holidays else set()
    for closure in calendar.closures:
        closed.update(days_between(max(closure.first, first), min(closure.last, last)))
    by_weekday = [calendar.week.get(weekday, 0) for weekday in WEEKDAYS]
    return [0 if day in closed else by_weekday[day.weekday()] for day in days_between(first, last)]
