"""What is missing adds up, and whoever is nearly able becomes able when the one thing is changed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.explain import explain_shortfall
from engine.explain.shortfall import Nearly
from engine.search import solve
from tests.build import a_demand, a_person, a_project, a_scenario, an_allocation, day
from tests.explain.worlds import QUICK
from tests.toys import a_toy


def changed(scenario: Scenario, near: Nearly, demand: str) -> Book:
    """The scenario without the one thing that keeps the person from the demand."""
    data = scenario.model_dump(mode="json", by_alias=True)
    person = next(each for each in data["people"] if each["id"] == near.person)
    if near.why == "level":
        skill = Book(scenario).demands[demand].demand.skill
        person["skills"][skill] += 1
    elif near.why == "away":
        person["time_off"] = []
    elif near.why in ("closed", "department"):
        work = Book(scenario).demands[demand].demand
        for project in data["projects"]:
            if near.why == "department":
                project["pm"] = project["account_lead"] = None
            for phase in project["phases"]:
                for each in phase["demands"]:
                    if each["id"] == work.id:
                        lists = ("allowed_people", "excluded_people", "allowed_departments", "excluded_departments")
                        each.update({key: [] for key in lists})
                        if near.why == "department":
                            each["function"] = "delivery"
    return Book(Scenario.model_validate(data))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_shortfalls_of_toys_add_up_and_the_nearly_able_become_able(seed: int) -> None:
    scenario = a_toy(seed)
    book = Book(scenario)
    result = solve(book, QUICK)
    if result.plan is None:
        return
    answer = explain_shortfall(book, result)
    missing = {key: n for key, demand in book.demands.items() if (n := result.plan.shortfall(demand))}
    assert {each.demand: each.minutes for each in answer.missing} == missing
    assert sum(gap.minutes for gap in answer.skills) == sum(missing.values())
    assert answer.beyond(answer) == {}
    for each in answer.missing:
        assert sum(reason.minutes for reason in each.reasons) == each.minutes
        kept = [reason.minutes for reason in each.reasons]
        assert kept == sorted(kept, reverse=True)
        for near in each.nearly:
            assert near.minutes > 0
            able = near.person in book.able[each.demand]
            assert able == (near.why in ("away", "full"))
            if near.why != "full":
                after = changed(scenario, near, each.demand)
                assert near.person in after.able[each.demand]
                assert near.why != "away" or sum(after.effective[near.person]) > sum(book.effective[near.person])


def a_world() -> Scenario:
    return a_scenario(
        [
            a_person("ana", time_off=[{"first": day(7), "last": day(11)}]),
            a_person("ben", skills={"design": 2}),
            a_person("cem", skills={"copy": 3}),
        ],
        [
            a_project("site", a_demand("pages", hours=100, level=3)),
            a_project("shop", a_demand("icons", hours=20, level=3)),
        ],
        allocations=[an_allocation("shop/work/icons", "ana", 0, 1)],
    )


def test_one_is_a_level_short_one_away_and_the_week_is_named() -> None:
    book = Book(a_world())
    answer = explain_shortfall(book, solve(book, QUICK), "site/work/pages")
    (missing,) = answer.missing
    assert (missing.skill, missing.level, missing.minutes) == ("design", 3, 76 * 60)
    said = {(near.person, near.why): near.minutes for near in missing.nearly}
    assert said == {("ben", "level"): 80 * 60, ("ana", "away"): 40 * 60, ("ana", "full"): 16 * 60}
    assert [(room.week, room.able_minutes, room.free_minutes) for room in missing.weeks] == [
        ("2027-W01", 40 * 60, 0),
        ("2027-W02", 0, 0),
    ]
    text = "\n".join(answer.sentences())
    assert "Nobody who can do it has time left in 2027-W01." in text
    assert "ben has level 2 and 80h free" in text


def test_two_answers_differ_by_what_one_of_them_misses_more() -> None:
    more, less = (
        Book(a_world()),
        Book(changed(a_world(), Nearly(person="ana", why="away", text="", minutes=1), "").scenario),
    )
    answers = [explain_shortfall(book, solve(book, QUICK)) for book in (more, less)]
    assert sum(answers[0].beyond(answers[1]).values()) == 40 * 60
    assert sum(answers[1].beyond(answers[0]).values()) == -40 * 60
