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
    from engine.answer import Answer
    from engine.domain.book import Book
    from engine.domain.scenario import Scenario
    from engine.errors import Fault, InputError, ScheduleError, UnverifiedPlanError, nearest
    from engine.explain import (
        ConflictAnswer,
        Explanation,
        ForcedAnswer,
        Recommendation,
        RepairAnswer,
        ShortfallAnswer,
        explain_conflict,
        explain_shortfall,
        place_of,
        recommend,
        repair,
        why,
        why_not,
    )
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
        write_text,
    )
    from engine.rules import RULES
    from engine.search import solve
    from engine.verify import measures
    from engine.verify import verify as verify_plan
    from engine.whatif import (
        Batch,
        Entry,
        Job,
        Named,
        Published,
        Trials,
        change_curve,
        compare,
        earlier_plan,
        earliest_finish,
        earliest_start,
        expectation,
        frontier,
        hire_candidates,
        jobs_of,
        lowest_fee,
        portfolio,
        published,
        slip_report,
        train_candidates,
        value_of_hires,
        value_of_training,
    )

__version__ = "0.1.0"

__all__ = [
    "GOALS",
    "RULES",
    "Answer",
    "Batch",
    "Book",
    "Breach",
    "Change",
    "Conflict",
    "ConflictAnswer",
    "Entry",
    "Explanation",
    "Fault",
    "ForcedAnswer",
    "InputError",
    "Job",
    "Loaded",
    "Named",
    "Options",
    "Outcome",
    "Plan",
    "Progress",
    "Published",
    "Recommendation",
    "RepairAnswer",
    "Result",
    "Row",
    "Scenario",
    "ScheduleError",
    "ShortfallAnswer",
    "Stage",
    "Subject",
    "TierResult",
    "Trials",
    "UnverifiedPlanError",
    "allocations_csv",
    "change_curve",
    "compare",
    "document_text",
    "earlier_plan",
    "earliest_finish",
    "earliest_start",
    "expectation",
    "explain_conflict",
    "explain_shortfall",
    "frontier",
    "hire_candidates",
    "jobs_of",
    "load",
    "load_data",
    "load_text",
    "lowest_fee",
    "measures",
    "nearest",
    "overlay_schema",
    "people_csv",
    "place_of",
    "plan_document",
    "plan_schema",
    "portfolio",
    "projects_csv",
    "published",
    "read_file",
    "read_plan",
    "recommend",
    "repair",
    "scenario_schema",
    "slip_report",
    "solve",
    "tier_scale",
    "train_candidates",
    "units",
    "value_of_hires",
    "value_of_training",
    "verify_plan",
    "why",
    "why_not",
    "write_out",
    "write_text",
]

_HOMES = {
    "engine.answer": ("Answer",),
    "engine.domain.book": ("Book",),
    "engine.domain.scenario": ("Scenario",),
    "engine.errors": ("Fault", "InputError", "ScheduleError", "UnverifiedPlanError", "nearest"),
    "engine.explain": (
        "ConflictAnswer", "Explanation", "ForcedAnswer", "Recommendation", "RepairAnswer", "ShortfallAnswer",
        "explain_conflict", "explain_shortfall", "place_of", "recommend", "repair", "why", "why_not",
    ),
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
        "write_out", "write_text",
    ),
    "engine.rules": ("RULES",),
    "engine.search": ("solve",),
    "engine.verify": ("measures", "verify_plan"),
    "engine.whatif": (
        "Batch", "Entry", "Job", "Named", "Published",
        "Trials", "change_curve", "compare", "earlier_plan", "earliest_finish", "earliest_start",
        "expectation", "frontier", "hire_candidates", "jobs_of", "lowest_fee", "portfolio",
        "published", "slip_report", "train_candidates", "value_of_hires", "value_of_training",
    ),
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
