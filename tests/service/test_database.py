"""The tables are what the code says, in both databases, and the queue runs nobody's code."""

from __future__ import annotations

import base64
import pickle
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.util.exc import CommandError

from api.jobs.queue import QUEUE, VERSION, WORKFLOW, DbosLine
from api.jobs.serializer import JsonSerializer
from api.store import Database, Job
from api.store.database import migrations
from tests.service.conftest import Fresh
from tests.service.running import eventually, working


def test_the_migrations_lead_to_the_tables_of_the_code(fresh: Fresh) -> None:
    store = Database(fresh())
    store.prepare()
    store.check()
    store.close()


def test_a_difference_would_be_seen(fresh: Fresh) -> None:
    store = Database(fresh())
    with store.write() as session:
        session.execute(sa.text("alter table workers add column mood integer"))
    with pytest.raises(CommandError, match="mood"):
        store.check()
    store.close()


def test_the_way_back_is_a_way(fresh: Fresh) -> None:
    store = Database(fresh())
    _to(store, "base")
    store.prepare()
    store.check()
    store.close()


def test_plans_from_before_keep_their_answers_on_both_ways(fresh: Fresh) -> None:
    """A database of the first release with a plan in it, whose news and answer refer to it."""
    store = Database(fresh())
    _to(store, "0001")
    with store.write() as session:
        session.execute(
            sa.text(
                "insert into jobs (id, workspace, kind, name, request, request_hash, scenario, status, stop, created,"
                " attempts, fence, lease_until, spent, progress, reason) values"
                " ('a', 'w', 'plan', '', '{}', '', '{}', 'completed', :no, 1, 1, 1, 0, 0, '{}', '')"
            ),
            {"no": False},
        )
        session.execute(sa.text("insert into events values ('a', 1, 'end', '{}', 1)"))
        session.execute(sa.text("insert into results values ('a', '{}', 1)"))
    store.prepare()
    with store.read() as session:
        job = session.get_one(Job, "a")
        assert (job.source, job.parent) == ("solved", None)
    _to(store, "0001")
    with store.read() as session:
        assert session.scalar(sa.text("select count(*) from events")) == 1
        assert session.scalar(sa.text("select document from results")) == "{}"
    store.close()


def _to(store: Database, revision: str) -> None:
    with store._writing.connect() as connection, connection.begin():
        command.downgrade(migrations(connection), revision)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://somebody@somewhere/plans"])
def test_databases_that_cannot_be_used_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="database"):
        Database(url)


def test_one_writer_waits_for_another(fresh: Fresh) -> None:
    """A transaction that reads and then writes is not thrown out because somebody else wrote meanwhile."""
    store = Database(fresh())
    for _ in range(3):
        with store.read() as reader:
            reader.execute(sa.text("select count(*) from jobs"))
            with store.write() as writer:
                writer.execute(sa.text("select count(*) from workers"))
                writer.execute(sa.text("delete from workers"))
    store.close()


class Bomb:
    """What somebody with access to the tables might leave there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


def test_a_pickle_in_the_queue_is_not_opened(fresh: Fresh, tmp_path: Path) -> None:
    """dbos believes the row when it says that it is a pickle; a worker of ours does not."""
    database, mark = fresh(), tmp_path / "opened"
    store = Database(database)
    line = DbosLine(store.queue_url)
    line.put("a" * 32)
    planted = base64.b64encode(pickle.dumps({"args": (Bomb(mark),), "kwargs": {}})).decode()
    engine = sa.create_engine(store.queue_url.replace("postgresql://", "postgresql+psycopg://"))
    table = "dbos.workflow_status" if engine.dialect.name == "postgresql" else "workflow_status"
    with engine.begin() as connection:
        changed = connection.execute(
            sa.text(f"update {table} set inputs = :inputs, serialization = 'py_pickle'"), {"inputs": planted}
        )
        assert changed.rowcount == 1
    with working(database):
        eventually(lambda: not line.waiting())
    assert not mark.exists()
    engine.dispose()
    line.close()
    store.close()


def test_the_queue_speaks_json() -> None:
    speaks = JsonSerializer()
    assert speaks.deserialize(speaks.serialize({"args": ["job"], "kwargs": {}})) == {"args": ["job"], "kwargs": {}}
    assert str(speaks.deserialize(speaks.serialize(KeyError("gone")))) == "'gone'"


def test_queued_jobs_wait_for_their_own_version(fresh: Fresh) -> None:
    """Not for that of the code's text, as dbos would have it: a new release must find them."""
    store = Database(fresh())
    line = DbosLine(store.queue_url)
    line.put("b" * 32)
    (found,) = line._client.list_workflows(load_input=False)
    assert (found.app_version, found.queue_name, found.name) == (VERSION, QUEUE, WORKFLOW)
    line.close()
    store.close()
