"""Toys that ask for too much, often: work that must be done, pins, and the band."""

from random import Random

from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.domain.work import Demand, Phase, Project
from engine.outcome import Options
from engine.search.diagnose import possible
from tests.toys import a_toy

QUICK = Options(seconds=20, seed=1, workers=1, deterministic=True)


def demanding(seed: int) -> Scenario:
    """A toy in which much of the work must be done."""
    rng = Random(f"demanding {seed}")
    toy = a_toy(rng.randrange(10**6))
    projects = tuple(_demanding_project(project, rng) for project in toy.projects)
    weeks = rng.choice([0, 4, 4])
    horizon = toy.horizon.model_copy(update={"daily_weeks": weeks})
    data = {
        **toy.model_dump(by_alias=True),
        "horizon": horizon.model_dump(),
        "projects": [project.model_dump(by_alias=True) for project in projects],
    }
    try:
        return Scenario.model_validate(data)
    except ValueError:
        return toy


def _demanding_project(project: Project, rng: Random) -> Project:
    return project.model_copy(update={"phases": tuple(_demanding_phase(phase, rng) for phase in project.phases)})


def _demanding_phase(phase: Phase, rng: Random) -> Phase:
    return phase.model_copy(update={"demands": tuple(_demanding(demand, rng) for demand in phase.demands)})


def _demanding(demand: Demand, rng: Random) -> Demand:
    changes: dict[str, object] = {"must": rng.random() < 0.85}
    if demand.effort and rng.random() < 0.3:
        changes["effort"] = demand.effort * 2
    return demand.model_copy(update=changes)


def impossible(seed: int) -> Scenario:
    """The first of a row of toys that no plan can satisfy."""
    for attempt in range(200):
        scenario = demanding(seed * 1000 + attempt)
        if possible(Book(scenario), QUICK, 20) is False:
            return scenario
    raise AssertionError(f"seed {seed} draws no impossible toy")
