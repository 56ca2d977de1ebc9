"""The jobs of everybody: asking for one, finding it again, hearing its news, stopping it."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from api.jobs import states
from api.jobs.queue import Line
from api.store import Database, Event, Incumbent, Job, Result

log = logging.getLogger(__name__)

PLAN = "plan"
"""The kind of a solve; others are explanations."""
SOLVED, BY_HAND = "solved", "by hand"
"""Where a plan comes from."""
BATCH = "batch"
"""The workspace of batches, apart from what people plan; whatever is asked for there waits behind everything else."""
MOST_EVENTS = 500
"""In one look."""


class TooMany(Exception):
    """Whoever asks has as many jobs waiting and running as they may."""


class OtherRequest(Exception):
    """The idempotency key was used before, for something else."""


@dataclass(frozen=True)
class Order:
    """A job to be done."""

    workspace: str
    kind: str
    request: Mapping[str, Any]
    """All that the work depends on, as plain JSON."""
    scenario: Mapping[str, Any]
    """What it is about, for whoever looks."""
    name: str = ""
    key: str | None = None
    idempotency_key: str | None = None
    meaning: str | None = None
    """What makes it the same request, where that is not its words."""

    @property
    def text(self) -> str:
        """The request as it is kept."""
        return json.dumps(self.request)

    @property
    def hash(self) -> str:
        """Equal for equal requests."""
        if self.meaning is not None:
            return self.meaning
        canonical = json.dumps([self.kind, self.name, self.request], sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


class Jobs:
    """What the API sees of jobs."""

    def __init__(self, database: Database, line: Line) -> None:
        self.database = database
        self.line = line

    # -- asking ---------------------------------------------------------------------------------------

    def submit(self, orders: Sequence[Order], most: int | None = None) -> list[tuple[Job, bool]]:
        """All of the orders or none; each with whether it is new. Raises TooMany, OtherRequest.

        The job stands in our table first. Should we die before it stands in the line, a watchdog puts it there.
        """
        try:
            found = self._insert(orders, most)
        except IntegrityError:
            # Somebody used the same idempotency key in the same moment; now it is there to be found.
            found = self._insert(orders, most)
        for job, new in found:
            if new:
                self._put(job)
        return found

    def _insert(self, orders: Sequence[Order], most: int | None) -> list[tuple[Job, bool]]:
        with self.database.write() as session:
            found = [(order, self._known(session, order)) for order in orders]
            fresh = sum(known is None for _, known in found)
            if most is not None and fresh and self._active(session, orders[0].key) + fresh > most:
                raise TooMany
            now = self.database.now(session)
            jobs = [(known, False) if known is not None else (_job(order, now), True) for order, known in found]
            session.add_all(job for job, new in jobs if new)
        return jobs

    def keep(
        self, order: Order, parent: str | None, document: Mapping[str, Any], summary: Mapping[str, Any]
    ) -> tuple[Job, bool]:
        """A plan that somebody made by hand: done as soon as it is kept, and never changed. Raises OtherRequest."""
        try:
            return self._kept(order, parent, document, summary)
        except IntegrityError:
            return self._kept(order, parent, document, summary)

    def _kept(
        self, order: Order, parent: str | None, document: Mapping[str, Any], summary: Mapping[str, Any]
    ) -> tuple[Job, bool]:
        with self.database.write() as session:
            known = self._known(session, order)
            if known is not None:
                return known, False
            now = self.database.now(session)
            job = _job(order, now)
            job.source, job.parent = BY_HAND, parent
            job.status, job.outcome, job.ended = states.COMPLETED, document["outcome"], now
            job.summary = json.dumps(summary)
            session.add(job)
            session.flush()
            session.add(Result(job=job.id, document=json.dumps(document), created=now))
            add_event(session, job.id, "end", end_of(job), now)
        return job, True

    def _known(self, session: Session, order: Order) -> Job | None:
        if order.idempotency_key is None:
            return None
        query = select(Job).where(Job.workspace == order.workspace, Job.idempotency_key == order.idempotency_key)
        known = session.scalars(query).one_or_none()
        if known is not None and known.request_hash != order.hash:
            raise OtherRequest
        return known

    def _active(self, session: Session, key: str | None) -> int:
        query = select(func.count()).select_from(Job).where(Job.status.in_(states.OPEN))
        return session.scalar(query.where(Job.key.is_(None) if key is None else Job.key == key)) or 0

    def _put(self, job: Job) -> None:
        try:
            self.line.put(job.id, last=job.workspace == BATCH)
        except Exception:
            log.warning("job %s is kept, but could not be put in the line yet", job.id, exc_info=True)

    # -- looking --------------------------------------------------------------------------------------

    def find(self, workspace: str, job: str) -> Job | None:
        """A job of the workspace."""
        with self.database.read() as session:
            found = session.get(Job, job)
            return found if found is not None and found.workspace == workspace else None

    def whole(self, workspace: str, job: str) -> tuple[Job, dict[str, Any], tuple[int, float] | None] | None:
        """A job of the workspace, what was asked, and number and seconds of its best plan so far; in one look."""
        best = select(Incumbent.number, Incumbent.seconds).where(Incumbent.job == job)
        with self.database.read() as session:
            found = session.get(Job, job, options=[undefer(Job.request)])
            if found is None or found.workspace != workspace:
                return None
            row = session.execute(best.order_by(Incumbent.number.desc()).limit(1)).one_or_none()
        return found, json.loads(found.request), None if row is None else (row[0], row[1])

    def listed(
        self,
        workspace: str,
        *,
        plans: bool = True,
        status: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Job]:
        """Jobs of the workspace, newest first; more than ``limit`` only where the last ones came in the same moment,
        because the next page begins before it."""
        query = select(Job).where(Job.workspace == workspace)
        query = query.where(Job.kind == PLAN if plans else Job.kind != PLAN)
        if status is not None:
            query = query.where(Job.status == status)
        if before is not None:
            query = query.where(Job.created < before)
        query = query.order_by(Job.created.desc(), Job.id)
        with self.database.read() as session:
            found = list(session.scalars(query.limit(limit)))
            if len(found) == limit:
                last = found[-1].created
                found = [job for job in found if job.created > last]
                found += session.scalars(query.where(Job.created == last))
            return found

    def of_meanings(self, workspace: str, meanings: Sequence[str]) -> dict[str, list[Job]]:
        """The jobs whose requests mean the same, oldest first."""
        found: dict[str, list[Job]] = {}
        with self.database.read() as session:
            for some in chunks(meanings):
                query = select(Job).where(Job.workspace == workspace, Job.kind == PLAN, Job.request_hash.in_(some))
                for job in session.scalars(query.order_by(Job.created, Job.id)):
                    found.setdefault(job.request_hash, []).append(job)
        return found

    def ended(self, jobs: Sequence[str]) -> list[Job]:
        """Those that have ended, of some."""
        with self.database.read() as session:
            return [
                job
                for some in chunks(jobs)
                for job in session.scalars(select(Job).where(Job.id.in_(some), Job.status.in_(states.ENDED)))
            ]

    def request(self, job: str) -> dict[str, Any]:
        """What was asked."""
        with self.database.read() as session:
            found: dict[str, Any] = json.loads(session.scalars(select(Job.request).where(Job.id == job)).one())
            return found

    def result(self, job: str) -> dict[str, Any] | None:
        """The answer, once there is one."""
        with self.database.read() as session:
            text = session.scalars(select(Result.document).where(Result.job == job)).one_or_none()
        return None if text is None else json.loads(text)

    def incumbent(self, job: str) -> Incumbent | None:
        """The best plan so far of a job that is not done."""
        query = select(Incumbent).where(Incumbent.job == job).order_by(Incumbent.number.desc()).limit(1)
        with self.database.read() as session:
            return session.scalars(query).one_or_none()

    def incumbent_numbers(self, jobs: Sequence[str]) -> dict[str, tuple[int, float]]:
        """Number and seconds of the best plan so far of each job that has one."""
        query = select(Incumbent.job, Incumbent.number, Incumbent.seconds).where(Incumbent.job.in_(jobs))
        with self.database.read() as session:
            return {
                job: (number, seconds) for job, number, seconds in session.execute(query.order_by(Incumbent.number))
            }

    def events(self, job: str, after: int) -> tuple[list[Event], bool]:
        """News behind a number, in order; and whether the job had ended before they were looked for."""
        query = select(Event).where(Event.job == job, Event.number > after)
        with self.database.read() as session:
            # Asked first: should it end between the two, its last event is among the news.
            over = session.scalars(select(Job.status).where(Job.id == job)).one() in states.ENDED
            return list(session.scalars(query.order_by(Event.number).limit(MOST_EVENTS))), over

    # -- stopping -------------------------------------------------------------------------------------

    def stop(self, workspace: str, job: str) -> Job | None:
        """End it soon and keep the best plan; one that nobody has begun ends at once."""
        with self.database.write() as session:
            found = session.get(Job, job, with_for_update=True)
            if found is None or found.workspace != workspace:
                return None
            if found.status == states.QUEUED:
                found.status, found.outcome = states.STOPPED, "nothing_found"
                found.reason = "It was stopped before it began."
                found.ended = self.database.now(session)
                add_event(session, job, "end", end_of(found), found.ended)
            if found.status in states.ACTIVE:
                found.stop = True
            return found


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many at once as both databases take in one query."""
    return (ids[first : first + MOST_EVENTS] for first in range(0, len(ids), MOST_EVENTS))


def _job(order: Order, now: int) -> Job:
    return Job(
        id=secrets.token_hex(16),  # 128 random bits: nobody guesses another's
        workspace=order.workspace,
        key=order.key,
        kind=order.kind,
        source=SOLVED,
        name=order.name,
        request=order.text,
        request_hash=order.hash,
        idempotency_key=order.idempotency_key,
        scenario=json.dumps(order.scenario),
        status=states.QUEUED,
        stop=False,
        created=now,
        attempts=0,
        fence=0,
        lease_until=0,
        spent=0,
        progress="{}",
        reason="",
    )


def add_event(session: Session, job: str, kind: str, data: Mapping[str, Any], now: int) -> None:
    """A piece of news, with the next number. The job's row must be locked by this transaction."""
    last = session.scalar(select(func.max(Event.number)).where(Event.job == job)) or 0
    session.add(Event(job=job, number=last + 1, kind=kind, data=json.dumps(data), created=now))
    session.flush()


def end_of(job: Job) -> dict[str, Any]:
    """The last event of a job."""
    return {"status": job.status, "outcome": job.outcome, "reason": job.reason}
