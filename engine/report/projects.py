"""Each project's plan in figures: hours, money, budget, dates, people and phases."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.domain.base import Model
from engine.domain.entries import DemandWork, PhaseWork
from engine.domain.people import Function
from engine.domain.work import Project
from engine.report.money import expected
from engine.report.tally import Ledger, chance_of
from engine.units import ratio


class ProjectPerson(Model):
    """How long somebody works on the project."""

    person: str
    minutes: int


class ProjectWeek(Model):
    """The project's work in a week; weeks without any are left out."""

    week: str
    planned_minutes: int
    billable_minutes: int


class ProjectPhase(Model):
    """A phase of the project and its dates: its own, or the ones that the plan chose."""

    phase: str
    """`project/phase`."""
    kind: str
    movable: bool
    """Whether the plan chose the dates."""
    start: date
    end: date
    demanded_minutes: int
    delivered_minutes: int


class ProjectReport(Model):
    """A project over the horizon. Money in whole minor units, at full value whether or not it is won."""

    project: str
    name: str
    client: str | None
    status: str
    probability: int | None
    """Per cent; null for projects that are not tentative."""
    billing: str
    project_managers: tuple[str, ...]
    """Whoever does the project management in the plan; otherwise the named one."""
    account_leads: tuple[str, ...]
    planned_minutes: int
    billable_minutes: int
    nonbillable_minutes: int
    billable_share: float | None
    """Billable / planned minutes."""
    billable_utilisation_part: float | None
    """Billable minutes / effective minutes of everybody: what it adds to the agency's billable utilisation."""
    demanded_minutes: int
    delivered_minutes: int
    shortfall_minutes: int
    delivered_share: float | None
    """Delivered / demanded minutes."""
    revenue: int
    cost: int
    margin: int
    margin_share: float | None
    """Margin / revenue."""
    expected_revenue: int
    """Revenue times the probability of winning it."""
    expected_cost: int
    expected_margin: int
    budget: int | None
    """Most that the planned work may cost."""
    budget_burn: float | None
    """Cost / budget."""
    start: date | None
    """First planned day; null where nothing is planned."""
    finish: date | None
    """Last planned day, or the last day of a movable phase if that is later."""
    deadline: date | None
    lateness_days: int
    """Calendar days beyond the deadline: of the last phase's end where lateness costs a penalty, otherwise of the
    finish. 0 if it is in time or there is no deadline."""
    penalty: int
    """Lateness times the penalty a day; not taken from the margin."""
    people: tuple[ProjectPerson, ...]
    """Most minutes first."""
    phases: tuple[ProjectPhase, ...]
    weeks: tuple[ProjectWeek, ...]


@dataclass(frozen=True)
class _Work:
    """What the plan holds, gathered by project in one pass."""

    people: dict[str, dict[str, int]]
    weeks: dict[str, dict[int, list[int]]]
    demands: dict[str, list[DemandWork]]
    phases: dict[str, list[PhaseWork]]


def projects(ledger: Ledger) -> list[ProjectReport]:
    """A report of every project, in the scenario's order."""
    work = _gather(ledger)
    effective = ledger.total().effective
    return [
        ProjectReport.model_validate(
            {
                **_identity(ledger, project, work),
                **_minutes(ledger, project, work, effective),
                **_money(ledger, project),
                **_dates(ledger, project),
                "people": _most_first(work.people[project.id]),
                "phases": tuple(_phase(ledger, phase, work) for phase in work.phases[project.id]),
                "weeks": tuple(
                    ProjectWeek(week=ledger.book.week_label(week), planned_minutes=planned, billable_minutes=billable)
                    for week, (planned, billable) in sorted(work.weeks[project.id].items())
                ),
            }
        )
        for project in ledger.book.projects.values()
    ]


