"""Questions about people: why not Ben, why Ana, who would be best."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

import engine
from api.cli.answers import Code
from api.cli.explaining_answers import Asked, asked
from api.cli.options import SECONDS_12, SECONDS_30, AsJson, BasePlan, Overlays, ScenarioFile, Seed, Time, Workers

PersonId = Annotated[str, typer.Argument(metavar="PERSON", help="The person's id.")]
DemandKey = Annotated[str, typer.Argument(metavar="DEMAND", help="The demand: project/phase/demand.")]


def why_not(
    scenario: ScenarioFile,
    person: PersonId,
    demand: DemandKey,
    overlay: Overlays = None,
    plan: BasePlan = None,
    time: Time = SECONDS_30,
    seed: Seed = 1,
    workers: Workers = None,
    json: AsJson = False,
) -> None:
    """Put a person on a demand, plan everything again, and tell what it costs.

    Example: fairload explain why-not scenarios/harbour/base.yaml mei northwind-booking/design/interface
    """
    _forced(engine.why_not, asked(scenario, overlay, time, seed, workers, as_json=json), person, demand, plan)


def why(
    scenario: ScenarioFile,
    person: PersonId,
    demand: DemandKey,
    overlay: Overlays = None,
    plan: BasePlan = None,
    time: Time = SECONDS_30,
    seed: Seed = 1,
    workers: Workers = None,
    json: AsJson = False,
) -> None:
    """Take a person off a demand, plan everything again, and tell what it costs.

    Example: fairload explain why scenarios/harbour/base.yaml ana northwind-booking/design/interface
    """
    _forced(engine.why, asked(scenario, overlay, time, seed, workers, as_json=json), person, demand, plan)


def recommend(
    scenario: ScenarioFile,
    demand: DemandKey,
    overlay: Overlays = None,
    plan: BasePlan = None,
    count: Annotated[int, typer.Option(min=1, max=50, metavar="K", help="How many answers.")] = 3,
    together: Annotated[
        int, typer.Option(min=1, max=3, metavar="N", help="How many people share the demand: 2 for pairs.")
    ] = 1,
    time: Time = SECONDS_12,
    seed: Seed = 1,
    workers: Workers = None,
    json: AsJson = False,
) -> None:
    """Rank the people, or pairs, who could do a demand by what the whole book is then worth.

    Example: fairload explain recommend scenarios/harbour/base.yaml northwind-booking/design/interface --count 3
    """
    question = asked(scenario, overlay, time, seed, workers, as_json=json)
    question.check(demand=demand)
    base = question.base(plan)
    answer = question.answer(
        lambda stop: engine.recommend(
            question.book, demand, question.rest, count=count, together=together, base=base, stop=stop
        ),
        question.rest,
    )
    question.tell(answer, Code.FINE if answer.best else Code.NOTHING_FOUND)


def _forced(
    ask: Callable[..., engine.ForcedAnswer], question: Asked, person: str, demand: str, plan: Path | None
) -> NoReturn:
    """Tell what it costs that a person is on a demand, or off it."""
    question.check(person=person, demand=demand)
    base = question.base(plan)
    answer = question.answer(
        lambda stop: ask(question.book, person, demand, question.rest, base=base, stop=stop, places=question.place),
        question.rest,
    )
    question.tell(answer, Code.NOTHING_FOUND if answer.outcome is engine.Outcome.NOTHING_FOUND else Code.FINE)
