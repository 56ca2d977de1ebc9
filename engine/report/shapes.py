"""The plan document: what plan.json and ``--json`` hold, field by field.

The schema in ``docs/plan.schema.json`` is made from these classes. Money is in whole minor units (pence, cents)
of the scenario's currency, time in whole minutes, dates are ISO dates, ratios have four decimals.
"""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from engine.domain.base import Model
from engine.outcome import Outcome
from engine.report.changes import ChangeReport
from engine.report.groups import CohortReport, DepartmentReport, KindReport, WeekReport
from engine.report.kpis import Kpis
from engine.report.people import PersonReport
from engine.report.projects import ProjectReport
from engine.report.shortfalls import Shortfall

SCHEMA = "fairload/plan/1"
"""The format's name and version; the number changes when a reader of the old one would misread the new one."""


class ScenarioReport(Model):
    """Which scenario was solved."""

    name: str
    title: str
    hash: str
    """SHA-256 of the scenario's meaning, overlays applied."""
    overlays: tuple[str, ...]
    currency: str
    first: date
    """First day of the horizon."""
    last: date
    today: date | None
    rules_off: tuple[str, ...]
    """Rules that the policy has switched off."""


class StageReport(Model):
    """One step of a tier that is a comparison in steps."""

    name: str
    value: int | float
    bound: int | float
    proved: bool


class TierReport(Model):
    """What was reached in one tier, in its unit."""

    goal: str
    unit: str
    value: int | float
    """Reached when the tier was optimised."""
    bound: int | float
    """Nothing is better than this."""
    gap: float
    """|bound - value| / max(1, |value|)."""
    proved: bool
    final: int | float | None
    """The value of this goal in the plan as it is, after later tiers gave some of it up."""
    stages: tuple[StageReport, ...]


class AllocationReport(Model):
    """On every working day of the person from start to end so many minutes; a row of a single day means that
    day, working or not."""

    demand: str
    """`project/phase/demand`."""
    project: str
    person: str
    start: date
    end: date
    minutes_per_day: int = Field(ge=1, le=1440)
    minutes: int
    """All minutes of the row."""
    billable: bool
    status: Literal["actual", "pinned", "confirmed", "tentative", "internal"]
    """`actual` if past, `pinned` if all of its minutes are pinned, otherwise the project's status."""


class PhaseReport(Model):
    """The dates that the plan chose for a movable phase."""

    phase: str
    """`project/phase`."""
    start: date
    end: date


class ConflictReport(Model):
    """One of the business rules that cannot all hold together."""

    rule: str
    about: dict[str, str]
    """What it is about, by the scenario's own ids."""
    text: str


class PlanDocument(Model):
    """A plan with everything there is to say about it."""

    format: str = Field(default=SCHEMA, alias="schema")
    scenario: ScenarioReport
    versions: dict[str, str]
    """Of fairload and of the solver."""
    seed: int
    seconds: float | None = None
    """How long the solve took; left out in deterministic mode."""
    verified: bool
    """The independent checker accepts the plan; false where there is none."""
    outcome: Outcome
    reason: str
    """Why there is no plan, if there is none."""
    notes: tuple[str, ...]
    tiers: tuple[TierReport, ...]
    """In the policy's order."""
    kpis: Kpis | None
    """Null where there is no plan."""
    allocations: tuple[AllocationReport, ...]
    phases: tuple[PhaseReport, ...]
    """Movable phases only; fixed ones have the dates of the scenario."""
    shortfalls: tuple[Shortfall, ...]
    conflicts: tuple[ConflictReport, ...]
    people: tuple[PersonReport, ...]
    projects: tuple[ProjectReport, ...]
    departments: tuple[DepartmentReport, ...]
    cohorts: tuple[CohortReport, ...]
    kinds: tuple[KindReport, ...]
    weeks: tuple[WeekReport, ...]
    changes: tuple[ChangeReport, ...] = ()
    """What differs from the published plan; none where nothing is published."""
    trail: tuple[dict[str, Any], ...]
    """Every value that an overlay changed: by which file, before, after."""


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of the plan document."""
    schema = PlanDocument.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
