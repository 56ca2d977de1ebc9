"""Processes that take turns at people's work: a flow does not let go of the interpreter, so threads would not help.

A worker reads jobs from its standard input and writes what came of them to its standard output, and ends with its
input. It is started by its name and not forked or spawned: whoever calls `solve()` may have threads, and need not
guard a main module.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from queue import SimpleQueue

from engine.search.staffing.job import Job, Setting, Work, work_on

LOOK_SECONDS = 0.1
"""How often whoever waits for workers asks whether to stop."""


class Workers:
    """So many worker processes, or none: then jobs run here."""

    def __init__(self, count: int) -> None:
        self.count = max(1, count)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._holds: dict[int, Setting | None] = {}
        for _ in range(count if count > 1 else 0):
            process = _start()
            self._processes.append(process)
            self._free.put(process)

    def each(
        self, count: int, make: Callable[[int], Job], done: Callable[[int, Job, Work], None], stop: Callable[[], bool]
    ) -> None:
        """Make and do jobs 0 .. count-1; ``done`` is called in this thread, as results come. Ends soon after a stop."""
        if not self._processes:
            for number in range(count):
                if stop():
                    return
                job = make(number)
                assert job.setting is not None  # nobody here holds one
                done(number, job, work_on(job, job.setting, stop))
            return
        with ThreadPoolExecutor(len(self._processes)) as pool:
            waiting = {pool.submit(self._ask, make, number, stop): number for number in range(count)}
            while waiting:
                finished, _ = wait(waiting, timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED")
                for future in finished:
                    number, answer = waiting.pop(future), future.result()
                    if answer is not None:
                        done(number, *answer)
                if stop() and waiting:
                    self.close()
                    return

    def _ask(self, make: Callable[[int], Job], number: int, stop: Callable[[], bool]) -> tuple[Job, Work] | None:
        """One job at whichever worker is free; None once somebody has said stop."""
        if stop():
            return None
        job = make(number)
        process = self._free.get()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            known = self._holds.get(process.pid) is job.setting
            self._holds[process.pid] = job.setting
            pickle.dump(replace(job, setting=None) if known else job, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            return job, pickle.load(process.stdout)
        except (BrokenPipeError, EOFError, OSError):
            if stop():
                return None
            raise
        finally:
            self._free.put(process)

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()
        self._processes = []


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", f"from {__name__} import main; main()"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )


def main() -> None:
    """A worker: jobs in, work out, until there are no more."""
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    setting: Setting | None = None
    while True:
        try:
            job: Job = pickle.load(incoming)
        except EOFError:
            return
        setting = job.setting or setting
        assert setting is not None  # the first job brings one
        pickle.dump(work_on(job, setting, lambda: False), outgoing, protocol=pickle.HIGHEST_PROTOCOL)
        outgoing.flush()
