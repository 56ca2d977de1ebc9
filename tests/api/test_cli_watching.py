"""Watching a solve and stopping it."""

import os
import signal
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import engine
from api.cli.watching import News, View, solve_watched
from tests.api.worlds import small
from tests.build import a_book

ROOT = Path(__file__).parents[2]
NOTHING = engine.Result(engine.Outcome.NOTHING_FOUND, None, reason="stopped")


def progress(tier: int, goal: str, value: float | None, bound: float | None) -> engine.Progress:
    return engine.Progress(tier, goal, value, bound, 1.0, "CP-SAT on the whole model")


def shown(view: View) -> str:
    text = StringIO()
    Console(file=text, width=120).print(view.render())
    return text.getvalue()


def test_the_display_says_goal_best_bound_gap_and_who_is_at_work() -> None:
    news = News()
    view = View(a_book(), engine.Options(seconds=30), news)
    assert "getting ready" in shown(view)
    news.hear(progress(0, "delivered", 0, 0))
    news.hear(progress(1, "billable", None, 60_000))
    news.hear(progress(1, "billable", 54_000, 60_000))
    page = shown(view)
    assert "s of 30 s" in page
    assert "goal 1 of 5, delivered: best 0 h weighted, bound 0 h weighted, gap 0 %" in page
    assert "goal 2 of 5, billable: best 900 h, bound 1,000 h, gap 11.11 %" in page
    assert "at work: CP-SAT on the whole model" in page
    assert "none yet" not in page


def test_a_goal_in_steps_is_told_by_its_step() -> None:
    news = News()
    news.hear(progress(2, "fair: 1 most loaded", 1840, None))
    page = shown(View(a_book(), engine.Options(), news))
    assert "fair: 1 most loaded: best 1,840 ‰, bound none yet" in page


def test_a_terminal_sees_the_display_and_loses_it_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def solve(book: engine.Book, options: engine.Options, hear: object, stop: threading.Event) -> engine.Result:
        hear(progress(0, "delivered", 0, 0))  # type: ignore[operator]
        for _ in range(600):
            if "goal 1 of 5" in text.getvalue():
                break
            stop.wait(0.1)
        return NOTHING

    monkeypatch.setattr(engine, "solve", solve)
    text = StringIO()
    screen = Console(file=text, width=100, force_terminal=True, color_system=None)
    assert solve_watched(a_book(), engine.Options(), screen) is NOTHING
    assert "goal 1 of 5, delivered" in text.getvalue()


def test_silence_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "solve", lambda *_: NOTHING)
    text = StringIO()
    solve_watched(a_book(), engine.Options(), Console(file=text, force_terminal=False))
    assert text.getvalue() == ""


def test_an_error_in_the_search_reaches_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise engine.UnverifiedPlanError("no")

    monkeypatch.setattr(engine, "solve", broken)
    with pytest.raises(engine.UnverifiedPlanError):
        solve_watched(a_book(), engine.Options(), Console(file=StringIO()))


def test_it_works_outside_the_main_thread_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "solve", lambda *_: NOTHING)
    found: list[engine.Result] = []
    worker = threading.Thread(
        target=lambda: found.append(solve_watched(a_book(), engine.Options(), Console(file=StringIO())))
    )
    worker.start()
    worker.join(60)
    assert found == [NOTHING]


def test_the_first_ctrl_c_stops_and_the_second_aborts(monkeypatch: pytest.MonkeyPatch) -> None:
    def patient(book: object, options: object, hear: object, stop: threading.Event) -> engine.Result:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(60)
        return NOTHING

    def deaf(book: object, options: object, hear: object, stop: threading.Event) -> engine.Result:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(60)
        os.kill(os.getpid(), signal.SIGINT)
        over.wait(60)
        return NOTHING

    over = threading.Event()
    before = signal.getsignal(signal.SIGINT)
    text = StringIO()
    monkeypatch.setattr(engine, "solve", patient)
    assert solve_watched(a_book(), engine.Options(), Console(file=text)) is NOTHING
    assert "Press Ctrl-C again" in text.getvalue()
    monkeypatch.setattr(engine, "solve", deaf)
    with pytest.raises(KeyboardInterrupt):
        solve_watched(a_book(), engine.Options(), Console(file=StringIO()))
    over.set()
    assert signal.getsignal(signal.SIGINT) is before


ABORTING = """
import os, signal, threading
import engine
from api.cli import main

def deaf(book, options, hear, stop):
    os.kill(os.getpid(), signal.SIGINT)
    stop.wait()
    os.kill(os.getpid(), signal.SIGINT)
    threading.Event().wait()

engine.solve = deaf
main()
"""


def test_an_abort_leaves_at_once_with_130(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ABORTING, "plan", str(small(tmp_path)), "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert (ran.returncode, ran.stdout) == (130, "")
    assert "Aborted" in ran.stderr
    assert "Traceback" not in ran.stderr
