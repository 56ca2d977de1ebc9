"""Whatever is told about a job or a scenario can be kept, on every database."""

from contextlib import closing

from api.store import Database, StoredScenario


def test_what_no_database_keeps_becomes_a_question_mark(database: str) -> None:
    with closing(Database(database)) as kept:
        with kept.write() as session:
            title = "half\0way \ud800 Ærø"
            session.add(StoredScenario(workspace="w", name="n", title=title, version="0" * 64, updated=1))
        with kept.read() as session:
            found = session.get(StoredScenario, ("w", "n"))
            assert found is not None
            assert found.title == "half?way ? Ærø"
