"""Fewer faces on a job, fewer hand-overs."""

from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import solved

PEOPLE = [a_person("ana"), a_person("ben")]
JOB = [a_project("site", a_demand("pages", hours=40), a_demand("words", hours=40))]
MEASURE = GOALS["focused"].measure


def test_it_counts_who_works_on_what_however_much() -> None:
    book = a_book(PEOPLE, JOB)
    assert MEASURE(book, a_plan(book)) == 0
    rows = [
        ("site/work/pages", "ana", 0, 4, 8),
        ("site/work/pages", "ben", 0, 0, 0.5),
        ("site/work/words", "ben", 1, 1, 1),
    ]
    assert MEASURE(book, a_plan(book, *rows)) == 3


def test_each_job_goes_to_one_person_where_time_allows() -> None:
    policy = {"tiers": ({"goal": "delivered"}, {"goal": "focused"})}
    assert [tier.value for tier in solved(a_scenario(PEOPLE, JOB, policy=policy)).tiers] == [0, 2]
    assert [tier.value for tier in solved(a_scenario(PEOPLE, JOB, weeks=1, policy=policy)).tiers] == [0, 2]
    longer = [a_project("site", a_demand("pages", hours=60), a_demand("words", hours=20))]
    assert [tier.value for tier in solved(a_scenario(PEOPLE, longer, weeks=1, policy=policy)).tiers] == [0, 3]


def test_the_past_counts_as_it_was() -> None:
    did = an_allocation("site/work/pages", "ben", 0, 0, 8, status="actual")
    policy = {"tiers": ({"goal": "focused"},)}
    scenario = a_scenario(PEOPLE, JOB, allocations=(did,), horizon={"today": day(1)}, policy=policy)
    assert solved(scenario).tiers[0].value == 1
