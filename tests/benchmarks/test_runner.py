"""Runs in processes of their own: kept, resumed, and told apart when they end badly."""

import json
import re
import shlex
from pathlib import Path

import pytest

from benchmarks import runner
from benchmarks.__main__ import command_line, main
from benchmarks.record import OURS, Job, read_study, run_file
from benchmarks.run_one import read_job, run
from benchmarks.runner import Study, lacks, run_job, run_study, summary
from benchmarks.suites import SUITES, suite

BASIC = suite("agency-basic-12")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A study of one small agency: our search for a moment, and the greedy peer."""
    out = tmp_path_factory.mktemp("study") / "out"
    told = []
    run_study(Study(BASIC, out, peers=("greedy",), seconds=0.5, generator_seeds=(1,)), tell=told.append)
    return out, told


def test_every_run_is_kept_with_what_it_takes_to_repeat_it(finished):
    out, told = finished
    ours, greedy = read_study(out)
    assert (ours.solver, greedy.solver) == (OURS, "greedy")
    for record in (ours, greedy):
        assert record.verified
        assert record.instance == "agency-basic-12-s1"
        assert record.peak_mib > 30
        assert record.versions["fairload"]
        assert record.machine["cores"]
        assert record.instance_hash == ours.instance_hash
    assert ours.value <= ours.bound
    assert ours.curve[-1][1:] == (ours.value, ours.bound)
    assert greedy.value <= ours.bound, "a plan of the same scenario cannot beat a true bound"
    assert any(summary(ours) in line for line in told)


def test_the_table_has_a_line_a_run_and_the_study_its_machine(finished):
    out, _ = finished
    assert len((out / "runs.csv").read_text().splitlines()) == 3
    [sitting] = json.loads((out / "study.json").read_text())
    assert (sitting["suite"], sitting["runs"], sitting["generator_seeds"]) == ("agency-basic-12", 2, [1])


def test_a_finished_study_is_not_run_again_unasked(finished):
    with pytest.raises(ValueError, match="go on with --resume"):
        run_study(Study(BASIC, finished[0], generator_seeds=(1,)))


def test_resuming_runs_only_what_is_missing(finished):
    out, _ = finished
    greedy = next(record for record in read_study(out) if record.solver == "greedy")
    ours = next(out.glob("runs/*fairload*"))
    before = ours.stat().st_mtime_ns
    run_file(out, greedy.key).unlink()
    study = Study(BASIC, out, peers=("greedy",), seconds=0.5, generator_seeds=(1,))
    assert [record.solver for record in run_study(study, resume=True)] == ["greedy"]
    assert run_study(study, resume=True) == []
    assert ours.stat().st_mtime_ns == before


def test_a_crash_is_one_run_s_and_says_why(tmp_path):
    record = run_job(Job("agency-basic-12", "nowhere", OURS, 0.1, 1), tmp_path, print)
    assert record.status == "crashed"
    assert "has no instance `nowhere`" in record.reason
    assert not list(tmp_path.iterdir()), "no working folder stays behind"


def test_a_run_far_beyond_its_time_is_killed_and_keeps_what_is_known_of_its_instance(tmp_path, monkeypatch):
    """Starting Python alone takes longer than the patience here. The record that it missed counts against it."""
    monkeypatch.setattr(runner, "PATIENCE_SECONDS", 0.05)
    (tmp_path / "data_1_2_3_66.dat").write_text("", encoding="utf-8")
    (tmp_path / "best_known.csv").write_text("instance,lb,ub\ndata_1_2_3_66,2,3\n", encoding="utf-8")
    job = Job("smptsp", "data_1_2_3_66", OURS, 0.0, 1, data=str(tmp_path))
    record = run_job(job, tmp_path / "out", print)
    assert (record.status, record.reason) == ("killed", "out of time or memory")
    assert (record.goal, record.sense, record.best_known, record.reference_bound) == ("team", "min", 3, 2)


def test_keys_tell_runs_apart():
    job = Job("s", "i", OURS, 20.0, 3, ("focus", "spread"))
    assert job.key == "i~without-focus-spread~fairload~20s~seed3"


def test_what_a_peer_lacks_is_taken_from_the_scenario():
    full = suite("agency-full-12").instances(None, [1])[0]
    assert lacks("naive", full) == ()
    assert lacks("timefold", full) == ("spread",)
    assert lacks("timefold", BASIC.instances(None, [1])[0]) == ()


def test_a_run_without_a_rule_says_so():
    job = Job("agency-full-12", "agency-full-12-s1", "greedy", 1.0, 1, ("spread",), generator_seeds=(1,))
    record = run(job)
    assert (record.without, record.verified) == (("spread",), True)
    assert record.instance_hash != run(Job(**{**vars(job), "without": ()})).instance_hash


def test_a_peer_that_cannot_be_asked_is_skipped_with_a_reason():
    record = run(Job("agency-flexible-12", "agency-flexible-12-s1", "greedy", 1.0, 1, generator_seeds=(1,)))
    assert (record.status, record.reason) == ("skipped", "it does not place movable phases")


def test_a_job_travels_as_json():
    job = Job("s", "i", OURS, 20.0, 3, ("focus",))
    assert read_job(json.dumps(vars(job))) == job


def test_a_sample_is_every_so_many_th():
    names = [each.name for each in Study(BASIC, None, generator_seeds=(1, 2, 3, 4), every=2).instances()]
    assert names == ["agency-basic-12-s1", "agency-basic-12-s3"]


# -- suites and the command -----------------------------------------------------------------------------------


def test_suites_of_the_protocol_are_there():
    wanted = {"smoke", "agency-basic-30", "agency-full-100", "agency-flexible-30", "agency-fair-100", "psplib-j30",
              "mspsp-1a", "imopse-d36", "smptsp"}  # fmt: skip
    assert wanted <= set(SUITES)


def test_public_suites_ask_for_their_data():
    with pytest.raises(ValueError, match="name its folder with --data"):
        suite("psplib-j30").instances(None)


def test_a_folder_without_files_of_a_suite_is_named(tmp_path, capsys):
    assert main(["run", "psplib-j30", "--data", str(tmp_path), "--out", str(tmp_path / "study")]) == 2
    assert capsys.readouterr().err == f"{tmp_path}: there is no file of suite `psplib-j30`\n"
    assert not (tmp_path / "study").exists()


def test_an_unknown_suite_is_answered_with_those_there_are(capsys):
    assert main(["make", "agency-basic-13"]) == 2
    assert "there is no suite `agency-basic-13`; there are: smoke, agency-basic-12" in capsys.readouterr().err


def test_an_unknown_peer_is_answered_with_those_there_are(tmp_path, capsys):
    assert main(["run", "smoke", "--peers", "oracle", "--out", str(tmp_path)]) == 2
    assert "there is no peer `oracle`; there are: greedy, naive, highs, timefold, pyjobshop" in capsys.readouterr().err


def test_make_writes_a_scenario_that_loads(tmp_path):
    import engine

    file = tmp_path / "agency.json"
    assert main(["make", "agency-basic-12", "--seed", "5", "--out", str(file)]) == 0
    assert engine.load(file).scenario.name == "agency-basic-12-s5"


def test_commands_that_the_page_shows_are_understood():
    page = (Path(__file__).parents[2] / "docs" / "benchmarks.md").read_text("utf-8")
    shown = re.findall(r"^python -m benchmarks ([^#\n]+)", page, re.MULTILINE)
    for line in shown:
        given = command_line().parse_args(shlex.split(line))
        assert getattr(given, "suite", "smoke") in SUITES
    assert {line.split()[0] for line in shown} == {"suites", "make", "run", "report", "compare"}


def test_report_and_compare_read_a_study(finished, tmp_path, capsys):
    out, _ = finished
    assert main(["report", str(out), "--out", str(tmp_path)]) == 0
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "plots" / "agency-basic-12-gap.svg").exists()
    assert main(["compare", str(out), str(out), "--strict"]) == 0
    assert "equal" in capsys.readouterr().out


def test_the_list_of_suites_tells_their_limits(capsys):
    assert main(["suites"]) == 0
    assert "agency-basic-100" in capsys.readouterr().out
