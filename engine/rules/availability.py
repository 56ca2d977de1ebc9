"""Availability.

**In an agency.** Nobody is planned on a day they are not there, nor for time they do not have.

**Sets and data.** A[p, t], available minutes of person p on day t: contracted minutes on the calendar (public holidays
and closures are 0) less time off, less standing commitments. o[p], overtime minutes a day that policy allows.

**Formula.** The minutes of p on day t, over all demands, are at most A[p, t] + o[p] where A[p, t] > 0, and 0 elsewhere.

**Edge cases.** Overtime lengthens a working day; it never makes a day off a working day. Part-time weeks, contract
dates and part-days off all enter through A. Days before today are past and not judged.

**Source.** Runn and Float help pages (effective capacity = contracted - time off).
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.book import Book
from engine.outcome import Breach
from engine.plan import Plan
from engine.rules.base import Rule, day_text
from engine.units import show_minutes


class Availability(Rule):
    """Nothing outside contract, on time off, holidays, closures; no more than the day has."""

    name = "availability"

    def day_room(self, book: Book) -> dict[str, list[int]]:
        return {
            person: [minutes + book.overtime_day(person) if minutes else 0 for minutes in book.available[person]]
            for person in book.people
        }

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        for (person, day), minutes in plan.by_person_day.items():
            room = book.day_room(person, day)
            if day >= book.today and minutes > room:
                has = f"only {show_minutes(room)} are there" if room else "is not at work"
                yield self.breach(
                    f"{person} is planned {show_minutes(minutes)}, {has}", person=person, first=day_text(book, day)
                )
