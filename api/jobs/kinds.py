"""What kinds of questions jobs answer: a plan, and every explanation that the engine has.

A kind is a sentence, the shape of its question, and a function that runs in the solve process. One line in `KINDS`
makes it part of the API, its documentation and the client.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from threading import Event
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

import engine
from api.books.texts import Texts


class Question(BaseModel):
    """What an explanation is asked about."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


@dataclass(frozen=True)
class Task:
    """A job as the solve process sees it."""

    kind: str
    loaded: engine.Loaded
    book: engine.Book
    options: engine.Options
    question: Mapping[str, Any]
    plan: engine.Plan | None
    """A plan to begin with, or to ask about."""
    progress: Callable[[engine.Progress], None]
    stop: Event


Run = Callable[[Task], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """A kind of question."""

    name: str
    title: str
    question: type[Question]
    run: Run
    needs_plan: bool = False
    """It asks about a plan, and not about a scenario alone."""


class AboutDemand(Question):
    """A question about one demand, or about all of them."""

    demand: str | None = Field(default=None, max_length=250)
    """`project/phase/demand`; every demand where left out."""


class AboutNothing(Question):
    """A question about the whole scenario."""


def _shortfalls(task: Task) -> dict[str, Any]:
    assert task.plan is not None
    document = engine.plan_document(
        task.book, engine.Result(engine.Outcome.BEST_SO_FAR, task.plan), name=task.loaded.scenario.name, versions={}
    )
    wanted = task.question.get("demand")
    found = [each for each in document["shortfalls"] if wanted in (None, each["demand"])]
    return {"shortfalls": found}


def _conflicts(task: Task) -> dict[str, Any]:
    result = engine.solve(task.book, task.options, task.progress, task.stop)
    return {
        "outcome": result.outcome.value,
        "reason": result.reason,
        "conflicts": [
            {
                "rule": each.rule,
                "about": {kind: named for kind, named in asdict(each.about).items() if named},
                "text": each.text,
            }
            for each in result.conflicts
        ],
    }


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("shortfalls", "Why is this work not staffed?", AboutDemand, _shortfalls, needs_plan=True),
        Kind("conflicts", "Why can there be no plan at all?", AboutNothing, _conflicts),
    )
}
"""The explanations, by name."""


def task_of(
    kind: str,
    request: Mapping[str, Any],
    plan: Mapping[str, Any] | None,
    seconds: float,
    progress: Callable[[engine.Progress], None],
    stop: Event,
) -> Task:
    """The task of a stored request; ``plan`` is a best plan so far in place of the one it asks to begin with."""
    loaded = Texts.of_json(request["texts"]).load()
    book = engine.Book(loaded.scenario)
    kept = plan if plan is not None else request.get("plan")
    options = replace(engine.Options(**request["options"]), seconds=seconds)
    begin = None if kept is None else engine.read_plan(kept, book)
    return Task(kind, loaded, book, options, request.get("question") or {}, begin, progress, stop)


def plan_rows(book: engine.Book, plan: engine.Plan) -> dict[str, Any]:
    """A plan as its rows, for keeping; `engine.read_plan` reads it back."""
    day = book.horizon.day
    return {
        "allocations": [
            {
                "demand": row.demand,
                "person": row.person,
                "start": day(row.start).isoformat(),
                "end": day(row.end).isoformat(),
                "minutes_per_day": row.minutes_per_day,
            }
            for row in plan.rows(book)
        ],
        "phases": [
            {"phase": phase, "start": day(first).isoformat(), "end": day(last).isoformat()}
            for phase, (first, last) in plan.phases.items()
        ],
    }
