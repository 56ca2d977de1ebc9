"""What a person has fixed stays fixed, and what is past is past."""

import pytest

from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import LEAST_COST, broken, impossible, keeps, planned, removal_is_noticed, the_breach

PAGES = "site/work/pages"
PEOPLE = [a_person("ana", cost_rate=50), a_person("ben", cost_rate=10)]
JOB = [a_project("site", a_demand("pages"))]


def test_what_was_pinned_and_more_fits_and_half_an_hour_less_does_not() -> None:
    book = a_book(PEOPLE, JOB, allocations=(an_allocation(PAGES, "ana", 1, 2, 4),))
    assert keeps(book, a_plan(book, (PAGES, "ana", 1, 2, 4)))
    assert keeps(book, a_plan(book, (PAGES, "ana", 1, 2, 6), (PAGES, "ben", 1, 1, 8)))
    breach = the_breach(book, a_plan(book, (PAGES, "ana", 1, 1, 4), (PAGES, "ana", 2, 2, 3.5)), "pinned")
    assert (breach.about.person, breach.about.demand, breach.about.first) == ("ana", PAGES, "2027-01-06")
    assert "ana was pinned for 4h on 2027-01-06, the plan has 3h30" in breach.text


def test_the_same_hours_by_somebody_else_are_not_what_was_pinned() -> None:
    book = a_book(PEOPLE, JOB, allocations=(an_allocation(PAGES, "ana", 1, 1),))
    assert broken(book, a_plan(book, (PAGES, "ben", 1, 1, 8))) == {"pinned"}


@pytest.mark.parametrize("daily_weeks", [0, 4])
def test_the_solver_keeps_a_pin_that_costs_more(daily_weeks: int) -> None:
    pins = (an_allocation(PAGES, "ana", 8, 9, 3),)
    scenario = a_scenario(PEOPLE, JOB, allocations=pins, horizon={"daily_weeks": daily_weeks}, policy=LEAST_COST)
    assert planned(scenario).minutes == {(PAGES, "ana", 8): 180, (PAGES, "ana", 9): 180}


def test_a_pin_over_a_weekend_means_the_working_days() -> None:
    book = a_book(PEOPLE, JOB, allocations=(an_allocation(PAGES, "ana", 3, 8, 4),))
    assert [on for _, _, on in book.pinned] == [3, 4, 7, 8]


def test_past_work_may_be_neither_added_nor_taken_away_nor_made_up() -> None:
    did = an_allocation(PAGES, "ana", 0, 0, 5.25, status="actual")
    book = a_book(PEOPLE, JOB, allocations=(did,), horizon={"today": day(2)})
    past = (PAGES, "ana", 0, 0, 5.25)
    assert keeps(book, a_plan(book, past))
    for rows in ([], [(PAGES, "ana", 0, 0, 5)], [(PAGES, "ana", 0, 0, 6)], [past, (PAGES, "ben", 1, 1, 8)]):
        breach = the_breach(book, a_plan(book, *rows), "pinned")
        assert "is past" in breach.text


def test_the_plan_holds_the_past_to_the_minute() -> None:
    did = an_allocation(PAGES, "ana", 0, 0, 5.2, status="actual")
    scenario = a_scenario(PEOPLE, JOB, allocations=(did,), horizon={"today": day(2)}, policy=LEAST_COST)
    assert planned(scenario).minutes == {(PAGES, "ana", 0): 312}


@pytest.mark.parametrize(
    ("pin", "rule"),
    [
        (an_allocation(PAGES, "cem", 1, 1), "skill_match"),
        (an_allocation(PAGES, "ana", 5, 5), "availability"),
        (an_allocation(PAGES, "ana", 1, 1, 9), "availability"),
        (an_allocation("site/late/words", "ana", 1, 1), "work_window"),
        (an_allocation("site/work/lead", "ana", 1, 1), "department_line"),
    ],
    ids=["skill", "weekend", "nine hours", "window", "department"],
)
def test_a_pin_never_overrides_another_rule(pin: object, rule: str) -> None:
    people = [*PEOPLE, a_person("cem", skills=["copy"])]
    late = a_phase("late", a_demand("words"), start=day(7), end=day(11))
    lead = a_demand("lead", function="project_management")
    scenario = a_scenario(people, [a_project("site", a_demand("pages"), lead, late)], allocations=(pin,))
    assert {conflict.rule for conflict in impossible(scenario).conflicts} == {"pinned", rule}


def test_leaving_it_out_is_noticed() -> None:
    pins = (an_allocation(PAGES, "ana", 1, 1),)
    assert removal_is_noticed("pinned", a_scenario(PEOPLE, JOB, allocations=pins, policy=LEAST_COST))
