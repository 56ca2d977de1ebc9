"""The tables of the service. Plans and scenarios are kept as documents; the rows around them say whose they are.

Moments are whole milliseconds since 1970 in UTC, because SQLite and PostgreSQL disagree about everything richer.
Documents are JSON as ASCII text, so that no database has an opinion about a character in them.
"""

from sqlalchemy import BigInteger, Dialect, ForeignKey, Index, MetaData, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ID = String(40)
NAME = String(200)
HASH = String(64)


class Told(TypeDecorator[str]):
    """Text that repeats what somebody sent: PostgreSQL keeps no NUL, and nobody keeps halves of characters."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is kept of it: a question mark stands for what cannot be."""
        return None if value is None else value.replace("\0", "?").encode("utf-8", "replace").decode()


class Base(DeclarativeBase):
    """Constraints have names, so that a migration can speak of them in both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: BigInteger}  # noqa: RUF012  # SQLAlchemy reads it from the class


class Key(Base):
    """An API key: who may come in, and what they may do. The secret itself is not here."""

    __tablename__ = "keys"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(NAME, unique=True)
    workspace: Mapped[str] = mapped_column(NAME)
    role: Mapped[str] = mapped_column(String(20))
    money: Mapped[bool]
    """Whether a viewer sees costs and margins."""
    hash: Mapped[str] = mapped_column(HASH)
    """SHA-256 of the secret."""
    created: Mapped[int]
    revoked: Mapped[int | None]


class StoredScenario(Base):
    """A scenario that people keep under a name: which of its versions holds now."""

    __tablename__ = "scenarios"

    workspace: Mapped[str] = mapped_column(NAME, primary_key=True)
    name: Mapped[str] = mapped_column(NAME, primary_key=True)
    title: Mapped[str] = mapped_column(Told)
    version: Mapped[str] = mapped_column(HASH)
    updated: Mapped[int]


class ScenarioVersion(Base):
    """One version of a stored scenario, as it was put; its name is the SHA-256 of its text."""

    __tablename__ = "scenario_versions"

    workspace: Mapped[str] = mapped_column(NAME, primary_key=True)
    name: Mapped[str] = mapped_column(NAME, primary_key=True)
    version: Mapped[str] = mapped_column(HASH, primary_key=True)
    media: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[int]


class Job(Base):
    """A solve or another long question: what was asked, how far it is, and who works on it."""

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("workspace", "idempotency_key"),
        Index(None, "workspace", "kind", "created"),
        Index(None, "status"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    workspace: Mapped[str] = mapped_column(NAME)
    key: Mapped[str | None] = mapped_column(ID)
    """The API key that asked."""
    kind: Mapped[str] = mapped_column(NAME)
    name: Mapped[str] = mapped_column(Text)
    request: Mapped[str] = mapped_column(Text, deferred=True)
    """All that the work depends on: texts, overlays, options."""
    request_hash: Mapped[str] = mapped_column(HASH)
    idempotency_key: Mapped[str | None] = mapped_column(NAME)
    scenario: Mapped[str] = mapped_column(Text)
    """What the scenario is called, and its hash."""
    status: Mapped[str] = mapped_column(String(20))
    stop: Mapped[bool] = mapped_column(default=False)
    """Somebody wants it to end early."""
    created: Mapped[int]
    started: Mapped[int | None]
    ended: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(NAME)
    fence: Mapped[int] = mapped_column(default=0)
    """Counts the leases: whoever holds an older number may not write any more."""
    lease_until: Mapped[int] = mapped_column(default=0)
    spent: Mapped[int] = mapped_column(default=0)
    """Milliseconds of search by earlier attempts and by this one so far."""
    progress: Mapped[str] = mapped_column(Text, default="{}")
    """The latest news of every tier."""
    outcome: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Told, default="")
    error: Mapped[str | None] = mapped_column(Told)
    summary: Mapped[str | None] = mapped_column(Text)
    """Of the result: tiers, figures, conflicts, notes."""
    source: Mapped[str] = mapped_column(String(20), default="solved", server_default="solved")
    """Whether it was solved or made by hand."""
    parent: Mapped[str | None] = mapped_column(ID)
    """The plan that one made by hand was made from."""


class Result(Base):
    """The answer of a job. Written once and never changed."""

    __tablename__ = "results"

    job: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    created: Mapped[int]


class Incumbent(Base):
    """A best plan so far of a job that is not done yet. Kept until a better one comes."""

    __tablename__ = "incumbents"

    job: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seconds: Mapped[float]
    plan: Mapped[str] = mapped_column(Text)
    created: Mapped[int]


class Event(Base):
    """A piece of news of a job, numbered from 1."""

    __tablename__ = "events"

    job: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    data: Mapped[str] = mapped_column(Text)
    created: Mapped[int]


class Worker(Base):
    """A process that takes jobs, and when it was last heard of."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(NAME, primary_key=True)
    token: Mapped[str] = mapped_column(ID)
    """Tells this life of the worker from an earlier one under the same name."""
    host: Mapped[str] = mapped_column(NAME)
    pid: Mapped[int]
    version: Mapped[str] = mapped_column(String(40))
    started: Mapped[int]
    seen: Mapped[int]
    job: Mapped[str | None] = mapped_column(ID)


class Comparison(Base):
    """Plans that were asked for together, to be looked at side by side."""

    __tablename__ = "comparisons"
    __table_args__ = (Index(None, "workspace", "created"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    workspace: Mapped[str] = mapped_column(NAME)
    name: Mapped[str] = mapped_column(Text)
    variants: Mapped[str] = mapped_column(Text)
    """Name and job of each."""
    created: Mapped[int]
