"""The process of one solve: bounded in memory and time, and gone as soon as its worker is.

It is forked from a helper that has loaded the solver once (a fork server), so that a job does not wait two seconds
for it. It talks with its worker over a pipe, in JSON: beats, stop and the request come in; news, plans and the
answer go out.
"""

from __future__ import annotations

import json
import logging
import os
import resource
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

import engine
from api.jobs.solving import answer, progress_data, refused
from api.jobs.task import plan_rows, task_of

log = logging.getLogger(__name__)

LEAST_SECONDS = 1.0
"""A search takes at least so long, however long it took to read the book."""
SILENCE = 10.0
"""Seconds without a beat after which the worker must be taken for dead. Less than a lease, so that this process is
gone before anybody else begins."""
MEGABYTE = 1 << 20
LEAST_ROOM = 100 * MEGABYTE
"""What a solve needs beyond what is loaded already, however small the book."""
PATIENCE = 5
"""How nice a solve is to other processes: whoever looks at a plan must not wait for somebody else's search."""
NO_THREAD = "can't start new thread"
"""What Python says when there is no memory for a thread's stack."""
ORPHAN = 70
"""How it ends when its worker is not there any more."""


def main(pipe: Connection, request: Mapping[str, Any]) -> None:
    """Carry out a request and send its answer."""
    os.nice(PATIENCE)
    child = _Child(pipe)
    # Before the limits: a thread that gets no stack leaves whoever starts it waiting for ever.
    Thread(target=child.listen, name="listen", daemon=True).start()
    try:
        _bound(request["memory_mb"], request["cpu_seconds"])
        child.send(child.work(request))
    except engine.InputError as error:
        child.send(refused(error))
    except MemoryError:
        child.send({"failed": memory_text(request["memory_mb"])})
    except Exception as error:
        child.send({"failed": _why(error, request["memory_mb"])})
    # The solver's own threads may still be at work, and leaving the usual way would wait for them.
    pipe.close()
    os._exit(0)


def _why(error: Exception, memory_mb: int) -> str:
    """Why a solve failed, said to whoever waits for it; our own log hears more."""
    if isinstance(error, RuntimeError) and NO_THREAD in str(error):
        return memory_text(memory_mb)
    log.error("a job failed", exc_info=error)
    return f"This is a bug in Fairload, please report it: {type(error).__name__}"


def memory_text(most: int) -> str:
    """Why a solve ended that wanted too much."""
    return (
        f"It needed more than the {most} MB of memory that a job may use; "
        "plan fewer weeks, or fewer of them by the day."
    )


class _Child:
    """This end of the pipe."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe
        self.stop = Event()
        self._lock = Lock()
        self._plans = Lock()
        self._last: engine.Plan | None = None

    def work(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to a request."""
        began, wind_up = monotonic(), bool(request["wind_up"])
        task = task_of(
            request["kind"],
            request["request"],
            request["plan"],
            request["seconds"],
            progress=lambda news: self.hear(news, task.book),
            stop=self.stop,
        )
        # Reading a large book takes a second or two of the time that was asked for; effort has no clock.
        if not task.options.deterministic:
            left = max(LEAST_SECONDS, task.options.seconds - (monotonic() - began))
            task = replace(task, options=replace(task.options, seconds=left))
        return {"answer": answer(task, wind_up=wind_up)}

    def hear(self, news: engine.Progress, book: engine.Book) -> None:
        """News of the search, and the plan that comes with it if it is another one; from the solver's threads too."""
        with self._plans:
            fresh, self._last = news.plan is not self._last, news.plan
        if news.plan is not None and fresh:
            found = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            self.send({"plan": plan_rows(book, news.plan), "seconds": round(news.seconds, 3), "found": found})
        self.send({"progress": progress_data(news, book)})

    def send(self, message: Mapping[str, Any]) -> None:
        """A message to the worker; called from the solver's threads too."""
        data = json.dumps(message).encode()
        try:
            with self._lock:
                self.pipe.send_bytes(data)
        except OSError:
            os._exit(ORPHAN)

    def listen(self) -> None:
        """Hear the worker's beats and its word to stop; without either this process has no business any more."""
        heard = monotonic()
        while True:
            try:
                if self.pipe.poll(0.5):
                    message = self.pipe.recv_bytes()
                    heard = monotonic()
                    if message == b"stop":
                        self.stop.set()
            except (EOFError, OSError):
                os._exit(ORPHAN)
            if monotonic() - heard > SILENCE:
                os._exit(ORPHAN)


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()


def _bound(memory_mb: int, cpu_seconds: int) -> None:
    """Limits that the system keeps, whatever the solver does. Raises MemoryError where there is no room to begin:
    beyond the limit not even a thread's first object can be made, and whoever started it would wait for ever."""
    if _address_space() + LEAST_ROOM > memory_mb * MEGABYTE:
        raise MemoryError
    for kind, most in ((resource.RLIMIT_AS, memory_mb * MEGABYTE), (resource.RLIMIT_CPU, cpu_seconds)):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
