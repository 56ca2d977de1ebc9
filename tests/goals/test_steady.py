"""People have already told their families; move as few of them as possible."""

from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import planned, solved

PEOPLE = [a_person("ana"), a_person("ben")]
JOB = [a_project("site", a_demand("pages", hours=20), a_demand("words", hours=20))]
PAGES, WORDS = "site/work/pages", "site/work/words"
PUBLISHED = (
    an_allocation(PAGES, "ana", 0, 1, 8, status="published"),
    an_allocation(WORDS, "ben", 7, 8, 8, status="published"),
)
MEASURE = GOALS["steady"].measure


def test_a_change_is_a_person_demand_week_in_one_plan_and_not_in_the_other() -> None:
    book = a_book(PEOPLE, JOB, allocations=PUBLISHED)
    assert MEASURE(book, a_plan(book)) == 2
    assert MEASURE(book, a_plan(book, (PAGES, "ana", 4, 4, 0.5), (WORDS, "ben", 11, 11, 0.5))) == 0
    assert MEASURE(book, a_plan(book, (PAGES, "ana", 7, 7, 8), (WORDS, "ben", 7, 8, 8))) == 2
    assert MEASURE(book, a_plan(book, (PAGES, "ben", 0, 1, 8), (WORDS, "ben", 7, 8, 8))) == 2


def test_without_a_published_plan_nothing_is_a_change() -> None:
    book = a_book(PEOPLE, JOB)
    assert MEASURE(book, a_plan(book, (PAGES, "ana", 0, 1, 8))) == 0


def test_weeks_that_are_over_do_not_count() -> None:
    book = a_book(PEOPLE, JOB, allocations=PUBLISHED, horizon={"today": day(7)})
    assert MEASURE(book, a_plan(book)) == 1


def test_the_solver_leaves_the_published_plan_alone_where_it_can() -> None:
    policy = {"tiers": ({"goal": "delivered"}, {"goal": "steady"})}
    published = (
        an_allocation(PAGES, "ana", 0, 2, 7, status="published"),
        an_allocation(WORDS, "ben", 7, 9, 7, status="published"),
    )
    scenario = a_scenario(PEOPLE, JOB, allocations=published, policy=policy)
    result = solved(scenario)
    assert [tier.value for tier in result.tiers] == [0, 0]
    plan = planned(scenario)
    assert set(plan.by_pair_week(a_book(PEOPLE, JOB))) == {(PAGES, "ana", 0), (WORDS, "ben", 1)}


def test_who_has_left_is_a_change_that_cannot_be_helped() -> None:
    policy = {"tiers": ({"goal": "delivered"}, {"goal": "steady"})}
    gone = [a_person("ana", last_day=day(0)), a_person("ben")]
    job = [a_project("site", a_demand("pages", hours=12))]
    published = (an_allocation(PAGES, "ana", 7, 7, 8, status="published"),)
    assert [tier.value for tier in solved(a_scenario(gone, job, allocations=published, policy=policy)).tiers] == [0, 2]
