"""Fairload's engine: a scenario in, a verified staffing plan out.

    import engine

    loaded = engine.load("scenarios/harbour/base.yaml")
    result = engine.solve(loaded.scenario, engine.Options(seconds=30))
    if result.plan is not None:
        assert not engine.verify_plan(engine.Book(loaded.scenario), result.plan)

This is the doorway: the names below are what callers may rely on, and all that the command line and the API use.
Each is fetched from its module when it is first asked for, so that a program which only reads a scenario or checks
a finished plan never waits for the solver. (The checker's function is called `verify_plan` here, because
``engine.verify`` is its module.)
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine import units
    from engine.domain.book import Book
    from engine.domain.scenario import Scenario
    from engine.errors import Fault, InputError, ScheduleError, UnverifiedPlanError
    from engine.files.load import Loaded, load, load_data, load_text
    from engine.files.read import read_file
    from engine.files.schema import overlay_schema, scenario_schema
    from engine.files.trail import Change
    from engine.goals import GOALS, tier_scale
    from engine.outcome import Breach, Conflict, Options, Outcome, Progress, Result, Stage, Subject, TierResult
    from engine.plan import Plan, Row
    from engine.report import (
        allocations_csv,
        document_text,
        people_csv,
        plan_document,
        plan_schema,
        projects_csv,
        read_plan,
        write_out,
    )
    from engine.rules import RULES
    from engine.search import solve
    from engine.verify import measures
    from engine.verify import verify as verify_plan

__version__ = "0.1.0"

__all__ = [
    "GOALS",
    "RULES",
    "Book",
    "Breach",
    "Change",
    "Conflict",
    "Fault",
    "InputError",
    "Loaded",
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
    "allocations_csv",
    "document_text",
    "load",
    "load_data",
    "load_text",
    "measures",
    "overlay_schema",
    "people_csv",
    "plan_document",
    "plan_schema",
    "projects_csv",
    "read_file",
    "read_plan",
    "scenario_schema",
    "solve",
    "tier_scale",
    "units",
    "verify_plan",
    "write_out",
]

_HOMES = {
    "engine.domain.book": ("Book",),
    "engine.domain.scenario": ("Scenario",),
    "engine.errors": ("Fault", "InputError", "ScheduleError", "UnverifiedPlanError"),
    "engine.files.load": ("Loaded", "load", "load_data", "load_text"),
    "engine.files.read": ("read_file",),
    "engine.files.schema": ("overlay_schema", "scenario_schema"),
    "engine.files.trail": ("Change",),
    "engine.goals": ("GOALS", "tier_scale"),
    "engine.outcome": (
        "Breach", "Conflict", "Options", "Outcome", "Progress", "Result", "Stage", "Subject", "TierResult",
    ),
    "engine.plan": ("Plan", "Row"),
    "engine.report": (
        "allocations_csv", "document_text", "people_csv", "plan_document", "plan_schema", "projects_csv", "read_plan",
        "write_out",
    ),
    "engine.rules": ("RULES",),
    "engine.search": ("solve",),
    "engine.verify": ("measures", "verify_plan"),
}  # fmt: skip
"""Where each name lives."""

_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
_NAMED_THERE = {"verify_plan": "verify"}


if not TYPE_CHECKING:  # mypy would take any name for one of ours

    def __getattr__(name: str) -> object:
        """A name of the doorway, fetched when it is first asked for."""
        if name == "units":
            return import_module("engine.units")
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOME_OF[name]), _NAMED_THERE.get(name, name))
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        """The names that callers may rely on."""
        return [*__all__, "__version__"]
