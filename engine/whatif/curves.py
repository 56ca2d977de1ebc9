"""Curves: what is given up for fairness, for margin, or for a quiet week; each point solved, with its bound.

A point whose value and bound meet is proved; between the two lies what is not known. A plan of a tighter point is a
plan of every wider one, so the points are solved from the tightest on, each from the plan before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.answer import Answer
from engine.domain.book import Book
from engine.domain.policy import ChangeBudget, Tier
from engine.domain.scenario import Scenario
from engine.errors import Fault, InputError
from engine.goals import GOALS, tier_sense
from engine.outcome import Outcome, Result
from engine.plan import Plan
from engine.report import Ledger, kpis
from engine.rules.change_budget import changes_of
from engine.units import PER_MILLE
from engine.whatif.trials import Case, Trials
from engine.whatif.worth import reason_of

Against = Literal["band", "margin"]
UNLIMITED = 5 * PER_MILLE
"""A band that limits nothing: the widest a policy may state."""


class Point(Answer):
    """One point of a curve. ``at`` is the band in per mille, the share of margin kept in per mille, or the number of
    changes allowed."""

    key: int
    outcome: Outcome
    reason: str = ""
    value: float | None
    """Of the curve's goal, in its unit."""
    bound: float | None
    """No plan at this point is better."""
    proved: bool
    billable_utilisation: float | None
    margin: int | None
    """Of the plan, in minor units."""
    fairness_range: int | None
    """The widest range of burdens in the plan, per mille."""
    changes: int | None
    """Changes against the published plan."""


class Curve(Answer):
    """Points in the order of ``key``, tightest first."""

    question: str
    goal: str
    unit: str
    sense: str
    currency: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class _Stop:
    """A point to be solved."""

    key: int
    scenario: Scenario


def frontier(
    scenario: Scenario,
    trials: Trials,
    values: Sequence[int],
    against: Against = "band",
    plan: Plan | None = None,
) -> Curve:
    """Most billable work (promises kept first) for each fairness band, or for each share of the best margin kept.

    ``values`` are bands in per mille; or, against margin, how many per mille of the best margin must be kept.
    """
    if not values or min(values) < 0 or max(values) > (UNLIMITED if against == "band" else PER_MILLE):
        most = UNLIMITED if against == "band" else PER_MILLE
        raise InputError([Fault((), f"points of the frontier lie between 0 and {most}, but these are {list(values)}")])
    make = _banded if against == "band" else _margin_kept
    # A wider band, and a smaller share to keep, leave more room.
    order = sorted(set(values), reverse=against == "margin")
    stops = [_Stop(value, make(scenario, value)) for value in order]
    return _curve(f"frontier against {against}", stops, len(stops[0].scenario.policy.tiers) - 1, trials, plan)


def change_curve(scenario: Scenario, trials: Trials, values: Sequence[int], plan: Plan | None = None) -> Curve:
    """What the policy's first goal reaches for each number of changes allowed against the published plan."""
    if not Book(scenario).published:
        raise InputError([Fault((), "nothing is published in this scenario; give an earlier plan to count against")])
    if not values or min(values) < 0:
        raise InputError([Fault((), f"numbers of changes are 0 or more, but these are {list(values)}")])
    stops = [_Stop(value, _budgeted(scenario, value)) for value in sorted(set(values))]
    return _curve("changes", stops, 0, trials, plan)


def _banded(scenario: Scenario, band: int) -> Scenario:
    fairness = scenario.policy.fairness.model_copy(update={"band": band})
    return _with(scenario, fairness=fairness, tiers=(Tier(goal="delivered"), Tier(goal="billable")))


def _margin_kept(scenario: Scenario, kept: int) -> Scenario:
    margin = Tier(goal="margin", give_up_per_mille=PER_MILLE - kept)
    return _with(scenario, tiers=(Tier(goal="delivered"), margin, Tier(goal="billable")))


def _budgeted(scenario: Scenario, changes: int) -> Scenario:
    budget = scenario.policy.change_budget.model_copy(update={"changes": changes})
    return _with(scenario, change_budget=ChangeBudget.model_validate(budget.model_dump()))


def _with(scenario: Scenario, **policy: object) -> Scenario:
    return scenario.model_copy(update={"policy": scenario.policy.model_copy(update=policy)})


def _curve(question: str, stops: Sequence[_Stop], goal: int, trials: Trials, plan: Plan | None) -> Curve:
    """Every point solved with all threads; the curve's own goal is the tier of that number."""
    seconds = trials.options.seconds / len(stops)
    results: list[Result] = []
    for stop in stops:
        results += trials.solve([Case(stop.scenario, plan)], seconds)
        plan = results[-1].plan or plan
    tier = stops[0].scenario.policy.tiers[goal]
    return Curve(
        question=question,
        goal="+".join(tier.weights),
        unit=GOALS[next(iter(tier.weights))].unit,
        sense=tier_sense(tier),
        currency=stops[0].scenario.currency,
        points=tuple(_point(stop, result, goal) for stop, result in zip(stops, results, strict=True)),
    )


def _point(stop: _Stop, result: Result, goal: int) -> Point:
    book = Book(stop.scenario)
    told = None if result.plan is None else kpis(Ledger(book, result.plan))
    tier = result.tiers[goal] if len(result.tiers) > goal else None
    return Point(
        key=stop.key,
        outcome=result.outcome,
        reason=reason_of(result),
        value=None if tier is None else tier.value / tier.scale,
        bound=None if tier is None else tier.bound / tier.scale,
        proved=tier is not None and all(each.proved for each in result.tiers[: goal + 1]),
        billable_utilisation=None if told is None else told.billable_utilisation,
        margin=None if told is None else told.margin,
        fairness_range=None if told is None else max((each.range for each in told.fairness.values()), default=None),
        changes=None if result.plan is None else len(changes_of(book, result.plan)) if book.published else None,
    )
