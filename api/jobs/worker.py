"""A worker: one process that takes one job after the other, wherever the database can be reached.

The work itself is done in a process of its own (see `child`), so that neither a crash nor too much memory can harm
the worker, and a worker that is killed takes its solve with it.
"""

from __future__ import annotations

import logging
import signal
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from threading import Event, Lock, Thread

from api.jobs import queue
from api.jobs.lease import Busy, take
from api.jobs.roster import Place, join
from api.jobs.running import RENEWAL, carry_out, context
from api.jobs.watchdog import look_after
from api.settings import Limits
from api.store import Database

log = logging.getLogger(__name__)

BUSY_SECONDS = 1.0
"""Between two looks at a job that somebody else still holds."""
TENDING = 3.0
"""Seconds between two rounds of the watchdog."""


class Work:
    """What a worker does when the line hands it a job."""

    def __init__(
        self, database: Database, place: Place, limits: Limits, processes: ForkServerContext, leaving: Event
    ) -> None:
        self.database = database
        self.place = place
        self.limits = limits
        self.processes = processes
        self.leaving = leaving
        self.job: str | None = None
        self._alone = Lock()

    def __call__(self, job: str) -> None:
        """Do it. Never raises: what is wrong with a job is written on the job."""
        try:
            with self._alone:
                self._one(job)
        except Exception:
            log.exception("job %s could not be carried out; the watchdog will bring it back", job)
        finally:
            self.job = None

    def _one(self, job: str) -> None:
        while not self.leaving.is_set():
            try:
                lease = take(self.database, job, self.place.name)
            except Busy:
                self.leaving.wait(BUSY_SECONDS)
                continue
            if lease is not None:
                self.job = job
                carry_out(lease, self.limits, self.processes)
            return


def run(url: str, limits: Limits, name: str | None = None, stop: Event | None = None) -> None:
    """Work until told to stop. The database must be prepared."""
    database = Database(url)
    place = join(database, name)
    leaving = stop or Event()
    work = Work(database, place, limits, context(), leaving)
    forkserver.ensure_running()  # so that the first job does not wait for the solver to load
    line = queue.DbosLine(database.queue_url)
    queue.launch(database.queue_url, place.name, work)
    tending = Thread(target=_tend, args=(database, line, leaving), name="watchdog", daemon=True)
    tending.start()
    log.info("worker %s is ready", place.name)
    try:
        while not leaving.wait(RENEWAL):
            if not _alive(place, work):
                log.error("another worker took the name %s; this one leaves", place.name)
                break
    finally:
        leaving.set()
        place.leave()


def _alive(place: Place, work: Work) -> bool:
    try:
        return place.alive(work.job)
    except Exception:
        log.exception("the database does not answer")
        return True


def _tend(database: Database, line: queue.Line, leaving: Event) -> None:
    while not leaving.wait(TENDING):
        try:
            look_after(database, line)
        except Exception:
            log.exception("the watchdog could not look")


def prepare(url: str) -> Database:
    """The database, with both schemas up to date: ours, and the line's."""
    database = Database(url)
    try:
        database.prepare()
        queue.prepare(database.queue_url)
    except BaseException:
        database.close()
        raise
    return database


def until_signal() -> Event:
    """Set when the process is asked to end."""
    asked = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    return asked
