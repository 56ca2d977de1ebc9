"""The plan document: one JSON-able dict that says all there is to say about a solve."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from engine.domain.book import Book
from engine.outcome import Outcome, Result, TierResult
from engine.plan import Plan, Work
from engine.report.changes import changes
from engine.report.groups import cohorts, departments, kinds, weeks
from engine.report.kpis import kpis
from engine.report.people import people
from engine.report.projects import projects
from engine.report.shapes import (
    AllocationReport,
    ConflictReport,
    PhaseReport,
    PlanDocument,
    ScenarioReport,
    StageReport,
    TierReport,
)
from engine.report.shortfalls import shortfalls
from engine.report.tally import Ledger


def plan_document(
    book: Book,
    result: Result,
    *,
    name: str,
    overlays: Sequence[str] = (),
    trail: Sequence[Mapping[str, Any]] = (),
    versions: Mapping[str, str],
    seconds: float | None = None,
    verified: bool = True,
) -> dict[str, Any]:
    """The plan document of a result: plain data in a stable order, ready for `json.dumps`.

    ``trail`` holds plain dicts. ``seconds`` is left out where None, so that the same plan gives the same bytes.
    Without a plan there are no figures: ``kpis`` is None, the lists are empty and ``verified`` is false.
    """
    document = PlanDocument(
        scenario=_scenario(book, name, overlays),
        versions=dict(versions),
        seed=result.seed,
        seconds=seconds,
        verified=verified and result.plan is not None,
        outcome=result.outcome,
        reason=result.reason,
        notes=result.notes,
        tiers=tuple(_tier(tier) for tier in result.tiers),
        conflicts=tuple(
            ConflictReport(
                rule=conflict.rule,
                about={kind: named for kind, named in asdict(conflict.about).items() if named},
                text=conflict.text,
            )
            for conflict in result.conflicts
        ),
        trail=tuple(dict(change) for change in trail),
        **_parts(book, result),
    )
    plain = document.model_dump(mode="json", by_alias=True)
    if seconds is None:
        del plain["seconds"]
    return plain


def document_text(document: Mapping[str, Any]) -> str:
    """The document as the text of plan.json and of ``--json``."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def allocations(book: Book, plan: Plan) -> list[AllocationReport]:
    """The plan as rows, as few as possible, split where the status differs; by demand, person, start."""
    by_status: dict[str, dict[Work, int]] = defaultdict(dict)
    for work, minutes in plan.minutes.items():
        by_status[_status(book, work, minutes)][work] = minutes
    found = [
        AllocationReport.model_validate(
            {
                "demand": row.demand,
                "project": book.demands[row.demand].project.id,
                "person": row.person,
                "start": book.horizon.day(row.start),
                "end": book.horizon.day(row.end),
                "minutes_per_day": row.minutes_per_day,
                "minutes": row.minutes_per_day * len(book.row_days(row.person, row.start, row.end)),
                "billable": book.demands[row.demand].billable,
                "status": status,
            }
        )
        for status, part in by_status.items()
        for row in Plan(part).rows(book)
    ]
    return sorted(found, key=lambda row: (row.demand, row.person, row.start))


def _status(book: Book, work: Work, minutes: int) -> str:
    demand, _, day = work
    if day < book.today:
        return "actual"
    if book.pinned.get(work, 0) >= minutes:
        return "pinned"
    return book.demands[demand].project.status


_PLAN_LISTS = (
    "allocations",
    "phases",
    "shortfalls",
    "people",
    "projects",
    "departments",
    "cohorts",
    "kinds",
    "weeks",
    "changes",
)


def _parts(book: Book, result: Result) -> dict[str, Any]:
    """Everything that is made from the plan; nothing where there is none."""
    plan = result.plan
    if plan is None:
        return {"kpis": None, **dict.fromkeys(_PLAN_LISTS, ())}
    ledger = Ledger(book, plan)
    return {
        "kpis": kpis(ledger, result.price_of_fairness),
        "allocations": tuple(allocations(book, plan)),
        "phases": tuple(
            PhaseReport(phase=phase, start=book.horizon.day(first), end=book.horizon.day(last))
            for phase, (first, last) in plan.phases.items()
        ),
        "shortfalls": tuple(shortfalls(book, plan, finished=_finished(result))),
        "people": tuple(people(ledger)),
        "projects": tuple(projects(ledger)),
        "departments": tuple(departments(ledger)),
        "cohorts": tuple(cohorts(ledger)),
        "kinds": tuple(kinds(ledger)),
        "weeks": tuple(weeks(ledger)),
        "changes": tuple(changes(book, plan)),
    }


def _finished(result: Result) -> bool:
    """Whether how much is delivered was settled: everything was proved, or at least the tiers about it."""
    about = [tier.proved for tier in result.tiers if "delivered" in tier.goal or "billable" in tier.goal]
    return result.outcome is Outcome.PROVED_BEST or (bool(about) and all(about))


def _scenario(book: Book, name: str, overlays: Sequence[str]) -> ScenarioReport:
    scenario = book.scenario
    return ScenarioReport(
        name=name,
        title=scenario.title,
        hash=scenario.hash,
        overlays=tuple(overlays),
        currency=scenario.currency,
        first=scenario.horizon.first,
        last=scenario.horizon.last,
        today=scenario.horizon.today,
        rules_off=scenario.policy.rules_off,
    )


def _tier(tier: TierResult) -> TierReport:
    def in_unit(value: int) -> int | float:
        return value // tier.scale if value % tier.scale == 0 else value / tier.scale

    return TierReport(
        goal=tier.goal,
        unit=tier.unit,
        value=in_unit(tier.value),
        bound=in_unit(tier.bound),
        gap=tier.gap,
        proved=tier.proved,
        final=None if tier.final is None else in_unit(tier.final),
        stages=tuple(
            StageReport(name=stage.name, value=in_unit(stage.value), bound=in_unit(stage.bound), proved=stage.proved)
            for stage in tier.stages
        ),
    )
