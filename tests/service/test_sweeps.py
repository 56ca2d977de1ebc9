"""A batch over a database ends with the same table as one on this machine, whoever is killed meanwhile."""

from __future__ import annotations

import csv
import shutil
import signal
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import select

import engine
from api.jobs import sweep
from api.jobs.queue import DbosLine
from api.jobs.store import BATCH, Jobs, Order
from api.jobs.sweep import SpreadBatch
from api.jobs.worker import prepare
from api.store import Database, Event, Job
from tests.api.worlds import SLIP, SMALL, write
from tests.service.conftest import Fresh
from tests.service.running import ROOT, end, eventually, program, working

HARBOUR = ROOT / "scenarios" / "harbour"
OVERLAYS = ("nobody_for_qa", "raise_rate")
BASE_TWICE = "name: nothing\nchanges:\n  - slip: {project: northwind-booking, weeks: 0}\n"
OPTIONS = engine.Options(seconds=10, workers=1)
LONG = 300
"""Seconds after which a test gives up; never how long it takes."""


def tables(out: Path) -> dict[str, bytes]:
    """Everything that a batch wrote."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole agency and some what-ifs, one of which changes nothing and one of which cannot be."""
    folder = tmp_path_factory.mktemp("grid")
    (folder / "overlays").mkdir()
    shutil.copy(HARBOUR / "base.yaml", folder)
    for name in OVERLAYS:
        shutil.copy(HARBOUR / "overlays" / f"{name}.yaml", folder / "overlays")
    write(folder / "overlays", BASE_TWICE, "nothing.yaml")
    return folder


def asked(grid: Path, out: Path, *more: str, time: str = "10s") -> tuple[str, ...]:
    return ("batch", str(grid), "--out", str(out), "--time", time, "--deterministic", *more)


@pytest.fixture(scope="session")
def kept() -> dict[str, bytes]:
    """What the batch of this machine wrote; worked out once."""
    return {}


@pytest.fixture
def alone(grid: Path, tmp_path: Path, kept: dict[str, bytes]) -> dict[str, bytes]:
    """What a batch of this machine alone writes."""
    if not kept:
        process = program(*asked(grid, tmp_path / "alone", time="0.3s"))
        assert process.wait(LONG) == 0
        kept.update({name: text.replace(str(grid).encode(), b"") for name, text in tables(tmp_path / "alone").items()})
    return kept


def test_killed_batch_and_killed_worker_end_with_the_table_of_a_batch_that_was_left_alone(
    fresh: Fresh, grid: Path, tmp_path: Path, alone: dict[str, bytes]
) -> None:
    database, out = fresh(), tmp_path / "spread"
    command = asked(grid, out, "--resume", "--database", database, time="0.3s")
    store = Database(database)
    first = program(*command)
    try:
        eventually(lambda: len(_jobs(store)) == len(OVERLAYS) + 1)
        end(first, signal.SIGKILL)
        assert not list(out.rglob("*.json"))
        # The worker that dies works alone until then: another one might leave it nothing to do.
        with working(database, "first") as worker:
            eventually(lambda: [job for job in _jobs(store) if job.worker == "first"])
            end(worker, signal.SIGKILL)
        victims = {job.id for job in _jobs(store) if job.worker == "first" and job.ended is None}
        with working(database, "second"):
            second = program(*command)
            eventually(lambda: list(out.rglob("*.json")))
            end(second, signal.SIGKILL)
            third = program(*command)
            assert third.wait(LONG) == 0
        told = {name: text.replace(str(grid).encode(), b"") for name, text in tables(out).items()}
        assert told == alone
        jobs = _jobs(store)
        assert len(jobs) == len(OVERLAYS) + 1, "what was asked for three times is done once, and the base only once"
        assert {job.id: job.attempts for job in jobs} == {job.id: 1 + (job.id in victims) for job in jobs}
        assert all(_ends(store, job.id) == 1 for job in jobs)
    finally:
        store.close()


def _jobs(store: Database) -> list[Job]:
    with store.read() as session:
        return list(session.scalars(select(Job).where(Job.workspace == BATCH)))


def _ends(store: Database, job: str) -> int:
    with store.read() as session:
        return len(list(session.scalars(select(Event).where(Event.job == job, Event.kind == "end"))))


@pytest.fixture
def quay(tmp_path: Path) -> Path:
    """Two small scenarios in a folder."""
    folder = tmp_path / "quay"
    (folder / "overlays").mkdir(parents=True)
    write(folder, SMALL, "base.yaml")
    write(folder / "overlays", SLIP, "late.yaml")
    return folder


