"""How the command line explains itself, and how it answers when it is misused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import engine
from tests.api.conftest import Run
from tests.api.worlds import small

ROOT = Path(__file__).parents[2]
FAIRLOAD = [sys.executable, "-c", "from api.cli import main; main()"]


@pytest.mark.parametrize("command", ["plan", "check", "schema"])
def test_every_command_explains_itself_by_example(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert f"Example: fairload {command}" in ran.out


def test_help_names_the_commands_and_the_exit_codes(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    assert "proved good, fair, and never overloaded" in ran.out
    for command in ("plan", "check", "schema", "explain"):
        assert f"\n  {command}" in ran.out
    assert "2 for bad input, 3 when no plan can" in ran.out
    assert "..." not in ran.out.split("Commands:")[1], "a one-line help is cut short"


def test_no_arguments_mean_help(run: Run) -> None:
    ran = run()
    assert ran.code in (0, 2)
    assert "Usage: fairload" in ran.out + ran.err


def test_the_version_is_the_engines(run: Run) -> None:
    assert run("--version").out == f"fairload {engine.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan"], "SCENARIO"),
        (["plan", "base.yaml", "--time", "soon"], "write for example 30s"),
        (["plan", "base.yaml", "--gap", "5"], "did you mean 5%?"),
        (["plan", "base.yaml", "--workers", "0"], "--workers"),
        (["plan", "base.yaml", "--seed", "x"], "--seed"),
        (["plan", "base.yaml", "--tim", "3s"], "--tim"),
        (["plan", "base.yaml", "other.yaml"], "other.yaml"),
        (["pln", "base.yaml"], "pln"),
        (["schema", "--overlay", "--plan"], "one schema at a time"),
    ],
)
def test_misuse_is_told_and_ends_with_2(run: Run, arguments: list[str], said: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "--help" in ran.err


def test_misuse_is_json_where_json_was_asked_for(run: Run) -> None:
    ran = run("plan", "base.yaml", "--time", "soon", "--json")
    assert (ran.code, ran.err) == (2, "")
    assert "write for example 30s" in ran.document["faults"][0]["message"]


@pytest.mark.parametrize(
    ("arguments", "title"),
    [([], "Fairload scenario"), (["--overlay"], "Fairload overlay"), (["--plan"], "PlanDocument")],
)
def test_schemas_are_printed_as_json(run: Run, arguments: list[str], title: str) -> None:
    ran = run("schema", *arguments)
    assert ran.code == 0
    assert ran.document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert ran.document["title"] == title


def shell(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*FAIRLOAD, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("command", ["check", "schema", "help", "misuse"])
def test_what_does_not_solve_never_loads_the_solver(command: str, tmp_path: Path) -> None:
    arguments = {
        "check": ["check", str(small(tmp_path))],
        "schema": ["schema"],
        "help": ["plan", "--help"],
        "misuse": ["plan", "x", "--time", "y"],
    }[command]
    code = (
        "import sys\nfrom api.cli import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n"
        "    assert not [name for name in sys.modules if name.split('.')[0] in ('ortools', 'pandas')]"
    )
    ran = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, check=False)
    assert b"AssertionError" not in ran.stderr


def test_a_real_process_answers_in_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    base = small(tmp_path, ("Ana Lima", "Ána Łima"))
    ran = shell("plan", base, "--json", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout.decode("utf-8"))["people"][0]["name"] == "Ána Łima"


def test_a_terminal_that_knows_no_bars_gets_question_marks_and_no_crash(tmp_path: Path) -> None:
    ran = shell("plan", small(tmp_path), PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Ana Lima             ????" in ran.stdout


def test_a_reader_that_leaves_early_is_no_crash(tmp_path: Path) -> None:
    command = f"{FAIRLOAD[0]} -c '{FAIRLOAD[2]}' plan {small(tmp_path)} --json | head -c 1"
    ran = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert ran.stderr == b""
