"""Nobody else looks after the jobs of a dead worker, so every worker looks after everybody's.

Three things go wrong: a job was kept but never got into the line (its API died between the two); a worker died over
it; its run in the line ended and the job did not. Each is found by comparing our table with the line, and mended by
putting the job into the line again. Doing that once too often is harmless: without a lease nobody works.
"""

from __future__ import annotations

import logging

from sqlalchemy import and_, or_, select

from api.jobs import states
from api.jobs.lease import LEASE
from api.jobs.queue import Line
from api.jobs.roster import SEEN
from api.jobs.store import BATCH
from api.store import Database, Job, Worker

log = logging.getLogger(__name__)

PATIENCE = 5_000
"""Milliseconds that a new job has to get into the line by itself."""


def look_after(database: Database, line: Line) -> int:
    """Put back what fell out; says how many jobs that was."""
    with database.read() as session:
        now = database.now(session)
        query = select(Job.id, Job.fence, Job.workspace).where(
            or_(
                and_(Job.status == states.QUEUED, Job.created < now - PATIENCE),
                and_(Job.status.in_(states.ACTIVE), Job.lease_until < now),
            )
        )
        astray = {job: (fence, workspace == BATCH) for job, fence, workspace in session.execute(query)}
        alive = set(session.scalars(select(Worker.name).where(Worker.seen > now - SEEN)))
    if not astray:
        return 0
    places = [place for place in line.waiting() if place.job in astray]
    dead = [place.ticket for place in places if place.worker is not None and place.worker not in alive]
    lost = sorted(set(astray) - {place.job for place in places})
    if dead:
        line.again(dead)
    for job in lost:
        fence, last = astray[job]
        line.put(job, fence, last=last)
    if dead or lost:
        log.warning("back into the line: %d jobs of dead workers, %d that were not in it", len(dead), len(lost))
    return len(dead) + len(lost)


assert SEEN <= LEASE, "a worker whose lease has run out must be known to be dead"
