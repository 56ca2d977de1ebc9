"""The independent checker: what it refuses to judge, what it measures, and what it never needs."""

import subprocess
import sys

import pytest

from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.outcome import Subject
from engine.plan import Plan
from engine.verify import measures, verify
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import solved, without

PAGES = "site/work/pages"
JOB = [a_project("site", a_demand("pages"))]


def test_the_checker_needs_no_solver() -> None:
    code = (
        "import sys, engine.verify; print([n for n in ('ortools', 'engine.grid', 'engine.model') if n in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("minutes", "phases", "says"),
    [
        ({("site/work/page", "ana", 0): 60}, {}, "is not in the scenario"),
        ({(PAGES, "anna", 0): 60}, {}, "is not in the scenario"),
        ({(PAGES, "ana", 14): 60}, {}, "day 14 is outside the horizon"),
        ({(PAGES, "ana", -1): 60}, {}, "day -1 is outside the horizon"),
        ({(PAGES, "ana", 0): 45}, {}, "45 minutes are not a positive multiple of 30"),
        ({(PAGES, "ana", 0): -60}, {}, "-60 minutes are not a positive multiple of 30"),
        ({}, {"site/work": (0, 1)}, "is not a movable phase of the scenario"),
        ({}, {"site/play": (0, 1)}, "is not a movable phase of the scenario"),
    ],
)
def test_what_the_scenario_does_not_know_no_rule_can_judge(
    minutes: dict[tuple[str, str, int], int], phases: dict[str, tuple[int, int]], says: str
) -> None:
    breaches = verify(a_book(projects=JOB), Plan(minutes, phases))
    assert [breach.rule for breach in breaches] == ["plan"]
    assert says in breaches[0].text


def test_every_breach_is_told_not_just_the_first() -> None:
    book = a_book(projects=JOB)
    plan = a_plan(book, (PAGES, "ana", 5, 5, 8), (PAGES, "ana", 6, 6, 8), (PAGES, "ana", 0, 4, 8))
    assert [breach.rule for breach in verify(book, plan)] == ["availability", "availability", "no_overload", "effort"]


def test_a_breach_reads_as_a_sentence() -> None:
    book = a_book(projects=JOB)
    text = str(verify(book, a_plan(book, (PAGES, "ana", 5, 5, 1)))[0])
    assert text == "availability: person ana, 2027-01-09: ana is planned 1h, is not at work"
    assert str(Subject()) == "the scenario"


def test_the_past_may_hold_any_minutes() -> None:
    did = an_allocation(PAGES, "ana", 0, 0, 0.7, status="actual")
    book = a_book(projects=JOB, allocations=(did,), horizon={"today": day(1)})
    assert verify(book, a_plan(book, (PAGES, "ana", 0, 0, 0.7))) == []


def test_a_rule_that_is_off_is_not_asked() -> None:
    scenario = a_scenario(projects=JOB)
    plan = a_plan(Book(scenario), (PAGES, "ana", 5, 5, 1))
    assert verify(Book(scenario), plan)
    assert verify(Book(without(scenario, "availability")), plan) == []


MOVABLE = a_phase("build", a_demand("code", hours=8), length={"min": 2, "max": 2}, earliest=day(1), latest=day(9))
SEATED = a_phase("talk", a_demand("room", seats=1), start=day(1), end=day(3))
WHOLE = a_scenario(
    [a_person("ana"), a_person("ben")],
    [a_project("site", MOVABLE, SEATED)],
    allocations=(an_allocation("site/talk/room", "ben", 1, 1, 8, status="actual"),),
    horizon={"today": day(2)},
)
BEN = ("site/talk/room", "ben", 1)


@pytest.mark.parametrize(
    ("off", "minutes", "span", "says"),
    [
        ("availability", {BEN: 480, ("site/build/code", "ana", 7): 1470}, (7, 8), "more than a day has"),
        ("work_window", {BEN: 480, ("site/build/code", "ana", 10): 60}, (7, 8), "outside the window"),
        ("work_window", {BEN: 480}, (9, 10), "not placed within"),
        ("work_window", {BEN: 480}, (2, 4), "not placed within"),
        ("work_window", {BEN: 480}, None, "not placed within"),
        ("presence", {BEN: 480, ("site/talk/room", "ana", 2): 240}, (7, 8), "not a whole day"),
        ("pinned", {}, (7, 8), "what is past is not what it was"),
        ("pinned", {BEN: 470}, (7, 8), "what is past is not what it was"),
    ],
)
def test_some_things_no_plan_is_even_when_the_rule_is_off(
    off: str, minutes: dict[tuple[str, str, int], int], span: tuple[int, int] | None, says: str
) -> None:
    plan = Plan(minutes, {} if span is None else {"site/build": span})
    breaches = verify(Book(without(WHOLE, off)), plan)
    assert breaches, off
    assert {breach.rule for breach in breaches} == {"plan"}
    assert any(says in breach.text for breach in breaches)
    with_it_on = {breach.rule for breach in verify(Book(WHOLE), plan)}
    assert off in with_it_on, "where the rule is on, it says so itself"


@pytest.mark.parametrize("off", ["availability", "work_window", "presence", "pinned"])
def test_a_plain_plan_is_right_with_any_rule_off(off: str) -> None:
    plan = Plan({BEN: 480, ("site/build/code", "ana", 7): 480}, {"site/build": (7, 8)})
    assert verify(Book(WHOLE), plan) == []
    assert verify(Book(without(WHOLE, off)), plan) == []


def test_it_measures_every_tier_as_the_search_does() -> None:
    scenario: Scenario = a_scenario(
        [a_person("ana", cost_rate=30), a_person("ben", cost_rate=20)],
        [a_project("site", a_demand("pages", hours=50, rate=80))],
        policy={
            "overtime": {"day": 60, "week": 60},
            "tiers": (
                {"goals": {"billable": 1, "overtime": 2}},
                {"goals": {"revenue": 1, "cost": 1}},
                {"goal": "fair"},
                {"goal": "team"},
            ),
        },
    )
    result = solved(scenario)
    assert result.plan is not None
    measured = measures(Book(scenario), result.plan)
    assert list(measured) == ["billable+overtime", "revenue+cost", "fair", "team"]
    assert list(measured.values()) == [tier.final for tier in result.tiers]
