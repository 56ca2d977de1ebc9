"""Each person's plan in figures: load by week, utilisation against target, burden, projects.

In an agency: this is the page of the Monday meeting on which nobody wants to stand out.
"""

from collections import defaultdict

from engine.domain.base import Model
from engine.report.fairness import burden_of
from engine.report.figures import Totals, load_per_mille, totals_of
from engine.report.tally import Ledger, Tally
from engine.units import PERCENT, divide_rounding


class PersonWeek(Model):
    """One week of one person, in minutes."""

    week: str
    """ISO week, such as `2027-W01`."""
    effective_minutes: int
    available_minutes: int
    planned_minutes: int
    billable_minutes: int
    load_per_mille: int | None
    """Planned / available; null where nothing is available."""


class PersonProject(Model):
    """How long a person works on a project."""

    project: str
    minutes: int


class _Identity(Model):
    person: str
    name: str
    kind: str
    """`employee`, `contractor` or `placeholder`."""
    department: str
    role: str
    cohort: str | None
    """With whom the person is compared; null for contractors, placeholders, and people without work or time."""


class PersonReport(Totals, _Identity):
    """A person over the horizon."""

    target_per_cent: int | None
    """Per cent of available time that should be planned; null where there is no target."""
    target_minutes: int | None
    """That much of the available minutes."""
    minutes_above_target: int | None
    """Planned less target minutes; negative below the target."""
    burden: int | None
    """Load / target, plus what is carried over, per mille; null where no time is available."""
    carried_over: int
    """Burden carried over from earlier periods, per mille; part of the burden."""
    projects: tuple[PersonProject, ...]
    """Most minutes first."""
    weeks: tuple[PersonWeek, ...]


def people(ledger: Ledger) -> list[PersonReport]:
    """A report of everybody, in the scenario's order."""
    book = ledger.book
    cohort_of = {person: cohort for cohort, members in book.cohorts.items() for person in members}
    projects = _projects(ledger)
    found = []
    for person, who in book.people.items():
        tally = ledger.by_person[person]
        target = who.target_utilisation
        wanted = None if target is None else divide_rounding(target * tally.available, PERCENT)
        found.append(
            PersonReport.model_validate(
                {
                    "person": person,
                    "name": who.name or person,
                    "kind": who.kind,
                    "department": who.department,
                    "role": who.role,
                    "cohort": cohort_of.get(person),
                    **totals_of(tally),
                    "target_per_cent": target,
                    "target_minutes": wanted,
                    "minutes_above_target": None if wanted is None else tally.planned - wanted,
                    "burden": burden_of(book, ledger.plan, person),
                    "carried_over": who.carried_over,
                    "projects": projects[person],
                    "weeks": tuple(_week(book.week_label(week), each) for week, each in ledger.weeks_of(person)),
                }
            )
        )
    return found


def _projects(ledger: Ledger) -> dict[str, tuple[PersonProject, ...]]:
    minutes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (demand, person), planned in ledger.plan.by_pair.items():
        minutes[person][ledger.book.demands[demand].project.id] += planned
    return {
        person: tuple(
            PersonProject(project=project, minutes=planned)
            for project, planned in sorted(minutes[person].items(), key=lambda item: (-item[1], item[0]))
        )
        for person in ledger.book.people
    }


def _week(label: str, tally: Tally) -> PersonWeek:
    return PersonWeek(
        week=label,
        effective_minutes=tally.effective,
        available_minutes=tally.available,
        planned_minutes=tally.planned,
        billable_minutes=tally.billable,
        load_per_mille=load_per_mille(tally.planned, tally.available),
    )