def results(out: Path) -> dict[str, dict[str, str]]:
    with (out / "results.csv").open() as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def test_a_broken_solve_is_a_line_of_the_table_and_solved_anew(
    fresh: Fresh, quay: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, out = fresh(), tmp_path / "out"
    command = asked(quay, out, "--resume", "--database", database)
    monkeypatch.setenv("FAIRLOAD_MOST_MEMORY_MB", "300")
    with working(database):
        assert program(*command).wait(LONG) == 4
    told = results(out)
    assert {row["outcome"] for row in told.values()} == {"failed"}
    assert "300 MB of memory" in told["late"]["reason"]
    monkeypatch.delenv("FAIRLOAD_MOST_MEMORY_MB")
    with working(database):
        assert program(*command).wait(LONG) == 0
    assert {row["outcome"] for row in results(out).values()} == {"proved_best"}


@pytest.fixture
def store(fresh: Fresh) -> Iterator[Database]:
    """A database of its own."""
    found = Database(fresh())
    yield found
    found.close()


class Said(Exception):
    """What a batch had to say."""


def _say(words: str) -> NoReturn:
    raise Said(words)


def spread(store: Database, out: Path, versions: dict[str, str], **more: Any) -> SpreadBatch:
    return SpreadBatch(out, OPTIONS, versions, store, **{"resume": False, "say": _say} | more)


def test_somebody_who_waits_for_nobody_is_told(
    store: Database, quay: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "ALONE_SECONDS", 0.0)
    work = spread(store, tmp_path, {})
    with pytest.raises(Said, match="fairload worker"):
        next(work.run(engine.jobs_of(quay), 1, resume=False))
    work.close()


def test_an_answer_of_another_release_is_none(store: Database, quay: Path, tmp_path: Path) -> None:
    work = spread(store, tmp_path, {"fairload": "0.0.1"}, say=lambda words: None)
    with working(store.url):
        entries = [entry for entry, _ in work.run(engine.jobs_of(quay), 1, resume=False)]
    work.close()
    assert {entry.outcome for entry in entries} == {"failed"}
    assert f"fairload {engine.__version__}" in entries[0].reason
    assert not tables(tmp_path / "answers")


def test_without_resume_everything_is_asked_for_again(store: Database, quay: Path, tmp_path: Path) -> None:
    jobs, versions = engine.jobs_of(quay), {}
    for times, resume in ((1, True), (1, True), (2, False)):
        work = spread(store, tmp_path, versions, resume=resume)
        asked_for = work._asked({"k" * 20: (jobs[0], engine.load(jobs[0].base))})
        work.close()
        assert len(asked_for) == 1
        assert len(_jobs(store)) == times


def test_what_people_ask_for_comes_before_batches(store: Database) -> None:
    line = DbosLine(store.queue_url)
    asking = Jobs(store, line)
    request = {"texts": [[SMALL, "base.yaml", False]], "options": asdict(OPTIONS), "plan": None}
    ids = [
        asking.submit([Order(workspace, "plan", request, {}, name=f"{number}")])[0][0].id
        for number, workspace in enumerate((BATCH, BATCH, BATCH, "default"))
    ]
    with working(store.url):
        eventually(lambda: len(asking.ended(ids)) == len(ids))
    first = min(asking.ended(ids), key=lambda job: job.started or 0)
    assert first.workspace == "default"
    line.close()


def test_a_full_batch_takes_nobodys_share(store: Database) -> None:
    """The limit of jobs where there are no keys is that of everybody who has none, and not of batches."""
    line = DbosLine(store.queue_url)
    asking = Jobs(store, line)
    for number in range(3):
        asking.submit([Order(BATCH, "plan", {}, {}, key=BATCH, idempotency_key=f"{number}")])
    ((_, new),) = asking.submit([Order("default", "plan", {}, {})], 1)
    assert new
    line.close()


def test_a_database_that_cannot_be_used_is_refused(quay: Path, tmp_path: Path) -> None:
    strange = write(tmp_path, "not a database, whatever its name", "notes.txt")
    assert program(*asked(quay, tmp_path / "out", "--database", str(strange))).wait(LONG) == 2


def test_a_new_database_is_made_ready(quay: Path, tmp_path: Path) -> None:
    """Nobody need have served from it before."""
    database = str(tmp_path / "new.db")
    batch = program(*asked(quay, tmp_path / "out", "--database", database))
    eventually(lambda: Path(database).is_file())
    prepare(database).close()
    with working(database):
        assert batch.wait(LONG) == 0
    assert {row["outcome"] for row in results(tmp_path / "out").values()} == {"proved_best"}
