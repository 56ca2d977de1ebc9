"""The agencies we ship are what their READMEs say, and every overlay of theirs can be asked."""

import runpy
from collections import Counter
from pathlib import Path

import pytest
import yaml

import engine
from engine.units import MINUTES_PER_HOUR

SCENARIOS = Path(__file__).parents[2] / "scenarios"
AGENCIES = ("harbour", "northlight")
OVERLAYS = [path for agency in AGENCIES for path in sorted((SCENARIOS / agency / "overlays").glob("*.yaml"))]


@pytest.fixture(scope="module", params=AGENCIES)
def agency(request):
    """The folder of an agency and its loaded base file."""
    folder = SCENARIOS / request.param
    return folder, engine.load(folder / "base.yaml")


@pytest.fixture(scope="module")
def harbour():
    """Harbour's book."""
    return engine.Book(engine.load(SCENARIOS / "harbour" / "base.yaml").scenario)


@pytest.fixture(scope="module")
def northlight():
    """Northlight's book."""
    return engine.Book(engine.load(SCENARIOS / "northlight" / "base.yaml").scenario)


def asked(book):
    """Hours that all demands ask for."""
    return sum(demand.effort for demand in book.demands.values()) / MINUTES_PER_HOUR


def available(book):
    """Hours that everybody has."""
    return sum(book.available_total.values()) / MINUTES_PER_HOUR


def overlay(path):
    """The text of an overlay as data."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


# -- both -----------------------------------------------------------------------------------------------


def test_every_demand_can_be_met_by_somebody(agency):
    _, loaded = agency
    book = engine.Book(loaded.scenario)
    assert [key for key, people in book.able.items() if not people] == []


def test_the_book_is_busy_but_not_hopeless(agency):
    _, loaded = agency
    book = engine.Book(loaded.scenario)
    assert 0.85 <= asked(book) / available(book) <= 0.92


def test_no_department_line_is_crossed_and_both_sides_have_work(agency):
    _, loaded = agency
    book = engine.Book(loaded.scenario)
    functions = Counter(demand.function for demand in book.demands.values())
    assert functions["project_management"] >= 10
    assert functions["client_services"] >= 10
    for key, demand in book.demands.items():
        if demand.function != "delivery":
            assert {book.function_of(person) for person in book.able[key]} == {demand.function}, key


def test_every_confirmed_project_has_its_quality_gates(agency):
    _, loaded = agency
    book = engine.Book(loaded.scenario)
    gated = {demand.project.id for demand in book.demands.values() if demand.must}
    for project in loaded.scenario.projects:
        if project.status == "confirmed" and project.billing != "retainer":
            assert project.id in gated


def test_testing_is_independent_wherever_something_is_built(agency):
    _, loaded = agency
    for demand in engine.Book(loaded.scenario).demands.values():
        if demand.demand.skill == "quality_assurance":
            assert demand.not_with, demand.key


def test_half_a_year_is_planned_from_monday_to_sunday(agency):
    _, loaded = agency
    horizon = loaded.scenario.horizon
    assert horizon.days == 26 * 7
    assert horizon.first.weekday() == 0
    assert (horizon.quantum, horizon.daily_weeks) == (30, 4)


def test_the_readme_tells_the_figures(agency):
    folder, loaded = agency
    book = engine.Book(loaded.scenario)
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert f"{len(book.demands)} demands" in text
    assert f"{asked(book):,.0f}" in text
    assert f"{available(book):,.0f}" in text
    assert f"{asked(book) / available(book):.0%}".replace("%", " %") in text


def test_the_readme_asks_every_question(agency):
    folder, _ = agency
    text = (folder / "README.md").read_text(encoding="utf-8")
    names = [path.stem for path in (folder / "overlays").glob("*.yaml")]
    assert len(names) >= 5
    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_editor_finds_the_schema(agency):
    folder, _ = agency
    first = (folder / "base.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../docs/scenario.schema.json"


# -- overlays -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", OVERLAYS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_an_overlay_loads_says_its_name_and_leaves_a_trail(path):
    loaded = engine.load(path.parents[1] / "base.yaml", [path])
    assert loaded.overlays == (path.stem,)
    assert loaded.trail
    assert overlay(path)["title"]


@pytest.mark.parametrize("path", OVERLAYS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_an_overlay_leaves_nobody_work_that_nobody_can_do(path):
    """Except the one that is there to be impossible; and even there it is time that lacks, not skill."""
    book = engine.Book(engine.load(path.parents[1] / "base.yaml", [path]).scenario)
    assert [key for key, people in book.able.items() if not people] == []


def test_every_kind_of_change_is_shown_somewhere():
    kinds = {kind for path in OVERLAYS for change in overlay(path)["changes"] for kind in change}
    everything = {"add_project", "remove_project", "win", "lose", "slip", "hire"}
    assert kinds == everything | {"leave", "train", "change", "rate", "budget", "policy"}


@pytest.mark.parametrize(
    ("agency", "names"),
    [
        ("harbour", ("ana_is_ill", "northwind_slips", "hire_analyst", "tighter_focus")),
        ("northlight", ("linden_says_yes", "orchid_slips", "mobile_earlier", "advent_calendar")),
    ],
)
def test_questions_can_be_asked_together(agency, names):
    folder = SCENARIOS / agency
    loaded = engine.load(folder / "base.yaml", [folder / "overlays" / f"{name}.yaml" for name in names])
    assert set(loaded.overlays) == set(names)


# -- harbour --------------------------------------------------------------------------------------------


def test_harbour_is_fourteen_people_and_an_open_role_in_five_departments(harbour):
    kinds = Counter(person.kind for person in harbour.scenario.people)
    assert kinds == {"employee": 13, "contractor": 1, "placeholder": 1}
    assert len(harbour.scenario.departments) == 5
    assert {department.function for department in harbour.scenario.departments} == {
        "delivery",
        "project_management",
        "client_services",
    }


def test_harbour_keeps_the_holidays_of_two_countries(harbour):
    regions = {calendar.id: calendar.holidays for calendar in harbour.scenario.calendars}
    assert {region.subdivision for region in regions.values()} == {"SCT", "ENG"}
    first, easter_monday = harbour.horizon.index(harbour.horizon.first), 84
    assert f"{harbour.horizon.day(easter_monday)}" == "2027-03-29"
    assert (harbour.contracted["jonas"][first], harbour.contracted["sara"][first]) == (0, 450)
    assert (harbour.contracted["jonas"][easter_monday], harbour.contracted["sara"][easter_monday]) == (450, 0)


def test_harbour_is_a_book_of_every_kind_of_work(harbour):
    projects = harbour.scenario.projects
    assert len(projects) == 14
    assert 90 <= len(harbour.demands) <= 140
    assert Counter(project.status for project in projects) == {"confirmed": 11, "tentative": 2, "internal": 1}
    billing = Counter(project.billing for project in projects)
    assert (billing["retainer"], billing["fixed_fee"]) == (2, 3)
    assert sum(1 for project in projects if project.template) == 2
    movable = {phase.project.id for phase in harbour.phases.values() if not phase.fixed}
    assert movable == {"skerry-site", "tarnside-catalogue", "thistledown-season"}
    assert [project.id for project in projects if project.budget] == ["brackwater-portal"]
    deadlines = {project.id: project.deadline_penalty is None for project in projects if project.deadline}
    assert deadlines == {"northwind-booking": True, "skerry-site": False}


def test_harbour_uses_every_kind_of_demand(harbour):
    demands = harbour.demands.values()
    assert any(demand.presence for demand in demands)
    assert any(demand.with_ for demand in demands)
    assert any(demand.not_with for demand in demands)
    assert any(demand.demand.spread == "even" for demand in demands)
    assert any(demand.demand.crew.min > 1 for demand in demands)
    assert any(group.name.startswith("same person") for group in harbour.crew_groups)
    assert harbour.pinned
    assert {phase.carry_over_months for project in harbour.scenario.projects for phase in project.phases} == {0, 1}


def test_harbour_cares_for_its_people(harbour):
    people = harbour.scenario.people
    assert sum(1 for person in people if person.week is not None) >= 3
    reasons = {off.reason for person in people for off in person.time_off}
    assert {"School holidays", "Parental leave", "Sabbatical Friday"} <= reasons
    assert sum(1 for person in people if person.commitments) >= 5
    assert any(person.carried_over for person in people)
    assert any(person.preferences.likes.projects for person in people)
    assert all(person.target_utilisation for person in people if person.kind == "employee")
    policy = harbour.policy
    assert policy.sustained_load
    assert policy.projects_at_once
    assert policy.smallest_block
    assert policy.fairness.band
    assert policy.overtime.week == 60


def test_no_project_at_harbour_goes_a_week_without_its_project_manager(harbour):
    for person in ("ruth", "ben"):
        assert min(harbour.available_in_week(person, week) for week in range(harbour.weeks)) > 0


def test_the_impossible_question_is_impossible_because_nobody_has_time_for_a_gate():
    """Freya has left, Sara is away, and the ferries' accessibility check must be done in just those weeks."""
    folder = SCENARIOS / "harbour"
    book = engine.Book(engine.load(folder / "base.yaml", [folder / "overlays" / "nobody_for_qa.yaml"]).scenario)
    check = book.demands["northwind-booking/qa/access_check"]
    assert check.must
    assert set(book.able[check.key]) == {"freya", "sara"}
    days = range(check.phase.first, check.phase.last + 1)
    assert sum(book.available[person][day] for person in book.able[check.key] for day in days) == 0


