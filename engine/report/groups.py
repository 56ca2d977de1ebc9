"""The same figures by department, cohort, kind of person and week: always sums over sums."""

from collections.abc import Callable
from datetime import date

from engine.domain.base import Model
from engine.report.figures import Totals, totals_of
from engine.report.tally import Ledger


class _Group(Model):
    people: int
    """How many people the figures are about."""


class _Department(Model):
    department: str
    name: str


class DepartmentReport(Totals, _Group, _Department):
    """A department over the horizon."""


class _Cohort(Model):
    cohort: str


class CohortReport(Totals, _Group, _Cohort):
    """A cohort over the horizon."""


class _Kind(Model):
    kind: str


class KindReport(Totals, _Group, _Kind):
    """Employees, contractors or placeholders over the horizon."""


class _Week(Model):
    week: str
    """ISO week, such as `2027-W01`."""
    start: date
    """First day of it inside the horizon."""
    end: date


class WeekReport(Totals, _Week):
    """Everybody in one week."""


def departments(ledger: Ledger) -> list[DepartmentReport]:
    """Each department that has people, in the scenario's order."""
    groups = _grouped(ledger, lambda person: ledger.book.people[person].department)
    return [
        DepartmentReport.model_validate(
            {
                "department": department.id,
                "name": department.name or department.id,
                "people": len(groups[department.id]),
                **totals_of(ledger.total(groups[department.id])),
            }
        )
        for department in ledger.book.scenario.departments
        if department.id in groups
    ]


def cohorts(ledger: Ledger) -> list[CohortReport]:
    """Each cohort, in order of its name."""
    return [
        CohortReport.model_validate({"cohort": cohort, "people": len(people), **totals_of(ledger.total(people))})
        for cohort, people in ledger.book.cohorts.items()
    ]


def kinds(ledger: Ledger) -> list[KindReport]:
    """Employees, contractors and placeholders, as far as there are any."""
    groups = _grouped(ledger, lambda person: ledger.book.people[person].kind)
    return [
        KindReport.model_validate({"kind": kind, "people": len(groups[kind]), **totals_of(ledger.total(groups[kind]))})
        for kind in ("employee", "contractor", "placeholder")
        if kind in groups
    ]


def weeks(ledger: Ledger) -> list[WeekReport]:
    """Each week of the horizon with the sums over everybody."""
    book = ledger.book
    found = []
    for week, tally in ledger.by_week():
        days = book.week_days(week)
        span = {"start": book.horizon.day(days[0]), "end": book.horizon.day(days[-1])}
        found.append(WeekReport.model_validate({"week": book.week_label(week), **span, **totals_of(tally)}))
    return found


def _grouped(ledger: Ledger, key_of: Callable[[str], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for person in ledger.book.people:
        groups.setdefault(key_of(person), []).append(person)
    return groups
