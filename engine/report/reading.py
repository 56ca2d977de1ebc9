"""Reading a plan back from its document, strictly: what is not exactly a plan of this book is refused.

Only what makes the plan is read: ``schema``, ``allocations`` and ``phases``. Figures are worked out anew by
whoever wants them, so that nobody need trust a file. Whether the plan keeps the rules is the checker's question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from engine.domain.base import Model
from engine.domain.book import Book
from engine.errors import Fault, InputError, Path, nearest
from engine.plan import Plan, Work
from engine.report.shapes import SCHEMA
from engine.units import MINUTES_PER_DAY


def _iso_date(value: object) -> object:
    """Dates are text in a document; a number is never one."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a date; write for example 2027-01-04")
    return date.fromisoformat(value)


_Day = Annotated[date, BeforeValidator(_iso_date)]


MOST_TEXT = 300
MOST_HINTS = 20
"""So many unknown names are told their nearest known one; a plan of another book would ask for thousands."""


class _Row(Model):
    demand: str
    person: str
    start: _Day
    end: _Day
    minutes_per_day: Annotated[int, Field(ge=1, le=MINUTES_PER_DAY, strict=True)]
    project: str | None = None
    minutes: Annotated[int, Field(strict=True)] | None = None
    billable: bool | None = None
    status: str | None = None


class _PhaseRow(Model):
    phase: str
    start: _Day
    end: _Day


R = TypeVar("R", bound=Model)


def read_plan(document: Mapping[str, Any], book: Book) -> Plan:
    """The plan of a plan document, against a book: the inverse of `plan_document`.

    Raises InputError with every fault: an unknown demand, person or phase, dates outside the horizon, an end
    before its start, minutes that are no whole number from 1 to 1440, two rows for one person, demand and day.
    """
    reader = _Reader(book)
    plan = reader.read(document)
    if reader.faults:
        raise InputError(reader.faults)
    return plan


class _Reader:
    """One pass over a document, gathering faults."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.faults: list[Fault] = []
        self._hints = 0

    def read(self, document: Mapping[str, Any]) -> Plan:
        if not isinstance(document, Mapping):
            self._add((), "a plan document is a JSON object")
            return Plan({})
        if document.get("schema", SCHEMA) != SCHEMA:
            self._add(("schema",), f"`{document['schema']}` cannot be read; this reads `{SCHEMA}`")
        if "allocations" not in document:
            self._add((), "there are no `allocations`; this is not a plan document")
        minutes: dict[Work, int] = {}
        for path, row in self._rows(document, "allocations", _Row):
            self._add_row(path, row, minutes)
        phases: dict[str, tuple[int, int]] = {}
        for path, phase in self._rows(document, "phases", _PhaseRow):
            self._add_phase(path, phase, phases)
        return Plan(minutes, phases)

    def _rows(self, document: Mapping[str, Any], key: str, kind: type[R]) -> Iterator[tuple[Path, R]]:
        rows = document.get(key, ())
        if not isinstance(rows, Sequence) or isinstance(rows, str):
            self._add((key,), "must be a list")
            return
        for number, row in enumerate(rows):
            try:
                yield (key, number), kind.model_validate(row)
            except ValidationError as error:
                wrongs: list[ErrorDetails] = error.errors()
                for wrong in wrongs:
                    self._add((key, number, *wrong["loc"]), _said(wrong))

    def _add_row(self, path: Path, row: _Row, minutes: dict[Work, int]) -> None:
        demand = self.book.demands.get(row.demand)
        if demand is None:
            self._unknown((*path, "demand"), "demand", row.demand, self.book.demands)
        elif row.project is not None and row.project != demand.project.id:
            self._add((*path, "project"), f"`{row.project}` is not the project of demand `{row.demand}`")
        if row.person not in self.book.people:
            self._unknown((*path, "person"), "person", row.person, self.book.people)
        span = self._span(path, row.start, row.end)
        if demand is None or row.person not in self.book.people or span is None:
            return
        days = self.book.row_days(row.person, *span)
        if not days:
            self._add(path, f"`{row.person}` has no working day from {row.start} to {row.end}")
        twice = [day for day in days if (row.demand, row.person, day) in minutes]
        if twice:
            first = self.book.horizon.day(twice[0])
            self._add(path, f"an earlier row has `{row.person}` on `{row.demand}` on {first} already")
        for day in days:
            minutes[row.demand, row.person, day] = row.minutes_per_day

    def _add_phase(self, path: Path, row: _PhaseRow, phases: dict[str, tuple[int, int]]) -> None:
        phase = self.book.phases.get(row.phase)
        if phase is None:
            self._unknown((*path, "phase"), "phase", row.phase, self.book.phases)
        elif phase.fixed:
            self._add((*path, "phase"), f"phase `{row.phase}` has fixed dates; only movable phases stand here")
        elif row.phase in phases:
            self._add((*path, "phase"), f"phase `{row.phase}` has dates already")
        span = self._span(path, row.start, row.end)
        if span is not None:
            phases[row.phase] = span

    def _span(self, path: Path, start: date, end: date) -> tuple[int, int] | None:
        """First and last day by number, or None where they are no stretch of the horizon."""
        horizon = self.book.horizon
        if end < start:
            self._add((*path, "end"), f"`end` {end} is before `start` {start}")
            return None
        if start < horizon.first or end > horizon.last:
            self._add((*path, "start"), f"{start} to {end} leaves the horizon of {horizon.first} to {horizon.last}")
            return None
        return horizon.index(start), horizon.index(end)

    def _unknown(self, path: Path, kind: str, name: str, known: Iterable[str]) -> None:
        self._hints += 1
        hint = nearest(name, known) if self._hints <= MOST_HINTS else ""
        self._add(path, f"there is no {kind} `{name}` in this scenario{hint}")

    def _add(self, path: Path, message: str) -> None:
        self.faults.append(Fault(path, message))


def _said(wrong: ErrorDetails) -> str:
    """A fault of pydantic's in our words."""
    match wrong["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not a key of this row"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "must be an object"
    return f"{wrong['msg'].removeprefix('Value error, ')}, but it is {wrong['input']!r}"[:MOST_TEXT]
