"""The examples of the pages about questions run, and say what they should."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "questions").glob("*.md"))


def commands(page: Path) -> list[str]:
    """The commands of a page, in order; but not those on a database of somebody's (tests/service/test_sweeps.py)."""
    blocks = re.findall(r"```\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("fairload ")]
    return [line for line in lines if "--database" not in line]


def quick(arguments: list[str]) -> list[str]:
    """The same in little time; what the page says of it holds for any time."""
    if arguments[0] == "batch":
        return arguments
    if arguments[0] in ("explain", "compare"):
        arguments = [re.sub(r"^\d+s$", "1s", argument) for argument in arguments]
    return [*arguments, "--workers", "2"]


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.stem)
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    for command in commands(page):
        if command.startswith("fairload batch"):
            # The whole grid of harbour takes a minute; its base and one overlay tell the same.
            (tmp_path / "small" / "overlays").mkdir(parents=True)
            for name in ("base.yaml", "overlays/kit_stays.yaml"):
                (tmp_path / "small" / name).write_text((ROOT / "scenarios" / "harbour" / name).read_text("utf-8"))
            command = command.replace("scenarios/harbour", "small")
        arguments = [sys.executable, "-c", "from api.cli import main; main()", *quick(shlex.split(command)[1:])]
        done = subprocess.run(arguments, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 4), (command, done.stdout[-2000:], done.stderr[-2000:])
        assert "bug in Fairload" not in done.stderr
        assert done.stdout
