"""The plan document: complete, deterministic, true to its schema, and readable back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.book import Book
from engine.errors import InputError
from engine.outcome import Conflict, Outcome, Stage, Subject, TierResult
from engine.plan import Plan
from engine.report import PlanDocument, document_text, plan_document, plan_schema, read_plan
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_result, an_allocation, day

SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "plan.schema.json"


def _document(book: Book, plan: Plan | None, *tiers: TierResult, **fields: Any) -> dict[str, Any]:
    result = a_result(plan, *tiers, **fields)
    return plan_document(book, result, name="small", versions={"fairload": "0.1", "ortools": "9"})


def _book() -> Book:
    """Part-timers, leave, a weekend worker, a movable phase, pins, actuals, a pitch."""
    return a_book(
        [
            a_person("ana", time_off=[{"first": day(8), "last": day(9)}]),
            a_person("ben", week={"mon": "8h", "wed": "4h", "sat": "2h"}),
        ],
        [
            a_project("site", a_demand("pages"), a_phase("move", a_demand("it"), length={"min": 1, "max": 5})),
            a_project("pitch", a_demand(), status="tentative", probability=40),
            a_project("house", a_demand(), status="internal"),
        ],
        horizon={"today": day(2)},
        allocations=[
            an_allocation("site/work/pages", "ana", 0, 1, 4, status="actual"),
            an_allocation("site/work/pages", "ana", 3, 4, 4),
        ],
    )


def test_the_schema_file_is_what_the_code_says() -> None:
    """After a wanted change, write ``document_text(plan_schema())`` to docs/plan.schema.json."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == document_text(plan_schema())


def test_a_document_keeps_to_its_schema() -> None:
    book = _book()
    plan = a_plan(book, ("site/work/pages", "ana", 0, 4, 4), phases={"site/move": (0, 2)})
    document = json.loads(document_text(_document(book, plan)))
    jsonschema.validate(document, plan_schema())
    assert PlanDocument.model_validate(document).model_dump(mode="json", by_alias=True, exclude={"seconds"}) == document


def test_the_document_begins_as_the_design_says() -> None:
    document = _document(_book(), a_plan(_book()))
    assert list(document)[:7] == ["schema", "scenario", "versions", "seed", "verified", "outcome", "reason"]
    assert document["scenario"]["hash"] == _book().scenario.hash
    assert document["scenario"]["currency"] == "GBP"
    assert document["outcome"] == "proved_best"
    assert document["verified"] is True


def test_seconds_are_left_out_unless_given() -> None:
    book = a_book()
    result = a_result(a_plan(book), seconds=3.5)
    assert "seconds" not in plan_document(book, result, name="x", versions={})
    assert plan_document(book, result, name="x", versions={}, seconds=3.5)["seconds"] == 3.5


def test_the_same_plan_gives_the_same_bytes() -> None:
    rows = [("site/work/pages", "ana", 3, 4, 4.0), ("site/work/pages", "ben", 7, 7, 8.0)]
    one = document_text(_document(_book(), a_plan(_book(), *rows)))
    other = document_text(_document(_book(), a_plan(_book(), *reversed(rows))))
    assert one == other


def test_overlays_and_trail_are_passed_on() -> None:
    change = {"value": "projects.site.deadline", "before": None, "after": "2027-03-01", "by": "slip.yaml:3"}
    document = plan_document(
        a_book(), a_result(None), name="base", overlays=["slip"], trail=[change], versions={}, verified=True
    )
    assert document["scenario"]["name"] == "base"
    assert document["scenario"]["overlays"] == ["slip"]
    assert document["trail"] == [change]


def test_without_a_plan_there_are_no_figures() -> None:
    conflict = Conflict("skill_match", Subject(demand="site/work/design"), "nobody can do it")
    document = _document(a_book(), None, outcome=Outcome.IMPOSSIBLE, reason="it cannot be", conflicts=(conflict,))
    assert document["outcome"] == "impossible"
    assert document["verified"] is False
    assert document["kpis"] is None
    assert document["allocations"] == document["people"] == document["weeks"] == []
    assert document["conflicts"] == [
        {"rule": "skill_match", "about": {"demand": "site/work/design"}, "text": "nobody can do it"}
    ]
    jsonschema.validate(document, plan_schema())


