"""A lease is held by one, and nobody can write behind its back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event

from api.jobs import lease as leases
from api.jobs import roster
from api.jobs.lease import MOST_ATTEMPTS, Busy, Lost, take
from api.jobs.queue import Waiting
from api.jobs.roster import join
from api.jobs.running import Running, context
from api.jobs.store import Jobs, Order, OtherRequest, TooMany
from api.jobs.watchdog import look_after
from api.settings import Limits
from api.store import Database, Job, Worker
from tests.service.conftest import Fresh

NOW = "2027-01-04T09:00:00.000Z"
REQUEST: dict[str, Any] = {"texts": [], "options": {"seconds": 1}}


class Line:
    """A line on paper: what dbos keeps in its tables, and no more."""

    def __init__(self) -> None:
        self.places: list[Waiting] = []
        self.back: list[str] = []

    def put(self, job: str, attempt: int = 0, *, last: bool = False) -> None:
        self.places.append(Waiting(job, f"{job}-{attempt}", None))

    def waiting(self) -> list[Waiting]:
        return self.places

    def again(self, tickets: Any) -> None:
        self.back += list(tickets)

    def close(self) -> None:
        """Nothing to give back."""


@pytest.fixture
def store(fresh: Fresh) -> Iterator[Database]:
    """A database of its own."""
    found = Database(fresh())
    yield found
    found.close()


def a_job(store: Database, line: Line | None = None, **fields: Any) -> str:
    order = Order(**{"workspace": "w", "kind": "plan", "request": REQUEST, "scenario": {}} | fields)
    ((job, _),) = Jobs(store, line or Line()).submit([order], 100)
    return job.id


def expire(store: Database, job: str) -> None:
    """Let the lease run out without waiting for it."""
    with store.write() as session:
        session.get_one(Job, job).lease_until = 1


def test_a_job_is_held_by_one(store: Database) -> None:
    job = a_job(store)
    assert take(store, job, "ana") is not None
    with pytest.raises(Busy):
        take(store, job, "ben")


def test_whoever_lost_a_lease_can_write_nothing(store: Database) -> None:
    job = a_job(store)
    old = take(store, job, "ana")
    assert old is not None
    expire(store, job)
    new = take(store, job, "ben")
    assert new is not None
    for write in (
        lambda: old.renew(1),
        lambda: old.tell([{"tier": 0}]),
        lambda: old.keep({}, 1.0, 1, NOW),
        lambda: old.finish("completed", document={"mine": True}),
    ):
        with pytest.raises(Lost):
            write()
    new.finish("completed", outcome="proved_best", document={"mine": False})
    assert Jobs(store, Line()).result(job) == {"mine": False}


def test_an_answer_never_changes(store: Database) -> None:
    job = a_job(store)
    held = take(store, job, "ana")
    assert held is not None
    held.finish("completed", document={"first": True})
    with pytest.raises(Lost):
        held.finish("completed", document={"first": False})
    assert take(store, job, "ben") is None
    assert Jobs(store, Line()).stop("w", job) is not None
    assert Jobs(store, Line()).result(job) == {"first": True}


def test_the_next_attempt_has_the_best_plan_and_the_time_that_was_spent(store: Database) -> None:
    job = a_job(store)
    first = take(store, job, "ana")
    assert first is not None
    first.keep({"number": 1}, 0.5, 500, NOW)
    first.keep({"number": 2}, 1.5, 1500, NOW)
    expire(store, job)
    second = take(store, job, "ben")
    assert second is not None
    assert (second.plan, second.spent, second.numbers) == ({"number": 2}, 1500, 2)


def test_a_job_that_kills_its_workers_is_given_up(store: Database) -> None:
    job = a_job(store)
    for _ in range(MOST_ATTEMPTS):
        assert take(store, job, "ana") is not None
        expire(store, job)
    assert take(store, job, "ana") is None
    found = Jobs(store, Line()).find("w", job)
    assert found is not None
    assert found.status == "failed"
    assert found.error is not None


def test_a_worker_that_is_started_again_need_not_wait_for_itself(store: Database) -> None:
    job = a_job(store)
    assert take(store, job, "ana") is not None
    assert take(store, job, "ana") is not None


def test_the_watchdog_brings_back_what_dead_workers_had_and_what_the_line_lost(store: Database) -> None:
    line = Line()
    dead, lost, fine = a_job(store, line), a_job(store, line), a_job(store, line)
    for job in (dead, lost, fine):
        assert take(store, job, "gone") is not None
    expire(store, dead)
    expire(store, lost)
    line.places = [Waiting(dead, dead, "gone"), Waiting(fine, fine, "gone")]
    assert look_after(store, line) == 2
    assert line.back == [dead]
    assert line.places[-1] == Waiting(lost, f"{lost}-1", None)


def test_the_watchdog_leaves_what_waits_and_what_the_living_do(store: Database) -> None:
    line = Line()
    place = join(store, "alive")
    waits, held = a_job(store, line), a_job(store, line)
    with store.write() as session:
        for job in (waits, held):
            session.get_one(Job, job).created -= 60_000
    line.places = [Waiting(waits, waits, None), Waiting(held, held, place.name)]
    assert look_after(store, line) == 0
    assert line.back == []


def test_a_name_is_had_by_one_worker(store: Database) -> None:
    first = join(store, "ana")
    with store.write() as session:
        session.get_one(Worker, "ana").pid = 1  # a process that is there, and not ours
    with pytest.raises(ValueError, match="already"):
        join(store, "ana")
    other = join(store)
    assert other.name != first.name
    with store.write() as session:
        session.get_one(Worker, "ana").seen = 0
    again = join(store, "ana")
    assert again.alive(None)
    assert not first.alive(None)


def test_workers_that_start_in_the_same_moment_get_names_of_their_own(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "_gone", lambda row, host, now: False)  # all are this process, and it is alive
    with ThreadPoolExecutor(6) as together:
        places = list(together.map(lambda _: join(store), range(6)))
    assert len({place.name for place in places}) == 6
    assert all(place.alive(None) for place in places)


def test_nobody_has_more_jobs_than_allowed(store: Database) -> None:
    jobs = Jobs(store, Line())
    order = Order("w", "plan", REQUEST, {}, key="k")
    jobs.submit([order, order], 2)
    with pytest.raises(TooMany):
        jobs.submit([order], 2)
    jobs.submit([Order("w", "plan", REQUEST, {}, key="other")], 2)


def test_all_orders_are_taken_or_none(store: Database) -> None:
    jobs = Jobs(store, Line())
    order = Order("w", "plan", REQUEST, {}, key="all")
    with pytest.raises(TooMany):
        jobs.submit([order, order, order], 2)
    assert jobs.submit([order, order], 2)


def test_one_idempotency_key_is_one_job(store: Database) -> None:
    jobs = Jobs(store, Line())
    order = Order("w", "plan", REQUEST, {}, idempotency_key="once")
    ((first, new),) = jobs.submit([order], 100)
    ((second, again),) = jobs.submit([order], 100)
    assert (first.id, new, again) == (second.id, True, False)
    ((elsewhere, fresh),) = jobs.submit([Order("v", "plan", REQUEST, {}, idempotency_key="once")], 100)
    assert fresh
    assert elsewhere.id != first.id
    with pytest.raises(OtherRequest):
        jobs.submit([Order("w", "plan", REQUEST | {"plan": None}, {}, idempotency_key="once")], 100)


class Breaking(Running):
    """Its processes break down, each with a plan in hand."""

    def _process(self, *, wind_up: bool) -> int | None:
        self.plan = {"allocations": [], "phases": []}
        self.ways = [*getattr(self, "ways", ()), wind_up]
        return -6


@pytest.mark.parametrize(("kind", "ways"), [("plan", [False, False, True]), ("why", [False, False])])
def test_only_a_plan_is_still_told_after_its_process_broke_down(store: Database, kind: str, ways: list[bool]) -> None:
    """A question has no answer in a best plan so far: it would be asked all over again, only to fail."""
    held = take(store, a_job(store, kind=kind), "ana")
    assert held is not None
    broken = Breaking(held, Limits(), context())
    broken.run()
    assert broken.ways == ways
    found = Jobs(store, Line()).find("w", held.job)
    assert found is not None
    assert (found.status, found.ended is None) == ("failed", False)


def test_a_page_ends_with_all_jobs_of_its_last_moment(store: Database) -> None:
    """A comparison keeps several in the same millisecond, and the next page begins before it."""
    jobs = Jobs(store, Line())
    order = Order("w", "plan", REQUEST, {})
    first = {job.id for job, _ in jobs.submit([order], 100)}
    together = {job.id for job, _ in jobs.submit([order, order, order], 100)}
    with store.write() as session:
        for job in first:
            session.get_one(Job, job).created -= 1000
    page = jobs.listed("w", limit=2)
    assert {job.id for job in page} == together
    assert {job.id for job in jobs.listed("w", limit=2, before=page[-1].created)} == first


def test_leases_outlast_their_renewals() -> None:
    assert leases.RENEWAL * 1000 * 3 < leases.LEASE


def test_an_end_between_two_looks_is_heard(store: Database) -> None:
    """Whoever listens looks at the job and at its news; it ends just after the first of the two."""
    job = a_job(store)
    jobs, looks = Jobs(store, Line()), 0

    def looked(*_: Any) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            Jobs(store, Line()).stop("w", job)

    event.listen(store.engine, "after_cursor_execute", looked)
    try:
        news, over = jobs.events(job, 0)
    finally:
        event.remove(store.engine, "after_cursor_execute", looked)
    assert news or not over, "a listener would leave without its last event"
    news, over = jobs.events(job, 0)
    assert ([each.kind for each in news], over) == (["end"], True)
