"""The line in which jobs wait for a worker, kept by dbos. Only this module and `worker` know of it.

dbos runs "workflows"; ours is one job each, named by the job's id. It promises at least once, within one version, and
hands a dead process's work to nobody: see `watchdog`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions

from api.jobs.serializer import JsonSerializer, refuse_pickles

APPLICATION = "fairload"
QUEUE = "jobs"
WORKFLOW = "job"
VERSION = "1"
"""Of what a queued job means. Workers take only jobs of their own version; left to itself dbos would take a hash of
the code, and every new release would strand what is queued."""
POLL_SECONDS = 0.2
LAST = 1_000
"""A priority of dbos: whatever has none comes first."""


@dataclass(frozen=True)
class Waiting:
    """A place in the line."""

    job: str
    ticket: str
    worker: str | None
    """Who has it; nobody while it waits."""


class Line(Protocol):
    """What the service needs of a queue."""

    def put(self, job: str, attempt: int = 0, *, last: bool = False) -> None:
        """Let the job wait for a worker, if ``last`` behind all others. Doing it twice for one attempt is doing it
        once."""

    def waiting(self) -> list[Waiting]:
        """Everything that waits or is being worked on."""

    def again(self, tickets: Iterable[str]) -> None:
        """Back into the line with what a dead worker has."""

    def close(self) -> None:
        """Give the connections back."""


class DbosLine:
    """The line in dbos's tables, from outside: anybody may put and look, only workers take."""

    def __init__(self, url: str) -> None:
        refuse_pickles()
        quiet()
        self._client = DBOSClient(
            system_database_url=url,
            serializer=JsonSerializer(),
            application_name=APPLICATION,
            lazy=True,
            retry_connection_errors=False,
        )

    def put(self, job: str, attempt: int = 0, *, last: bool = False) -> None:
        """See `Line`."""
        place: EnqueueOptions = {
            "queue_name": QUEUE,
            "workflow_name": WORKFLOW,
            "workflow_id": f"{job}-{attempt}" if attempt else job,
            "app_version": VERSION,
        }
        if last:
            place["priority"] = LAST
        self._client.enqueue(place, job)

    def waiting(self) -> list[Waiting]:
        """See `Line`."""
        found = self._client.list_workflows(
            name=WORKFLOW, status=["ENQUEUED", "PENDING", "DELAYED"], load_input=False, load_output=False
        )
        return [
            Waiting(
                each.workflow_id.split("-")[0],
                each.workflow_id,
                each.executor_id if each.status == "PENDING" else None,
            )
            for each in found
        ]

    def again(self, tickets: Iterable[str]) -> None:
        """See `Line`."""
        self._client.resume_workflows(list(tickets), queue_name=QUEUE)

    def close(self) -> None:
        """See `Line`."""
        self._client.destroy()


def prepare(url: str) -> None:
    """Make dbos's tables: a client does not, and could put nothing before the first worker had started."""
    quiet()
    DBOS.migrate(url)


def configuration(url: str, worker: str) -> DBOSConfig:
    """How a worker takes part. Its id must be its own: two of one id would run each other's jobs."""
    return {
        "name": APPLICATION,
        "system_database_url": url,
        "application_version": VERSION,
        "executor_id": worker,
        "serializer": JsonSerializer(),
        "log_level": "WARNING",
        "enable_otlp": False,
        "scheduler_polling_interval_sec": 3600.0,
    }


def quiet() -> None:
    """dbos writes of everything it does; only what is wrong is news."""
    logging.getLogger("dbos").setLevel(logging.WARNING)


def launch(url: str, worker: str, work: Any) -> None:
    """Take part in the line: ``work(job)`` is called for one job after the other, in a thread of dbos."""
    refuse_pickles()

    @DBOS.step(name="carry_out")
    def carry_out(job: str) -> None:
        work(job)

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
    def run(job: str) -> None:
        carry_out(job)

    DBOS(config=configuration(url, worker))
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=POLL_SECONDS, on_conflict="always_update")
