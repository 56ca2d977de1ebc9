"""With keys: who comes in, what they see, and what of others they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api.auth.keys import caller_of, create, listed, revoke
from api.auth.money import hidden
from api.settings import Settings
from api.store import Database
from tests.api.worlds import SMALL
from tests.service.conftest import NO_LIMIT, Fresh
from tests.service.running import client, ended, eventually, serving, working


@pytest.fixture(scope="module")
def guarded(fresh: Fresh) -> Iterator[tuple[str, Database]]:
    """A service that asks for keys, with a worker, and its database."""
    database = fresh()
    store = Database(database)
    with serving(Settings(database, auth=True, limits=NO_LIMIT)) as address, working(database):
        key = create(store, "waits", "admin")
        with client(address, key) as api:
            eventually(lambda: api.get("/v1/workers").json()["workers"])
        yield address, store
    store.close()


@pytest.fixture(scope="module")
def somebody(guarded: tuple[str, Database]) -> Iterator[dict[str, httpx.Client]]:
    """One of every role, and somebody of another workspace."""
    address, store = guarded
    keys = {
        "viewer": create(store, "a viewer", "viewer"),
        "controller": create(store, "a controller", "viewer", money=True),
        "planner": create(store, "a planner", "planner"),
        "admin": create(store, "an admin", "admin"),
        "stranger": create(store, "a stranger", "planner", "elsewhere"),
    }
    found = {name: client(address, key) for name, key in keys.items()}
    yield found
    for each in found.values():
        each.close()


@pytest.fixture(scope="module")
def plan(somebody: dict[str, httpx.Client]) -> dict[str, Any]:
    """A plan of the planner's."""
    wanted = {"scenario": {"demo": "harbour"}, "options": {"seconds": 4, "workers": 1}}
    path = somebody["planner"].post("/v1/plans", json=wanted).headers["location"]
    return ended(somebody["planner"], path)


def test_nobody_comes_in_without_a_good_key(guarded: tuple[str, Database]) -> None:
    address, store = guarded
    good = create(store, "to be revoked", "planner")
    wrong = good[:-1] + ("A" if good[-1] != "A" else "B")
    for key in (None, "fl_", wrong, good.replace("fl_", "fx_")):
        with client(address, key) as api:
            refused = api.get("/v1/plans")
        assert refused.status_code == 401
        assert refused.json()["type"] == "urn:fairload:problem:no-key"
        assert refused.headers["www-authenticate"] == "Bearer"
    with client(address, good) as api:
        assert api.get("/v1/me").json()["key"] == "to be revoked"
        assert revoke(store, "to be revoked")
        assert api.get("/v1/me").status_code == 401
    with client(address) as api:
        assert api.get("/healthz").status_code == 200


def test_a_key_is_shown_once_and_kept_as_a_hash(guarded: tuple[str, Database]) -> None:
    _, store = guarded
    key = create(store, "shown once", "viewer", "studio")
    assert re.fullmatch(r"fl_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", key)
    (kept,) = [each for each in listed(store) if each.name == "shown once"]
    assert key.split("_", 2)[2] not in {str(value) for value in vars(kept).values()}
    found = caller_of(store, key)
    assert found is not None
    assert (found.workspace, found.role, found.money) == ("studio", "viewer", False)
    for name, role in (("shown once", "viewer"), ("new\n", "viewer"), ("other", "owner")):
        with pytest.raises(ValueError, match=r"already|cannot be|no role"):
            create(store, name, role)


