"""Questions about what cannot be: why there is no plan, what it would take, and what is not staffed."""

from typing import Annotated

import typer

from api.cli.options import AsJson, BasePlan, Overlays, ScenarioFile, Seed, Time, Workers


def conflict(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    time: Time = "30s",  # type: ignore[assignment]
    seed: Seed = 1,
    workers: Workers = None,
    json: AsJson = False,
) -> None:
    """Name the fewest rules that leave no plan, each with its place in the files.

    All of them together are impossible, and without any one of them there would be a plan.

    Example: fairload explain conflict scenario.yaml --overlay nobody_for_qa.yaml
    """


def repair(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    time: Time = "60s",  # type: ignore[assignment]
    seed: Seed = 1,
    workers: Workers = None,
    json: AsJson = False,
) -> None:
    """Find the cheapest concessions that make an impossible scenario possible.

    Example: fairload explain repair scenario.yaml --overlay nobody_for_qa.yaml
    """


def shortfall(
    scenario: ScenarioFile,
    demand: Annotated[str | None, typer.Argument(metavar="[DEMAND]", help="One demand: project/phase/demand.")] = None,
    overlay: Overlays = None,
    plan: BasePlan = None,
    time: Time = "30s",  # type: ignore[assignment]
    seed: Seed = 1,
    workers: Workers = None,
    json: AsJson = False,
) -> None:
    """Say what is not staffed and why, and who could nearly do it.

    Example: fairload explain shortfall scenarios/harbour/base.yaml
    """
