"""A batch whose scenarios are solved by whoever works on a database, on however many machines.

Every scenario is a job like any other, and so nothing is lost with the process that asked for it: killed, it finds its
jobs again by what they mean (the hash of the scenario, the options, the versions), waits for those that are not done,
and files the answers of those that are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import engine
from api.books.sources import facts
from api.books.texts import Read, Text, Texts
from api.jobs import states
from api.jobs.queue import DbosLine
from api.jobs.roster import present
from api.jobs.store import BATCH, PLAN, Jobs, Order
from api.store import Database, Job

LOOK_SECONDS = 0.5
TOGETHER = 20
"""So many are kept and queued in one go, so that workers have begun before the last one is asked for."""
ALONE_SECONDS = 5.0
"""So long nobody may be there to solve before it is said."""


class SpreadBatch(engine.Batch):
    """See the module.

    Parameters
    ----------
    resume
        Whether a job that was asked for before is taken up again, or its answer taken over.
    say
        Hears what whoever waits should know.
    """

    def __init__(
        self,
        out: Path,
        options: engine.Options,
        versions: Mapping[str, str],
        database: Database,
        *,
        resume: bool,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(out, options, versions)
        self.database = database
        self.jobs = Jobs(database, DbosLine(database.queue_url))
        self.resume = resume
        self.say = say

    def close(self) -> None:
        """Give the queue's connections back; the jobs stay in it."""
        self.jobs.line.close()

    def documents(
        self, left: Mapping[str, tuple[engine.Job, engine.Loaded]], processes: int
    ) -> Iterator[tuple[str, dict[str, Any] | str]]:
        """The plan document of each key as some worker has it ready, or why there is none."""
        key_of = self._asked(left)
        alone = _Alone(self.database, self.say)
        while key_of:
            ended = self.jobs.ended(list(key_of))
            for job in ended:
                key = key_of.pop(job.id)
                yield key, self._answer(job, left[key][1])
            if not ended and key_of:
                alone.look()
                time.sleep(LOOK_SECONDS)

    # -- asking ---------------------------------------------------------------------------------------

    def _asked(self, left: Mapping[str, tuple[engine.Job, engine.Loaded]]) -> dict[str, str]:
        """All of it in line: the key of each job."""
        known = self.jobs.of_meanings(BATCH, list(left))
        key_of = {job.id: key for key, jobs in known.items() for job in jobs[-1:] if self._stands(job)}
        fresh = [key for key in left if key not in key_of.values()]
        for first in range(0, len(fresh), TOGETHER):
            keys = fresh[first : first + TOGETHER]
            orders = [self._order(key, *left[key], len(known.get(key, ()))) for key in keys]
            asked = self.jobs.submit(orders)
            key_of |= {job.id: key for key, (job, _) in zip(keys, asked, strict=True)}
        return key_of

    def _stands(self, job: Job) -> bool:
        """Whether its answer, now or later, is one to wait for."""
        return self.resume and job.status in (*states.OPEN, states.COMPLETED)

    def _order(self, key: str, wanted: engine.Job, loaded: engine.Loaded, before: int) -> Order:
        texts = Texts(_text(wanted.base), tuple(_text(each) for each in wanted.overlays))
        request = {"texts": texts.as_json(), "options": asdict(self.options), "plan": None}
        return Order(
            workspace=BATCH,
            kind=PLAN,
            request=request,
            scenario=facts(Read(loaded, engine.Book(loaded.scenario))),
            name=wanted.name,
            key=BATCH,  # a limit of jobs that somebody else has is not used up by these
            idempotency_key=f"{key}-{before}",
            meaning=key,
        )

    # -- answers --------------------------------------------------------------------------------------

    def _answer(self, job: Job, loaded: engine.Loaded) -> dict[str, Any] | str:
        if job.status != states.COMPLETED:
            return job.error or "It was stopped."
        document = self.jobs.result(job.id)
        assert document is not None, "what is completed has an answer"
        if document["scenario"]["hash"] != loaded.scenario.hash:
            return "The files changed while they were read, or the worker reads them differently; try again."
        if document["versions"] != self.versions:
            told = ", ".join(f"{name} {number}" for name, number in document["versions"].items())
            return f"A worker with other versions solved it ({told}); let all of them have the same ones."
        return document


class _Alone:
    """Says it once when nobody is there to solve."""

    def __init__(self, database: Database, say: Callable[[str], None]) -> None:
        self.database = database
        self.say = say
        self.since = time.monotonic()
        self.said = False

    def look(self) -> None:
        now = time.monotonic()
        if self.said or now - self.since < ALONE_SECONDS:
            return
        if present(self.database):
            self.since = now
        else:
            self.said = True
            self.say("Nobody is there to solve; start `fairload worker --database URL` wherever you like.")


def _text(name: str) -> Text:
    """A file as the job keeps it, under the name by which its author called it: faults and conflicts have places."""
    return Text(Path(name).read_bytes().decode("utf-8"), name)
