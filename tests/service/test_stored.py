"""Stored scenarios: every version is kept, and nobody overwrites another's change unseen."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.api.worlds import SMALL
from tests.service.test_requests import assert_is_problem

YAML = {"content-type": "application/yaml"}
CHANGED = SMALL.replace("effort: 100h", "effort: 90h")


def put(api: httpx.Client, name: str, text: str, **headers: str) -> httpx.Response:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return api.put(f"/v1/scenarios/{name}", content=text, headers=YAML | named)


def test_a_scenario_is_kept_as_it_was_put(api: httpx.Client) -> None:
    first = put(api, "kept", SMALL)
    assert first.status_code == 201
    version = hashlib.sha256(SMALL.encode()).hexdigest()
    assert first.headers["etag"] == f'"{version}"'
    found = api.get("/v1/scenarios/kept")
    assert found.text == SMALL
    assert found.headers["etag"] == f'"{version}"'
    assert api.get("/v1/scenarios/kept", headers={"if-none-match": f'"{version}"'}).status_code == 304
    assert "kept" in [each["name"] for each in api.get("/v1/scenarios").json()["scenarios"]]


def test_a_change_names_the_version_that_it_is_a_change_of(api: httpx.Client) -> None:
    tag = put(api, "changed", SMALL).headers["etag"]
    assert_is_problem(put(api, "changed", CHANGED), 428)
    assert_is_problem(put(api, "changed", CHANGED, if_match='"0"'), 412)
    assert_is_problem(put(api, "changed", CHANGED, if_none_match="*"), 412)
    second = put(api, "changed", CHANGED, if_match=tag)
    assert second.status_code == 200
    assert second.headers["etag"] != tag
    assert_is_problem(put(api, "changed", SMALL, if_match=tag), 412)
    assert api.get("/v1/scenarios/changed").text == CHANGED
    assert api.get("/v1/scenarios/changed", params={"version": tag.strip('"')}).text == SMALL
    back = put(api, "changed", SMALL, if_match=second.headers["etag"])
    assert back.headers["etag"] == tag, "an old text is the old version again"


def test_of_many_who_put_a_new_one_at_once_one_is_first(api: httpx.Client) -> None:
    for name in ("rush-1", "rush-2", "rush-3"):
        with ThreadPoolExecutor(8) as together:
            texts = [SMALL.replace("effort: 100h", f"effort: {hours}h") for hours in range(91, 99)]
            answers = list(together.map(lambda text, name=name: put(api, name, text), texts))
        assert sorted(answer.status_code for answer in answers) == [201] + [428] * 7
        first = next(answer for answer in answers if answer.status_code == 201)
        assert api.get(f"/v1/scenarios/{name}").headers["etag"] == first.headers["etag"]


def test_a_plan_may_be_of_an_older_version(api: httpx.Client) -> None:
    tag = put(api, "older", SMALL).headers["etag"]
    put(api, "older", CHANGED, if_match=tag)
    hashes = [
        api.post("/v1/plans", json={"scenario": {"stored": "older"} | more}).json()["scenario"]["hash"]
        for more in ({}, {"version": tag.strip('"')})
    ]
    assert len(set(hashes)) == 2


def test_only_good_scenarios_are_kept(api: httpx.Client) -> None:
    problem = assert_is_problem(put(api, "bad", SMALL.replace("client: museum", "client: musem")), 422)
    assert problem["faults"][0]["place"].startswith("bad.yaml:")
    assert_is_problem(api.get("/v1/scenarios/bad"), 404)
    wrong = api.put("/v1/scenarios/bad", content=b"x", headers={"content-type": "image/png"})
    assert_is_problem(wrong, 415)
    assert_is_problem(api.put("/v1/scenarios/bad", content=b"\xff", headers=YAML), 400)


def test_deleting_needs_the_version_too(api: httpx.Client) -> None:
    tag = put(api, "gone", SMALL).headers["etag"]
    assert_is_problem(api.delete("/v1/scenarios/gone"), 428)
    assert_is_problem(api.delete("/v1/scenarios/gone", headers={"if-match": '"0"'}), 412)
    assert api.delete("/v1/scenarios/gone", headers={"if-match": tag}).status_code == 204
    assert_is_problem(api.get("/v1/scenarios/gone"), 404)
    assert_is_problem(put(api, "gone", SMALL, if_match=tag), 412)
