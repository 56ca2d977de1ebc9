"""A real PostgreSQL for the tests, of the machine's own package, thrown away afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HOMES = "/usr/lib/postgresql/*/bin"


def home() -> Path | None:
    """Where its programs are; None where there are none."""
    found = sorted(Path("/").glob(HOMES.lstrip("/") + "/initdb"))
    if found:
        return found[-1].parent
    known = shutil.which("initdb")
    return Path(known).parent if known else None


def _as_postgres(command: Sequence[str]) -> list[str]:
    """It refuses to run as root, and then runs as the user that its package made."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


@contextmanager
def server() -> Iterator[str]:
    """A server of its own on a free port; gives the beginning of its databases' URLs."""
    programs = home()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="fairload-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, log = folder / "data", folder / "log"
    _run(_as_postgres([f"{programs}/initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync"]))
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    _run(_as_postgres([f"{programs}/pg_ctl", "-D", str(data), "-o", settings, "-l", str(log), "-w", "start"]))
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        _run(_as_postgres([f"{programs}/pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop"]))
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str]) -> None:
    # The server keeps the streams of pg_ctl, so they must not be pipes that somebody waits for.
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/")
