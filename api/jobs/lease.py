"""Working on a job: a numbered lease that must be renewed, and without which nothing can be written.

The number (a fencing token: Kleppmann, "How to do distributed locking", 2016) goes up with every lease. A worker that
was asleep for a minute and wakes up finds its number outdated, and everything it tries to write is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.jobs import states
from api.jobs.store import PLAN, add_event, end_of
from api.store import Database, Incumbent, Job, Result

LEASE = 15_000
"""Milliseconds without a renewal after which somebody else may take the job."""
RENEWAL = 1.0
"""Seconds between two renewals."""
MOST_ATTEMPTS = 5
"""A job whose worker died so often is given up."""


class Lost(Exception):
    """Somebody else has the job by now."""


class Busy(Exception):
    """Somebody else has the job, and is alive."""


@dataclass
class Lease:
    """A job in our hands."""

    database: Database
    job: str
    fence: int
    request: dict[str, Any]
    kind: str
    spent: int
    """Milliseconds that earlier attempts searched."""
    stop: bool
    plan: dict[str, Any] | None
    """The best plan of earlier attempts."""
    numbers: int
    """How many plans there have been."""

    def renew(self, spent: int) -> bool:
        """Keep the job for a while longer; says whether it should stop. Raises Lost."""
        with self.database.write() as session:
            job = self._mine(session)
            job.lease_until = self.database.now(session) + LEASE
            job.spent = spent
            return job.stop

    def tell(self, news: Sequence[Mapping[str, Any]]) -> None:
        """News of the search, for whoever listens. Raises Lost."""
        with self.database.write() as session:
            job = self._mine(session)
            now = self.database.now(session)
            latest = json.loads(job.progress)
            for each in news:
                latest[str(each["tier"])] = dict(each)
                add_event(session, self.job, "progress", {**each, "status": job.status}, now)
            job.progress = json.dumps(latest)

    def keep(self, plan: Mapping[str, Any], seconds: float, spent: int, found: str) -> None:
        """Keep a better plan in place of the last one; ``found`` is the moment when it was. Raises Lost."""
        self.numbers += 1
        with self.database.write() as session:
            job = self._mine(session)
            now = self.database.now(session)
            session.execute(delete(Incumbent).where(Incumbent.job == self.job))
            session.add(
                Incumbent(job=self.job, number=self.numbers, seconds=seconds, plan=json.dumps(plan), created=now)
            )
            job.status, job.spent = states.SOLVING, spent
            add_event(session, self.job, "plan", {"number": self.numbers, "seconds": seconds, "found": found}, now)

    def finish(
        self,
        status: str,
        *,
        outcome: str | None = None,
        reason: str = "",
        error: str | None = None,
        document: Mapping[str, Any] | None = None,
        summary: Mapping[str, Any] | None = None,
    ) -> None:
        """The end: the answer is kept and never changes again. Raises Lost."""
        with self.database.write() as session:
            job = self._mine(session)
            now = self.database.now(session)
            if document is not None:
                session.add(Result(job=self.job, document=json.dumps(document), created=now))
            if document is not None or self.kind != PLAN:
                session.execute(delete(Incumbent).where(Incumbent.job == self.job))
            job.status, job.outcome, job.reason, job.error = status, outcome, reason, error
            job.summary = None if summary is None else json.dumps(summary)
            job.ended, job.lease_until, job.worker = now, 0, None
            add_event(session, self.job, "end", end_of(job), now)

    def _mine(self, session: Session) -> Job:
        job = session.get(Job, self.job, with_for_update=True)
        if job is None or job.fence != self.fence or job.status in states.ENDED:
            raise Lost(self.job)
        return job


def take(database: Database, job_id: str, worker: str) -> Lease | None:
    """Take a job in hand; None where there is nothing to do any more. Raises Busy."""
    with database.write() as session:
        job = session.get(Job, job_id, with_for_update=True)
        if job is None or job.status in states.ENDED:
            return None
        now = database.now(session)
        if job.lease_until > now and job.worker != worker:
            raise Busy(job_id)  # a lease under our own name is that of an earlier life of ours, which is over
        job.fence += 1
        job.attempts += 1
        job.started = job.started or now
        if job.attempts > MOST_ATTEMPTS:
            _give_up(session, job, now)
            return None
        job.worker, job.lease_until = worker, now + LEASE
        best = session.scalars(
            select(Incumbent).where(Incumbent.job == job_id).order_by(Incumbent.number.desc()).limit(1)
        ).one_or_none()
        job.status = states.STARTED if best is None else states.SOLVING
        add_event(session, job_id, "status", {"status": job.status, "attempts": job.attempts}, now)
        return Lease(
            database,
            job_id,
            job.fence,
            json.loads(job.request),
            job.kind,
            job.spent,
            job.stop,
            None if best is None else json.loads(best.plan),
            0 if best is None else best.number,
        )


def _give_up(session: Session, job: Job, now: int) -> None:
    job.status, job.ended, job.lease_until, job.worker = states.FAILED, now, 0, None
    job.error = f"Its worker died {MOST_ATTEMPTS} times; it is not tried again."
    add_event(session, job.id, "end", end_of(job), now)
