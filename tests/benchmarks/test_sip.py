"""The SiP adapter, on ten invented rows of the same shape (`sip_tiny`); the real data is never copied here."""

import json
from datetime import date
from pathlib import Path

import pytest

import engine
from benchmarks.instances import sip, sip_data
from engine.outcome import Outcome, Result
from engine.plan import Plan, Row

TINY = Path(__file__).parent / "sip_tiny"


@pytest.fixture(scope="module")
def data():
    """The ten rows, read."""
    return sip.read(TINY)


@pytest.fixture(scope="module")
def spring(data):
    """The book of the first half of 2030."""
    return engine.Book(sip.scenario(data, "2030H1"))


@pytest.fixture(scope="module")
def tasks(data):
    """Tasks by number."""
    return {task.number: task for task in data.tasks}


# -- reading --------------------------------------------------------------------------------------------


def test_windows_text_is_read_as_it_was_written(tasks):
    assert tasks["2"].summary == "The captain\u2019s lamp flickers"
    assert tasks["1"].summary == "A harbour chart, drawn from scratch"


def test_a_task_of_two_developers_counts_its_estimate_once(tasks):
    assert (tasks["1"].estimate, tasks["1"].hours, tasks["1"].done) == (60, {"1": 50, "2": 20}, 70)


def test_a_task_without_a_start_began_when_it_was_estimated(tasks):
    assert (tasks["3"].first, tasks["3"].last) == (date(2030, 5, 6), date(2030, 5, 6))


def test_a_task_that_nobody_closed_gets_the_time_it_needs(tasks):
    """30 hours at half a day are nine working days, and two weeks are the least."""
    assert (tasks["4"].first, tasks["4"].last) == (date(2030, 6, 4), date(2030, 6, 17))


def test_a_task_closed_months_later_was_tidied_up(tasks):
    """Seven hours are one day; it may take four weeks, but not until October."""
    assert (tasks["5"].first, tasks["5"].last) == (date(2030, 2, 1), date(2030, 2, 28))


def test_a_completion_before_the_start_is_believed(tasks):
    assert (tasks["9"].first, tasks["9"].last) == (date(2030, 5, 11), date(2030, 5, 14))


def test_work_that_was_never_done_or_has_no_day_is_left_out_and_counted(data, tasks):
    assert "7" not in tasks
    assert "8" not in tasks
    assert data.notes == {
        "rows": 10,
        "tasks": 7,
        "rows without hours": 1,
        "tasks without a date": 1,
        "tasks without a start": 1,
        "tasks without a completion": 1,
        "tasks closed long afterwards": 1,
        "tasks completed before they started": 1,
    }


def test_a_task_on_a_weekend_reaches_to_monday(tmp_path):
    folder = _folder(tmp_path, dates="1,08-Jun-30,08-Jun-30,09-Jun-30\n")
    [task] = sip.read(folder).tasks
    assert (task.first, task.last) == (date(2030, 6, 8), date(2030, 6, 10))
    assert task.share(date(2030, 1, 1), date(2030, 6, 30)) == 1


def test_what_cannot_be_read_as_a_day_or_a_number_is_missing(tmp_path):
    folder = _folder(tmp_path, dates="1,05-Jun-30,soon,07-Jun-30\n", estimate="many")
    data = sip.read(folder)
    [task] = data.tasks
    assert (task.first, task.estimate) == (date(2030, 6, 5), 0)
    assert data.notes["unreadable dates"] == 1


def test_a_missing_column_is_named_with_its_file(tmp_path):
    (tmp_path / sip_data.DATES_FILE).write_text("TaskNumber,EstimateOn\n", encoding="cp1252")
    with pytest.raises(ValueError, match=r"est-act-dates\.csv: there is no column StartedOn, CompletedOn"):
        sip.read(tmp_path)


# -- half-years -----------------------------------------------------------------------------------------


def test_hours_are_spread_over_the_window_of_a_task(data):
    """Task 6 runs for twenty working days, ten of them in June: half of its twenty hours belong to each half-year."""
    assert sip.half_years(data) == {"2030H1": 133.0, "2030H2": 10.0}
    assert sum(sip.half_years(data).values()) == sum(task.done for task in data.tasks)


