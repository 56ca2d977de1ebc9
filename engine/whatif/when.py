"""How early a pitch can start, or be done: week by week, each with its reason.

A week is *possible* when some plan delivers all of the pitch and leaves no more of the other promises undone than the
best known plan without it. That more weeks later is better is not taken for granted: holidays and other projects come
and go, so every week before the answer is looked at and told why it fails. A week in which neither a plan nor a proof
was found in time is told as undecided, and then the answer is no more than a latest one.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Literal

from engine.answer import Answer
from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.domain.work import Project
from engine.errors import Fault, InputError
from engine.outcome import Outcome, Result
from engine.plan import Plan
from engine.report import Ledger, projects
from engine.units import show_minutes
from engine.whatif.trials import Case, Trials
from engine.whatif.vary import project_of, taken, varied, with_goals, without
from engine.whatif.worth import reason_of

Verdict = Literal["possible", "costs_others", "impossible", "undecided"]
PROMISES = ("delivered",)
MOST_TOLD = 3


class Week(Answer):
    """What comes of starting (or of being done) in one week."""

    week: date
    """Its Monday, or the first day of the project in it; for a finish, the last day allowed."""
    weeks: int
    """How many weeks later than in the scenario; below 0, earlier."""
    verdict: Verdict
    reason: str = ""
    shortfall: int | None
    """Weighted minutes of other promises left undone in the plan that was found."""
    shortfall_bound: int | None
    finish: date | None
    """When the project is done in that plan."""


class When(Answer):
    """The earliest week, and every week that was looked at, in order."""

    question: str
    project: str
    reference: int | None
    """Weighted minutes of promises left undone without the project: what a week may not exceed."""
    reference_proved: bool
    earliest: date | None
    """Null where no week is possible."""
    proved: bool
    """Every week before it is proved to fail."""
    reason: str
    weeks: tuple[Week, ...]


def earliest_start(
    scenario: Scenario, name: str, trials: Trials, plan: Plan | None = None, *, every: bool = False, allow: int = 0
) -> When:
    """The earliest week a project can start in, all its dates moved together.

    ``every``: look at later weeks too. ``allow``: so many weighted minutes of other promises may suffer for it.
    """
    project = project_of(scenario, name)
    first, last = dates_of(scenario, project)
    floor = max(scenario.horizon.first, scenario.horizon.today or scenario.horizon.first)
    least = -((first - floor).days // 7)
    most = (scenario.horizon.last - last).days // 7
    moves = list(range(least, most + 1))

    def moved(weeks: int) -> tuple[date, Scenario]:
        slip = {"slip": {"project": name, "weeks": weeks}}
        return first + timedelta(weeks=weeks), taken(varied(scenario, slip), project)

    return _look("start", scenario, project, moves, moved, trials, plan, every, allow)


def earliest_finish(
    scenario: Scenario, name: str, trials: Trials, plan: Plan | None = None, *, every: bool = False, allow: int = 0
) -> When:
    """The earliest week a project can be done in, from its first day on; counted in weeks from its last."""
    project = project_of(scenario, name)
    first, last = dates_of(scenario, project)
    moves = list(range(-((last - first).days // 7), 1))

    def due(weeks: int) -> tuple[date, Scenario]:
        day = last + timedelta(weeks=weeks)
        book = taken(scenario, project)
        changed = tuple(
            each.model_copy(update={"deadline": day, "deadline_penalty": None}) if each.id == name else each
            for each in book.projects
        )
        return day, book.model_copy(update={"projects": changed})

    return _look("finish", scenario, project, moves, due, trials, plan, every, allow)


def dates_of(scenario: Scenario, project: Project) -> tuple[date, date]:
    """The first and last day that the project may use. Raises InputError where it has no dates."""
    phases = [phase for phase in Book(scenario).phases.values() if phase.project.id == project.id]
    days = [day for phase in project.phases for day in (phase.start, phase.earliest) if day is not None]
    ends = [day for phase in project.phases for day in (phase.end, phase.latest) if day is not None]
    if project.template is not None:
        days.append(project.template.start)
        ends += [project.template.latest] if project.template.latest is not None else []
    if not phases or not days:
        raise InputError([Fault((), f"project `{project.id}` has no dates within the horizon that could move")])
    last = max(ends) if ends else scenario.horizon.day(max(phase.last for phase in phases))
    return min(days), last


def _look(
    question: str,
    scenario: Scenario,
    project: Project,
    moves: Sequence[int],
    moved: Callable[[int], tuple[date, Scenario]],
    trials: Trials,
    plan: Plan | None,
    every: bool,
    allow: int,
) -> When:
    # Every week is measured against the book without the project, so that one gets a third of the time.
    bare = trials.one(with_goals(without(scenario, project), PROMISES), plan, trials.options.seconds / 3)
    seconds = trials.options.seconds * 2 / 3 / ceil(len(moves) / trials.processes)
    if bare.plan is None:
        none = "There is no plan" if bare.outcome is Outcome.IMPOSSIBLE else "No plan was found"
        reason = f"{none} even without it. {reason_of(bare)}"
        return When(
            question=question,
            project=project.id,
            reference=None,
            reference_proved=False,
            earliest=None,
            proved=bare.outcome is Outcome.IMPOSSIBLE,
            reason=reason,
            weeks=(),
        )
    reference = bare.tiers[0]
    weeks: list[Week] = []
    for some in _in_groups(moves, trials.processes):
        cases = [(weeks_later, *moved(weeks_later)) for weeks_later in some]
        solving = [Case(with_goals(book, PROMISES), bare.plan, float(reference.value + allow)) for _, _, book in cases]
        for (weeks_later, day, book), result in zip(cases, trials.solve(solving, seconds), strict=True):
            weeks.append(_week(day, weeks_later, Book(book), result, bare, project.id, allow))
        if not every and any(week.verdict == "possible" for week in weeks):
            break
    return _answer(question, project.id, weeks, reference.value, reference.proved)


def _answer(question: str, project: str, weeks: Sequence[Week], reference: int, proved: bool) -> When:
    found = next((week for week in weeks if week.verdict == "possible"), None)
    before = [week for week in weeks if found is None or week.week < found.week]
    sure = all(week.verdict != "undecided" for week in before)
    if not weeks:
        reason = "The project does not fit into the horizon in any week."
    elif found is None:
        reason = f"No week is possible; the last one: {weeks[-1].reason}" if sure else "No week was found possible yet."
    elif before:
        reason = f"The week before ({before[-1].week}) fails: {before[-1].reason}"
    else:
        reason = "There is no earlier week: the horizon begins, or today is."
    return When(
        question=question,
        project=project,
        reference=reference,
        reference_proved=proved,
        earliest=None if found is None else found.week,
        proved=sure,
        reason=reason,
        weeks=tuple(weeks),
    )


def _week(day: date, weeks: int, book: Book, result: Result, bare: Result, project: str, allow: int) -> Week:
    limit = bare.tiers[0].value + allow
    if result.plan is None or not result.tiers:
        impossible = result.outcome is Outcome.IMPOSSIBLE
        reason = reason_of(result) or "No plan was found in time."
        verdict: Verdict = "impossible" if impossible else "undecided"
        return Week(
            week=day, weeks=weeks, verdict=verdict, reason=reason, shortfall=None, shortfall_bound=None, finish=None
        )
    tier = result.tiers[0]
    verdict = "possible" if tier.value <= limit else "costs_others" if tier.bound > limit else "undecided"
    finish = next(each.finish for each in projects(Ledger(book, result.plan)) if each.project == project)
    return Week(
        week=day,
        weeks=weeks,
        verdict=verdict,
        reason="" if verdict == "possible" else _costs(book, result.plan, bare.plan, verdict),
        shortfall=tier.value,
        shortfall_bound=tier.bound,
        finish=finish,
    )


def _costs(book: Book, plan: Plan, before: Plan | None, verdict: Verdict) -> str:
    """Which promises suffer in the plan that was found."""
    assert before is not None
    more = {
        key: plan.shortfall(demand) - before.shortfall(demand)
        for key, demand in book.demands.items()
        if demand.weight and plan.shortfall(demand) > before.shortfall(demand)
    }
    worst = sorted(more, key=lambda key: (-more[key], key))[:MOST_TOLD]
    told = ", ".join(f"{key} ({show_minutes(more[key])})" for key in worst)
    others = f" and {len(more) - MOST_TOLD} more" if len(more) > MOST_TOLD else ""
    sure = "every plan leaves more undone; the best found" if verdict == "costs_others" else "the best plan found"
    return f"{sure} takes from {told}{others}" if told else f"{sure} only shifts what is undone"


def _in_groups(moves: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """So many at once as are solved at once."""
    for start in range(0, len(moves), size):
        yield moves[start : start + size]
