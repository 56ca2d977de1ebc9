"""Every test of the service runs on SQLite and on PostgreSQL; where there is no PostgreSQL it says so."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import httpx
import pytest

from api.jobs.worker import prepare
from api.settings import Limits, Settings
from tests.api.worlds import SMALL
from tests.service import postgres
from tests.service.running import client, eventually, serving, working

NO_LIMIT = Limits(requests_a_second=100_000, requests_at_once=100_000, active_jobs=10_000)
Fresh = Callable[[], str]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server."""
    if postgres.home() is None:
        pytest.skip("there is no PostgreSQL on this machine (apt-get install postgresql)")
    with postgres.server() as address:
        yield address


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Makes the URL of a new database that is ready for use."""
    address = request.getfixturevalue("postgresql") if request.param == "postgresql" else None

    def make() -> str:
        if address is None:
            url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'fairload.db'}"
        else:
            url = f"{address}/{_created(address)}"
        prepare(url).close()
        return url

    return make


def _created(address: str) -> str:
    import psycopg

    name = f"fairload_{secrets.token_hex(4)}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
    return name


@pytest.fixture(scope="module")
def database(fresh: Fresh) -> str:
    """A database for the tests of a module."""
    return fresh()


@pytest.fixture(scope="module")
def address(database: str) -> Iterator[str]:
    """A service without keys."""
    with serving(Settings(database, limits=NO_LIMIT)) as found:
        yield found


@pytest.fixture
def api(address: str) -> Iterator[httpx.Client]:
    """Somebody who asks it."""
    with client(address) as found:
        yield found


@pytest.fixture(scope="module")
def worker(database: str, address: str) -> Iterator[None]:
    """Somebody who solves."""
    with working(database), client(address) as somebody:
        eventually(lambda: somebody.get("/v1/workers").json()["workers"])
        yield


@pytest.fixture
def small() -> dict[str, dict[str, str]]:
    """A request for a scenario that is planned in a blink."""
    return {"scenario": {"text": SMALL, "name": "quay.yaml"}}
