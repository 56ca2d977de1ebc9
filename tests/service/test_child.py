"""The process of one solve: its time is the job's, and not the search's alone."""

import multiprocessing
import time
from typing import Any

import pytest

from api.jobs import child
from api.jobs.store import PLAN
from api.jobs.task import Task, task_of
from tests.api.worlds import SMALL


def seconds_of(monkeypatch: pytest.MonkeyPatch, reading: float, **options: Any) -> float:
    """How long a search of ten seconds may take whose book takes so long to read."""

    def slowly(*args: Any, **more: Any) -> Task:
        time.sleep(reading)
        return task_of(*args, **more)

    monkeypatch.setattr(child, "task_of", slowly)
    monkeypatch.setattr(child, "answer", lambda task, **_: {"seconds": task.options.seconds})
    asked = {"texts": [[SMALL, "quay.yaml", False]], "options": options}
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        request = {"kind": PLAN, "request": asked, "plan": None, "seconds": 10.0, "wind_up": False}
        return float(child._Child(theirs).work(request)["answer"]["seconds"])


def test_reading_a_book_is_part_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1.0 <= seconds_of(monkeypatch, 0.6) < 9.5


def test_effort_has_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seconds_of(monkeypatch, 0.1, deterministic=True) == 10.0
