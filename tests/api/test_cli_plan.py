"""`fairload plan`: one answer, one exit code, and nothing on the wrong stream."""

import json
import os
from pathlib import Path

import pytest

import engine
from api.cli import main, planning
from tests.api.conftest import Run
from tests.api.worlds import SLIP, impossible, small, write


def test_a_plan_is_printed_for_people(run: Run, tmp_path: Path) -> None:
    ran = run("plan", small(tmp_path), "--time", "10s")
    assert ran.code == 0
    assert "Quayside Studio · 4 Jan 2027 to 17 Jan 2027 · 3 people · 2 projects" in ran.out
    assert "The best plan there is" in ran.out
    assert "Museum site" in ran.out
    assert ran.err == ""


def test_no_line_is_wider_than_the_terminal_and_a_pipe_gets_no_colour(run: Run, tmp_path: Path) -> None:
    ran = run("plan", small(tmp_path))
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\x1b" not in ran.out


def test_json_is_one_document_and_nothing_else(run: Run, tmp_path: Path) -> None:
    ran = run("plan", small(tmp_path), "--json", "--seed", "3")
    assert (ran.code, ran.err) == (0, "")
    assert ran.document["outcome"] == "proved_best"
    assert ran.document["verified"] is True
    assert ran.document["seed"] == 3
    assert ran.document["versions"]["fairload"] == engine.__version__
    assert [tier["goal"] for tier in ran.document["tiers"]][:2] == ["delivered", "billable"]
    assert ran.document["kpis"]["shortfall_minutes"] == 0


def test_deterministic_mode_says_the_same_to_the_last_byte(run: Run, tmp_path: Path) -> None:
    base = small(tmp_path)
    first, second = (run("plan", base, "--deterministic", "--json", "--time", "5").out for _ in range(2))
    assert first == second
    assert "seconds" not in json.loads(first)


def test_out_holds_the_plan_and_three_tables(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    ran = run("plan", small(tmp_path), "--out", out)
    assert sorted(path.name for path in out.iterdir()) == [
        "allocations.csv", "people.csv", "plan.json", "projects.csv",
    ]  # fmt: skip
    assert "Written to" in ran.out
    assert json.loads((out / "plan.json").read_text("utf-8"))["scenario"]["name"] == "quay"


def test_the_overlays_trail_is_told(run: Run, tmp_path: Path) -> None:
    overlay = write(tmp_path, SLIP, "slip.yaml")
    ran = run("plan", small(tmp_path), "--overlay", overlay)
    assert "projects.site.priority: nothing -> 5" in ran.out
    told = run("plan", small(tmp_path), "--overlay", overlay, "--json").document
    assert told["scenario"]["overlays"] == ["late_museum"]
    assert told["trail"][0]["after"] == 5


def test_impossible_names_the_rules_and_their_places(run: Run, tmp_path: Path) -> None:
    base = impossible(tmp_path)
    ran = run("plan", base)
    assert ran.code == 3
    assert "Impossible." in ran.out
    assert "site/work/pages" in ran.out
    told = run("plan", base, "--json")
    assert told.code == 3
    assert told.document["outcome"] == "impossible"
    places = [conflict["about"].get("place") for conflict in told.document["conflicts"]]
    assert f"{base}:{line_of(base, 'id: pages')}" in places


def line_of(path: Path, text: str) -> int:
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line)


