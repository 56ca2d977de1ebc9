"""The same scenario and seed give the same plan to the last byte, whatever the machine is doing."""

import os
import subprocess
import sys
from pathlib import Path

HARBOUR = Path(__file__).parents[2] / "scenarios" / "harbour" / "base.yaml"


def planned(hash_seed: str) -> bytes:
    """`fairload plan --deterministic --json` in a process of its own, with Python's hashes stirred."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "plan", str(HARBOUR)]
    command += ["--time", "1", "--deterministic", "--json"]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(HARBOUR.parents[2])}
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def test_a_large_book_is_planned_the_same_way_twice() -> None:
    """Searched piece by piece, with linear bounds that once followed the clock."""
    first = planned("1")
    assert b'"verified": true' in first
    assert first == planned("2")
