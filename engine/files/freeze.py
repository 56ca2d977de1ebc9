"""Public holidays are written into the data when a file is loaded, so that no library can change an old plan."""

from datetime import date
from typing import Final

from pydantic import ValidationError

from engine.domain.calendar import public_holidays
from engine.domain.checks import LONGEST_HORIZON_DAYS
from engine.domain.document import Horizon
from engine.domain.people import PublicHolidays
from engine.errors import Fault, Path
from engine.files.ground import entries_of
from engine.files.source import Raw

_DECEMBER: Final = 12


def freeze_holidays(data: dict[str, Raw]) -> list[Fault]:
    """Fill in the dates of calendars that name a country and no dates: those of every year of the horizon, whole
    years, because a month that the horizon cuts is shared out by all its working days.

    What is not readable is left alone; the structure's check will name it. Returns a fault for each country or
    region the library does not know.
    """
    faults: list[Fault] = []
    horizon = _horizon(data.get("horizon"))
    for number, calendar in entries_of(data.get("calendars")):
        region = _region(calendar.get("holidays"))
        if region is None or horizon is None or region.dates is not None:
            continue
        path: Path = ("calendars", number, "holidays")
        first, last = date(horizon.first.year, 1, 1), date(horizon.last.year, _DECEMBER, 31)
        try:
            days = public_holidays(region, first, last)
        except ValueError as error:
            faults.append(Fault((*path, _culprit(region, first)), str(error)))
            continue
        calendar["holidays"] = {**calendar["holidays"], "dates": [day.isoformat() for day in days]}
    return faults


def _horizon(raw: Raw) -> Horizon | None:
    try:
        horizon = Horizon.model_validate(raw)
    except ValidationError:
        return None
    return horizon if 0 < horizon.days <= LONGEST_HORIZON_DAYS else None


def _region(raw: Raw) -> PublicHolidays | None:
    try:
        return PublicHolidays.model_validate(raw)
    except ValidationError:
        return None


def _culprit(region: PublicHolidays, day: date) -> str:
    """Whether the country or only its subdivision is unknown."""
    try:
        public_holidays(PublicHolidays(country=region.country), day, day)
    except ValueError:
        return "country"
    return "subdivision"
