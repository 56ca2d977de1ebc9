"""From files to a scenario: whole, frozen, and with everything that is wrong told at once."""

import json
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.files import source as source_module
from engine.files.load import Loaded, load, load_data, load_text

AGENCY = Path(__file__).parent / "agency.yaml"


def refused(*arguments: Any, **named: Any) -> list[str]:
    with pytest.raises(InputError) as error:
        load_text(*arguments, **named)
    return [str(fault) for fault in error.value.faults]


def test_yaml_and_json_of_one_meaning_are_one_scenario(tmp_path: Path) -> None:
    loaded = load(AGENCY)
    file = tmp_path / "agency.json"
    file.write_text(loaded.scenario.model_dump_json(), encoding="utf-8")
    assert load(file).scenario.hash == loaded.scenario.hash
    assert load_data(json.loads(file.read_text(encoding="utf-8"))).scenario == loaded.scenario


def test_money_and_time_are_exact() -> None:
    ben = load(AGENCY).scenario.people[1]
    assert ben.cost_rate == 4210
    assert ben.commitments[0].minutes_per_day == 15
    assert load(AGENCY).scenario.calendars[0].week["thu"] == 450


def test_public_holidays_are_frozen_for_the_years_of_the_horizon() -> None:
    london, glasgow = load(AGENCY).scenario.calendars
    assert london.holidays is not None
    assert glasgow.holidays is not None
    assert date(2027, 3, 29) in (london.holidays.dates or ())  # Easter Monday, no holiday in Scotland
    assert date(2027, 3, 29) not in (glasgow.holidays.dates or ())
    assert date(2027, 1, 4) in (glasgow.holidays.dates or ())  # the day after 2 January, in lieu
    assert {day.year for day in london.holidays.dates or ()} == {2027}


def test_holidays_that_are_written_down_are_left_alone(agency_data: dict[str, Any]) -> None:
    agency_data["calendars"][0]["holidays"] = {"country": "GB", "dates": ["2027-01-06"]}
    calendar = load_data(agency_data).scenario.calendars[0]
    assert calendar.holidays is not None
    assert calendar.holidays.dates == (date(2027, 1, 6),)