def test_a_stranger_cannot_read_stop_or_use_anothers_plan(
    somebody: dict[str, httpx.Client], plan: dict[str, Any]
) -> None:
    stranger, path = somebody["stranger"], f"/v1/plans/{plan['id']}"
    parts = (
        "",
        "/document",
        "/events",
        "/allocations",
        "/allocations.csv",
        "/allocations.ics",
        "/allocations.xlsx",
        "/board",
    )
    answers = [stranger.get(path + part) for part in parts]
    answers += [
        stranger.delete(path),
        stranger.post("/v1/checks", json={"plan": plan["id"], "allocations": []}),
        stranger.post("/v1/plans", json={"scenario": {"plan": plan["id"]}}),
        stranger.post("/v1/plans", json={"scenario": {"demo": "harbour"}, "start_from": plan["id"]}),
        stranger.post("/v1/explanations/shortfalls", json={"plan": plan["id"]}),
        stranger.post("/v1/plans/by-hand", json={"plan": plan["id"], "allocations": []}),
        stranger.post("/v1/comparisons", json={"variants": [{"name": "theirs", "plan": plan["id"]}]}),
    ]
    mine = {"variants": [{"name": "mine", "plan": plan["id"]}]}
    for kept in (
        somebody["planner"].post("/v1/comparisons", json=mine),
        somebody["planner"].post("/v1/explanations/shortfalls", json={"plan": plan["id"]}),
    ):
        where = kept.headers["location"]
        answers += [stranger.get(where), stranger.post(f"{where}/stop")]
        assert somebody["viewer"].post(f"{where}/stop").status_code == 403
    assert {answer.status_code for answer in answers} == {404}
    nothing = stranger.get(f"/v1/plans/{'0' * 32}")
    assert nothing.json() | {"instance": ""} == stranger.get(path).json() | {"instance": ""}, "no difference to be seen"
    assert stranger.get("/v1/plans").json()["plans"] == []


def test_stored_scenarios_belong_to_their_workspace(somebody: dict[str, httpx.Client]) -> None:
    put = somebody["planner"].put("/v1/scenarios/spring", content=SMALL, headers={"content-type": "text/yaml"})
    assert put.status_code == 201
    stranger = somebody["stranger"]
    assert stranger.get("/v1/scenarios/spring").status_code == 404
    assert stranger.post("/v1/plans", json={"scenario": {"stored": "spring"}}).status_code == 404
    assert stranger.get("/v1/scenarios").json() == {"scenarios": []}
    assert stranger.delete("/v1/scenarios/spring", headers={"if-match": "*"}).status_code == 404
    mine = stranger.put("/v1/scenarios/spring", content=SMALL, headers={"content-type": "text/yaml"})
    assert mine.status_code == 201


def test_a_viewer_looks_and_does_not_touch(somebody: dict[str, httpx.Client], plan: dict[str, Any]) -> None:
    viewer = somebody["viewer"]
    assert viewer.get(f"/v1/plans/{plan['id']}").status_code == 200
    for refused in (
        viewer.post("/v1/plans", json={"scenario": {"demo": "harbour"}}),
        viewer.delete(f"/v1/plans/{plan['id']}"),
        viewer.put("/v1/scenarios/mine", content="name: mine"),
        viewer.post("/v1/comparisons", json={"scenario": {"demo": "harbour"}, "variants": [{"name": "a"}]}),
        viewer.post("/v1/explanations/shortfalls", json={"plan": plan["id"]}),
        viewer.post("/v1/plans/by-hand", json={"plan": plan["id"], "allocations": []}),
        viewer.get("/metrics"),
        somebody["planner"].get("/metrics"),
    ):
        assert refused.status_code == 403
        assert refused.json()["type"] == "urn:fairload:problem:not-allowed"
    metrics = somebody["admin"].get("/metrics").text
    assert 'fairload_jobs{status="completed"}' in metrics
    assert "fairload_workers 1.0" in metrics


