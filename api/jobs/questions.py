"""The questions that a job can answer beside a plan: the engine's explanations and what-ifs, one function each.

Each takes its share of the job's time from the engine's own budget, begins from the plan that is asked about, and gives
the engine's answer as plain data, with its sentences where it has any.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

import engine
from api.jobs.task import Run, Task

Name = Field(min_length=1, max_length=100)
Key = Field(min_length=1, max_length=250, description="`project/phase/demand`")
BASE_SHARE = 0.4
"""Of the time, for the base plan that losses are told against."""


class Question(BaseModel):
    """What an explanation is asked about."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class AboutNothing(Question):
    """A question about the whole scenario."""


class AboutDemand(Question):
    """A question about one demand, or about all of them."""

    demand: str | None = Field(default=None, max_length=250)
    """`project/phase/demand`; every demand where left out."""


class AboutPersonAndDemand(Question):
    """A question about one person on one demand."""

    person: str = Name
    demand: str = Key


class AboutCandidates(Question):
    """Who would be best for a demand."""

    demand: str = Key
    count: int = Field(default=3, ge=1, le=10)
    """How many answers."""
    together: int = Field(default=1, ge=1, le=3)
    """How many people share the demand."""


class AboutProject(Question):
    """A question about one project."""

    project: str = Name


class AboutStart(AboutProject):
    """When a project can start or be done."""

    allow: int = Field(default=0, ge=0, le=100_000)
    """So many weighted hours of other promises may suffer."""


class AboutSlip(AboutProject):
    """What a slip does."""

    weeks: int = Field(ge=-26, le=26)
    """Weeks later; below 0, earlier."""


class AboutPeople(Question):
    """What one more person, or a training, is worth."""

    most: int = Field(default=4, ge=1, le=12)
    """How many kinds to try."""


class AboutBands(Question):
    """What billable work costs in fairness."""

    at: tuple[int, ...] = Field(default=(200, 450, 900), min_length=1, max_length=8)
    """Fairness bands, per mille."""


def _base(task: Task) -> tuple[engine.Result, engine.Options]:
    """The base plan, improved from the one that is asked about; and the options of what comes after."""
    seconds = task.options.seconds
    result = engine.solve(
        task.book, replace(task.options, seconds=seconds * BASE_SHARE), task.progress, task.stop, task.plan
    )
    return result, replace(task.options, seconds=seconds * (1 - BASE_SHARE))


def _trials(task: Task) -> engine.Trials:
    """In this process alone: a job is one process."""
    return engine.Trials(task.options, 1, stop=task.stop)


def _places(task: Task) -> Callable[[engine.Subject], str | None]:
    return partial(task.texts.place, task.loaded)


def shortfalls(task: Task) -> dict[str, Any]:
    """Why work is not staffed in the plan that is asked about, and who nearly could."""
    result = engine.Result(task.outcome, task.plan)
    return engine.explain_shortfall(task.book, result, task.question["demand"], _places(task)).as_json()


def conflicts(task: Task) -> dict[str, Any]:
    """Why there can be no plan."""
    return engine.explain_conflict(task.book, task.options, task.stop, _places(task), task.plan).as_json()


def repair(task: Task) -> dict[str, Any]:
    """What it would take."""
    return engine.repair(task.book, task.options, task.stop, task.plan).as_json()


def forced(name: str) -> Run:
    """Why, or why not. By name: the engine's own are fetched when they are first asked for."""

    def run(task: Task) -> dict[str, Any]:
        base, options = _base(task)
        person, demand = task.question["person"], task.question["demand"]
        ask = getattr(engine, name)
        return ask(task.book, person, demand, options, base=base, stop=task.stop, places=_places(task)).as_json()

    return run


def recommend(task: Task) -> dict[str, Any]:
    """Who would be best."""
    base, options = _base(task)
    asked = task.question
    return engine.recommend(
        task.book,
        asked["demand"],
        options,
        count=asked["count"],
        together=asked["together"],
        base=base,
        stop=task.stop,
    ).as_json()


def when(name: str) -> Run:
    """The earliest start, or finish."""

    def run(task: Task) -> dict[str, Any]:
        allow = task.question["allow"] * engine.units.MINUTES_PER_HOUR
        ask = getattr(engine, name)
        return ask(task.loaded.scenario, task.question["project"], _trials(task), task.plan, allow=allow).as_json()

    return run


def slip(task: Task) -> dict[str, Any]:
    """Who is freed, who clashes."""
    asked = task.question
    return engine.slip_report(
        task.loaded.scenario, asked["project"], asked["weeks"], _trials(task), task.plan
    ).as_json()


def fee(task: Task) -> dict[str, Any]:
    """At what price a pitch pays."""
    return engine.lowest_fee(task.loaded.scenario, task.question["project"], _trials(task), task.plan).as_json()


def hire(task: Task) -> dict[str, Any]:
    """What one more person is worth."""
    people = engine.hire_candidates(task.loaded.scenario, task.plan)[: task.question["most"]]
    return engine.value_of_hires(task.loaded.scenario, people, _trials(task), task.plan).as_json()


def train(task: Task) -> dict[str, Any]:
    """What a training is worth."""
    lessons = engine.train_candidates(task.loaded.scenario, task.plan, task.question["most"])
    return engine.value_of_training(task.loaded.scenario, lessons, _trials(task), task.plan).as_json()


def portfolio(task: Task) -> dict[str, Any]:
    """Which pitches to take."""
    return engine.portfolio(task.loaded.scenario, _trials(task), task.plan).as_json()


def outcomes(task: Task) -> dict[str, Any]:
    """What to expect of the pitches."""
    return engine.expectation(task.loaded.scenario, _trials(task), task.plan).as_json()


def frontier(task: Task) -> dict[str, Any]:
    """Billable work against fairness."""
    return engine.frontier(task.loaded.scenario, _trials(task), task.question["at"], plan=task.plan).as_json()
