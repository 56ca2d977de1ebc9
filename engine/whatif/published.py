"""The plan of last week as the published one: what changes are counted against, and where a replan begins.

An earlier plan document belongs to an earlier book. What of it this book does not know (people who left, demands that
went) is dropped and told; the rest becomes published allocations, day by day as they were promised, in place of any
that the scenario has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.domain.work import Allocation
from engine.plan import Plan
from engine.report import read_plan


@dataclass(frozen=True)
class Published:
    """A scenario with an earlier plan published in it."""

    scenario: Scenario
    plan: Plan
    """What of the earlier plan this scenario still knows."""
    notes: tuple[str, ...]
    """What it does not know, in a sentence each."""


def earlier_plan(document: Mapping[str, Any], book: Book) -> Plan:
    """The plan of an earlier document, without what this book does not know. Raises InputError where it is no plan."""
    return read_plan(_known(document, book), book)


def published(document: Mapping[str, Any], before: Scenario, scenario: Scenario) -> Published:
    """The scenario with the plan of a document published in it.

    ``before`` is the scenario without what has happened since (the base without overlays): an allocation row means
    the working days that a person had then, so that "Ana is ill" does not rewrite what Ana had been promised.
    Raises InputError where the document is no plan.
    """
    then, now = Book(before), Book(scenario)
    plan = earlier_plan(document, then)
    shift = then.horizon.index(now.horizon.first)
    kept = {
        (demand, person, day - shift): minutes
        for (demand, person, day), minutes in plan.minutes.items()
        if demand in now.demands and person in now.people and 0 <= day - shift < now.days
    }
    spans = {
        key: (first - shift, last - shift)
        for key, (first, last) in plan.phases.items()
        if key in now.phases and not now.phases[key].fixed
    }
    promised = Plan(kept, spans)
    return Published(_with_published(scenario, now, promised), promised, tuple(_lost(document, now)))


def _with_published(scenario: Scenario, book: Book, plan: Plan) -> Scenario:
    """The plan as published allocations; what is past is past and needs no publishing."""
    rows = [
        Allocation(
            demand=row.demand,
            person=row.person,
            start=book.horizon.day(row.start),
            end=book.horizon.day(row.end),
            minutes_per_day=row.minutes_per_day,
            status="published",
        )
        for row in Plan({work: n for work, n in plan.minutes.items() if work[2] >= book.today}).rows(book)
    ]
    others = [allocation for allocation in scenario.allocations if allocation.status != "published"]
    return scenario.model_copy(update={"allocations": (*others, *rows)})


def _known(document: Mapping[str, Any], book: Book) -> Mapping[str, Any]:
    """The document without rows about what the book does not know; anything odd is left for `read_plan` to refuse."""

    def knows(row: Any) -> bool:
        if not isinstance(row, Mapping):
            return True
        strange = (
            ("demand" in row and row["demand"] not in book.demands)
            or ("person" in row and row["person"] not in book.people)
            or ("phase" in row and (row["phase"] not in book.phases or book.phases[row["phase"]].fixed))
        )
        return not strange

    if not isinstance(document, Mapping):
        return document
    kept = dict(document)
    for name in ("allocations", "phases"):
        if isinstance(kept.get(name), list):
            kept[name] = [row for row in kept[name] if knows(row)]
    return kept


def _lost(document: Mapping[str, Any], book: Book) -> list[str]:
    """What the published plan has and the scenario does not."""
    rows = [row for row in document.get("allocations", ()) if isinstance(row, Mapping)]
    people = sorted({str(row["person"]) for row in rows if row.get("person") not in book.people})
    demands = sorted({str(row["demand"]) for row in rows if row.get("demand") not in book.demands})
    found = []
    if people:
        found.append(f"The published plan has people who are not in this scenario: {', '.join(people[:8])}.")
    if demands:
        found.append(f"The published plan has work that is not in this scenario: {', '.join(demands[:8])}.")
    return found