def numbers(data: Any, words: tuple[str, ...], under: str = "") -> Iterator[str]:
    """The way to every number below a key that has one of the words in it."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from numbers(value, words, f"{under}.{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from numbers(value, words, f"{under}.{number}")
    elif isinstance(data, int | float) and any(word in under for word in words):
        yield under


def test_a_viewer_sees_no_costs_and_no_margins(somebody: dict[str, httpx.Client], plan: dict[str, Any]) -> None:
    money, path = ("cost", "margin", "budget"), f"/v1/plans/{plan['id']}"
    documents = {name: somebody[name].get(f"{path}/document").json() for name in ("viewer", "controller", "planner")}
    assert list(numbers(documents["planner"], money))
    assert documents["controller"] == documents["planner"]
    assert list(numbers(documents["viewer"], money)) == []
    assert documents["viewer"]["kpis"]["revenue"] == documents["planner"]["kpis"]["revenue"]
    assert list(numbers(somebody["viewer"].get(path).json(), money)) == []
    assert somebody["viewer"].get(f"{path}/allocations.xlsx").status_code == 200
    rows = documents["planner"]["allocations"]
    checked = somebody["viewer"].post("/v1/checks", json={"plan": plan["id"], "allocations": rows})
    assert checked.json()["verified"]
    assert list(numbers(checked.json(), money)) == []
    text = somebody["viewer"].get("/v1/scenarios/spring")
    assert text.status_code == 403


def test_a_viewer_reads_answers_without_the_money_in_them(somebody: dict[str, httpx.Client]) -> None:
    planner, viewer = somebody["planner"], somebody["viewer"]
    scenario = {"text": f"{SMALL}policy: {{tiers: [{{goal: margin}}]}}\n"}
    options = {"seconds": 4, "workers": 1}
    plan = ended(
        planner, planner.post("/v1/plans", json={"scenario": scenario, "options": options}).headers["location"]
    )
    about = {"plan": plan["id"], "options": options}
    pages = {"person": "ana", "demand": "site/work/pages"}
    asked = planner.post("/v1/explanations/why", json=about | {"question": pages}).headers["location"]
    whole, seen = ended(planner, asked)["answer"], viewer.get(asked).json()["answer"]
    assert any("margin" in sentence for sentence in whole["sentences"])
    assert whole["losses"][0]["loss"] > 0
    assert seen["losses"][0]["loss"] is None
    assert seen["moves"] == whole["moves"]
    assert "margin" not in " ".join(seen["sentences"])
    asked = planner.post("/v1/explanations/slip", json=about | {"question": {"project": "site", "weeks": 0}})
    assert ended(planner, asked.headers["location"])["answer"] is not None
    assert viewer.get(asked.headers["location"]).json()["answer"] is None


def test_money_is_hidden_wherever_it_stands() -> None:
    seen = hidden(
        {
            "tiers": [{"goal": "delivered", "value": 1}, {"goal": "margin", "value": 2, "bound": 3, "proved": True}],
            "trail": [
                {"value": "projects.site.budget", "before": 1, "after": 2, "by": "x.yaml:1", "sentence": "It is 2."}
            ],
            "breaches": [{"rule": "budget", "about": {"project": "site"}, "text": "12 over"}],
            "kpis": {"expected_cost": 1, "revenue": 2},
            "notes": ["The budget of site is 3.", "Ana is away."],
            "sentences": [
                "ana taken off site/work/pages: what changes first is margin: 12.00 worse (proved).",
                "Kept.",
            ],
            "people": ["low-cost-air"],
        }
    )
    assert seen == {
        "tiers": [{"goal": "delivered", "value": 1}, {"goal": "margin", "value": None, "bound": None, "proved": True}],
        "trail": [{"value": None, "before": None, "after": None, "by": "x.yaml:1", "sentence": None}],
        "breaches": [{"rule": "budget", "about": {"project": "site"}, "text": None}],
        "kpis": {"expected_cost": None, "revenue": 2},
        "notes": ["Ana is away."],
        "sentences": ["Kept."],
        "people": ["low-cost-air"],
    }


def test_whoever_asks_too_often_waits(fresh: Fresh) -> None:
    database = fresh()
    store = Database(database)
    slow = replace(NO_LIMIT, requests_a_second=0.01, requests_at_once=5)
    with serving(Settings(database, auth=True, limits=slow)) as address:
        first, second = (client(address, create(store, name, "viewer")) for name in ("first", "second"))
        with first, second:
            answers = [first.get("/v1/me") for _ in range(12)]
            assert 429 in {answer.status_code for answer in answers}
            refused = next(answer for answer in answers if answer.status_code == 429)
            assert int(refused.headers["retry-after"]) >= 1
            assert second.get("/v1/me").status_code == 200, "others need not wait for them"
    store.close()
