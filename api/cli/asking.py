"""Commercial questions: when, who, for how much, which, and what if it slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

import engine
from api.cli import planning
from api.cli.answers import page, refuse, tell_json
from api.cli.comparing import read_plan, teller, write_texts
from api.cli.options import (
    A_MINUTE,
    SECONDS_28,
    SECONDS_30,
    AsJson,
    BasePlan,
    Deterministic,
    Overlays,
    ScenarioFile,
    Seed,
    Time,
    Workers,
)
from api.show import asked
from api.show.comparison import comparison
from api.show.comparison_page import html_page
from api.show.svg import curve as drawn

ProjectId = Annotated[str, typer.Argument(metavar="PROJECT", help="The project's id.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write an HTML page with the curve there.")]
Show = Callable[[Mapping[str, Any], Any], None]


class Question:
    """What every question starts from: the scenario, a first plan where one is given, and the workshop."""

    def __init__(
        self,
        path: Path,
        overlays: list[Path] | None,
        plan: Path | None,
        options: engine.Options,
        *,
        as_json: bool,
        published: Path | None = None,
    ) -> None:
        source = planning.loaded(path, overlays or [], as_json=as_json)
        self.scenario = source.scenario
        self.plan: engine.Plan | None = None
        if published is not None:
            earlier = planning.replanned(path, source.scenario, published, as_json=as_json)
            self.scenario, self.plan = earlier.scenario, earlier.plan
        if plan is not None:
            self.plan = read_plan(plan, engine.Book(self.scenario), as_json=as_json)
        self.trials = engine.Trials(options, options.workers, teller("cases"))


def options_of(time: float, seed: int, workers: int | None, deterministic: bool) -> engine.Options:
    """The options of a question; the time is for all of it."""
    return engine.Options(
        seconds=time, seed=seed, workers=workers or planning.all_workers(), deterministic=deterministic
    )


def answer(
    ask: Callable[[Question], engine.Answer], question: Question, show: Show, *, as_json: bool
) -> dict[str, Any]:
    """Ask, and tell the answer; ends the command where the question cannot be asked of this scenario."""
    try:
        document = ask(question).as_json()
    except engine.InputError as error:
        refuse(error.faults, "This cannot be asked", as_json=as_json)
    if as_json:
        tell_json(document)
    else:
        show(document, page())
    return document


def earliest_start(
    scenario: ScenarioFile,
    project: ProjectId,
    overlay: Overlays = None,
    plan: BasePlan = None,
    every: Annotated[bool, typer.Option("--every", help="Look at later weeks too.")] = False,
    allow: Annotated[
        int, typer.Option(min=0, metavar="HOURS", help="So many weighted hours of other promises may suffer.")
    ] = 0,
    time: Time = SECONDS_28,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    json: AsJson = False,
) -> None:
    """Find the earliest week a project can start in, with the reason why each earlier week fails.

    All its dates move together. A week will do when all of the project can be delivered and no other promise suffers.

    Example: fairload explain earliest-start scenarios/harbour/base.yaml halfmoon-museum
    """
    question = Question(scenario, overlay, plan, options_of(time, seed, workers, deterministic), as_json=json)
    answer(_when(engine.earliest_start, project, every, allow), question, asked.when, as_json=json)


def earliest_finish(
    scenario: ScenarioFile,
    project: ProjectId,
    overlay: Overlays = None,
    plan: BasePlan = None,
    every: Annotated[bool, typer.Option("--every", help="Look at later weeks too.")] = False,
    allow: Annotated[
        int, typer.Option(min=0, metavar="HOURS", help="So many weighted hours of other promises may suffer.")
    ] = 0,
    time: Time = SECONDS_28,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    json: AsJson = False,
) -> None:
    """Find the earliest day, week by week, by which a project can be done if it may start as planned.

    Example: fairload explain earliest-finish scenarios/harbour/base.yaml halfmoon-museum
    """
    question = Question(scenario, overlay, plan, options_of(time, seed, workers, deterministic), as_json=json)
    answer(_when(engine.earliest_finish, project, every, allow), question, asked.when, as_json=json)


def _when(
    ask: Callable[..., engine.Answer], project: str, every: bool, hours: int
) -> Callable[[Question], engine.Answer]:
    minutes = hours * engine.units.MINUTES_PER_HOUR
    return lambda q: ask(q.scenario, project, q.trials, q.plan, every=every, allow=minutes)


def hire(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    plan: BasePlan = None,
    most: Annotated[int, typer.Option(min=1, max=50, metavar="N", help="How many kinds of newcomer to try.")] = 6,
    time: Time = A_MINUTE,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    json: AsJson = False,
) -> None:
    """Tell what one more person would be worth, by skill and level, net of salary, the best first.

    With --plan, the skills that are short in that plan are tried first.

    Example: fairload explain hire scenarios/harbour/base.yaml --most 4
    """
    question = Question(scenario, overlay, plan, options_of(time, seed, workers, deterministic), as_json=json)

    def ask(q: Question) -> engine.Answer:
        people = engine.hire_candidates(q.scenario, q.plan)[:most]
        return engine.value_of_hires(q.scenario, people, q.trials, q.plan)

    answer(ask, question, asked.values, as_json=json)


def train(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    plan: BasePlan = None,
    most: Annotated[int, typer.Option(min=1, max=50, metavar="N", help="How many trainings to try.")] = 6,
    cost: Annotated[int, typer.Option(min=0, metavar="AMOUNT", help="What a training costs.")] = 0,
    time: Time = A_MINUTE,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    json: AsJson = False,
) -> None:
    """Tell what it would be worth that somebody learns a skill, net of the training, the best first.

    Example: fairload explain train scenarios/harbour/base.yaml --most 4 --cost 1500
    """
    question = Question(scenario, overlay, plan, options_of(time, seed, workers, deterministic), as_json=json)
    minor = cost * engine.units.MINOR_PER_MAJOR

    def ask(q: Question) -> engine.Answer:
        lessons = engine.train_candidates(q.scenario, q.plan, most)
        return engine.value_of_training(q.scenario, lessons, q.trials, q.plan, minor)

    answer(ask, question, asked.values, as_json=json)


def fee(
    scenario: ScenarioFile,
    project: ProjectId,
    overlay: Overlays = None,
    plan: BasePlan = None,
    time: Time = SECONDS_30,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    json: AsJson = False,
) -> None:
    """Find the lowest fee at which a pitch is worth taking, with the work that it displaces.

    Example: fairload explain fee scenarios/harbour/base.yaml halfmoon-museum
    """
    question = Question(scenario, overlay, plan, options_of(time, seed, workers, deterministic), as_json=json)
    answer(lambda q: engine.lowest_fee(q.scenario, project, q.trials, q.plan), question, asked.fee, as_json=json)


def portfolio(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    plan: BasePlan = None,
    time: Time = A_MINUTE,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    json: AsJson = False,
) -> None:
    """Find the best set of pitches to take: all of each delivered, no other promise hurt, most margin.

    Example: fairload explain portfolio scenarios/harbour/base.yaml
    """
    question = Question(scenario, overlay, plan, options_of(time, seed, workers, deterministic), as_json=json)
    answer(lambda q: engine.portfolio(q.scenario, q.trials, q.plan), question, asked.portfolio, as_json=json)


def outcomes(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    plan: BasePlan = None,
    time: Time = A_MINUTE,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    json: AsJson = False,
) -> None:
    """Tell what to expect of the pitches, over every way in which they may be won and lost.

    Up to 64 outcomes are all solved and weighted by their probability; beyond, 64 are drawn with the seed.

    Example: fairload explain outcomes scenarios/harbour/base.yaml
    """
    question = Question(scenario, overlay, plan, options_of(time, seed, workers, deterministic), as_json=json)
    answer(lambda q: engine.expectation(q.scenario, q.trials, q.plan), question, asked.expectation, as_json=json)


def slip(
    scenario: ScenarioFile,
    project: ProjectId,
    weeks: Annotated[int, typer.Argument(metavar="WEEKS", help="How many weeks later; below 0, earlier.")],
    overlay: Overlays = None,
    plan: BasePlan = None,
    time: Time = SECONDS_30,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    json: AsJson = False,
) -> None:
    """Tell what a slip does: who is freed, who clashes, and what changes in money and dates.

    Example: fairload explain slip scenarios/harbour/base.yaml northwind-booking 3
    """
    question = Question(scenario, overlay, plan, options_of(time, seed, workers, deterministic), as_json=json)

    def show(document: Mapping[str, Any], console: Any) -> None:
        asked.slip(document, console)
        comparison(document["comparison"], console)

    answer(lambda q: engine.slip_report(q.scenario, project, weeks, q.trials, q.plan), question, show, as_json=json)


def frontier(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    plan: BasePlan = None,
    at: Annotated[
        list[int] | None,
        typer.Option("--at", metavar="N", help="A point, per mille; may be given several times."),
    ] = None,
    margin: Annotated[
        bool, typer.Option("--margin", help="Against the share of the best margin kept, not against the band.")
    ] = False,
    time: Time = A_MINUTE,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    out: Out = None,
    json: AsJson = False,
) -> None:
    """Draw what billable work costs in fairness: the most of it for each fairness band, each point with its bound.

    Example: fairload explain frontier scenarios/harbour/base.yaml --at 200 --at 450 --at 900 --out out
    """
    question = Question(scenario, overlay, plan, options_of(time, seed, workers, deterministic), as_json=json)
    points = at or ([1000, 990, 950, 900] if margin else [100, 200, 300, 450, 700, 1000])
    against: Literal["band", "margin"] = "margin" if margin else "band"
    document = answer(
        lambda q: engine.frontier(q.scenario, q.trials, points, against, q.plan), question, asked.curve, as_json=json
    )
    across = "share of the best margin kept, per mille" if margin else "fairness band, per mille"
    _draw(out, document, "Billable work against " + ("margin" if margin else "fairness"), across, as_json=json)


def changes(
    scenario: ScenarioFile,
    published: Annotated[
        Path,
        typer.Option("--published", metavar="PLAN", help="The earlier plan.json that changes are counted against."),
    ],
    overlay: Overlays = None,
    at: Annotated[
        list[int] | None,
        typer.Option("--at", metavar="N", help="A number of changes; may be given several times."),
    ] = None,
    time: Time = A_MINUTE,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    out: Out = None,
    json: AsJson = False,
) -> None:
    """Draw what changes buy: what the first goal reaches for each number of changes against the published plan.

    Example: fairload explain changes base.yaml --overlay ana_is_ill.yaml --published out/plan.json --at 5 --at 20
    """
    options = options_of(time, seed, workers, deterministic)
    question = Question(scenario, overlay, None, options, as_json=json, published=published)
    points = at or [0, 5, 10, 20, 40, 80]
    document = answer(
        lambda q: engine.change_curve(q.scenario, q.trials, points, q.plan), question, asked.curve, as_json=json
    )
    _draw(out, document, "What changes buy", "changes against the published plan", as_json=json)


def _draw(out: Path | None, document: Mapping[str, Any], title: str, across: str, *, as_json: bool) -> None:
    if out is None:
        return
    planning.make_room(out, as_json=as_json)
    there = [point for point in document["points"] if point["value"] is not None]
    points = [(point["key"], point["value"], point["bound"]) for point in there]
    picture = drawn(title, across, f"{document['goal']} ({document['unit']})", points)
    rows = "".join(f"<tr><td>{x}</td><td>{value:,.0f}</td><td>{bound:,.0f}</td></tr>" for x, value, bound in points)
    heads = "<tr><th>At</th><th>Value</th><th>No plan is better than</th></tr>"
    body = f"{picture}<table><thead>{heads}</thead><tbody>{rows}</tbody></table>"
    texts = {"curve.json": engine.document_text(document), "curve.html": html_page(title, body)}
    write_texts(out, texts, as_json=as_json)