def test_half_years_without_work_are_shown_as_empty(tmp_path):
    folder = _folder(tmp_path, dates="1,03-Jun-30,03-Jun-30,07-Jun-30\n2,02-Jun-31,02-Jun-31,06-Jun-31\n", rows=2)
    assert sip.half_years(sip.read(folder)) == {"2030H1": 5.0, "2030H2": 0.0, "2031H1": 5.0}


def test_no_data_has_no_half_years():
    assert sip.half_years(sip.SipData(())) == {}


@pytest.mark.parametrize("name", ["2030", "2030H3", "H1", "spring", "2030h1"])
def test_a_half_year_is_written_one_way(data, name):
    with pytest.raises(ValueError, match="write for example 2010H1"):
        sip.scenario(data, name)


def test_a_half_year_without_work_says_where_there_is_some(data):
    with pytest.raises(ValueError, match="there is work in 2030H1, 2030H2"):
        sip.scenario(data, "2040H1")


# -- the scenario ---------------------------------------------------------------------------------------


def test_the_ten_rows_become_this_book(spring):
    effort = {key: (demand.effort, demand.billable) for key, demand in spring.demands.items()}
    assert effort == {
        "PA.PBX/task-1/work": (60 * 60, True),
        "PA.PBX/2030-05/development.bug": (7 * 60, True),
        "PB.PBY/2030-02/operational.in-house-support": (7 * 60, False),
        "PB.PBY/2030-05/development.release": (7 * 60, True),
        "PB.PBY/2030-06/management.marketing": (21 * 60, False),
        "PB.PBY/2030-06/operational.client-support": (10 * 60, True),
    }


def test_a_large_task_has_whole_weeks_and_small_ones_a_month(spring):
    windows = {
        key: (spring.horizon.day(phase.first), spring.horizon.day(phase.last)) for key, phase in spring.phases.items()
    }
    assert windows["PA.PBX/task-1"] == (date(2030, 3, 4), date(2030, 4, 14))
    assert windows["PA.PBX/2030-05"] == (date(2030, 5, 1), date(2030, 5, 31))


def test_the_other_half_of_a_task_stands_in_the_other_half_year(data):
    book = engine.Book(sip.scenario(data, "2030H2"))
    assert {key: demand.effort for key, demand in book.demands.items()} == {
        "PB.PBY/2030-07/operational.client-support": 600
    }
    assert list(book.people) == ["dev-1"]


def test_people_have_the_skills_of_what_they_ever_did(spring):
    one, two = spring.people["dev-1"], spring.people["dev-2"]
    assert one.skills == {"development.enhancement": 2, "management.marketing": 1, "operational.client-support": 1}
    assert two.skills["development.bug"] == 1
    assert one.main_skill == "development.enhancement"
    assert all(spring.able.values())


def test_people_work_as_many_days_a_week_as_their_record_shows(tmp_path):
    """Ninety hours of some 900 in half a year are one day a week, two hundred are two."""
    for hours, fte in ((90, 20), (200, 40), (1500, 100)):
        folder = _folder(tmp_path, dates="1,07-Jan-30,07-Jan-30,28-Jun-30\n", hours=hours, estimate=hours)
        [person] = sip.scenario(sip.read(folder), "2030H1").people
        assert person.fte == fte


def test_days_have_seven_hours_and_the_public_holidays_of_england(spring):
    index = spring.horizon.index
    assert spring.contracted["dev-1"][index(date(2030, 3, 6))] == 7 * 60 * 20 // 100
    assert spring.contracted["dev-1"][index(date(2030, 4, 22))] == 0  # Easter Monday


def test_nobody_with_a_day_of_a_skill_means_that_an_hour_will_do(tmp_path):
    folder = _folder(tmp_path, dates="1,03-Jun-30,03-Jun-30,07-Jun-30\n", hours=1)
    book = engine.Book(sip.scenario(sip.read(folder), "2030H1"))
    assert all(book.able.values())


def test_the_document_is_plain_data_that_the_loader_reads(data):
    document = sip.document(data, "2030H1")
    assert engine.load_data(json.loads(json.dumps(document))).scenario == sip.scenario(data, "2030H1")


# -- beside what was done -------------------------------------------------------------------------------


