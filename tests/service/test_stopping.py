"""Whatever takes long can be stopped: what stands is kept, and where nothing stands it is said."""

from __future__ import annotations

import signal
import time
from multiprocessing.connection import Connection
from threading import Event
from typing import Any

import httpx
import pytest

import engine
from api.books.texts import Text, Texts
from api.jobs import running
from api.jobs.child import main
from api.jobs.kinds import KINDS
from api.jobs.lease import take
from api.jobs.queue import DbosLine
from api.jobs.running import NOTHING_STANDS, OVERDUE, STANDS, UNFINISHED
from api.jobs.store import Jobs, Order
from api.jobs.task import Task
from api.settings import Limits, Settings
from api.store import Database
from tests.api.worlds import SMALL
from tests.service.conftest import NO_LIMIT, Fresh
from tests.service.running import client, end, ended, eventually, in_state, serving, working
from tests.service.test_requests import assert_is_problem
from tests.service.test_solving import QUESTIONS

LONG = {"seconds": 300, "workers": 1}
DEMAND = "northwind-booking/design/interface"


def asked(api: httpx.Client, kind: str, question: dict[str, Any], **more: Any) -> str:
    body = {"scenario": {"demo": "harbour"}, "question": question, "options": LONG} | more
    answer = api.post(f"/v1/explanations/{kind}", json=body)
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


@pytest.mark.parametrize("kind", [*QUESTIONS, "shortfalls", "conflicts"])
def test_every_question_ends_with_an_answer_when_it_is_stopped(kind: str) -> None:
    """At once, before anything was found: every kind says so in its own words, and none breaks."""
    texts = Texts(Text(SMALL, "base.yaml"))
    loaded = texts.load()
    book = engine.Book(loaded.scenario)
    plan = engine.solve(book, engine.Options(seconds=1, workers=1)).plan
    question = KINDS[kind].question.model_validate(QUESTIONS.get(kind, {})).model_dump(mode="json")
    stop = Event()
    stop.set()
    options = engine.Options(seconds=60, workers=1)
    task = Task(kind, texts, loaded, book, options, question, plan, engine.Outcome.BEST_SO_FAR, lambda news: None, stop)
    assert KINDS[kind].run(task)


@pytest.mark.usefixtures("worker")
def test_a_question_that_is_stopped_keeps_what_stands(api: httpx.Client) -> None:
    path = asked(api, "frontier", {"at": [100, 200, 300]})
    in_state(api, path, "started", "solving")
    assert api.post(f"{path}/stop").status_code == 202
    stopped = ended(api, path)
    assert (stopped["status"], stopped["reason"]) == ("stopped", STANDS)
    points = stopped["answer"]["points"]
    assert [point["key"] for point in points] == [100, 200, 300]
    assert "nothing_found" in {point["outcome"] for point in points}
    again = api.post(f"{path}/stop")
    assert again.status_code == 200
    assert again.json() == stopped


def test_a_question_that_nobody_began_says_that_nothing_stands(fresh: Fresh) -> None:
    """There is nobody to solve in this database: the module's own has a worker, who may be quicker than the stop."""
    with serving(Settings(fresh(), limits=NO_LIMIT)) as address, client(address) as api:
        path = asked(api, "conflicts", {})
        stopped = api.post(f"{path}/stop").json()
    assert (stopped["status"], stopped["answer"]) == ("stopped", None)
    assert "before it began" in stopped["reason"]


def deaf(pipe: Connection, request: dict[str, Any]) -> None:
    """A solve process that hears nothing and says nothing."""
    time.sleep(600)


