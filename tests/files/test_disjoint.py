"""Overlays never override each other silently, and their order does not matter."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InputError
from engine.files.load import Loaded, load_data

WithOverlays = Callable[..., Loaded]

CLASHING = [
    ("slip: {project: shop, weeks: 1}", "slip: {project: shop, weeks: 2}", "projects.shop.deadline"),
    ("slip: {project: shop, weeks: 1}", "slip: {project: shop, weeks: 1}", "projects.shop.deadline"),
    ("win: museum", "lose: museum", "projects.museum.status"),
    ("lose: museum", "remove_project: museum", "projects.museum"),
    ("slip: {project: museum, weeks: 1}", "lose: museum", "projects.museum.phases.onboarding.start"),
    ("change: {path: projects.museum.probability, to: 60}", "win: museum", "projects.museum.probability"),
    ("budget: {project: shop, budget: 1}", "change: {path: projects.shop.budget, to: 2}", "projects.shop.budget"),
    ("budget: {project: shop, budget: 20000}", "budget: {project: shop, budget: 1}", "projects.shop.budget"),
    ("policy: {fairness: {band: 1}}", "change: {path: policy.fairness, to: {band: 2}}", "policy.fairness.band"),
    ("policy: {tiers: [{goal: cost}]}", "policy: {tiers: [{goal: team}]}", "policy.tiers"),
    (
        "train: {person: ana, skill: test, level: 1}",
        "train: {person: ana, skill: test, level: 2}",
        "people.ana.skills.test",
    ),
    ("leave: {person: ana, first: 2027-03-01}", "leave: {person: ana, first: 2027-03-02}", "people.ana.last_day"),
    (
        "leave: {person: ben, first: 2027-03-01, last: 2027-03-02}",
        "leave: {person: ben, first: 2027-03-01, last: 2027-03-02}",
        "people.ben.time_off",
    ),
    (
        "leave: {person: ana, first: 2027-03-01, last: 2027-03-02}",
        "change: {path: people.ana.time_off, to: []}",
        "people.ana.time_off",
    ),
    (
        "hire: {id: fay, department: studio, role: designer}",
        "hire: {id: fay, department: studio, role: developer}",
        "people.fay",
    ),
    ("rate: {role: developer, rate: 1}", "rate: {role: developer, rate: 2}", "rate_card.1.rate"),
    ("rate: {role: developer, level: 2, rate: 1}", "rate: {role: developer, level: 2, rate: 2}", "rate_card"),
    ("rate: {role: developer, rate: 1}", "change: {path: rate_card, to: []}", "rate_card.1.rate"),
    ("change: {path: allocations.2.person, to: ben}", "slip: {project: museum, weeks: 1}", None),
    ("lose: museum", "change: {path: allocations.2.person, to: ben}", "allocations.2.person"),
    (
        "change: {path: projects.shop.priority, to: 1}",
        "change: {path: projects.0.priority, to: 2}",
        "projects.shop.priority",
    ),
]


@pytest.mark.parametrize(("one", "other", "value"), CLASHING)
def test_two_changes_of_one_value_are_refused_with_both_places(
    with_overlays: WithOverlays, one: str, other: str, value: str | None
) -> None:
    if value is None:
        with_overlays(f"  - {one}\n", f"  - {other}\n")
        return
    with pytest.raises(InputError) as error:
        with_overlays(f"  - {one}\n", f"  - {other}\n")
    (fault,) = error.value.faults
    assert fault.place == "o2.yaml:3"
    assert f"`{value}`" in fault.message
    assert "is set here and by `o1.yaml:3`" in fault.message


def test_two_changes_of_one_overlay_may_not_meet_either(with_overlays: WithOverlays) -> None:
    with pytest.raises(InputError, match=r"^o1\.yaml:4: .*`people\.ana\.skills\.test` is set here and by `o1\.yaml:3`"):
        with_overlays(
            "  - train: {person: ana, skill: test, level: 1}\n  - train: {person: ana, skill: test, level: 3}\n"
        )


HERE = Path(__file__).parent
DISJOINT: list[dict[str, Any]] = yaml.load((HERE / "changes.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
AGENCY: dict[str, Any] = yaml.load((HERE / "agency.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def with_changes(changes: Sequence[dict[str, Any]]) -> Loaded:
    named = [{"name": f"o{DISJOINT.index(change)}", "changes": [change]} for change in changes]
    return load_data(AGENCY, "agency", named)


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(DISJOINT), size=st.integers(2, len(DISJOINT)))
def test_the_order_of_overlays_does_not_matter(order: list[dict[str, Any]], size: int) -> None:
    some = order[:size]
    expected = with_changes(sorted(some, key=DISJOINT.index))
    found = with_changes(some)
    assert found.scenario.hash == expected.scenario.hash
    # Not only equal in meaning: people, projects, skills and rates stand in the same order too.
    assert found.scenario.model_dump_json() == expected.scenario.model_dump_json()
    assert {change.path for change in found.trail} == {change.path for change in expected.trail}


def test_one_overlay_of_many_changes_is_many_overlays_of_one() -> None:
    together = load_data(AGENCY, "agency", [{"name": "all", "changes": DISJOINT}])
    assert together.scenario.hash == with_changes(DISJOINT).scenario.hash


INVERSE = [
    ({"slip": {"project": "museum", "weeks": 3}}, {"slip": {"project": "museum", "weeks": -3}}),
    ({"slip": {"project": "care", "weeks": 5}}, {"slip": {"project": "care", "weeks": -5}}),
    ({"slip": {"project": "shop", "weeks": -1}}, {"slip": {"project": "shop", "weeks": 1}}),
    ({"budget": {"project": "shop", "budget": "1"}}, {"budget": {"project": "shop", "budget": "20000"}}),
    ({"rate": {"role": "developer", "rate": "1"}}, {"rate": {"role": "developer", "rate": "105"}}),
    ({"add_project": {"id": "app", "quality_gates": []}}, {"remove_project": "app"}),
    (
        {"train": {"person": "ana", "skill": "design", "level": 5}},
        {"train": {"person": "ana", "skill": "design", "level": 4}},
    ),
    ({"policy": {"fairness": {"band": 1}}}, {"policy": {"fairness": {"band": 250}}}),
    (
        {"win": "museum"},
        {"change": {"path": "projects.museum", "to": AGENCY["projects"][1]}},
    ),
]


@pytest.mark.parametrize(("change", "inverse"), INVERSE)
def test_a_change_and_its_inverse_lead_back_to_the_base(change: dict[str, Any], inverse: dict[str, Any]) -> None:
    base = load_data(AGENCY, "agency")
    there = load_data(AGENCY, "agency", [{"name": "there", "changes": [change]}])
    assert there.scenario.hash != base.scenario.hash
    dumped = json.loads(there.scenario.model_dump_json())
    back = load_data(dumped, "there", [{"name": "back", "changes": [inverse]}])
    assert back.scenario.hash == base.scenario.hash


@settings(max_examples=40, deadline=None)
@given(weeks=st.integers(-3, 3), project=st.sampled_from(["museum", "care", "shop", "house"]))
def test_any_slip_can_be_undone(weeks: int, project: str) -> None:
    base = load_data(AGENCY, "agency")
    slip = {"slip": {"project": project, "weeks": weeks}}
    if project == "shop" and weeks < -1:
        with pytest.raises(InputError, match="before today"):
            load_data(AGENCY, "agency", [{"name": "there", "changes": [slip]}])
        return
    there = load_data(AGENCY, "agency", [{"name": "there", "changes": [slip]}])
    undo = {"slip": {"project": project, "weeks": -weeks}}
    back = load_data(json.loads(there.scenario.model_dump_json()), None, [{"name": "back", "changes": [undo]}])
    assert back.scenario.hash == base.scenario.hash


def test_the_same_overlay_twice_is_refused() -> None:
    overlay = {"name": "won", "changes": [{"win": "museum"}]}
    with pytest.raises(InputError, match="two overlays have the name `won`"):
        load_data(AGENCY, "agency", [overlay, overlay])
