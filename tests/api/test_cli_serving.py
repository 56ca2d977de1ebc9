"""`fairload serve` and its kin refuse what they cannot use, before anything is started."""

import sqlite3
from pathlib import Path

import pytest

from api.jobs.worker import prepare
from tests.api.conftest import Run


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_limit_that_is_no_number_is_told_before_any_process_dies_of_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("FAIRLOAD_MOST_SECONDS", "an hour")
    ran = run(command, "--database", tmp_path / "fairload.db")
    assert ran.code == 2
    assert "FAIRLOAD_MOST_SECONDS: `an hour`" in ran.err
    assert not list(tmp_path.iterdir())


def test_others_are_not_let_in_without_keys(run: Run, tmp_path: Path) -> None:
    ran = run("serve", "--host", "0.0.0.0", "--database", tmp_path / "fairload.db")
    assert ran.code == 2
    assert "without --auth" in ran.err


def test_a_file_that_is_no_database_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, whatever its name")
    ran = run("keys", "list", "--database", file)
    assert ran.code == 2
    assert "file is not a database" in ran.err


def test_the_database_of_a_newer_release_is_refused_and_no_bug(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "fairload.db"
    prepare(str(file)).close()
    with sqlite3.connect(file) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    ran = run("keys", "list", "--database", file)
    assert ran.code == 2
    assert "a newer Fairload" in ran.err
    assert "9999" in ran.err