def test_what_was_done_is_summed_by_project_and_person(data):
    done = sip.actual(data, "2030H1")
    assert done.by_project_person == {
        ("PA.PBX", "dev-1"): 50.0,
        ("PA.PBX", "dev-2"): 29.0,
        ("PB.PBY", "dev-1"): 40.0,
        ("PB.PBY", "dev-2"): 14.0,
    }
    assert done.by_project == {"PA.PBX": 79.0, "PB.PBY": 54.0}
    assert done.by_person == {"dev-1": 90.0, "dev-2": 43.0}
    assert done.estimated == {"PA.PBX": 67.0, "PB.PBY": 45.0}


def _plan(book):
    """Developer 1 draws for four days at an hour, Developer 2 mends for two."""
    march, may = book.horizon.index(date(2030, 3, 11)), book.horizon.index(date(2030, 5, 13))
    return Plan.from_rows(
        book,
        [
            Row("PA.PBX/task-1/work", "dev-1", march, march + 3, 60),
            Row("PA.PBX/2030-05/development.bug", "dev-2", may, may + 1, 30),
        ],
    )


def test_planned_stands_beside_done(data, spring):
    planned = sip.planned_hours(_plan(spring))
    assert planned == {("PA.PBX", "dev-1"): 4.0, ("PA.PBX", "dev-2"): 1.0}
    comparison = sip.compare(planned, sip.actual(data, "2030H1"))
    assert comparison.projects == [("PA.PBX", 67.0, 5.0, 79.0), ("PB.PBY", 45.0, 0.0, 54.0)]
    assert comparison.people == [("dev-1", 4.0, 90.0), ("dev-2", 1.0, 43.0)]
    assert comparison.in_common == 1.0


def test_no_plan_has_nothing_in_common(data):
    assert sip.compare({}, sip.actual(data, "2030H1")).in_common is None


def test_hours_in_common_are_those_of_the_same_person_on_the_same_project(data):
    planned = {("PA.PBX", "dev-1"): 60.0, ("PB.PBY", "dev-3"): 40.0}
    assert sip.compare(planned, sip.actual(data, "2030H1")).in_common == 0.5


# -- the command ----------------------------------------------------------------------------------------


def test_without_a_half_year_the_command_lists_them(capsys):
    assert sip.main([str(TINY)]) == 0
    assert "2030H1       133.0 h   the most\n2030H2        10.0 h\n" in capsys.readouterr().out


def test_the_command_writes_a_scenario_file(tmp_path, capsys, data):
    out = tmp_path / "sip.json"
    assert sip.main([str(TINY), "2030H1", "--out", str(out)]) == 0
    assert engine.load(out).scenario == sip.scenario(data, "2030H1")
    assert "2 people, 2 projects, 6 demands, 112 h asked of 347 h available" in capsys.readouterr().out


def test_the_command_shows_a_plan_beside_what_was_done(tmp_path, capsys, spring):
    plan = tmp_path / "plan.json"
    result = Result(outcome=Outcome.BEST_SO_FAR, plan=_plan(spring))
    document = engine.plan_document(spring, result, name="sip-2030H1", versions={})
    plan.write_text(engine.document_text(document), encoding="utf-8")
    assert sip.main([str(TINY), "2030H1", "--plan", str(plan)]) == 0
    text = capsys.readouterr().out
    assert "PA.PBX                   67.0          5.0         79.0" in text
    assert "same person on the same project: 100 % of the planned hours" in text


@pytest.mark.parametrize("arguments", [["/nowhere"], [str(TINY), "2040H1"], [str(TINY), "spring"]])
def test_what_cannot_be_read_is_said_and_ends_with_two(arguments, capsys):
    assert sip.main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def _folder(folder, *, dates, rows=1, hours=5, estimate=5):
    """A folder with tasks of one developer and these dates."""
    columns = (
        "TaskNumber,Summary,ProjectCode,ProjectBreakdownCode,Category,SubCategory,HoursEstimate,"
        "DeveloperID,DeveloperHoursActual\n"
    )
    tasks = "".join(f"{n},Task,PA,PBX,Development,Bug,{estimate},1,{hours}\n" for n in range(1, rows + 1))
    (folder / sip_data.TASKS_FILE).write_text(columns + tasks, encoding="cp1252")
    (folder / sip_data.DATES_FILE).write_text(
        "TaskNumber,EstimateOn,StartedOn,CompletedOn\n" + dates, encoding="cp1252"
    )
    return folder
