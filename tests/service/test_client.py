"""The Python client, against the real service."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.client import Client, ProblemError
from tests.api.worlds import SLIP, SMALL, write

pytestmark = pytest.mark.usefixtures("worker")


def test_a_file_becomes_a_plan(address: str, tmp_path: Path) -> None:
    base, late = write(tmp_path, SMALL, "base.yaml"), write(tmp_path, SLIP, "late.yaml")
    with Client(address) as fairload:
        wanted = {"seconds": 120, "workers": 1, "name": "mine", "idempotency_key": "k1"}
        plan = fairload.plan(base, overlays=[late], **wanted)
        assert fairload.plan(base, overlays=[late], **wanted).id == plan.id
        news = list(fairload.events(plan.id))
        assert news[-1].kind == "end"
        found = fairload.wait(plan.id, 300)
        assert (found.outcome, found.name, found.scenario["overlays"]) == ("proved_best", "mine", ["late_museum"])
        assert found.kpis == fairload.document(plan.id)["kpis"]
        rows = fairload.allocations(plan.id)
        assert fairload.check(plan.id, rows).verified
        assert not fairload.check(plan.id, [row | {"minutes_per_day": 900} for row in rows]).verified
        assert plan.id in [each.id for each in fairload.plans(status="completed")]
        assert fairload.stop(plan.id).status == "completed"
        assert "missing" in fairload.explain("shortfalls", plan.id)["answer"]


def test_stored_scenarios_and_comparisons(address: str, tmp_path: Path) -> None:
    base = write(tmp_path, SMALL, "base.yaml")
    with Client(address) as fairload:
        version = fairload.store("client", base)
        assert fairload.store("client", base, version) == version
        win = {"name": "win_it", "changes": [{"win": "pitch"}]}
        found = fairload.compare(stored="client", variants={"as it is": [], "win it": [win]}, seconds=120, workers=1)
        assert found["variants"][1]["difference"]["revenue"] > 0


def test_a_refusal_says_all_that_is_wrong(address: str, tmp_path: Path) -> None:
    bad = write(tmp_path, SMALL.replace("skill: drawing, effort: 100h", "skill: drawin, effort: 100h"), "bad.yaml")
    with Client(address) as fairload, pytest.raises(ProblemError, match=r"bad.yaml:\d+: .*drawing") as refused:
        fairload.plan(bad)
    assert (refused.value.status, refused.value.kind) == (422, "invalid-scenario")