def test_nothing_found_says_why(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reason = "No plan was found within 1 s."
    nothing = engine.Result(engine.Outcome.NOTHING_FOUND, None, reason=reason)
    monkeypatch.setattr(engine, "solve", lambda *_: nothing)
    ran = run("plan", small(tmp_path), "--time", "1s")
    assert ran.code == 4
    assert reason in ran.out
    assert run("plan", small(tmp_path), "--json").document["reason"] == reason


def test_faults_are_listed_with_their_lines(run: Run, tmp_path: Path) -> None:
    base = small(tmp_path, ("effort: 100h", "effort: -1h"), ("skill: managing", "skill: managin"))
    ran = run("plan", base)
    assert ran.code == 2
    assert ran.out == ""
    assert "there are 2 faults" in ran.err
    assert f"{base}:{line_of(base, 'managin,')}" in ran.err
    assert "did you mean `managing`?" in ran.err


def test_faults_are_json_where_json_was_asked_for(run: Run, tmp_path: Path) -> None:
    base = small(tmp_path, ("effort: 100h", "effort: soon"))
    ran = run("plan", base, "--json")
    assert (ran.code, ran.err) == (2, "")
    (fault,) = ran.document["faults"]
    assert fault["place"] == f"{base}:{line_of(base, 'soon')}"
    assert "soon" in fault["message"]


@pytest.mark.parametrize("command", ["plan", "check"])
def test_a_missing_file_is_no_crash(run: Run, command: str, tmp_path: Path) -> None:
    ran = run(command, tmp_path / "nowhere.yaml")
    assert ran.code == 2
    assert "there is no such file" in ran.err


def test_a_folder_is_not_a_scenario(run: Run, tmp_path: Path) -> None:
    ran = run("plan", tmp_path)
    assert ran.code == 2
    assert "cannot be read" in ran.err


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_place_where_nothing_can_be_written_is_told_before_the_search(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_json: tuple[str, ...]
) -> None:
    monkeypatch.setattr(engine, "solve", lambda *_: pytest.fail("it searched"))
    blocked = tmp_path / "file"
    blocked.touch()
    ran = run("plan", small(tmp_path), "--out", blocked / "out", *as_json)
    assert ran.code == 2
    assert "cannot be written" in (ran.out if as_json else ran.err)


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_plan_is_not_lost_when_the_disk_is_full(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_json: tuple[str, ...]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(engine, "write_out", full)
    ran = run("plan", small(tmp_path), "--out", tmp_path / "out", *as_json)
    assert ran.code == 2
    assert "Museum site" in ran.out
    assert "No space left on device" in ran.err


def test_a_folder_of_somebody_else_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: not mode & os.W_OK)
    ran = run("plan", small(tmp_path), "--out", tmp_path)
    assert ran.code == 2
    assert "permission denied" in ran.err


def test_a_bug_of_ours_is_owned_without_a_traceback(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise engine.UnverifiedPlanError("effort: demand site/work/pages: too much")

    monkeypatch.setattr(engine, "solve", broken)
    ran = run("plan", small(tmp_path))
    assert (ran.code, ran.out) == (1, "")
    assert "bug in Fairload" in ran.err
    assert "UnverifiedPlanError: effort: demand site/work/pages: too much" in ran.err
    told = run("plan", small(tmp_path), "--json")
    assert (told.code, told.err) == (1, "")
    assert "too much" in told.document["error"]


def test_developers_may_ask_for_the_traceback(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "solve", lambda *_: 1 // 0)
    monkeypatch.setenv("FAIRLOAD_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        main(["plan", str(small(tmp_path))])


def test_too_little_memory_is_an_answer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(engine, "solve", too_large)
    ran = run("plan", small(tmp_path))
    assert ran.code == 4
    assert "memory" in ran.out


def test_options_reach_the_search(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def solve(book: engine.Book, options: engine.Options, *_: object) -> engine.Result:
        seen.append(options)
        return engine.Result(engine.Outcome.NOTHING_FOUND, None)

    monkeypatch.setattr(engine, "solve", solve)
    run("plan", small(tmp_path), "--time", "1m30", "--gap", "0.5%", "--seed", "7", "--workers", "3", "--deterministic")
    run("plan", small(tmp_path))
    assert seen[0] == engine.Options(seconds=90, gap=0.005, seed=7, workers=3, deterministic=True)
    assert seen[1] == engine.Options(workers=planning.all_workers())
