"""What kinds of questions jobs answer: a plan, and every explanation that the engine has.

A kind is a sentence, the shape of its question, and a function that runs in the solve process. One line in `KINDS`
makes it part of the API, its documentation and the client.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from threading import Event
from typing import Any

from pydantic import Field

import engine
from api.books.texts import Texts
from api.jobs import questions
from api.jobs.questions import (
    AboutBands,
    AboutCandidates,
    AboutNothing,
    AboutPeople,
    AboutPersonAndDemand,
    AboutProject,
    AboutSlip,
    AboutStart,
    Question,
)
from api.jobs.task import Run, Task


@dataclass(frozen=True)
class Kind:
    """A kind of question."""

    name: str
    title: str
    question: type[Question]
    run: Run
    needs_plan: bool = False
    """It asks about a plan, and not about a scenario alone."""
    money: bool = False
    """Its answer is about costs and margins: who may not see money does not see it at all."""


class AboutDemand(Question):
    """A question about one demand, or about all of them."""

    demand: str | None = Field(default=None, max_length=250)
    """`project/phase/demand`; every demand where left out."""


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
        Kind("repair", "What would it take?", AboutNothing, questions.repair, money=True),
        Kind("why", "Why this person?", AboutPersonAndDemand, questions.forced("why"), needs_plan=True),
        Kind("why_not", "Why not this person?", AboutPersonAndDemand, questions.forced("why_not"), needs_plan=True),
        Kind("recommend", "Who would be best?", AboutCandidates, questions.recommend, needs_plan=True),
        Kind("earliest_start", "When can it start?", AboutStart, questions.when("earliest_start")),
        Kind("earliest_finish", "When can it be done?", AboutStart, questions.when("earliest_finish")),
        Kind("slip", "What does a slip do?", AboutSlip, questions.slip, money=True),
        Kind("fee", "At what fee does it pay?", AboutProject, questions.fee, money=True),
        Kind("hire", "What is one more person worth?", AboutPeople, questions.hire, money=True),
        Kind("train", "What is a training worth?", AboutPeople, questions.train, money=True),
        Kind("portfolio", "Which pitches should we take?", AboutNothing, questions.portfolio, money=True),
        Kind("outcomes", "What may we expect of the pitches?", AboutNothing, questions.outcomes, money=True),
        Kind("frontier", "What does fairness cost?", AboutBands, questions.frontier),
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
