"""Fairload's engine: a scenario in, a verified staffing plan out.

    import engine

    loaded = engine.load("scenarios/harbour/base.yaml", ["scenarios/harbour/overlays/win_museum.yaml"])
    result = engine.solve(loaded.scenario, engine.Options(seconds=30))

This is the doorway: the names below are what callers may rely on, and all that ``api`` and other programs use.
Each is fetched from its module when it is first asked for, so that a program which only reads a scenario or a
finished plan never waits for the solver. (The checker's function is called `verify_plan` here, because
``engine.verify`` is its module.)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.domain.book import Book
    from engine.domain.scenario import Scenario
    from engine.errors import Fault, InputError, ScheduleError, UnverifiedPlanError
    from engine.outcome import Breach, Conflict, Options, Outcome, Progress, Result, Stage, Subject, TierResult
    from engine.plan import Plan, Row
    from engine.verify import measures
    from engine.verify import verify as verify_plan

__all__ = [
    "Book",
    "Breach",
    "Conflict",
    "Fault",
    "InputError",
    "Options",
    "Outcome",
    "Plan",
    "Progress",
    "Result",
    "Row",
    "Scenario",
    "ScheduleError",
    "Stage",
    "Subject",
    "TierResult",
    "UnverifiedPlanError",
    "measures",
    "verify_plan",
]
