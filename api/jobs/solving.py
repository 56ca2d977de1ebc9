"""The solve of a job, in the process that does nothing else: from a stored request to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import engine
from api.cli.planning import document_of
from api.jobs.kinds import KINDS
from api.jobs.store import PLAN
from api.jobs.task import Task

SUMMARISED = ("tiers", "kpis", "conflicts", "notes")
"""Parts of a plan document that are shown with the job itself."""


def answer(task: Task, *, wind_up: bool) -> dict[str, Any]:
    """The answer of a job as it is kept: outcome, reason, document, summary.

    ``wind_up``: no more searching, only the document of the plan that there is.
    """
    if task.kind != PLAN:
        return {"outcome": None, "reason": "", "document": KINDS[task.kind].run(task), "summary": None}
    result = _as_it_is(task) if wind_up else _solved(task)
    document = document_of(task.loaded, task.book, result, task.options)
    return {
        "outcome": result.outcome.value,
        "reason": result.reason,
        "document": document,
        "summary": summary_of(document),
    }


def summary_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What of a plan document is shown with the job itself."""
    return {part: document[part] for part in SUMMARISED} | {"shortfalls": len(document["shortfalls"])}


def _solved(task: Task) -> engine.Result:
    return engine.solve(task.book, task.options, task.progress, task.stop, hint=task.plan)


def _as_it_is(task: Task) -> engine.Result:
    if task.plan is None:
        reason = "It was stopped before it found a plan."
        return engine.Result(engine.Outcome.NOTHING_FOUND, None, reason=reason, seed=task.options.seed)
    return engine.Result(engine.Outcome.BEST_SO_FAR, task.plan, seed=task.options.seed)


def progress_data(progress: engine.Progress, book: engine.Book) -> dict[str, Any]:
    """A piece of news as the API tells it."""
    goal = progress.goal.split("+")[0].split(":")[0]
    return {
        "tier": progress.tier,
        "tiers": len(book.policy.tiers),
        "goal": progress.goal,
        "unit": engine.GOALS[goal].unit,
        "value": progress.value,
        "bound": progress.bound,
        "gap": progress.gap,
        "seconds": round(progress.seconds, 3),
        "source": progress.source,
    }


def refused(error: engine.InputError) -> Mapping[str, Any]:
    """A request about something that the scenario does not have, or that a newer version of Fairload cannot read."""
    return {"failed": "It cannot be answered: " + "; ".join(str(fault) for fault in error.faults[:3])}
