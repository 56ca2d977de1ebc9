"""A worker's side of one job: start the solve process, keep the lease, write down what it says."""

from __future__ import annotations

import json
import logging
import multiprocessing
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from time import monotonic
from typing import Any

from api.jobs import states
from api.jobs.child import ORPHAN, main, memory_text
from api.jobs.lease import RENEWAL, Lease, Lost
from api.jobs.store import PLAN
from api.settings import Limits

log = logging.getLogger(__name__)

NEWS_SECONDS = 0.25
"""News is gathered for so long and then written at once; listeners hear it within a second."""
GRACE = 120.0
"""Seconds that a solve may take beyond its time, before it is ended from outside: it hangs, or the machine does.
The search ends in time; the first plan of a large book, and what is told of a plan, may not on a busy machine."""
WINDING_UP = 120.0
"""Seconds to tell what there is of a plan."""
STOPPING = 20.0
"""Seconds that a solve may take to stop when it is told to."""
NAP = 1.0
"""Longer than so many seconds between two looks is time that this process was not there."""
LEAST_SECONDS = 1.0
"""A job that goes on after a crash searches at least so long."""
STANDS = "It was stopped early: what is told here stands, and what was not found out by then is told as undecided."
NOTHING_STANDS = "It was stopped before there was an answer; nothing stands."
UNFINISHED = "It did not end when its time was over, and was ended from outside."
OVERDUE = f"{UNFINISHED} This is the best plan that it had found; no bound was told with it."
CRASHES = 2
"""A solve process that dies (memory, a bug in native code) is tried so often in all."""


