"""Allocations as a calendar (RFC 5545) that people can subscribe to or import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any


def calendar_of(plan: str, document: Mapping[str, Any]) -> bytes:
    """One all-day event an allocation; its title says what, and how long on each working day."""
    from icalendar import Calendar

    names = {person["person"]: person["name"] or person["person"] for person in document["people"]}
    calendar = Calendar()
    calendar.add("prodid", "-//Fairload//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    stamp = datetime.now(UTC)
    for number, row in enumerate(document["allocations"]):
        calendar.add_component(_event(f"{plan}-{number}", row, names[row["person"]], stamp))
    text: bytes = calendar.to_ical()
    return text


def _event(uid: str, row: Mapping[str, Any], person: str, stamp: datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uid}@fairload")
    event.add("dtstamp", stamp)
    event.add("dtstart", date.fromisoformat(row["start"]))
    event.add("dtend", date.fromisoformat(row["end"]) + timedelta(days=1))  # an event ends before this day
    hours = f"{row['minutes_per_day'] / 60:.2f}".rstrip("0").rstrip(".")
    event.add("summary", f"{row['demand']} ({hours} h a day)")
    event.add("description", f"{person}, {row['status']}: {hours} hours on every working day")
    event.add("categories", [row["project"]])
    event.add("transp", "TRANSPARENT" if row["status"] == "tentative" else "OPAQUE")
    return event