def test_a_value_can_be_asked_for_its_place() -> None:
    loaded = load(AGENCY)
    lines = AGENCY.read_text(encoding="utf-8").splitlines()
    place = loaded.place(("projects", 0, "deadline"))
    assert place is not None
    assert place.startswith(f"{AGENCY}:")
    assert "deadline: 2027-04-16" in lines[int(place.rpartition(":")[2]) - 1]


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_lines(agency_text: str) -> None:
    text = agency_text
    for old, new in (
        ("first: 2027-01-04, last", "first: 2027-01-04, first: 2027-01-05, last"),  # a doubled key
        ("department: studio", "department: studdio"),  # a dangling reference
        ("fte: 80", "fte: 180"),  # an impossible value
        ("main_skill: design", "main_skil: design"),  # a misspelt key
        ("effort: 90h", "effort: ninety"),  # not a duration
        ("skill: test, effort: 20h", "skill: tset, effort: 20h"),  # dangling, beside the last one
        ("client: gallery", "client: galery"),
        ("person: ben, start: 2027-02-08", "person: bne, start: 2027-02-08"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    faults = refused(text, "agency.yaml")
    assert len(faults) == 8
    lines = [int(fault.split(":")[1]) for fault in faults]
    assert lines == sorted(lines)
    for phrase in (
        "key `first` stands here twice",
        "people.ana.department: department `studdio` is not declared under `departments`; did you mean `studio`?",
        "people.ana.fte: `180` is too large; at most 100 is possible",
        "people.ana.main_skil: unknown key `main_skil`; did you mean `main_skill`?",
        "templates.website.phases.make.demands.code.effort: `ninety` is not a duration",
        "phases.qa.demands.test.skill: skill `tset` is not declared under `skills`; did you mean `test`?",
        "projects.museum.client: client `galery` is not declared under `clients`; did you mean `gallery`?",
        "allocations.1.person: person `bne` is not declared under `people`; did you mean `ben`?",
    ):
        assert [fault for fault in faults if phrase in fault], (phrase, faults)


def test_a_broken_entry_does_not_raise_an_echo(agency_text: str) -> None:
    for old, new in (
        ("  - id: ben\n", "  - id: ben\n    nmae: Ben\n"),
        ("department: studio\n    role: developer\n    skills: {code: 3", "role: developer\n    skills: {code: 3"),
        ("status: tentative", "status: tentativ"),
        ("  - {id: dee, department: production, ", "  - {id: dee, department: 4, "),
        ("week: {mon: 7h30, ", "week: {mon: seven, "),
        ("first: 2027-01-04, last: 2027-04-25, d", "first: 2027-13-04, last: 2027-04-25, d"),
        ("- {id: studio, name: Studio}", "- {id: studio, name: 5}"),
        ("fairness: {band: 250}", "fairness: {bnad: 250}"),
    ):
        assert old in agency_text, old
        assert len(refused(agency_text.replace(old, new, 1), "agency.yaml")) == 1, new


def test_what_is_missing_altogether_is_named_once(agency_data: dict[str, Any]) -> None:
    for section in ("horizon", "departments", "skills", "roles", "people", "name"):
        broken = {key: value for key, value in agency_data.items() if key != section}
        with pytest.raises(InputError) as error:
            load_data(broken)
        assert [fault.message for fault in error.value.faults] == [f"`{section}` is missing"]


def test_a_fault_keeps_the_real_path_and_shows_the_ids() -> None:
    with pytest.raises(InputError) as error:
        load_text(AGENCY.read_text(encoding="utf-8").replace("priority: 4", "priority: 9"), "agency.yaml")
    (fault,) = error.value.faults
    assert fault.path == ("projects", 0, "priority")
    assert fault.label == "projects.shop.priority"
    assert fault.place is not None
    assert ": projects.shop.priority: `9` is too large; at most 5 is possible" in str(fault)


def test_a_fault_in_parsed_data_has_a_path_and_no_line(agency_data: dict[str, Any]) -> None:
    agency_data["people"][0]["fte"] = 300
    with pytest.raises(InputError, match=r"^people\.ana\.fte: `300` is too large"):
        load_data(agency_data)
    with pytest.raises(InputError, match=r"^mine: people\.ana\.fte: `300` is too large"):
        load_data(agency_data, "mine")


def test_files_that_cannot_be_read_are_said_to_be_so(tmp_path: Path) -> None:
    for path, phrase in (
        (tmp_path / "nowhere.yaml", "there is no such file"),
        (tmp_path, "the file cannot be read: Is a directory"),
        ("nul\0.yaml", "the file cannot be read: embedded null byte"),
    ):
        with pytest.raises(InputError, match=phrase):
            load(path)


def test_faults_of_base_and_overlays_come_together(tmp_path: Path) -> None:
    overlay = tmp_path / "o.yaml"
    overlay.write_text("name: o\nchanges:\n  - slip: {project: shop, week: 3}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load(tmp_path / "nowhere.yaml", [overlay, tmp_path / "neither.yaml"])
    said = str(error.value)
    assert "nowhere.yaml: there is no such file" in said
    assert "unknown key `week`; did you mean `weeks`?" in said
    assert "neither.yaml: there is no such file" in said


def test_a_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert source_module.MOST_BYTES == 20_000_000
    assert refused(" " * 20_000_001, "big.yaml") == ["big.yaml: the file is larger than 20 MB"]


def test_a_key_with_two_names_is_checked_under_both(agency_text: str) -> None:
    (fault,) = refused(agency_text.replace("with: [design]", "with_: design"), "agency.yaml")
    assert "museum.phases.concept.demands.review.with_: `design` is not a list" in fault


def test_an_empty_list_entry_is_named(agency_text: str) -> None:
    (fault,) = refused(agency_text.replace("closures: [{", "closures: [null, {"), "agency.yaml")
    assert "calendars.london.closures.0: nothing is written here, but a mapping of keys and values is expected" in fault


def test_a_thousand_dangling_references_are_told_in_good_time(agency_text: str) -> None:
    rows = [
        f"  - {{demand: shop/make/code{n}, person: nobody{n}, start: 2027-02-01, end: 2027-02-02, minutes_per_day: 1h}}"
        for n in range(1000)
    ]
    before = time.process_time()
    faults = refused(agency_text.replace("allocations:\n", "allocations:\n" + "\n".join(rows) + "\n"), "agency.yaml")
    assert len(faults) == 2000
    assert time.process_time() - before < 10


def test_hints_in_a_hopeless_file_come_to_an_end(agency_text: str) -> None:
    lines = "\n".join(
        f"  - {{id: x{n}, quality_gates: [], phases: [{{id: p, start: 2027-02-01, end: 2027-03-26, demands: "
        f"[{{id: d, skill: code, effort: 40h, not_with: [qx/dx]}}]}}]}}"
        for n in range(2000)
    )
    before = time.process_time()
    faults = refused(agency_text.replace("projects:\n  - id: shop", f"projects:\n{lines}\n  - id: shop", 1))
    assert len(faults) == 2000
    assert "did you mean `x0/p/d`?" in faults[0]
    assert "did you mean" not in faults[-1]
    assert time.process_time() - before < 10


def test_a_large_file_loads_in_seconds() -> None:
    phase = "\n".join(
        f"      - id: p{n}\n        start: 2027-02-01\n        end: 2027-03-26\n        demands:\n"
        f"          - id: d\n            skill: code\n            effort: 40h"
        for n in range(10)
    )
    projects = "\n".join(f"  - id: x{n}\n    phases:\n{phase}" for n in range(280))
    head = AGENCY.read_text(encoding="utf-8").replace("quality_gates: [onboarding, qa]", "one_pm: true")
    text = head.replace("projects:\n  - id: shop", f"projects:\n{projects}\n  - id: shop", 1)
    assert text.count("\n") > 20_000
    before = time.process_time()
    loaded = load_text(text)
    assert len(loaded.scenario.projects) == 284
    assert time.process_time() - before < 5


def test_notes_tell_what_was_perhaps_not_meant(agency_text: str, with_overlays: Callable[..., Loaded]) -> None:
    assert load_text(agency_text).notes == ()
    text = agency_text
    for old, new in (
        ("start: 2027-03-01, end: 2027-03-26", "start: 2028-03-01, end: 2028-03-26"),
        ("  - {role: developer, rate: 105}\n", ""),
        ("{id: review, skill: test, effort: 6h,", "{id: review, skill: test, level: 5, effort: 6h,"),
        (
            "start: 2027-02-08, end: 2027-02-12, minutes_per_day: 2h",
            "start: 2027-02-13, end: 2027-02-14, minutes_per_day: 2h",
        ),
        ("latest: 2027-04-23, scale: 120", "latest: 2027-04-23, scale: 120, skip: [make]"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    notes = load_text(text, "agency.yaml").notes
    for phrase in (
        "projects.house.phases.site: phase `site` (2028-03-01 to 2028-03-26) lies wholly outside the horizon",
        "projects.shop: billable demand `shop/qa/test` earns nothing when done by `ben`: no rate fits",
        "projects.museum: nobody can do demand `museum/concept/review`: skill `test` at level 5, function `delivery`",
        "allocations.1: `ben` is pinned to `care/care-2027-02/fixes` from 2027-02-13 to 2027-02-14, but has no",
    ):
        assert [note for note in notes if phrase in note], (phrase, notes)
    assert all(note.startswith("agency.yaml:") for note in notes)


def test_a_note_says_which_pins_meet_an_absence(with_overlays: Callable[..., Loaded]) -> None:
    loaded = with_overlays("  - leave: {person: ben, first: 2027-02-08, last: 2027-02-12}\n")
    assert [note for note in loaded.notes if "`ben` is pinned to `care/care-2027-02/fixes`" in note]


def test_exact_decimals_work_from_python_too(agency_data: dict[str, Any]) -> None:
    agency_data["people"][1]["cost_rate"] = Decimal("42.1")
    agency_data["roles"][0]["cost_rate"] = 35.0
    assert load_data(agency_data).scenario.hash == load(AGENCY).scenario.hash
