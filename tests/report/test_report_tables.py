"""Tables for spreadsheets, and the files of --out."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from engine.report import allocations_csv, document_text, people_csv, plan_document, projects_csv, write_out
from engine.report.tables import hours_text, safe_text
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_result, day


def _document() -> dict[str, Any]:
    book = a_book(
        [
            a_person("ana", name="=cmd()", cost_rate=60, bill_rate=50),
            a_person("ben", name="Ben, the second"),
        ],
        [
            a_project(
                "site",
                a_demand("pages", hours=37.5),
                budget=1000,
                deadline=day(9),
                deadline_penalty=1,
                name="@home",
            )
        ],
        currency="EUR",
    )
    plan = a_plan(book, ("site/work/pages", "ana", 0, 4, 7.5))
    return plan_document(book, a_result(plan), name="small", versions={})


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_allocations_have_decimal_hours() -> None:
    (row,) = _read(allocations_csv(_document()))
    assert row == {
        "project": "site",
        "demand": "site/work/pages",
        "person": "ana",
        "name": "'=cmd()",
        "start": "2027-01-04",
        "end": "2027-01-08",
        "hours_per_day": "7.5",
        "hours": "37.5",
        "billable": "yes",
        "status": "confirmed",
    }


def test_people_have_money_in_major_units_with_the_currency_in_the_header() -> None:
    ana, ben = _read(people_csv(_document()))
    assert (ana["planned_hours"], ana["billable_utilisation"], ana["load_per_mille"]) == ("37.5", "0.4688", "469")
    assert (ana["revenue_eur"], ana["cost_eur"], ana["margin_eur"]) == ("1875.00", "2250.00", "-375.00")
    assert (ben["name"], ben["target_per_cent"], ben["billable_share"], ben["projects"]) == (
        "Ben, the second",
        "",
        "",
        "",
    )


def test_projects_have_budget_and_dates() -> None:
    (site,) = _read(projects_csv(_document()))
    assert site["name"] == "'@home"
    assert (site["budget_eur"], site["budget_burn"], site["start"], site["finish"]) == (
        "1000.00",
        "2.25",
        "2027-01-04",
        "2027-01-08",
    )
    assert (site["lateness_days"], site["penalty_eur"], site["people"]) == ("4", "4.00", "ana")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert safe_text(text) == f"'{text}"


def test_harmless_text_and_negative_numbers_stay_as_they_are() -> None:
    assert safe_text("Ana-Maria = A") == "Ana-Maria = A"
    assert "-375.00" in people_csv(_document())


@pytest.mark.parametrize(("minutes", "text"), [(0, "0"), (450, "7.5"), (6000, "100"), (20, "0.3333"), (-90, "-1.5")])
def test_hours_as_decimals(minutes: int, text: str) -> None:
    assert hours_text(minutes) == text


def test_the_four_files_are_written(tmp_path: Path) -> None:
    document = _document()
    written = write_out(tmp_path / "deep" / "out", document)
    assert sorted(path.name for path in written) == ["allocations.csv", "people.csv", "plan.json", "projects.csv"]
    assert sorted(path.name for path in (tmp_path / "deep" / "out").iterdir()) == sorted(path.name for path in written)
    assert json.loads((tmp_path / "deep" / "out" / "plan.json").read_text(encoding="utf-8")) == document


def test_writing_again_replaces_and_is_byte_identical(tmp_path: Path) -> None:
    write_out(tmp_path, _document())
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_out(tmp_path, _document())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first
    assert first["plan.json"].decode() == document_text(_document())


def test_without_a_plan_the_tables_have_no_rows(tmp_path: Path) -> None:
    write_out(tmp_path, plan_document(a_book(), a_result(None), name="small", versions={}))
    assert (tmp_path / "allocations.csv").read_text(encoding="utf-8").count("\n") == 1
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["outcome"] == "nothing_found"


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "allocations.csv").mkdir()
    with pytest.raises(OSError, match="allocations"):
        write_out(tmp_path, _document())
    assert [path.name for path in tmp_path.iterdir()] == ["allocations.csv"]