def _gather(ledger: Ledger) -> _Work:
    book, plan = ledger.book, ledger.plan
    people: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    weeks: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    demands: dict[str, list[DemandWork]] = defaultdict(list)
    phases: dict[str, list[PhaseWork]] = defaultdict(list)
    for (key, person, week), minutes in plan.by_pair_week(book).items():
        demand = book.demands[key]
        people[demand.project.id][person] += minutes
        weeks[demand.project.id][week][0] += minutes
        weeks[demand.project.id][week][1] += minutes if demand.billable else 0
    for demand in book.demands.values():
        demands[demand.project.id].append(demand)
    for phase in book.phases.values():
        phases[phase.project.id].append(phase)
    return _Work(people, weeks, demands, phases)


def _identity(ledger: Ledger, project: Project, work: _Work) -> dict[str, Any]:
    def crew(function: Function, named: str | None) -> tuple[str, ...]:
        keys = [demand.key for demand in work.demands[project.id] if demand.function == function]
        found = sorted({person for key in keys for person in ledger.plan.crews.get(key, ())})
        return tuple(found) or ((named,) if named else ())

    return {
        "project": project.id,
        "name": project.name or project.id,
        "client": project.client,
        "status": project.status,
        "probability": project.probability,
        "billing": project.billing or ("internal" if project.status == "internal" else "time_and_materials"),
        "project_managers": crew("project_management", project.pm),
        "account_leads": crew("client_services", project.account_lead),
    }


def _minutes(ledger: Ledger, project: Project, work: _Work, effective: int) -> dict[str, Any]:
    planned = sum(minutes for minutes, _ in work.weeks[project.id].values())
    billable = sum(minutes for _, minutes in work.weeks[project.id].values())
    asked = sum(demand.effort for demand in work.demands[project.id])
    missing = sum(ledger.plan.shortfall(demand) for demand in work.demands[project.id])
    return {
        "planned_minutes": planned,
        "billable_minutes": billable,
        "nonbillable_minutes": planned - billable,
        "billable_share": ratio(billable, planned),
        "billable_utilisation_part": ratio(billable, effective),
        "demanded_minutes": asked,
        "delivered_minutes": asked - missing,
        "shortfall_minutes": missing,
        "delivered_share": ratio(asked - missing, asked),
    }


def _money(ledger: Ledger, project: Project) -> dict[str, Any]:
    revenue, cost = ledger.money.revenue[project.id], ledger.money.cost[project.id]
    hoped, spent = expected(revenue, chance_of(project)), expected(cost, chance_of(project))
    return {
        "revenue": revenue,
        "cost": cost,
        "margin": revenue - cost,
        "margin_share": ratio(revenue - cost, revenue),
        "expected_revenue": hoped,
        "expected_cost": spent,
        "expected_margin": hoped - spent,
        "budget": project.budget,
        "budget_burn": None if project.budget is None else ratio(cost, project.budget),
    }


def _dates(ledger: Ledger, project: Project) -> dict[str, Any]:
    dates, horizon = ledger.dates[project.id], ledger.book.horizon
    return {
        "start": None if dates.start is None else horizon.day(dates.start),
        "finish": None if dates.finish is None else horizon.day(dates.finish),
        "deadline": project.deadline,
        "lateness_days": dates.late,
        "penalty": dates.penalty,
    }


def _most_first(minutes: dict[str, int]) -> tuple[ProjectPerson, ...]:
    ordered = sorted(minutes.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ProjectPerson(person=person, minutes=planned) for person, planned in ordered)


def _phase(ledger: Ledger, phase: PhaseWork, work: _Work) -> ProjectPhase:
    first, last = ledger.plan.span(phase)
    demands = [demand for demand in work.demands[phase.project.id] if demand.phase.key == phase.key]
    return ProjectPhase(
        phase=phase.key,
        kind=phase.kind,
        movable=not phase.fixed,
        start=ledger.book.horizon.day(first),
        end=ledger.book.horizon.day(last),
        demanded_minutes=sum(demand.effort for demand in demands),
        delivered_minutes=sum(ledger.money.delivered(demand) for demand in demands),
    )
