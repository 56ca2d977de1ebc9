"""The house stands on its floors: imports run one way, downwards, and nothing walks in a circle.

The floors are those of the design: errors and units on the ground, then the domain, files and plans, the model,
rules and goals, the compiler with the checker and the reports, the search, and the API on top. The test reads the
syntax trees, so an import hidden in a function or behind ``TYPE_CHECKING`` counts like any other.

How strict: an import for annotations alone keeps the floors and makes no circle either, in every file and with no
exception (rules and goals name grid and draft in annotations, and both lie below them). Only two questions look at
run time alone: what the checker and the reports can reach, and what `import engine` loads.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import engine

ROOT = Path(__file__).parents[1]

FLOORS = {
    "engine.errors": 0,
    "engine.units": 0,
    "engine.domain": 1,
    "engine.files": 2,
    "engine.grid": 2,
    "engine.plan": 2,
    "engine.outcome": 2,
    "engine.answer": 2,
    "engine.model": 3,
    "engine.rules": 4,
    "engine.goals": 4,
    "engine.compile": 5,
    "engine.verify": 5,
    "engine.report": 5,
    "engine.search": 6,
    "engine.explain": 7,
    "engine.whatif": 7,
    "api": 8,
}

OUTSIDE = {
    "engine.errors": set(),
    "engine.units": set(),
    "engine.domain": {"holidays", "pydantic", "pydantic_core"},
    "engine.files": {"holidays", "pydantic", "pydantic_core", "yaml"},
    "engine.grid": {"numpy"},
    "engine.plan": set(),
    "engine.outcome": set(),
    "engine.answer": {"pydantic"},
    "engine.model": {"numpy", "ortools"},
    "engine.rules": {"numpy"},
    "engine.goals": {"numpy"},
    "engine.compile": {"numpy", "ortools"},
    "engine.verify": set(),
    "engine.report": {"pydantic", "pydantic_core"},
    "engine.search": {"highspy", "numba", "numpy", "ortools", "scipy"},
    "engine.explain": {"numpy", "ortools"},
    "engine.whatif": {"pydantic"},
    "api": {
        "alembic",
        "anyio",
        "dbos",
        "fastapi",
        "httpx",
        "icalendar",
        "prometheus_client",
        "pydantic",
        "rich",
        "sqlalchemy",
        "starlette",
        "typer",
        "uvicorn",
        "xlsxwriter",
    },
}
"""Which libraries a part may use when it runs; what is named for annotations alone is free to it."""

PUBLIC = ("engine", "engine.domain", "engine.errors", "engine.files.load", "engine.goals", "engine.outcome",
          "engine.plan", "engine.report", "engine.rules", "engine.units", "engine.verify")  # fmt: skip
"""What programs beside the engine may use: the doorway and the plain modules, never the solver's workshop."""

UNSEEN = ("engine.grid", "engine.model", "engine.compile", "engine.search", "ortools")
"""What the checker and the reports never see, nor anything that they stand on."""


@dataclass(frozen=True)
class Import:
    """One import of one name, wherever in the file it stands."""

    importer: str
    target: str
    line: int
    for_annotations: bool

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.target}"


