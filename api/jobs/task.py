"""A job as the solve process sees it: read from what is kept of it, and its best plan as it is kept again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

import engine
from api.books.texts import Texts


@dataclass(frozen=True)
class Task:
    """A job as the solve process sees it."""

    kind: str
    texts: Texts
    loaded: engine.Loaded
    book: engine.Book
    options: engine.Options
    question: Mapping[str, Any]
    plan: engine.Plan | None
    """A plan to begin with, or to ask about."""
    outcome: engine.Outcome
    """How good the plan is that is asked about."""
    progress: Callable[[engine.Progress], None]
    stop: Event


Run = Callable[[Task], dict[str, Any]]


def task_of(
    kind: str,
    request: Mapping[str, Any],
    plan: Mapping[str, Any] | None,
    seconds: float,
    progress: Callable[[engine.Progress], None],
    stop: Event,
) -> Task:
    """The task of a stored request; ``plan`` is a best plan so far in place of the one it asks to begin with."""
    texts = Texts.of_json(request["texts"])
    loaded = texts.load()
    book = engine.Book(loaded.scenario)
    kept = plan if plan is not None else request.get("plan")
    options = replace(engine.Options(**request["options"]), seconds=seconds)
    begin = None if kept is None else engine.read_plan(kept, book)
    outcome = engine.Outcome(request.get("outcome") or engine.Outcome.BEST_SO_FAR)
    return Task(kind, texts, loaded, book, options, request.get("question") or {}, begin, outcome, progress, stop)


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