def context() -> ForkServerContext:
    """Where solve processes come from: forked from a helper that has loaded the solver, never from a busy worker."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["api.jobs.preload"])
    return found


class Running:
    """One attempt at a job."""

    def __init__(self, lease: Lease, limits: Limits, processes: ForkServerContext) -> None:
        self.lease = lease
        self.limits = limits
        self.processes = processes
        self.awake = 0.0
        """Seconds that this process has watched; while it was stopped or the machine slept, no time went by."""
        self.until = 0.0
        """When a solve process is ended from outside, on that clock."""
        self.answer: Mapping[str, Any] | None = None
        self.news: dict[int, dict[str, Any]] = {}
        self.plan = lease.plan
        self.stopped = lease.stop

    @property
    def spent(self) -> int:
        """Milliseconds of search so far, earlier attempts included."""
        return self.lease.spent + int(self.awake * 1000)

    def run(self) -> None:
        """Until the job has an end. Raises Lost when somebody else has the job by now."""
        code, crashes = None, 0
        while crashes < CRASHES:
            code = self._process(wind_up=self.stopped and self.lease.kind == PLAN)
            if self.answer is not None:
                self._finish(self.answer)
                return
            log.warning("job %s: its solve process ended with %s", self.lease.job, code)
            if self.awake > self.until:
                break
            if self.stopped and self.lease.kind != PLAN:
                break
            # One that left because it heard nothing of us did right: we were asleep. Is the job still ours?
            crashes += code != ORPHAN
            self.lease.renew(self.spent)
        self._broken(self._why(code), overdue=self.awake > self.until)

    def _broken(self, error: str, *, overdue: bool) -> None:
        """It cannot be carried out; to who asked for a plan, the best one so far is still an answer, and one like any
        other where nothing went wrong but the time. A question that was stopped just has none."""
        if self.stopped and self.lease.kind != PLAN:
            self.lease.finish(states.STOPPED, reason=NOTHING_STANDS)
            return
        if self.plan is not None and self.lease.kind == PLAN:
            self._process(wind_up=True)
        told = {} if self.answer is None else self.answer.get("answer", {})
        if overdue and told:
            self.lease.finish(states.STOPPED if self.stopped else states.COMPLETED, **told | {"reason": OVERDUE})
        else:
            self.lease.finish(states.FAILED, error=error, **told)

    def _why(self, code: int | None) -> str:
        if self.awake > self.until:
            return UNFINISHED
        return f"Its process broke down (code {code}). Most likely this is why: {memory_text(self.limits.memory_mb)}"

    @property
    def seconds(self) -> float:
        """What the job asked for."""
        return float(self.lease.request["options"]["seconds"])

    # -- the process ----------------------------------------------------------------------------------

    def _process(self, *, wind_up: bool) -> int | None:
        """One solve process from its beginning to its end; its exit code, which is nothing where it was fine."""
        self.until = self.awake + (WINDING_UP if wind_up else GRACE + (0.0 if self.stopped else self._left))
        ours, theirs = self.processes.Pipe()
        process = self.processes.Process(target=main, args=(theirs, self._request(wind_up)), daemon=True)
        process.start()
        theirs.close()
        try:
            self._watch(ours, process)
        finally:
            process.kill()
            process.join()
            ours.close()
        return process.exitcode

    @property
    def _deterministic(self) -> bool:
        """Effort has no clock, and such a job must not depend on how often it was interrupted."""
        return bool(self.lease.request["options"].get("deterministic", False))

    @property
    def _left(self) -> float:
        """Seconds of search left at most."""
        if self._deterministic:
            return float(self.limits.seconds)
        return max(LEAST_SECONDS, self.seconds - self.spent / 1000)

    def _request(self, wind_up: bool) -> dict[str, Any]:
        return {
            "kind": self.lease.kind,
            "request": self.lease.request,
            "plan": None if self._deterministic and not wind_up else self.plan,
            "wind_up": wind_up,
            "seconds": self.seconds if self._deterministic else self._left,
            "memory_mb": self.limits.memory_mb,
            "cpu_seconds": int((self._left + 2 * GRACE) * (self.lease.request["options"].get("workers", 1) + 2)),
        }

    def _watch(self, pipe: Connection, process: ForkServerProcess) -> None:
        """Hear the process out. Raises Lost."""
        renewed = told = seen = monotonic()
        while self.answer is None and self.awake <= self.until:
            try:
                if pipe.poll(0.1):
                    self._hear_all(pipe)
            except (EOFError, OSError):
                break
            now = monotonic()
            self.awake, seen = self.awake + min(now - seen, NAP), now
            if now - told >= NEWS_SECONDS and self.news:
                self._tell()
                told = now
            if now - renewed >= RENEWAL:
                self._renew(pipe)
                renewed = now
        self._tell()

    def _renew(self, pipe: Connection) -> None:
        if self.lease.renew(self.spent) and not self.stopped:
            self.stopped, self.until = True, self.awake + STOPPING
        self._send(pipe, b"stop" if self.stopped else b"beat")

    @staticmethod
    def _send(pipe: Connection, message: bytes) -> None:
        try:
            pipe.send_bytes(message)
        except OSError:
            log.debug("the solve process has left")

    def _hear_all(self, pipe: Connection) -> None:
        """Everything that was said by now. Of several plans only the last and best one is kept: plans come faster
        than they can be written when a search begins, and nobody should wait for those that are outdated."""
        best: Mapping[str, Any] | None = None
        try:
            while self.answer is None and pipe.poll():
                message = json.loads(pipe.recv_bytes())
                if "progress" in message:
                    self.news[message["progress"]["tier"]] = message["progress"]
                elif "plan" in message:
                    best = message
                else:
                    self.answer = message
        finally:
            if best is not None:
                self._tell()
                self.plan = dict(best["plan"])
                self.lease.keep(self.plan, best["seconds"], self.spent, best["found"])

    def _tell(self) -> None:
        if self.news:
            news, self.news = list(self.news.values()), {}
            self.lease.tell(news)

    def _finish(self, message: Mapping[str, Any]) -> None:
        if "failed" in message:
            self.lease.finish(states.FAILED, error=message["failed"])
        else:
            status = states.STOPPED if self.stopped else states.COMPLETED
            asked = self.stopped and self.lease.kind != PLAN
            self.lease.finish(status, **message["answer"] | ({"reason": STANDS} if asked else {}))


def carry_out(lease: Lease, limits: Limits, processes: ForkServerContext) -> None:
    """Work on a job until its end, or until somebody else has it."""
    try:
        Running(lease, limits, processes).run()
    except Lost:
        log.warning("job %s: somebody else has it by now", lease.job)