@pytest.mark.parametrize("early", [True, False], ids=["stopped before", "stopped meanwhile"])
def test_a_question_that_cannot_hear_is_ended_and_nothing_stands(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    store = Database(fresh())
    line = DbosLine(store.queue_url)
    jobs = Jobs(store, line)
    request = {"texts": [], "plan": None, "options": LONG, "question": {"at": [300]}}
    ((job, _),) = jobs.submit([Order("w", "frontier", request, {})])
    monkeypatch.setattr(running, "main", deaf)
    monkeypatch.setattr(running, "STOPPING", 0.5)
    monkeypatch.setattr(running, "GRACE", 0.5)
    lease = take(store, job.id, "somebody")
    assert lease is not None
    jobs.stop("w", job.id)
    lease.stop = early
    running.carry_out(lease, Limits(), running.context())
    found = jobs.find("w", job.id)
    assert found is not None
    assert (found.status, found.reason, found.error) == ("stopped", NOTHING_STANDS, None)
    line.close()
    store.close()


def hanging(pipe: Connection, request: dict[str, Any]) -> None:
    """A solve process that finds no end, as on a machine that is far too busy; what it had can still be told."""
    if request["wind_up"]:
        main(pipe, request)
    time.sleep(600)


@pytest.mark.parametrize(("stopped", "plan", "told"), [
    (False, True, ("completed", OVERDUE, "best_so_far", None)),
    (True, True, ("stopped", OVERDUE, "best_so_far", None)),
    (False, False, ("failed", "", None, UNFINISHED)),
], ids=["with a plan", "stopped", "without a plan"])  # fmt: skip
def test_the_best_plan_of_a_solve_that_does_not_end_is_its_answer(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch, stopped: bool, plan: bool, told: tuple[str | None, ...]
) -> None:
    """Jobs of four seconds once failed where everything took ten times as long, with good plans in hand (issue 5)."""
    store = Database(fresh())
    line = DbosLine(store.queue_url)
    jobs = Jobs(store, line)
    request = {"texts": [[SMALL, "quay.yaml", False]], "plan": None, "options": {"seconds": 1, "workers": 1}}
    ((job, _),) = jobs.submit([Order("w", "plan", request, {})])
    monkeypatch.setattr(running, "main", hanging)
    monkeypatch.setattr(running, "STOPPING", 0.5)
    monkeypatch.setattr(running, "GRACE", 0.5)
    monkeypatch.setattr(running, "WINDING_UP", 300.0)
    lease = take(store, job.id, "somebody")
    assert lease is not None
    if plan:
        lease.plan = {"allocations": [], "phases": []}
    if stopped:
        jobs.stop("w", job.id)
    running.carry_out(lease, Limits(), running.context())
    found = jobs.find("w", job.id)
    assert found is not None
    assert (found.status, found.reason, found.outcome, found.error) == told
    assert (jobs.result(job.id) is not None) == plan
    line.close()
    store.close()


def test_a_question_survives_its_worker(fresh: Fresh) -> None:
    database = fresh()
    with serving(Settings(database, limits=NO_LIMIT)) as address, client(address) as api:
        path = asked(api, "conflicts", {}, scenario={"demo": "harbour"}, overlays=[{"demo": "nobody_for_qa"}])
        other = asked(api, "frontier", {"at": [100, 300]})
        with working(database, "only") as worker:
            assert ended(api, path)["answer"]["rules"]
            in_state(api, other, "started", "solving")
            end(worker, signal.SIGKILL)
        with working(database, "only"):
            eventually(lambda: api.get(other).json()["attempts"] == 2)
            api.post(f"{other}/stop")
            answer = ended(api, other)
    assert (answer["status"], answer["attempts"]) == ("stopped", 2)
    assert len(answer["answer"]["points"]) == 2


@pytest.mark.usefixtures("worker")
def test_a_comparison_is_stopped_as_a_whole(api: httpx.Client) -> None:
    variants = [{"name": "base"}, {"name": "win", "overlays": [{"demo": "council_says_no"}]}]
    body = {"scenario": {"demo": "harbour"}, "variants": variants, "options": LONG}
    path = api.post("/v1/comparisons", json=body).headers["location"]
    eventually(lambda: api.get(path).json()["variants"][0]["plan"]["status"] == "solving")
    assert api.post(f"{path}/stop").status_code == 202
    stopped = ended(api, path)
    first, second = (each["plan"] for each in stopped["variants"])
    assert (first["status"], first["outcome"]) == ("stopped", "best_so_far")
    assert (second["status"], second["outcome"]) == ("stopped", "nothing_found")
    assert api.post(f"{path}/stop").status_code == 200


def test_what_is_not_there_cannot_be_stopped(api: httpx.Client) -> None:
    for kind in ("explanations", "comparisons"):
        assert_is_problem(api.post(f"/v1/{kind}/{'0' * 32}/stop"), 404)
