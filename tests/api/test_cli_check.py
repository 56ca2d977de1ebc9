"""`fairload check`: what is wrong with a scenario, or with a plan."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Run
from tests.api.worlds import SLIP, impossible, small, write

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return small(tmp_path)


@pytest.fixture
def planned(run: Run, base: Path, tmp_path: Path) -> Path:
    """A plan of the small scenario."""
    assert run("plan", base, "--out", tmp_path / "out").code == 0
    return tmp_path / "out" / "plan.json"


def changed(plan: Path, change: Change) -> Path:
    """The plan file with something done to its document."""
    document = json.loads(plan.read_text("utf-8"))
    change(document)
    plan.write_text(json.dumps(document), "utf-8")
    return plan


def test_a_clean_scenario_is_said_to_be_clean(run: Run, base: Path) -> None:
    ran = run("check", base)
    assert ran.code == 0
    assert "3 people · 2 projects" in ran.out
    assert "No faults." in ran.out


def test_a_clean_scenario_is_clean_in_json(run: Run, base: Path, tmp_path: Path) -> None:
    ran = run("check", base, "--overlay", write(tmp_path, SLIP, "slip.yaml"), "--json")
    assert ran.code == 0
    assert ran.document["faults"] == []
    assert ran.document["scenario"]["overlays"] == ["late_museum"]
    assert ran.document["trail"][0]["after"] == 5
    assert "breaches" not in ran.document


def test_what_an_overlay_changes_is_told(run: Run, base: Path, tmp_path: Path) -> None:
    ran = run("check", base, "--overlay", write(tmp_path, SLIP, "slip.yaml"))
    assert "projects.site.priority: nothing -> 5" in ran.out


def test_what_is_perhaps_not_meant_is_noted(run: Run, tmp_path: Path) -> None:
    base = small(tmp_path, ("{id: look, skill: drawing,", "{id: look, skill: drawing, level: 9,"))
    ran = run("check", base)
    assert ran.code == 0
    assert "note: " in ran.out
    assert "nobody can do demand `pitch/work/look`" in ran.out


def test_our_own_plan_is_right(run: Run, base: Path, planned: Path) -> None:
    ran = run("check", base, "--plan", planned)
    assert ran.code == 0
    assert "keeps every rule, and its figures are right" in ran.out
    told = run("check", base, "--plan", planned, "--json").document
    assert told["verified"] is True
    assert told["breaches"] == []


def test_a_broken_plan_is_refused_with_its_breaches(run: Run, base: Path, planned: Path) -> None:
    def pile_up(document: dict[str, Any]) -> None:
        document["allocations"] = [
            {"demand": "site/work/pages", "person": person, "start": "2027-01-04", "end": "2027-01-15",
             "minutes_per_day": 480} for person in ("ana", "priya")
        ]  # fmt: skip

    changed(planned, pile_up)
    ran = run("check", base, "--plan", planned)
    assert ran.code == 2
    assert "is not right, there are" in ran.out
    assert "skill_match: person priya, demand site/work/pages" in ran.out
    told = run("check", base, "--plan", planned, "--json")
    assert told.code == 2
    assert told.document["verified"] is False
    assert {"skill_match", "effort"} <= {breach["rule"] for breach in told.document["breaches"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda document: document["kpis"].update(revenue=1), "kpis.revenue: the file says 1"),
        (lambda document: document["people"].pop(), "people: the file says 2 entries, the plan gives 3 entries"),
        (lambda document: document["tiers"][1].update(final=1), "tiers.billable.final: the file says 1"),
        (lambda document: document["kpis"].pop("cost"), "kpis.cost: the file says nothing"),
        (lambda document: document["allocations"][0].update(billable=False), "allocations.0.billable"),
        (lambda document: document.update(phases={}), "phases"),
    ],
)
def test_embellished_figures_are_found(run: Run, base: Path, planned: Path, change: Change, said: str) -> None:
    ran = run("check", base, "--plan", changed(planned, change))
    assert ran.code == 2
    assert said in ran.out + ran.err


def test_a_plan_of_another_version_is_noted(run: Run, base: Path, planned: Path, tmp_path: Path) -> None:
    ran = run("check", base, "--plan", planned, "--overlay", write(tmp_path, SLIP, "slip.yaml"))
    assert "another version of this scenario" in ran.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("{", "JSON"),
        ("[]", ""),
        ("{}", "not a plan document"),
        ('{"allocations": 3}', "must be a list"),
        ('{"allocations": [], "outcome": "impossible"}', "there is no plan in this file"),
    ],
)
def test_what_is_no_plan_is_refused(run: Run, base: Path, tmp_path: Path, text: str, said: str) -> None:
    plan = write(tmp_path, text, "plan.json")
    ran = run("check", base, "--plan", plan)
    assert ran.code == 2
    assert str(plan) in ran.err
    assert said in ran.err


def test_unknown_names_in_a_plan_have_their_line(run: Run, base: Path, planned: Path) -> None:
    ran = run("check", base, "--plan", changed(planned, lambda plan: plan["allocations"][0].update(person="anna")))
    assert ran.code == 2
    assert f"{planned}:1: " in ran.err
    assert "did you mean `ana`?" in ran.err


def test_the_answer_impossible_holds_no_plan(run: Run, tmp_path: Path) -> None:
    base = impossible(tmp_path)
    run("plan", base, "--out", tmp_path / "out")
    ran = run("check", base, "--plan", tmp_path / "out" / "plan.json")
    assert ran.code == 2
    assert "`impossible`: there is no plan in this file" in ran.err
