"""A batch that was killed ends with the same table as one that never was."""

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.outcome import Options
from engine.report import document_text
from engine.whatif import Batch, jobs_of
from engine.whatif.batch import ANSWERS
from tests.whatif.worlds import a_world

OPTIONS = Options(seconds=20, workers=1, deterministic=True)
VERSIONS = {"fairload": "test"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base, and a grid of one overlay in `overlays` by two in `overlays/slips`."""
    here = tmp_path / "book"
    (here / "overlays" / "slips").mkdir(parents=True)
    plain = a_world(2).scenario().model_dump(mode="json", by_alias=True, exclude_none=True)
    (here / "base.json").write_text(document_text(plain))
    (here / "overlays" / "win.yaml").write_text("name: win\nchanges:\n  - win: shop\n")
    for weeks in (0, 1):
        text = f"name: slip{weeks}\nchanges:\n  - slip: {{project: site, weeks: {weeks}}}\n"
        (here / "overlays" / "slips" / f"slip{weeks}.yaml").write_text(text)
    return here


def test_a_grid_is_every_choice_of_one_or_none_from_each_folder(folder: Path) -> None:
    names = [job.name for job in jobs_of(folder)]
    assert names == ["base", "slip0", "slip1", "win", "win + slip0", "win + slip1"]


def test_a_killed_batch_resumes_to_the_same_table(folder: Path, tmp_path: Path) -> None:
    jobs = jobs_of(folder)
    whole = [entry for entry, _ in Batch(tmp_path / "whole", OPTIONS, VERSIONS).run(jobs, 1, resume=True)]
    killed = Batch(tmp_path / "killed", OPTIONS, VERSIONS)
    running = killed.run(jobs, 1, resume=True)
    next(running)
    running.close()
    half = sorted((tmp_path / "killed" / ANSWERS).glob("*.json"))
    assert len(half) == 1
    # What a crash left half written is solved again.
    (tmp_path / "killed" / ANSWERS / f"{whole[-1].key}.json").write_text('{"outcome": ')
    stamp = half[0].stat().st_mtime_ns
    again = [entry for entry, _ in Batch(tmp_path / "killed", OPTIONS, VERSIONS).run(jobs, 1, resume=True)]
    assert half[0].stat().st_mtime_ns == stamp, "what was there is not solved again"
    by_name = {entry.name: entry for entry in again}
    assert by_name == {entry.name: entry for entry in whole}
    assert by_name["base"].key == by_name["slip0"].key, "a slip of no weeks is the base"
    texts = [
        {path.name: path.read_bytes() for path in (tmp_path / each / ANSWERS).iterdir()} for each in ("whole", "killed")
    ]
    assert texts[0].keys() == texts[1].keys()


def test_without_resume_everything_is_solved_anew_and_other_options_are_filed_apart(
    folder: Path, tmp_path: Path
) -> None:
    jobs = jobs_of(folder)[:1]
    first = Batch(tmp_path, OPTIONS, VERSIONS)
    entry = next(iter(first.run(jobs, 1, resume=False)))[0]
    assert first.filed(jobs[0], entry.key) == entry
    other = Batch(tmp_path, Options(seconds=19, workers=1, deterministic=True), VERSIONS)
    assert next(iter(other.run(jobs, 1, resume=True)))[0].key != entry.key


def test_a_broken_file_is_a_line_of_the_table_and_an_empty_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "overlays" / "win.yaml").write_text("name: win\nchanges:\n  - win: nobody\n")
    entries = {
        e.name: e for e, _ in Batch(tmp_path / "out", OPTIONS, VERSIONS).run(jobs_of(folder)[:4], 1, resume=True)
    }
    assert entries["win"].outcome == "bad_input"
    assert "nobody" in entries["win"].reason
    assert entries["base"].outcome == "proved_best"
    with pytest.raises(InputError, match="no scenario"):
        jobs_of(tmp_path / "out" / ANSWERS / "nothing")