@cache
def modules() -> dict[str, Path]:
    """Every module of ours, with its file."""
    found = {}
    for top in ("engine", "api", "benchmarks"):
        for path in sorted((ROOT / top).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Every import of every module of ours."""
    return tuple(
        Import(module, target, node.lineno, aside)
        for module, path in modules().items()
        for node, aside in _nodes(ast.parse(path.read_text("utf-8")), aside=False)
        for target in _targets(node, module, path)
    )


def _nodes(tree: ast.AST, *, aside: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Every import below a node, and whether it stands in an ``if TYPE_CHECKING`` block."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, aside
        elif isinstance(node, ast.If) and _names_type_checking(node.test):
            for inner in node.body:
                yield from _nodes(ast.Module([inner], []), aside=True)
            for inner in node.orelse:
                yield from _nodes(ast.Module([inner], []), aside=aside)
        else:
            yield from _nodes(node, aside=aside)


def _names_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _targets(node: ast.Import | ast.ImportFrom, module: str, path: Path) -> Iterator[str]:
    """The modules that an import reaches: `from engine.rules import base` means the module, not its package."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    above = package[: len(package) - node.level + 1] if node.level else []
    source = ".".join([*above, *([node.module] if node.module else [])])
    for alias in node.names:
        inner = f"{source}.{alias.name}"
        yield inner if inner in modules() else source


def part_of(module: str) -> str | None:
    """The part of the house that a module belongs to."""
    return next((part for part in FLOORS if module == part or module.startswith(f"{part}.")), None)


def ours(each: Import) -> bool:
    """Whether the import stands in the engine or in the API, and reaches for one of these."""
    return part_of(each.importer) is not None and part_of(each.target) is not None


def test_every_module_has_a_floor() -> None:
    homeless = [name for name in modules() if name != "engine" and not name.startswith("benchmarks")]
    assert [name for name in homeless if part_of(name) is None] == []


def test_imports_run_downwards() -> None:
    upwards = [
        f"{each} (floor {FLOORS[part_of(each.importer)]} to {FLOORS[part_of(each.target)]})"
        for each in imports()
        if ours(each) and FLOORS[part_of(each.importer)] < FLOORS[part_of(each.target)]
    ]
    assert upwards == []


def test_no_module_is_reached_from_itself() -> None:
    graph: dict[str, set[str]] = {name: set() for name in modules()}
    for each in imports():
        if each.target in graph and each.importer != "engine":
            graph[each.importer].add(each.target)
    assert list(_circles(graph)) == []


def _circles(graph: dict[str, set[str]]) -> Iterator[list[str]]:
    """The path of every import that leads back to where it came from."""
    done: set[str] = set()

    def walk(module: str, path: list[str]) -> Iterator[list[str]]:
        if module in path:
            yield [*path[path.index(module) :], module]
        elif module not in done:
            for target in sorted(graph[module]):
                yield from walk(target, [*path, module])
            done.add(module)

    for module in graph:
        yield from walk(module, [])


def test_a_circle_would_be_found() -> None:
    assert list(_circles({"a": {"b"}, "b": {"c"}, "c": {"b"}})) == [["b", "c", "b"]]


def test_parts_use_only_the_libraries_that_are_theirs() -> None:
    strangers = [
        str(each)
        for each in imports()
        if (part := part_of(each.importer)) is not None
        and (library := each.target.split(".")[0]) not in ("engine", "api", *sys.stdlib_module_names)
        and not each.for_annotations
        and library not in OUTSIDE[part]
    ]
    assert strangers == []


def test_every_library_in_use_is_declared() -> None:
    """What merely comes along with another library may leave with it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[>=\[ ]", need)[0].lower() for need in project["dependencies"]}
    named = {
        "yaml": "pyyaml",
        "pydantic_core": "pydantic",
        "starlette": "fastapi",
        "anyio": "fastapi",
        "prometheus_client": "prometheus-client",
    }
    used = {library for part in OUTSIDE for each in imports() if part_of(each.importer) == part
            if (library := each.target.split(".")[0]) in OUTSIDE[part]}  # fmt: skip
    assert {named.get(library, library) for library in used} - declared == set()


@pytest.mark.parametrize("part", ["engine.verify", "engine.report", "engine.files", "engine.domain"])
def test_checker_and_reports_never_see_the_solver(part: str) -> None:
    graph: dict[str, set[str]] = {}
    for each in imports():
        if not each.for_annotations:
            graph.setdefault(each.importer, set()).add(each.target)
    waiting = [name for name in modules() if part_of(name) == part]
    reached: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting.extend(graph.get(module, ()))
    assert [name for name in sorted(reached) if _within(name, UNSEEN)] == []


@pytest.mark.parametrize("part", ["engine.verify", "engine.report"])
def test_checker_and_reports_do_not_even_name_the_solver(part: str) -> None:
    named = [str(each) for each in imports() if part_of(each.importer) == part and _within(each.target, UNSEEN)]
    assert named == []


def test_only_the_doorway_fetches_modules_by_name() -> None:
    fetched = [
        f"{name}:{node.lineno}"
        for name, path in modules().items()
        if name != "engine"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__")
    ]
    assert fetched == []


def test_the_engine_does_not_use_its_own_doorway() -> None:
    back = [str(each) for each in imports() if each.target == "engine" and each.importer.startswith("engine")]
    assert back == []


def test_the_doorway_waits_for_nothing() -> None:
    eager = [str(each) for each in imports() if each.importer == "engine" and not each.for_annotations]
    assert [each for each in eager if each.split()[-1] not in sys.stdlib_module_names] == []


def test_the_api_comes_in_through_the_doorway() -> None:
    windows = [str(each) for each in imports() if part_of(each.importer) == "api" and _within(each.target, ["engine."])]
    unknown = [
        f"{name}:{node.lineno} uses engine.{node.attr}"
        for name, path in modules().items()
        if part_of(name) == "api"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "engine"
        if node.attr not in (*engine.__all__, "__version__")
    ]
    assert windows + unknown == []


def test_benchmarks_use_the_doorway_and_public_modules() -> None:
    within = [
        str(each)
        for each in imports()
        if each.importer.startswith("benchmarks") and each.target.split(".")[0] in ("engine", "api")
        if not _within(each.target, PUBLIC) or (each.target != "engine" and _within(each.target, UNSEEN))
    ]
    assert within == []


def test_nobody_leans_on_benchmarks_or_tests() -> None:
    leaning = [
        str(each) for each in imports() if part_of(each.importer) and _within(each.target, ("benchmarks", "tests"))
    ]
    assert leaning == []


def _within(name: str, parts: Iterator[str] | tuple[str, ...] | list[str]) -> bool:
    """Whether a module is one of the parts or lies in one; `engine.` alone means everything inside the engine."""
    return any(name == part or name.startswith(part if part.endswith(".") else f"{part}.") for part in parts)


@pytest.mark.parametrize(
    "doing",
    [
        "import engine",
        "import engine.verify, engine.report",
        "import engine; engine.load, engine.Scenario, engine.verify_plan, engine.plan_document",
        "import api.cli",
    ],
)
def test_what_does_not_solve_does_not_load_the_solver(doing: str) -> None:
    code = f"import sys; {doing}; sys.exit(', '.join(m for m in sys.modules if m.split('.')[0] == 'ortools') or None)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
