"""Questions about what cannot be: why there is no plan, what it would take, and what is not staffed."""

from json import dumps
from typing import Annotated

import typer

import engine
from api.cli.answers import Code
from api.cli.explaining_answers import BASE_SHARE, asked
from api.cli.options import A_MINUTE, SECONDS_30, AsJson, BasePlan, Overlays, ScenarioFile, Seed, Time, Workers


def conflict(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    time: Time = SECONDS_30,
    seed: Seed = 1,
    workers: Workers = None,
    json: AsJson = False,
) -> None:
    """Name the fewest rules that leave no plan, each with its place in the files.

    All of them together are impossible, and without any one of them there would be a plan.

    Example: fairload explain conflict scenario.yaml --overlay nobody_for_qa.yaml
    """
    question = asked(scenario, overlay, time, seed, workers, as_json=json)
    answer = question.answer(
        lambda stop: engine.explain_conflict(question.book, question.options, stop, question.place)
    )
    code = {True: Code.FINE, False: Code.IMPOSSIBLE, None: Code.NOTHING_FOUND}[answer.possible]
    question.tell(answer, code)


def repair(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    time: Time = A_MINUTE,
    seed: Seed = 1,
    workers: Workers = None,
    json: AsJson = False,
) -> None:
    """Find the cheapest concessions that make an impossible scenario possible.

    Example: fairload explain repair scenario.yaml --overlay nobody_for_qa.yaml
    """
    question = asked(scenario, overlay, time, seed, workers, as_json=json)
    answer = question.answer(lambda stop: engine.repair(question.book, question.options, stop))
    beyond = Code.IMPOSSIBLE if answer.bound is None else Code.NOTHING_FOUND
    overlay_text = [f"As an overlay: {dumps(answer.overlay)}"] if answer.changes else []
    question.tell(answer, Code.FINE if answer.found else beyond, overlay_text)


def shortfall(
    scenario: ScenarioFile,
    demand: Annotated[str | None, typer.Argument(metavar="[DEMAND]", help="One demand: project/phase/demand.")] = None,
    overlay: Overlays = None,
    plan: BasePlan = None,
    time: Time = SECONDS_30,
    seed: Seed = 1,
    workers: Workers = None,
    json: AsJson = False,
) -> None:
    """Say what is not staffed and why, and who could nearly do it.

    Example: fairload explain shortfall scenarios/harbour/base.yaml
    """
    question = asked(scenario, overlay, time / BASE_SHARE, seed, workers, as_json=json)
    question.check(demand=demand)
    result = question.base(plan)
    question.tell(engine.explain_shortfall(question.book, result, demand, question.place))
