"""The command line as a shell sees it, on a real agency: streams kept apart, and Ctrl-C obeyed."""

import json
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HARBOUR = "scenarios/harbour/base.yaml"
FAIRLOAD = [sys.executable, "-c", "from api.cli import main; main()"]


def test_native_libraries_do_not_speak_into_the_answer(tmp_path: Path) -> None:
    """Solvers greet on stdout where one lets them."""
    command = [*FAIRLOAD, "plan", HARBOUR, "--time", "12s", "--json", "--out", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert ran.stderr == ""
    assert ran.returncode in (0, 4)
    assert json.loads(ran.stdout) == json.loads((tmp_path / "plan.json").read_text("utf-8"))


TELLING = """
import sys
import engine
from api.cli import main

solve = engine.solve

def told(book, options, hear, stop):
    def heard(news):
        if news.plan is not None:
            print("a plan", file=sys.stderr, flush=True)
        hear(news)
    return solve(book, options, heard, stop)

engine.solve = told
main()
"""


def test_ctrl_c_ends_a_real_search_with_an_answer() -> None:
    """CP-SAT has its own handler for Ctrl-C, which leaves the process without one when it is done."""
    running = subprocess.Popen(
        [sys.executable, "-c", TELLING, "plan", HARBOUR, "--time", "30m", "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    assert running.stderr.readline() == "a plan\n", "the search is under way, and CP-SAT has been at work"
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=300)  # long before its time is over
    assert "Press Ctrl-C again" in err
    assert running.returncode in (0, 4)
    assert json.loads(out)["outcome"] in ("best_so_far", "proved_best")
