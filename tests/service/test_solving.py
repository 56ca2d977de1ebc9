"""A scenario is posted, a worker solves it, and everything that can be asked about it is there."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import httpx
import icalendar
import pytest

import engine
from tests.api.worlds import SLIP, SMALL
from tests.service.running import ended, in_state
from tests.service.test_requests import assert_is_problem

pytestmark = pytest.mark.usefixtures("worker")

QUICK = {"seconds": 120, "workers": 1}
"""All of it is proved in a blink; the time is what a machine may take that does something else."""


def started(api: httpx.Client, **wanted: Any) -> str:
    answer = api.post("/v1/plans", json={"options": QUICK} | wanted)
    assert answer.status_code == 202, answer.text
    path = answer.headers["location"]
    assert path == f"/v1/plans/{answer.json()['id']}"
    return str(path)


def heard(api: httpx.Client, path: str, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
    """All events until the stream is closed."""
    found, event = [], dict[str, str]()
    with api.stream("GET", f"{path}/events", params={"after": after}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line and not line.startswith(":"):
                key, _, value = line.partition(": ")
                event[key] = value
            elif "event" in event:
                found.append((int(event["id"]), event["event"], json.loads(event["data"])))
                event = {}
    return found


def test_a_plan_comes_back_proved_and_verified(api: httpx.Client, small: dict[str, Any]) -> None:
    path = started(api, **small, name="January")
    plan = ended(api, path)
    assert (plan["status"], plan["outcome"], plan["name"]) == ("completed", "proved_best", "January")
    assert plan["attempts"] == 1
    assert plan["scenario"]["name"] == "quay"
    document = api.get(f"{path}/document").json()
    assert document["verified"]
    assert document["kpis"] == plan["kpis"]
    book = engine.Book(engine.load_text(SMALL).scenario)
    assert engine.verify_plan(book, engine.read_plan(document, book)) == []
    assert plan["id"] in [each["id"] for each in api.get("/v1/plans").json()["plans"]]


def test_its_news_are_told_in_order_and_again_to_whoever_comes_late(api: httpx.Client, small: dict[str, Any]) -> None:
    path = started(api, **small)
    events = heard(api, path)
    assert [number for number, _, _ in events] == list(range(1, len(events) + 1))
    kinds = [kind for _, kind, _ in events]
    assert kinds[0] == "status"
    assert kinds[-1] == "end"
    assert "progress" in kinds
    assert events[-1][2] == {"status": "completed", "outcome": "proved_best", "reason": ""}
    assert heard(api, path) == events
    assert heard(api, path, after=3) == events[3:]
    assert heard(api, path, after=len(events)) == []


def test_allocations_come_as_rows_table_calendar_and_workbook(api: httpx.Client, small: dict[str, Any]) -> None:
    path = started(api, **small)
    ended(api, path)
    rows = api.get(f"{path}/allocations").json()["allocations"]
    table = list(csv.DictReader(io.StringIO(api.get(f"{path}/allocations.csv").text)))
    assert [row["demand"] for row in table] == [row["demand"] for row in rows]
    calendar = icalendar.Calendar.from_ical(api.get(f"{path}/allocations.ics", params={"person": "ana"}).text)
    mine = [row for row in rows if row["person"] == "ana"]
    assert len(calendar.events) == len(mine) > 0
    assert {str(event["summary"]).split(" (")[0] for event in calendar.events} == {row["demand"] for row in mine}
    book = api.get(f"{path}/allocations.xlsx")
    assert "attachment" in book.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        assert sum(name.startswith("xl/worksheets/") for name in parts.namelist()) == 3


def test_a_stopped_solve_keeps_its_best_plan(api: httpx.Client) -> None:
    path = started(api, scenario={"demo": "harbour"}, options={"seconds": 300, "workers": 1})
    solving = in_state(api, path, "solving")
    assert solving["best"]["number"] >= 1
    assert api.get(f"{path}/document").json()["verified"]
    assert api.get(f"{path}/allocations").json()["allocations"]
    assert api.delete(path).status_code == 202
    plan = ended(api, path)
    assert (plan["status"], plan["outcome"]) == ("stopped", "best_so_far")
    assert plan["kpis"]["delivered_minutes"] > 0
    again = api.delete(path)
    assert again.status_code == 200
    assert again.json()["ended"] == plan["ended"]


def test_an_impossible_scenario_names_the_rules_that_clash(api: httpx.Client) -> None:
    text = SMALL.replace("effort: 100h}", "effort: 100h, must: true, allowed_people: [ana]}")
    plan = ended(api, started(api, scenario={"text": text}))
    assert (plan["status"], plan["outcome"]) == ("completed", "impossible")
    assert plan["conflicts"]
    assert api.get(f"/v1/plans/{plan['id']}/document").json()["kpis"] is None


def test_a_plan_may_begin_from_another_one_and_from_its_scenario(api: httpx.Client, small: dict[str, Any]) -> None:
    first = ended(api, started(api, **small))
    overlay = {"text": SLIP, "name": "late.yaml"}
    path = started(api, scenario={"plan": first["id"]}, overlays=[overlay], start_from=first["id"])
    second = ended(api, path)
    assert second["scenario"]["overlays"] == ["late_museum"]
    assert second["outcome"] == "proved_best"
    assert api.get(f"{path}/document").json()["trail"][0]["by"] == "late.yaml:3"


def test_variants_are_compared_with_the_first(api: httpx.Client, small: dict[str, Any]) -> None:
    win = {"data": {"name": "win_it", "changes": [{"win": "pitch"}]}}
    variants = [{"name": "as it is"}, {"name": "win it", "overlays": [win]}]
    answer = api.post("/v1/comparisons", json=small | {"variants": variants, "options": QUICK})
    assert answer.status_code == 202, answer.text
    comparison = ended(api, answer.headers["location"])
    first, second = comparison["variants"]
    assert first["difference"] is None
    difference = second["plan"]["kpis"]["revenue"] - first["plan"]["kpis"]["revenue"]
    assert second["difference"]["revenue"] == difference != 0
    assert comparison["id"] in [each["id"] for each in api.get("/v1/comparisons").json()["comparisons"]]


def test_a_question_is_a_job_too(api: httpx.Client) -> None:
    text = SMALL.replace("effort: 100h}", "effort: 300h}")
    plan = ended(api, started(api, scenario={"text": text}))
    asked = api.post(
        "/v1/explanations/shortfalls", json={"plan": plan["id"], "question": {"demand": "site/work/pages"}}
    )
    assert asked.status_code == 202, asked.text
    explained = ended(api, asked.headers["location"])
    (missing,) = explained["answer"]["missing"]
    line = text.splitlines().index("          - {id: pages, skill: drawing, effort: 300h}") + 1
    assert (missing["demand"], missing["place"]) == ("site/work/pages", f"scenario.yaml:{line}")
    assert missing["reasons"]
    assert explained["answer"]["finished"] == (plan["outcome"] == "proved_best")
    assert any("site/work/pages" in sentence for sentence in explained["answer"]["sentences"])
    assert api.get(f"/v1/plans/{explained['id']}").status_code == 404, "an explanation is no plan"


def test_what_clashes_can_be_asked_of_a_scenario(api: httpx.Client) -> None:
    text = SMALL.replace("effort: 100h}", "effort: 100h, must: true, allowed_people: [ana]}")
    asked = api.post("/v1/explanations/conflicts", json={"scenario": {"text": text}, "options": QUICK})
    explained = ended(api, asked.headers["location"])
    answer = explained["answer"]
    assert (answer["possible"], answer["minimal"]) == (False, True)
    places = {rule["about"].get("demand"): rule["place"] for rule in answer["rules"]}
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "id: pages" in each)
    assert places["site/work/pages"] == f"scenario.yaml:{line}"


QUESTIONS = {
    "repair": {},
    "why": {"person": "ana", "demand": "site/work/pages"},
    "why_not": {"person": "ben", "demand": "site/work/pages"},
    "recommend": {"demand": "site/work/pages"},
    "earliest_start": {"project": "pitch"},
    "earliest_finish": {"project": "pitch"},
    "slip": {"project": "site", "weeks": 0},
    "fee": {"project": "pitch"},
    "hire": {"most": 1},
    "train": {"most": 1},
    "portfolio": {},
    "outcomes": {},
    "frontier": {"at": [300]},
}


def test_every_question_of_the_engine_can_be_asked(api: httpx.Client, small: dict[str, Any]) -> None:
    plan = ended(api, started(api, **small))
    paths = {}
    for kind, question in QUESTIONS.items():
        asked = api.post(f"/v1/explanations/{kind}", json={"plan": plan["id"], "question": question, "options": QUICK})
        assert asked.status_code == 202, asked.text
        paths[kind] = asked.headers["location"]
    answers = {kind: ended(api, path) for kind, path in paths.items()}
    assert {kind: answer["error"] for kind, answer in answers.items() if answer["error"]} == {}
    assert all(answer["answer"] for answer in answers.values())
    kinds = {each["kind"] for each in api.get("/v1/explanations").json()["kinds"]}
    assert kinds == {*QUESTIONS, "shortfalls", "conflicts"}


def test_a_question_about_somebody_unknown_says_so(api: httpx.Client, small: dict[str, Any]) -> None:
    plan = ended(api, started(api, **small))
    question = {"person": "anna", "demand": "site/work/page"}
    problem = assert_is_problem(api.post("/v1/explanations/why", json={"plan": plan["id"], "question": question}), 422)
    told = {fault["value"]: fault["message"] for fault in problem["faults"]}
    assert told.keys() == {"question.person", "question.demand"}
    assert "did you mean `ana`" in told["question.person"]
    assert "did you mean `site/work/pages`" in told["question.demand"]
    about = {"scenario": small["scenario"], "question": {"project": "sight"}}
    assert_is_problem(api.post("/v1/explanations/fee", json=about), 422)


def test_faults_of_all_variants_are_told_at_once(api: httpx.Client, small: dict[str, Any]) -> None:
    lost = [{"name": name, "overlays": [{"data": {"name": name, "changes": [{"lose": name}]}}]} for name in ("a", "b")]
    problem = assert_is_problem(api.post("/v1/comparisons", json=small | {"variants": [{"name": "base"}, *lost]}), 422)
    assert [fault["value"].split(".")[:2] for fault in problem["faults"]] == [["variants", "1"], ["variants", "2"]]
    broken = {"text": SMALL.replace("client: museum", "client: musem", 1)}
    problem = assert_is_problem(api.post("/v1/comparisons", json={"scenario": broken, "variants": lost}), 422)
    assert sum("musem" in fault["message"] for fault in problem["faults"]) == 1
