"""The documentation is tested behaviour: nothing is missing from it, and what it shows works."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
import typer.main

import engine
from api.cli import app
from api.jobs.kinds import KINDS
from api.settings import Limits
from docs.make import all_commands
from engine.domain.policy import GoalName, RuleName

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "scenarios").glob("*/README.md")])
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def headings(text: str) -> set[str]:
    return {line.lstrip("# ") for line in text.splitlines() if line.startswith("#")}


def test_the_pages_that_come_from_the_code_are_up_to_date() -> None:
    ran = subprocess.run(
        [sys.executable, "docs/make.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_every_rule_has_its_entry() -> None:
    named = {rule.name for rule in engine.RULES}
    assert named == set(get_args(RuleName))
    assert named <= headings(page("rules.md"))
    assert [name for name in sorted(named) if f"| `{name}` |" not in page("rules.md")] == []


def test_every_goal_has_its_entry() -> None:
    assert set(engine.GOALS) == set(get_args(GoalName))
    assert set(engine.GOALS) <= headings(page("goals.md"))


def test_every_error_has_its_entry() -> None:
    def tree(kind: type) -> Iterator[str]:
        yield kind.__name__
        for child in kind.__subclasses__():
            yield from tree(child)

    ours = {name for name in tree(engine.ScheduleError) if hasattr(engine, name)}
    assert {"ScheduleError", "InputError", "UnverifiedPlanError"} <= ours
    assert ours <= headings(page("errors.md"))
    assert [outcome.value for outcome in engine.Outcome if f"| `{outcome.value}` |" not in page("errors.md")] == []


def test_every_command_and_option_has_its_entry() -> None:
    text = page("commands.md")
    missing = [
        f"{name} {option}"
        for name, command in all_commands(typer.main.get_command(app))
        for parameter in command.params
        for option in parameter.opts
        if f"## fairload {name}" not in text or (option.startswith("--") and f"`{option}" not in text)
        if option != "--help"
    ]
    assert missing == []


def test_every_question_and_limit_of_the_service_has_its_entry() -> None:
    rows = [line.split("|") for line in page("api.md").splitlines() if line.startswith("|")]

    def entry(name: str, *told: str) -> bool:
        return any(f"`{name}`" in row[1] and all(each in "".join(row) for each in told) for row in rows)

    asked = {kind.name: [f"`{ask}`" for ask in kind.question.model_fields] for kind in KINDS.values()}
    assert [kind for kind, asks in asked.items() if not entry(kind, *asks)] == []
    assert [limit.name for limit in fields(Limits) if not entry(limit.name, f"{limit.default:,}")] == []


def test_every_dependency_has_its_reason_and_its_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(need for needs in project["optional-dependencies"].values() for need in needs),
    ]
    rows = [tuple(need.split(">=")) for need in wanted]
    assert [name for name, bound in rows if f"| `{name}` | {bound} |" not in page("dependencies.md")] == []
    told = re.findall(r"^\| `([\w-]+)` \|", page("dependencies.md"), re.MULTILINE)
    assert sorted(told) == sorted(name for name, _ in rows)


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert engine.__version__ == project["version"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)", path.read_text("utf-8"))
    inside = [link for link in links if not link.startswith(("http://", "https://"))]
    assert [link for link in inside if not (path.parent / link).exists()] == []


def test_the_index_leads_to_every_page() -> None:
    docs = ROOT / "docs"
    pages = {str(path.relative_to(docs)) for path in docs.rglob("*") if path.suffix in (".md", ".json")} - {"index.md"}
    assert [name for name in sorted(pages) if f"({name})" not in page("index.md")] == []


def test_pages_that_the_code_names_exist() -> None:
    sources = [*(ROOT / "engine").rglob("*.py"), *(ROOT / "api").rglob("*.py"), *PAGES]
    named = {
        name for source in sources for name in re.findall(r"docs/[\w.-]+\.(?:md|json|py)", source.read_text("utf-8"))
    }
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_pages_show_are_understood(path: Path) -> None:
    """Each `fairload ...` that names a scenario is parsed by the program itself, short of running it, and the files it
    names exist; of shorter mentions in a sentence the options exist."""
    program = typer.main.get_command(app)
    known_names = sorted((name for name, _ in all_commands(program)), key=len, reverse=True)
    pattern = rf"\bfairload ((?:{'|'.join(known_names)})(?![\w-])[^\n`|>]*)"
    for line in re.findall(pattern, path.read_text("utf-8").replace("\\\n", " ")):
        name = next(each for each in known_names if line.startswith(each))
        words = shlex.split(line.split(" && ")[0].rstrip(".;:,"))
        command = dict(all_commands(program))[name]
        if any(word.endswith(".yaml") for word in words):
            command.make_context(name, words[len(name.split()) :])
        known = {option for parameter in command.params for option in parameter.opts}
        assert [word for word in words if word.startswith("--") and word not in known] == []
        files = [part for word in words if word.startswith("scenarios/") for part in word.split("+")]
        assert [file for file in files if not (ROOT / file).exists()] == []


def examples() -> Iterator[tuple[str, str]]:
    for path in PAGES:
        for language, code in FENCE.findall(path.read_text("utf-8")):
            if language == "python":
                yield str(path.relative_to(ROOT)), code


@pytest.mark.parametrize(("where", "code"), list(examples()))
def test_python_examples_run(where: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With less time than they show: they have to run, not to find the best plan."""
    monkeypatch.chdir(ROOT)
    shorter = re.sub(r"seconds=\d+", "seconds=8", code)
    exec(compile(shorter, where, "exec"), {})


def test_the_tests_command_of_the_readme_is_the_one_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    command = re.search(r"\.venv/bin/(pytest[^\n&]*)", readme)
    assert command is not None
    assert command[1].strip() in script.replace('"', "")
    assert "'.[test]'" in readme
    assert "'.[test]'" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_pages_name_no_machine_of_ours() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in [*PAGES, ROOT / ".ci" / "run", ROOT / "pyproject.toml"]
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"/(?:work|home|root|tmp|opt)/|localhost|index-url", line)
    ]
    assert found == []
