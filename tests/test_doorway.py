"""The engine's doorway: what it offers, and that it offers nothing by accident."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import engine

ROOT = Path(__file__).parents[1]

OFFERED = [
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


def test_the_doorway_offers_just_this() -> None:
    """A name that is added or taken away is a decision; this list and the changelog say so."""
    assert sorted(engine.__all__) == sorted(OFFERED)


@pytest.mark.parametrize("name", OFFERED)
def test_every_name_can_be_fetched(name: str) -> None:
    assert getattr(engine, name) is not None
    assert getattr(engine, name) is getattr(engine, name)


@pytest.mark.parametrize("name", OFFERED)
def test_everything_at_the_doorway_explains_itself(name: str) -> None:
    value = getattr(engine, name)
    if callable(value):
        assert inspect.getdoc(value), f"{name} has no docstring"


def test_dir_lists_the_doorway() -> None:
    assert set(dir(engine)) == {*OFFERED, "__version__"}


def test_what_is_not_offered_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'plann'"):
        _ = engine.plann
    with pytest.raises(ImportError):
        exec("from engine import nothing_like_it")


def test_types_and_names_agree() -> None:
    """What type checkers are told is what is fetched."""
    tree = ast.parse(Path(engine.__file__).read_text("utf-8"))
    told = {
        alias.asname or alias.name: (node.module, alias.name)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If)
        for node in branch.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(told) == set(engine.__all__)
    for name, (home, original) in told.items():
        module = __import__(str(home), fromlist=[original])
        assert getattr(module, original) is getattr(engine, name)


@pytest.mark.parametrize(
    "first",
    ["import engine.verify", "import engine.search", "import engine.report", "import engine.errors", "pass"],
)
def test_the_order_of_imports_makes_no_difference(first: str) -> None:
    """A module becomes an attribute of its package when it is imported; none has the name of something offered."""
    code = [
        "import inspect",
        first,
        "import engine",
        "found = [name for name in engine.__all__ if inspect.ismodule(getattr(engine, name))]",
        "assert found == ['units'], found",
    ]
    ran = subprocess.run([sys.executable, "-c", "\n".join(code)], cwd=ROOT, capture_output=True, check=False)
    assert ran.stderr == b""
