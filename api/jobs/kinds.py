"""What kinds of questions jobs answer: a plan, and every explanation that the engine has.

A kind is a sentence, the shape of its question, and a function that runs in the solve process. One line in `KINDS`
makes it part of the API and the client; its row in docs/api.md is asked for by a test.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.jobs import questions
from api.jobs.questions import (
    AboutBands,
    AboutCandidates,
    AboutDemand,
    AboutNothing,
    AboutPeople,
    AboutPersonAndDemand,
    AboutProject,
    AboutSlip,
    AboutStart,
    Question,
)
from api.jobs.task import Run


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


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("shortfalls", "Why is this work not staffed?", AboutDemand, questions.shortfalls, needs_plan=True),
        Kind("conflicts", "Why can there be no plan at all?", AboutNothing, questions.conflicts),
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
