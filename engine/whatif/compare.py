"""Scenarios side by side: the whole book solved again for each, and what each changes.

Differences are of two checked plans, so they are exact as figures; whether a difference says anything about the
scenarios depends on the proof. A goal that lies between value v and bound b in both is changed by something between
``v' - b`` and ``b' - v``; a difference smaller than the two gaps together is *undecided*, however large it looks.
Later goals are compared at what the earlier ones were left at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.answer import Answer
from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.outcome import Result
from engine.plan import Plan
from engine.whatif.columns import FIGURES, Column, ProjectFigure, TierFigure, column, moved_minutes
from engine.whatif.trials import Case, Trials

DECIDED_BY = {
    "delivered_minutes": ("delivered",),
    "shortfall_minutes": ("delivered",),
    "billable_minutes": ("billable",),
    "billable_utilisation": ("billable",),
    "revenue": ("revenue", "margin", "billable"),
    "expected_revenue": ("revenue", "margin", "billable"),
    "margin": ("margin", "revenue", "billable"),
    "expected_margin": ("margin", "revenue", "billable"),
    "cost": ("cost", "margin"),
    "overtime_minutes": ("overtime",),
    "fairness_range": ("fair",),
}
"""Which goals a figure follows; the first of them that both policies have tells whether its difference is decided."""


@dataclass(frozen=True)
class Named:
    """A scenario to compare, and what to call it."""

    name: str
    scenario: Scenario
    overlays: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


class TierChange(Answer):
    """How a goal changes: in the two plans, and what is proved of it. In the goal's unit."""

    goal: str
    unit: str
    before: float
    after: float
    change: float
    least: float
    """The true change is at least this ..."""
    most: float
    """... and at most this."""
    undecided: bool
    """The change is smaller than the two gaps together."""


class FigureChange(Answer):
    """How a figure changes from the base's plan to the scenario's."""

    figure: str
    before: int | float | None
    after: int | float | None
    change: int | float | None
    undecided: bool | None
    """Whether the goal that the figure follows is undecided; null where it follows none."""


class ProjectChange(Answer):
    """How a project's plan changes; what one of the scenarios does not have is null."""

    project: str
    days: int | None
    """Calendar days by which it finishes later."""
    lateness_days: int | None
    delivered_minutes: int | None
    revenue: int | None
    margin: int | None


class PersonChange(Answer):
    """Somebody whose weeks change, and by how much work."""

    person: str
    moved_minutes: int


class Difference(Answer):
    """What a scenario changes against the base; without figures where either has no plan."""

    name: str
    same: bool
    """Both mean the same: nothing changes, exactly."""
    tiers: tuple[TierChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    projects: tuple[ProjectChange, ...] = ()
    """Only those that change."""
    people: tuple[PersonChange, ...] = ()
    """Everybody whose weeks change, most first."""


class Comparison(Answer):
    """A base and its what-ifs, one column each, and what each changes against the base."""

    currency: str
    seed: int
    base: Column
    columns: tuple[Column, ...]
    differences: tuple[Difference, ...]


def compare(base: Named, others: Sequence[Named], trials: Trials, base_plan: Plan | None = None) -> Comparison:
    """Solve the base and every other scenario, and set them side by side.

    The base is solved first, with all threads (from ``base_plan`` where it is given); the others then start from its
    plan, side by side. Equal scenarios are solved once.
    """
    solved = trials.one(base.scenario, base_plan)
    hint = solved.plan if solved.plan is not None else base_plan
    results = trials.solve([Case(other.scenario, hint) for other in others])
    return compared(base, solved, list(zip(others, results, strict=True)), seed=trials.options.seed)


def compared(base: Named, solved: Result, others: Sequence[tuple[Named, Result]], *, seed: int) -> Comparison:
    """The comparison of results that are there already."""
    book = Book(base.scenario)
    first = column(base.name, book, solved, base.overlays, base.changes)
    columns, differences = [], []
    for named, result in others:
        other = Book(named.scenario)
        found = column(named.name, other, result, named.overlays, named.changes)
        columns.append(found)
        differences.append(_difference(first, found, _people(book, solved, other, result)))
    return Comparison(
        currency=base.scenario.currency,
        seed=seed,
        base=first,
        columns=tuple(columns),
        differences=tuple(differences),
    )


def _people(book: Book, solved: Result, other: Book, result: Result) -> tuple[PersonChange, ...]:
    if solved.plan is None or result.plan is None or book.horizon.first != other.horizon.first:
        return ()
    moved = moved_minutes(book, solved.plan, result.plan)
    ordered = sorted(moved.items(), key=lambda item: (-item[1], item[0]))
    return tuple(PersonChange(person=person, moved_minutes=minutes) for person, minutes in ordered)


def _difference(before: Column, after: Column, people: tuple[PersonChange, ...]) -> Difference:
    if not before.tiers or not after.tiers:
        return Difference(name=after.name, same=before.hash == after.hash)
    tiers = _tiers(before, after)
    undecided = {change.goal: change.undecided for change in tiers}
    return Difference(
        name=after.name,
        same=before.hash == after.hash,
        tiers=tiers,
        figures=tuple(_figure(name, before, after, undecided) for name in FIGURES),
        projects=_projects(before, after),
        people=people,
    )


def _tiers(before: Column, after: Column) -> tuple[TierChange, ...]:
    """The goals that both have, in the base's order."""
    same = before.hash == after.hash
    there = {tier.goal: tier for tier in after.tiers}
    return tuple(_tier(tier, there[tier.goal], same) for tier in before.tiers if tier.goal in there)


def _tier(one: TierFigure, other: TierFigure, same: bool) -> TierChange:
    change = other.value - one.value
    if same:
        ends = (0.0, 0.0)
    elif one.sense == "max":
        ends = (other.value - one.bound, other.bound - one.value)
    else:
        ends = (other.bound - one.value, other.value - one.bound)
    gaps = abs(one.bound - one.value) + abs(other.bound - other.value)
    return TierChange(
        goal=one.goal,
        unit=one.unit,
        before=one.value,
        after=other.value,
        change=change,
        least=ends[0],
        most=ends[1],
        undecided=not same and gaps > 0 and abs(change) <= gaps,
    )


def _figure(name: str, before: Column, after: Column, undecided: dict[str, bool]) -> FigureChange:
    one, other = before.figures[name], after.figures[name]
    goal = next((goal for goal in DECIDED_BY.get(name, ()) if goal in undecided), None)
    return FigureChange(
        figure=name,
        before=one,
        after=other,
        change=None if one is None or other is None else other - one,
        undecided=None if goal is None else undecided[goal],
    )


def _projects(before: Column, after: Column) -> tuple[ProjectChange, ...]:
    then = {project.project: project for project in before.projects}
    now = {project.project: project for project in after.projects}
    changes = [_project(name, then.get(name), now.get(name)) for name in dict.fromkeys([*then, *now])]
    return tuple(change for change in changes if change is not None)


def _project(name: str, one: ProjectFigure | None, other: ProjectFigure | None) -> ProjectChange | None:
    """How a project changes; None where it does not."""
    if one is None or other is None:
        return ProjectChange(
            project=name, days=None, lateness_days=None, delivered_minutes=None, revenue=None, margin=None
        )
    days = None if one.finish is None or other.finish is None else (other.finish - one.finish).days
    parts = {
        field: getattr(other, field) - getattr(one, field)
        for field in ("lateness_days", "delivered_minutes", "revenue", "margin")
    }
    return ProjectChange(project=name, days=days, **parts) if days or any(parts.values()) else None