def test_tiers_are_told_in_their_unit() -> None:
    billable = TierResult("billable", "minutes", 120_050, 240_000, False, scale=100, final=120_000)
    fair = TierResult("fair", "per mille", 900, 900, True, stages=(Stage("most loaded", 900, 900, True),))
    first, second = _document(a_book(), a_plan(a_book()), billable, fair)["tiers"]
    assert (first["value"], first["bound"], first["final"], first["proved"]) == (1200.5, 2400, 1200, False)
    assert first["gap"] == abs(2400 - 1200.5) / 1200.5
    assert (second["value"], second["gap"], second["final"]) == (900, 0.0, None)
    assert second["stages"] == [{"name": "most loaded", "value": 900, "bound": 900, "proved": True}]


@pytest.mark.parametrize(
    ("outcome", "proved", "cause"),
    [
        (Outcome.PROVED_BEST, True, "other_goals"),
        (Outcome.BEST_SO_FAR, True, "other_goals"),
        (Outcome.BEST_SO_FAR, False, "search_not_finished"),
    ],
)
def test_a_shortfall_blames_the_search_only_where_it_is_open(outcome: Outcome, proved: bool, cause: str) -> None:
    tier = TierResult("delivered", "weighted minutes", 0, 0, proved)
    document = _document(a_book(), a_plan(a_book()), tier, outcome=outcome)
    assert document["shortfalls"][0]["reasons"][0]["cause"] == cause


# -- allocations ------------------------------------------------------------------------------------


def _rows(book: Book, plan: Plan) -> list[tuple[Any, ...]]:
    return [
        (row["person"], row["start"], row["end"], row["minutes_per_day"], row["minutes"], row["status"])
        for row in _document(book, plan)["allocations"]
    ]


def test_equal_days_are_one_row_over_a_weekend() -> None:
    book = a_book()
    assert _rows(book, a_plan(book, ("site/work/design", "ana", 0, 11, 4))) == [
        ("ana", "2027-01-04", "2027-01-15", 240, 2400, "confirmed")
    ]


def test_rows_are_split_where_the_status_differs() -> None:
    book = _book()
    assert _rows(book, a_plan(book, ("site/work/pages", "ana", 0, 11, 4))) == [
        ("ana", "2027-01-04", "2027-01-05", 240, 480, "actual"),
        ("ana", "2027-01-06", "2027-01-06", 240, 240, "confirmed"),
        ("ana", "2027-01-07", "2027-01-08", 240, 480, "pinned"),
        ("ana", "2027-01-11", "2027-01-15", 240, 720, "confirmed"),
    ]


def test_a_day_with_more_than_its_pin_is_not_pinned_as_a_whole() -> None:
    book = _book()
    assert _rows(book, a_plan(book, ("site/work/pages", "ana", 3, 3, 6)))[0][-1] == "confirmed"


def test_tentative_and_internal_work_say_so() -> None:
    book = _book()
    plan = a_plan(book, ("pitch/work/design", "ana", 3, 3, 1), ("house/work/design", "ana", 3, 3, 1))
    assert [(row[-1]) for row in _rows(book, plan)] == ["internal", "tentative"]
    assert [row["billable"] for row in _document(book, plan)["allocations"]] == [False, True]


# -- reading back -----------------------------------------------------------------------------------


@st.composite
def _plans(draw: st.DrawFn) -> Plan:
    book = _book()
    works = st.tuples(
        st.sampled_from(sorted(book.demands)), st.sampled_from(sorted(book.people)), st.integers(0, book.days - 1)
    )
    minutes = draw(st.dictionaries(works, st.sampled_from([0, 30, 60, 240]), max_size=40))
    start = draw(st.integers(0, 8))
    return Plan(minutes, {"site/move": (start, start + draw(st.integers(0, 4)))})


@settings(deadline=None)
@given(_plans())
def test_what_is_written_is_read_back(plan: Plan) -> None:
    """Any plan, sensible or not: leave, weekends, half weeks, pins and actuals included."""
    book = _book()
    again = read_plan(json.loads(document_text(_document(book, plan))), book)
    assert again.minutes == plan.minutes
    assert again.phases == plan.phases


