"""One database by its URL: connections, transactions, the clock, and the way to the newest schema."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

BUSY_MILLISECONDS = 30_000
"""How long SQLite waits for another writer."""
MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x6661_6972
"""Any number of ours: with it processes that start together migrate one after the other."""


class Database:
    """An SQLite file or a PostgreSQL database.

    ``url`` may be a bare file name, ``sqlite:///file`` or ``postgresql://user@host/name``.
    """

    def __init__(self, url: str) -> None:
        self.url = _domain_url(url)
        self.sqlite = self.url.startswith("sqlite")
        self.engine = _sqlite_engine(self.url) if self.sqlite else create_engine(self.url, pool_pre_ping=True)
        self._writing: Engine = self.engine.execution_options(writes=True)
        # PostgreSQL shows every statement its own snapshot anyway; without a transaction around it a look is one
        # round trip and not three, and on a busy machine each of them waits its turn.
        self._reading = self.engine if self.sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def queue_url(self) -> str:
        """Where the job queue lives: beside an SQLite file, for the queue must not lock it; inside PostgreSQL."""
        return f"{self.url}.queue" if self.sqlite else self.url.replace("postgresql+psycopg://", "postgresql://", 1)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A look at the database; nothing is kept."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that writes, all of it or nothing.

        SQLite takes its lock at the beginning: a transaction that first reads and then writes would be refused at
        once when somebody else is writing.
        """
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def now(self, session: Session) -> int:
        """The database's own time in milliseconds, so that workers on several machines agree about it."""
        if self.sqlite:
            return milliseconds()
        found = session.execute(text("select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)"))
        return int(found.scalar_one())

    def prepare(self) -> None:
        """Bring the schema up to date; does nothing where it is."""
        from alembic import command

        with self._writing.connect() as connection, connection.begin():
            if not self.sqlite:
                connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            command.upgrade(migrations(connection), "head")

    def check(self) -> None:
        """Raises alembic's CommandError where the tables are not what the code says."""
        from alembic import command

        with self.engine.connect() as connection:
            command.check(migrations(connection))

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def milliseconds() -> int:
    """This machine's time, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def migrations(connection: Any) -> Any:
    """Alembic's configuration for an open connection; what it would print nobody reads."""
    from alembic.config import Config

    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _domain_url(url: str) -> str:
    """The URL as SQLAlchemy wants it, with the driver that is installed and an absolute file name."""
    if "://" not in url:
        return f"sqlite:///{Path(url).resolve()}"
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite"):
        if not parsed.database or parsed.database == ":memory:":
            raise ValueError("an SQLite database must be a file: API and workers are processes of their own")
        return f"sqlite:///{Path(parsed.database).resolve()}"
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    raise ValueError(
        f"`{parsed.drivername}` is no database that can be used; give a file name, sqlite:// or postgresql://"
    )


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say so, below
        for pragma in (
            "journal_mode=wal",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "foreign_keys=on",
            "synchronous=normal",
        ):
            connection.execute(f"pragma {pragma}").close()

    @event.listens_for(engine, "begin")
    def begun(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine
