"""Only somebody who can do the work is asked to do it."""

from typing import Any

import pytest

from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import keeps, planned, removal_is_noticed, the_breach


def test_somebody_at_just_the_level_fits() -> None:
    book = a_book([a_person("ana", skills={"design": 3})], [a_project("site", a_demand("pages", level=3))])
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 4, 8)))


def test_one_level_below_does_not_fit() -> None:
    book = a_book([a_person("ana", skills={"design": 2})], [a_project("site", a_demand("pages", level=3))])
    breach = the_breach(book, a_plan(book, ("site/work/pages", "ana", 0, 4, 8)), "skill_match")
    assert breach.about.person == "ana"
    assert breach.about.demand == "site/work/pages"
    assert "ana" in breach.text
    assert "design at level 3" in breach.text


def test_level_nought_still_asks_that_the_skill_be_listed() -> None:
    people = [a_person("ana", skills={"design": 0}), a_person("ben", skills={"copy": 5})]
    book = a_book(people, [a_project("site", a_demand("pages", level=0))])
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 8)))
    assert the_breach(book, a_plan(book, ("site/work/pages", "ben", 0, 0, 8)), "skill_match").about.person == "ben"


@pytest.mark.parametrize(
    ("lists", "who"),
    [
        ({"allowed_people": ("ana",)}, "ben"),
        ({"excluded_people": ("ana",)}, "ana"),
        ({"allowed_departments": ("studio",)}, "ben"),
        ({"excluded_departments": ("studio",)}, "ana"),
    ],
)
def test_the_lists_of_a_demand_keep_people_out(lists: dict[str, Any], who: str) -> None:
    people = [a_person("ana"), a_person("ben", department="lab")]
    scenario = a_scenario(people, [a_project("site", a_demand("pages", hours=200, **lists))])
    book = a_book(people, [a_project("site", a_demand("pages", hours=200, **lists))])
    assert the_breach(book, a_plan(book, ("site/work/pages", who, 0, 0, 8)), "skill_match").about.person == who
    assert set(planned(scenario).by_person) == {"ana", "ben"} - {who}


def test_what_is_past_is_not_judged() -> None:
    people = [a_person("ana", skills=["design"]), a_person("ben", skills=["copy"])]
    did = an_allocation("site/work/pages", "ben", 0, 1, status="actual")
    scenario = a_scenario(people, [a_project("site", a_demand("pages"))], allocations=(did,), horizon={"today": day(2)})
    plan = planned(scenario)
    assert plan.by_pair == {("site/work/pages", "ben"): 960, ("site/work/pages", "ana"): 1440}


def test_leaving_it_out_is_noticed() -> None:
    people = [a_person("ana", skills={"design": 2})]
    assert removal_is_noticed("skill_match", a_scenario(people, [a_project("site", a_demand("pages", level=3))]))