# -- northlight -----------------------------------------------------------------------------------------


def test_northlight_is_what_its_script_writes():
    made = runpy.run_path(str(SCENARIOS / "northlight" / "make.py"))
    text = (SCENARIOS / "northlight" / "base.yaml").read_text(encoding="utf-8")
    assert made["Writer"]().text() == text, "run: python scenarios/northlight/make.py"


def test_northlight_is_sixty_people_in_ten_departments_with_35_projects(northlight):
    assert len(northlight.people) == 60
    assert len(northlight.scenario.departments) == 10
    assert len(northlight.projects) == 35
    assert 250 <= len(northlight.demands) <= 350
    assert {calendar.holidays.subdivision for calendar in northlight.scenario.calendars} == {"SCT", "ENG", "NIR"}


def test_northlight_mostly_stands_still(northlight):
    movable = {phase.project.id for phase in northlight.phases.values() if not phase.fixed}
    assert movable == {"penwick-lists", "orchid-weddings", "rushmere-open-day"}


def test_northlight_has_its_hot_spots(northlight):
    """Mobile development: those who can do it are asked for more than half of their time, and for the front end too."""
    can = [person for person in northlight.people.values() if person.skills.get("mobile", 0) >= 3]
    need = sum(demand.effort for demand in northlight.demands.values() if demand.demand.skill in ("mobile", "frontend"))
    front = [person for person in northlight.people.values() if person.department == "frontend"]
    assert len(can) == 5
    assert need >= 0.9 * sum(northlight.available_total[person.id] for person in front)
