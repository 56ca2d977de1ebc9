"""The service with its real parts: a server on a port of this machine, and workers that are processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from api.app import create_app
from api.settings import Settings

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from api.cli import main; main()"]
PATIENCE = 300.0
"""Seconds after which a test stops waiting for something that does not come. Never how long it takes."""


def eventually(what: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """The first answer that is something; fails where there is none."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The API in a thread, on a port; gives its address."""
    port = free_port()
    config = uvicorn.Config(
        create_app(settings),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        eventually(lambda: server.started)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(60)


def program(*arguments: str) -> subprocess.Popen[bytes]:
    """A ``fairload`` command as a process."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([*PROGRAM, *arguments], cwd=ROOT, env=environment, start_new_session=True)


@contextmanager
def working(database: str, name: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """A worker as a process; it is gone afterwards."""
    process = program("worker", "--database", database, *(["--name", name] if name else []))
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> None:
    """End a process that we started, and wait for it."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def client(address: str, key: str | None = None) -> httpx.Client:
    """Somebody who asks."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=address, headers=headers, timeout=180, trust_env=False)


def ended(somebody: httpx.Client, path: str) -> dict[str, Any]:
    """A job, once it has ended."""

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = somebody.get(path).raise_for_status().json()
        return found if found["status"] in ("completed", "stopped", "failed") else None

    shape: dict[str, Any] = eventually(look)
    return shape


def in_state(somebody: httpx.Client, path: str, *states: str) -> dict[str, Any]:
    """A job, once it is there."""

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = somebody.get(path).raise_for_status().json()
        return found if found["status"] in states else None

    shape: dict[str, Any] = eventually(look)
    return shape
