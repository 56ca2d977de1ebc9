"""``fairload explain``: every question asked on the command line, in words and as JSON."""

from pathlib import Path

import pytest

import engine
from tests.api.conftest import Run
from tests.api.worlds import SMALL

LEAVES = """\
name: nobody
changes:
  - change: {path: projects.site.phases.work.demands.pages.must, to: true}
  - leave: {person: ben, first: 2027-01-11}
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "nobody.yaml").write_text(LEAVES, "utf-8")
    (tmp_path / "more.yaml").write_text(
        "name: more\nchanges:\n  - change: {path: projects.site.phases.work.demands.pages.effort, to: 150h}\n", "utf-8"
    )
    return tmp_path


IMPOSSIBLE = ("base.yaml", "--overlay", "nobody.yaml", "--overlay", "more.yaml", "--time", "10s")


def test_a_conflict_is_told_with_its_places(run: Run, files: Path) -> None:
    ran = run("explain", "conflict", *IMPOSSIBLE)
    assert ran.code == 3
    assert ran.out.startswith("There is no plan")
    flat = " ".join(ran.out.split())
    assert "site/work/pages must be staffed in full (150h)" in flat
    assert "Ben Okafor is not under contract" in flat or "Ben Okafor has" in flat
    assert "(base.yaml:26)" in flat
    document = run("explain", "conflict", *IMPOSSIBLE, "--json").document
    assert (document["possible"], document["minimal"]) == (False, True)
    assert {rule["rule"] for rule in document["rules"]} >= {"availability", "quality_gates"}
    assert document["scenario"]["overlays"] == ["nobody", "more"]


def test_no_conflict_ends_with_0(run: Run, files: Path) -> None:
    ran = run("explain", "conflict", "base.yaml", "--time", "10s")
    assert (ran.code, ran.out.strip()) == (0, "There is a plan: nothing is in conflict.")


def test_a_repair_is_an_overlay_that_repairs(run: Run, files: Path) -> None:
    ran = run("explain", "repair", *IMPOSSIBLE, "--json")
    assert ran.code == 0
    assert ran.document["proved"]
    overlay = {"name": "repair", "changes": ran.document["changes"]}
    (files / "repair.json").write_text(engine.document_text(overlay), "utf-8")
    assert run("explain", "conflict", *IMPOSSIBLE, "--overlay", "repair.json").code == 0
    told = run("explain", "repair", *IMPOSSIBLE)
    assert told.out.startswith("It becomes possible at a price of")
    assert "As an overlay:" in told.out


def test_what_is_missing_and_who_could_nearly(run: Run, files: Path) -> None:
    ran = run("explain", "shortfall", "base.yaml", "pitch/work/look", "--time", "3s")
    assert ran.code == 0
    flat = " ".join(ran.out.split())
    assert "pitch/work/look (drawing, a pitch): 2" in flat
    assert "of 80h missing" in flat
    document = run("explain", "shortfall", "base.yaml", "--time", "3s", "--json").document
    assert [each["demand"] for each in document["missing"]] == ["pitch/work/look"]
    assert document["sentences"]


def test_why_not_priya_is_a_matter_of_skill(run: Run, files: Path) -> None:
    ran = run("explain", "why-not", "base.yaml", "priya", "site/work/pages", "--time", "4s")
    assert ran.code == 0
    flat = " ".join(ran.out.split())
    assert flat.startswith("priya cannot be put on site/work/pages")
    assert "Priya Mehta does not have the skill drawing." in flat


def test_why_ana_costs_what_she_does(run: Run, files: Path) -> None:
    document = run("explain", "why", "base.yaml", "ana", "site/work/pages", "--time", "6s", "--json").document
    assert document["outcome"] in ("proved_best", "best_so_far")
    first = document["losses"][0]
    # Ben has 80 hours in the two weeks; of the hundred, twenty then stay undone, at weight 3.
    assert (first["goal"], first["loss"]) == ("delivered", 3 * 20 * 60)


def test_recommend_ranks_by_the_whole_book(run: Run, files: Path) -> None:
    document = run("explain", "recommend", "base.yaml", "site/work/pages", "--time", "6s", "--json").document
    assert {group["people"][0] for group in document["best"]} == {"ana", "ben"}
    pairs = run("explain", "recommend", "base.yaml", "site/work/pages", "--together", "2", "--time", "6s")
    assert pairs.code == 0
    assert "1. ana and ben: as good as the base plan" in " ".join(pairs.out.split())


def test_a_plan_file_is_where_the_base_begins(run: Run, files: Path) -> None:
    assert run("plan", "base.yaml", "--time", "3s", "--out", "out").code == 0
    ran = run("explain", "shortfall", "base.yaml", "--plan", "out/plan.json", "--time", "2s", "--json")
    assert ran.code == 0
    (files / "empty.json").write_text("{}", "utf-8")
    ran = run("explain", "why", "base.yaml", "ana", "site/work/pages", "--plan", "empty.json")
    assert ran.code == 2
    assert "empty.json" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("why", "base.yaml", "anna", "site/work/pages"), "`anna` is no person of this scenario; did you mean `ana`?"),
        (("why-not", "base.yaml", "ana", "site/work/page"), "did you mean `site/work/pages`?"),
        (("recommend", "base.yaml", "pages"), "`pages` is no demand of this scenario"),
        (("shortfall", "base.yaml", "nothing"), "`nothing` is no demand of this scenario"),
    ],
)
def test_wrong_names_are_told_before_any_search(run: Run, files: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = run("explain", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert run("explain", *arguments, "--json").document["faults"][0]["place"] is None


def test_a_question_about_an_impossible_book_is_answered_with_the_conflict(run: Run, files: Path) -> None:
    ran = run("explain", "why", "base.yaml", "ana", "site/work/pages", *IMPOSSIBLE[1:])
    assert ran.code == 3
    assert "cannot all hold together" in ran.out
