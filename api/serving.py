"""The processes of a service: one that answers requests, some that solve, and one that keeps them all up."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from typing import Any

from api.settings import Limits, Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LOOK_SECONDS = 0.5
GRACE_SECONDS = 10
"""That processes have to end when they are asked to."""
REST_SECONDS = 2.0
"""Before a process that died is started again."""


@dataclass(frozen=True)
class Layout:
    """What runs where."""

    host: str
    port: int
    database: str
    auth: bool = False
    workers: int | None = None

    @property
    def worker_count(self) -> int:
        """Solves at once: each searches with two threads, so one for two processors."""
        return max(1, (os.cpu_count() or 2) // 2) if self.workers is None else self.workers

    @property
    def address(self) -> str:
        """For a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def claimed(self) -> socket.socket:
        """The address, taken. Raises OSError where it cannot be had."""
        found = socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((self.host, self.port))
        except BaseException:
            found.close()
            raise
        return found


def run_api(layout: Layout) -> None:
    """Answer requests, until asked to end."""
    import uvicorn

    from api.app import create_app

    _die_with_parent()
    hosts = (*LOOPBACK, layout.host) if layout.host in LOOPBACK else ()
    app = create_app(Settings(layout.database, layout.auth, hosts, Limits.from_environment()))
    uvicorn.run(
        app,
        host=layout.host,
        port=layout.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        timeout_keep_alive=30,
        lifespan="on",
    )


def run_worker(database: str, name: str | None = None) -> None:
    """Take jobs, until asked to end. Raises ValueError where the name is taken."""
    from api.jobs.worker import run, until_signal

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    leaving = until_signal()
    _die_with_parent()
    run(database, Limits.from_environment(), name, leaving)
    # The queue's threads need not be waited for: whatever they do is durable, or done again.
    logging.shutdown()
    os._exit(0)


def supervise(layout: Layout, say: Callable[[str], None]) -> None:
    """Start all processes, start those again that die, and end them when asked to."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    jobs: list[tuple[str, Callable[..., None], tuple[Any, ...]]] = [("api", run_api, (layout,))]
    jobs += [(f"worker {number}", run_worker, (layout.database,)) for number in range(1, layout.worker_count + 1)]
    running = {name: _start(name, work, given) for name, work, given in jobs}
    greeting = threading.Thread(target=_greet, args=(layout, asked, say), daemon=True)
    greeting.start()
    rest: dict[str, float] = {}
    while not asked.wait(LOOK_SECONDS):
        for name, work, given in jobs:
            if running[name].is_alive():
                continue
            if name not in rest:
                say(f"{name} ended with {running[name].exitcode}; it is started again")
                rest[name] = time.monotonic() + REST_SECONDS
            elif time.monotonic() >= rest[name]:
                del rest[name]
                running[name] = _start(name, work, given)
    _end(list(running.values()))


def _start(name: str, work: Callable[..., None], given: tuple[Any, ...]) -> SpawnProcess:
    process = multiprocessing.get_context("spawn").Process(target=work, args=given, name=name)
    process.start()
    return process


def _end(processes: list[SpawnProcess]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + GRACE_SECONDS
    for process in processes:
        process.join(max(0.1, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def _greet(layout: Layout, asked: threading.Event, say: Callable[[str], None]) -> None:
    """Say where it is, once it is there."""
    while not asked.wait(0.2):
        try:
            with urllib.request.urlopen(f"{layout.address}readyz", timeout=2):
                say(f"Fairload is at {layout.address}   (Ctrl-C ends it)")
                return
        except OSError:
            continue


def _die_with_parent() -> None:
    """End when the process that started this one is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    found = parent

    def wait() -> None:
        found.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()
