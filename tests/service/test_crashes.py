"""Processes are killed in the middle of their work, and nothing is lost, done twice at once, or changed afterwards."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from api.settings import Settings
from api.store import Database, Event, Job
from tests.service.conftest import NO_LIMIT, Fresh
from tests.service.running import client, end, ended, eventually, free_port, in_state, program, serving, working

LONG = {"scenario": {"demo": "harbour"}, "options": {"seconds": 600, "workers": 1}}
"""Longer than any machine needs to kill somebody; each is stopped when it has shown what it should."""


def children(process: int) -> list[int]:
    """The processes that a process started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found.append(int(stat.parent.name))
    return found


def descendants(process: int) -> list[int]:
    """And all that those started."""
    return [each for child in children(process) for each in (child, *descendants(child))]


def test_a_killed_worker_takes_its_solve_with_it_and_the_next_one_goes_on(fresh: Fresh) -> None:
    database = fresh()
    with serving(Settings(database, limits=NO_LIMIT)) as address, client(address) as api:
        with working(database, "first") as worker:
            path = api.post("/v1/plans", json=LONG).headers["location"]
            before = in_state(api, path, "solving")
            solves = descendants(worker.pid)
            assert solves
            end(worker, signal.SIGKILL)
            eventually(lambda: not [each for each in solves if Path(f"/proc/{each}").exists()])
        with working(database, "first"):
            plan = _stopped_in_its_second_attempt(api, path)
    assert (plan["status"], plan["attempts"]) == ("stopped", 2)
    assert plan["kpis"]["delivered_minutes"] > 0
    assert before["attempts"] == 1
    store = Database(database)
    try:
        _goes_on_from_where_it_was(store, plan["id"])
    finally:
        store.close()


def _stopped_in_its_second_attempt(api: httpx.Client, path: str) -> dict[str, Any]:
    eventually(lambda: api.get(path).json()["attempts"] == 2)
    in_state(api, path, "solving")
    api.delete(path)
    return ended(api, path)


def _goes_on_from_where_it_was(store: Database, job: str) -> None:
    with store.read() as session:
        events = list(session.scalars(select(Event).where(Event.job == job).order_by(Event.number)))
    kinds = [event.kind for event in events]
    assert kinds.count("status") == 2
    assert kinds.count("end") == 1
    second = len(kinds) - kinds[::-1].index("status") - 1
    assert '"solving"' in events[second].data, "the second worker had a plan in hand from the beginning"


def test_a_job_of_a_dead_worker_is_taken_by_another_one(fresh: Fresh) -> None:
    """The dead one never comes back; its lease runs out, and the watchdog of a living one sees to its job."""
    database = fresh()
    with serving(Settings(database, limits=NO_LIMIT)) as address, client(address) as api:
        with working(database, "dead") as worker:
            path = api.post("/v1/plans", json=LONG).headers["location"]
            in_state(api, path, "solving")
            end(worker, signal.SIGKILL)
        with working(database, "living"):
            plan = _stopped_in_its_second_attempt(api, path)
    assert (plan["status"], plan["attempts"]) == ("stopped", 2)


def test_a_job_that_never_got_into_the_line_is_put_there(fresh: Fresh, small: dict[str, Any]) -> None:
    """The API dies between keeping a job and queueing it."""
    database = fresh()
    with serving(Settings(database, limits=NO_LIMIT)) as address, client(address) as api:
        path = _kept_only(api, small, database)
        with working(database):
            assert ended(api, path)["status"] == "completed"


def _kept_only(api: httpx.Client, small: dict[str, Any], database: str) -> str:
    """A job in our table that dbos has never heard of: a copy of one that it has, under another id."""
    known = api.post("/v1/plans", json=small).json()["id"]
    api.delete(f"/v1/plans/{known}")
    store, copy = Database(database), "c" * 32
    try:
        with store.write() as session:
            job = session.get_one(Job, known)
            kept = {column.key: getattr(job, column.key) for column in Job.__table__.columns}
            fresh = {"id": copy, "status": "queued", "outcome": None, "ended": None, "stop": False, "reason": ""}
            session.add(Job(**kept | fresh))
    finally:
        store.close()
    return f"/v1/plans/{copy}"


def test_serve_brings_its_processes_back_and_keeps_what_was_queued(fresh: Fresh, small: dict[str, Any]) -> None:
    database, port = fresh(), free_port()
    service = program("serve", "--port", str(port), "--database", database, "--workers", "1")
    try:
        with client(f"http://127.0.0.1:{port}") as api:
            eventually(lambda: _ready(api))
            paths = [api.post("/v1/plans", json=small).headers["location"] for _ in range(3)]
            for killed in children(service.pid):
                os.kill(killed, signal.SIGKILL)
            time.sleep(0.5)
            eventually(lambda: _ready(api))
            assert [ended(api, path)["outcome"] for path in paths] == ["proved_best"] * 3
    finally:
        end(service)
    assert service.returncode == 0
    with pytest.raises(httpx.ConnectError), client(f"http://127.0.0.1:{port}") as api:
        api.get("/healthz")


def _ready(api: httpx.Client) -> bool:
    try:
        return api.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


def test_a_solve_that_wants_too_much_memory_fails_and_its_worker_lives_on(
    fresh: Fresh, small: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The solver alone is more than this worker's solves may have; the system says no, and the job says why."""
    database = fresh()
    monkeypatch.setenv("FAIRLOAD_MOST_MEMORY_MB", "300")
    with (
        serving(Settings(database, limits=NO_LIMIT)) as address,
        client(address) as api,
        working(database) as worker,
    ):
        for _ in range(2):
            plan = ended(api, api.post("/v1/plans", json=small).headers["location"])
            assert (plan["status"], plan["attempts"]) == ("failed", 1)
            assert "300 MB of memory" in plan["error"]
        assert worker.poll() is None
