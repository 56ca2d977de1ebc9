"""A plan that somebody changed by hand is checked, kept, and from then on a plan like any other."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

import engine
from api.client import Client
from api.settings import Settings
from tests.api.worlds import SMALL
from tests.service.conftest import NO_LIMIT, Fresh
from tests.service.running import client, ended, serving
from tests.service.test_requests import assert_is_problem
from tests.service.test_solving import heard, started

pytestmark = pytest.mark.usefixtures("worker")
ROW = {"demand": "site/work/pages", "person": "ana", "start": "2027-01-04", "end": "2027-01-08", "minutes_per_day": 240}


@pytest.fixture
def parent(api: httpx.Client, small: dict[str, Any]) -> dict[str, Any]:
    """A solved plan."""
    return ended(api, started(api, **small))


def kept(api: httpx.Client, parent: dict[str, Any], rows: list[dict[str, Any]], **more: Any) -> httpx.Response:
    headers = {"Idempotency-Key": more.pop("key")} if "key" in more else {}
    return api.post("/v1/plans/by-hand", json={"plan": parent["id"], "allocations": rows} | more, headers=headers)


def test_a_changed_plan_is_kept_with_its_figures_and_where_it_comes_from(
    api: httpx.Client, parent: dict[str, Any]
) -> None:
    answer = kept(api, parent, [ROW], name="Ana only")
    assert answer.status_code == 201, answer.text
    path = answer.headers["location"]
    plan = api.get(path).json()
    assert plan == answer.json()
    assert (plan["status"], plan["source"], plan["parent"], plan["name"]) == (
        "completed",
        "by hand",
        parent["id"],
        "Ana only",
    )
    assert (parent["source"], parent["parent"]) == ("solved", None)
    assert plan["kpis"]["delivered_minutes"] == 5 * ROW["minutes_per_day"]
    assert plan["shortfalls"] > 0
    document = api.get(f"{path}/document").json()
    assert document["verified"]
    assert document["kpis"] == plan["kpis"]
    assert f"Made by hand from plan {parent['id']}." in document["notes"]
    book = engine.Book(engine.load_text(SMALL).scenario)
    assert engine.verify_plan(book, engine.read_plan(document, book)) == []
    assert heard(api, path)[-1][1] == "end"
    assert api.delete(path).status_code == 200, "it has ended, and nothing about it changes any more"
    assert plan["id"] in [each["id"] for each in api.get("/v1/plans").json()["plans"]]


def test_it_can_be_exported_asked_about_and_planned_on(api: httpx.Client, parent: dict[str, Any]) -> None:
    plan = kept(api, parent, [ROW]).json()
    path = f"/v1/plans/{plan['id']}"
    (row,) = api.get(f"{path}/allocations").json()["allocations"]
    assert {key: row[key] for key in ROW} == ROW
    assert "site/work/pages" in api.get(f"{path}/allocations.csv").text
    assert "BEGIN:VEVENT" in api.get(f"{path}/allocations.ics", params={"person": "ana"}).text
    assert api.get(f"{path}/allocations.xlsx").is_success
    assert api.get(f"{path}/board").is_success
    asked = api.post("/v1/explanations/shortfalls", json={"plan": plan["id"]})
    missing = ended(api, asked.headers["location"])["answer"]["missing"]
    assert "site/work/pages" in {each["demand"] for each in missing}
    better = ended(api, started(api, scenario={"plan": plan["id"]}, start_from=plan["id"]))
    assert better["kpis"]["delivered_minutes"] > plan["kpis"]["delivered_minutes"]


def test_plans_that_there_are_stand_side_by_side_unsolved(api: httpx.Client, parent: dict[str, Any]) -> None:
    plan = kept(api, parent, [ROW]).json()
    variants = [{"name": "solved", "plan": parent["id"]}, {"name": "by hand", "plan": plan["id"]}]
    answer = api.post("/v1/comparisons", json={"variants": variants})
    assert answer.status_code == 202, answer.text
    comparison = api.get(answer.headers["location"]).json()
    assert comparison["status"] == "completed"
    assert [each["plan"]["id"] for each in comparison["variants"]] == [parent["id"], plan["id"]]
    less = plan["kpis"]["delivered_minutes"] - parent["kpis"]["delivered_minutes"]
    assert comparison["variants"][1]["difference"]["delivered_minutes"] == less < 0
    win = {"data": {"name": "win_it", "changes": [{"win": "pitch"}]}}
    mixed = [*variants, {"name": "win it", "overlays": [win]}]
    body = {"scenario": {"plan": parent["id"]}, "variants": mixed, "options": {"seconds": 10, "workers": 1}}
    third = ended(api, api.post("/v1/comparisons", json=body).headers["location"])["variants"][2]
    assert third["plan"]["source"] == "solved"


def test_what_cannot_be_compared_is_refused(api: httpx.Client, parent: dict[str, Any]) -> None:
    mine = {"name": "mine", "plan": parent["id"]}
    assert_is_problem(api.post("/v1/comparisons", json={"variants": [mine, {"name": "base"}]}), 422)
    assert_is_problem(api.post("/v1/comparisons", json={"variants": [mine | {"plan": "0" * 32}]}), 404)
    both = mine | {"overlays": [{"data": {"name": "o", "changes": []}}]}
    assert_is_problem(api.post("/v1/comparisons", json={"variants": [both]}), 422)
    dollars = SMALL.replace("name: quay", "name: quay\ncurrency: USD")
    body = {"scenario": {"text": dollars}, "variants": [mine, {"name": "dollars"}]}
    problem = assert_is_problem(api.post("/v1/comparisons", json=body), 422)
    assert problem["detail"] == "they are in GBP and USD"


def test_a_plan_that_breaks_rules_is_refused_with_every_breach_and_its_place(
    api: httpx.Client, parent: dict[str, Any]
) -> None:
    too_much = ROW | {"minutes_per_day": 900}
    not_hers = ROW | {"demand": "site/work/lead"}
    answer = kept(api, parent, [too_much, not_hers])
    problem = assert_is_problem(answer, 422)
    assert problem["type"].endswith("broken-rules")
    lines = SMALL.splitlines()
    places = {
        name: f"quay.yaml:{1 + next(number for number, line in enumerate(lines) if f'id: {name}' in line)}"
        for name in ("ana", "lead")
    }
    said = {(fault["message"].split(":")[0], fault["place"]) for fault in problem["faults"]}
    assert {("no_overload", places["ana"]), ("skill_match", places["lead"])} <= said


def test_rows_that_are_no_plan_are_refused_with_the_way_to_them(api: httpx.Client, parent: dict[str, Any]) -> None:
    problem = assert_is_problem(kept(api, parent, [ROW, ROW | {"person": "anna"}]), 422)
    assert problem["faults"][0]["value"] == "allocations.1.person"
    assert "did you mean `ana`" in problem["faults"][0]["message"]
    assert_is_problem(api.post("/v1/plans/by-hand", json={"plan": "0" * 32, "allocations": []}), 404)
    assert_is_problem(api.post("/v1/plans/by-hand", json={"allocations": []}), 422)


def test_half_a_character_in_a_row_is_refused_in_words(api: httpx.Client, parent: dict[str, Any]) -> None:
    """JSON can say it and no text can hold it, so that telling it back once was an error of its own."""
    text = json.dumps({"plan": parent["id"], "allocations": [ROW | {"demand": "site/\ud800"}]})
    for path in ("/v1/plans/by-hand", "/v1/checks"):
        answer = api.post(path, content=text, headers={"content-type": "application/json"})
        assert "site/?" in assert_is_problem(answer, 422)["faults"][0]["message"]


def test_asking_twice_keeps_one(api: httpx.Client, parent: dict[str, Any]) -> None:
    first = kept(api, parent, [ROW], key="once")
    again = kept(api, parent, [ROW], key="once")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert_is_problem(kept(api, parent, [ROW], key="once", name="another"), 422)


def test_newer_pins_take_the_place_of_older_ones(api: httpx.Client, parent: dict[str, Any]) -> None:
    """Two overlays that pin would contradict each other, and whoever pins by hand twice means the second."""

    def pinned(minutes: int, **more: Any) -> dict[str, Any]:
        to = [ROW | {"minutes_per_day": minutes, "status": "pinned"}]
        return {"data": {"name": "by_hand", "changes": [{"change": {"path": "allocations", "to": to}}]}} | more

    first = kept(api, parent, [ROW], overlays=[pinned(240)])
    assert first.status_code == 201, first.text
    less = [ROW | {"minutes_per_day": 120}]
    problem = assert_is_problem(kept(api, first.json(), less, overlays=[pinned(120)]), 422)
    assert problem["type"].endswith("invalid-scenario")
    second = kept(api, first.json(), less, overlays=[pinned(120, instead=True)])
    assert second.status_code == 201, second.text
    assert second.json()["scenario"]["overlays"] == ["by_hand"]
    document = api.get(f"{second.headers['location']}/document").json()
    assert {(row["minutes_per_day"], row["status"]) for row in document["allocations"]} == {(120, "pinned")}
    for strange in ({"text": "name: x", "instead": True}, {"data": {"name": None, "changes": []}, "instead": True}):
        assert_is_problem(kept(api, first.json(), less, overlays=[strange]), 422)


def test_a_plan_needs_no_parent(api: httpx.Client, small: dict[str, Any]) -> None:
    plan = api.post("/v1/plans/by-hand", json=small | {"allocations": [ROW]}).json()
    assert (plan["source"], plan["parent"]) == ("by hand", None)


def test_a_program_keeps_one(address: str, api: httpx.Client, parent: dict[str, Any]) -> None:
    with Client(address) as fairload:
        rows = fairload.allocations(parent["id"])
        plan = fairload.keep(parent["id"], rows, name="the same", idempotency_key="program")
        assert (plan.source, plan.parent, plan.has_ended) == ("by hand", parent["id"], True)
        solver_only = {"price_of_fairness": None}  # only a search knows what other goals would have allowed
        assert plan.kpis == parent["kpis"] | solver_only
        assert fairload.keep(parent["id"], rows, name="the same", idempotency_key="program").id == plan.id


def test_nobody_need_be_there_to_solve(fresh: Fresh, small: dict[str, Any]) -> None:
    with serving(Settings(fresh(), limits=NO_LIMIT)) as address, client(address) as alone:
        assert alone.post("/v1/plans/by-hand", json=small | {"allocations": [ROW]}).json()["status"] == "completed"