def _faulty() -> Iterator[Any]:
    good = {"demand": "site/work/pages", "person": "ana", "start": "2027-01-04", "end": "2027-01-05"}
    row = {**good, "minutes_per_day": 60}
    yield pytest.param({}, "there are no `allocations`", id="another file")
    yield pytest.param([], "JSON object", id="a list")
    yield pytest.param({"schema": "fairload/plan/9", "allocations": []}, "cannot be read", id="another version")
    yield pytest.param({"allocations": "all"}, "must be a list", id="no list")
    yield pytest.param({"allocations": ["x"]}, "must be an object", id="no object")
    for id, change, words in (
        ("demand", {"demand": "site/work/page"}, "did you mean `site/work/pages`"),
        ("person", {"person": "anna"}, "did you mean `ana`"),
        ("project", {"project": "pitch"}, "`pitch` is not the project of demand"),
        ("key", {"hours": 3}, "is not a key of this row"),
        ("order", {"end": "2027-01-01"}, "`end` 2027-01-01 is before `start` 2027-01-04"),
        ("horizon", {"end": "2027-03-01"}, "leaves the horizon"),
        ("before", {"start": "2027-01-01"}, "leaves the horizon"),
        ("no day", {"start": "2027-01-09", "end": "2027-01-10"}, "has no working day"),
        ("date", {"start": "yesterday"}, "Invalid isoformat"),
        ("number for a date", {"start": 20270104}, "is not a date"),
        ("zero", {"minutes_per_day": 0}, "greater than or equal to 1"),
        ("negative", {"minutes_per_day": -60}, "greater than or equal to 1"),
        ("too long", {"minutes_per_day": 1441}, "less than or equal to 1440"),
        ("text", {"minutes_per_day": "60"}, "valid integer"),
        ("truth", {"minutes_per_day": True}, "valid integer"),
        ("half", {"minutes_per_day": 60.5}, "valid integer"),
    ):
        yield pytest.param({"allocations": [{**row, **change}]}, words, id=f"row: {id}")
    yield pytest.param({"allocations": [good]}, "minutes_per_day: is missing", id="row: missing")
    twice = {**row, "start": "2027-01-05", "end": "2027-01-06"}
    yield pytest.param({"allocations": [row, twice]}, "on 2027-01-05 already", id="row: twice")
    moved = {"phase": "site/move", "start": "2027-01-04", "end": "2027-01-05"}
    for id, phases, words in (
        ("unknown", [{**moved, "phase": "site/mov"}], "did you mean `site/move`"),
        ("fixed", [{**moved, "phase": "site/work"}], "has fixed dates"),
        ("twice", [moved, moved], "has dates already"),
        ("horizon", [{**moved, "end": "2027-03-01"}], "leaves the horizon"),
    ):
        yield pytest.param({"allocations": [], "phases": phases}, words, id=f"phase: {id}")


@pytest.mark.parametrize(("document", "words"), list(_faulty()))
def test_what_is_not_a_plan_of_this_book_is_refused(document: Any, words: str) -> None:
    with pytest.raises(InputError) as refused:
        read_plan(document, _book())
    assert words in str(refused.value)


def test_every_fault_is_told_and_where_it_is() -> None:
    rows = [
        {"demand": "no", "person": "nobody", "start": "2026-01-01", "end": "2027-01-05", "minutes_per_day": 60},
        {"demand": "site/work/pages"},
    ]
    with pytest.raises(InputError) as refused:
        read_plan({"allocations": rows}, _book())
    paths = [".".join(map(str, fault.path)) for fault in refused.value.faults]
    assert paths == [
        "allocations.0.demand",
        "allocations.0.person",
        "allocations.0.start",
        "allocations.1.person",
        "allocations.1.start",
        "allocations.1.end",
        "allocations.1.minutes_per_day",
    ]


def test_a_plan_of_another_book_is_refused_quickly() -> None:
    rows = [
        {"demand": f"x/y/{n}", "person": "ana", "start": "2027-01-04", "end": "2027-01-04", "minutes_per_day": 60}
        for n in range(500)
    ]
    with pytest.raises(InputError) as refused:
        read_plan({"allocations": rows}, _book())
    assert len(refused.value.faults) == 500
    assert "known:" not in refused.value.faults[-1].message
