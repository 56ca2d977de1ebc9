"""A solved scenario as a column of figures: what is compared, beside its proof."""

from collections import defaultdict
from datetime import date
from typing import Any

from pydantic import Field

from engine.answer import Answer
from engine.domain.book import Book
from engine.goals import tier_sense
from engine.outcome import Outcome, Result, TierResult
from engine.plan import Plan
from engine.report import Ledger, kpis, projects
from engine.whatif.worth import reason_of

FIGURES = (
    "delivered_minutes", "shortfall_minutes", "revenue", "cost", "margin", "expected_revenue", "expected_margin",
    "penalty", "billable_minutes", "billable_utilisation", "bench_minutes", "overtime_minutes", "fairness_range",
)  # fmt: skip
"""What is told of every column, in this order; each is defined in docs/reports.md. ``fairness_range`` is the widest
range of burdens of a cohort, per mille."""


class TierFigure(Answer):
    """A goal of the policy: what was reached, and what no plan can beat. In the goal's unit."""

    goal: str
    unit: str
    sense: str
    """Whether more (`max`) or less (`min`) is better."""
    value: float
    bound: float
    proved: bool


class ProjectFigure(Answer):
    """A project in this scenario's plan."""

    project: str
    status: str
    finish: date | None
    lateness_days: int
    delivered_minutes: int
    shortfall_minutes: int
    revenue: int
    margin: int


class Column(Answer):
    """One scenario, solved. Without a plan there are no figures, and ``reason`` says why."""

    name: str
    overlays: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    """What the overlays do, a sentence each."""
    hash: str
    """Scenarios with the same hash mean the same and were solved once."""
    outcome: Outcome
    reason: str = ""
    tiers: tuple[TierFigure, ...] = ()
    figures: dict[str, int | float | None] = Field(default={})
    projects: tuple[ProjectFigure, ...] = ()

    @property
    def gap(self) -> float | None:
        """The gap of the first goal that is not proved; 0 where all are, None without a plan."""
        if not self.tiers:
            return None
        open_ones = [abs(tier.bound - tier.value) / max(1.0, abs(tier.value)) for tier in self.tiers if not tier.proved]
        return open_ones[0] if open_ones else 0.0


def column(
    name: str, book: Book, result: Result, overlays: tuple[str, ...] = (), changes: tuple[str, ...] = ()
) -> Column:
    """The column of a result."""
    found: dict[str, Any] = {}
    if result.plan is not None:
        ledger = Ledger(book, result.plan)
        found = {
            "tiers": tuple(_tier(book, number, tier) for number, tier in enumerate(result.tiers)),
            "figures": _figures(ledger),
            "projects": _projects(ledger),
        }
    return Column(
        name=name,
        overlays=overlays,
        changes=changes,
        hash=book.scenario.hash,
        outcome=result.outcome,
        reason=reason_of(result),
        **found,
    )


def _tier(book: Book, number: int, tier: TierResult) -> TierFigure:
    return TierFigure(
        goal=tier.goal,
        unit=tier.unit,
        sense=tier_sense(book.policy.tiers[number]),
        value=tier.value / tier.scale,
        bound=tier.bound / tier.scale,
        proved=tier.proved,
    )


def _figures(ledger: Ledger) -> dict[str, int | float | None]:
    told = kpis(ledger)
    widest = max((cohort.range for cohort in told.fairness.values()), default=None)
    return {name: widest if name == "fairness_range" else getattr(told, name) for name in FIGURES}


def _projects(ledger: Ledger) -> tuple[ProjectFigure, ...]:
    return tuple(
        ProjectFigure.model_validate({name: getattr(report, name) for name in ProjectFigure.model_fields})
        for report in projects(ledger)
    )


def moved_minutes(book: Book, one: Plan, other: Plan) -> dict[str, int]:
    """Person -> minutes that stand in one plan and not in the other, by (demand, week); whoever moves at all."""
    before, after = one.by_pair_week(book), other.by_pair_week(book)
    moved: dict[str, int] = defaultdict(int)
    for key in set(before) | set(after):
        moved[key[1]] += abs(before.get(key, 0) - after.get(key, 0))
    return {person: minutes for person, minutes in sorted(moved.items()) if minutes}
