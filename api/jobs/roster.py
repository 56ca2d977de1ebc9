"""Who works here: every worker has a name of its own and says every few seconds that it is alive."""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import engine
from api.store import Database, Worker

SEEN = 15_000
"""Milliseconds without a word after which a worker is taken for dead."""
FORGOTTEN = 86_400_000
"""After so long its name is struck from the list."""


@dataclass(frozen=True)
class Place:
    """A worker's place in the list."""

    database: Database
    name: str
    token: str

    def alive(self, job: str | None) -> bool:
        """Say that we are here and what we do; false where somebody else has our name."""
        with self.database.write() as session:
            row = session.get(Worker, self.name, with_for_update=True)
            if row is None or row.token != self.token:
                return False
            row.seen, row.job = self.database.now(session), job
            return True

    def leave(self) -> None:
        """Strike us from the list."""
        with self.database.write() as session:
            row = session.get(Worker, self.name)
            if row is not None and row.token == self.token:
                session.delete(row)


def join(database: Database, name: str | None = None) -> Place:
    """Take a name: the one given, or this machine's with the first free number.

    A worker that is started again gets the name it had, and with it dbos hands it what it had. A name is free when
    its worker has not been heard of, or is a process of this machine that is gone. Raises ValueError for a name that is
    taken.
    """
    try:
        return _join(database, name)
    except IntegrityError:
        return join(database, name)  # another one came in the same moment; now its name is there to be seen


def _join(database: Database, name: str | None) -> Place:
    host, token = socket.gethostname() or "somewhere", secrets.token_hex(8)
    with database.write() as session:
        now = database.now(session)
        known = {row.name: row for row in session.scalars(select(Worker).with_for_update())}
        for row in known.values():
            if now - row.seen > FORGOTTEN:
                session.delete(row)
        candidates = [name] if name else [f"{host}-{number}" for number in range(1, len(known) + 2)]
        chosen = next((each for each in candidates if each not in known or _gone(known[each], host, now)), None)
        if chosen is None:
            raise ValueError(f"there is a worker named `{name}` already, and it is alive")
        if chosen in known:
            session.delete(known[chosen])
        session.add(_row(chosen, token, host, now))
    return Place(database, chosen, token)


def _row(name: str, token: str, host: str, now: int) -> Worker:
    return Worker(
        name=name,
        token=token,
        host=host,
        pid=os.getpid(),
        version=engine.__version__,
        started=now,
        seen=now,
        job=None,
    )


def _gone(row: Worker, host: str, now: int) -> bool:
    if now - row.seen > SEEN:
        return True
    if row.host != host:
        return False
    try:
        os.kill(row.pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return row.pid == os.getpid()


def present(database: Database) -> list[tuple[Worker, int]]:
    """The workers that are alive, and how many milliseconds ago each was heard of."""
    with database.read() as session:
        now = database.now(session)
        rows = session.scalars(select(Worker).where(Worker.seen > now - SEEN).order_by(Worker.name))
        return [(row, max(0, now - row.seen)) for row in rows]
