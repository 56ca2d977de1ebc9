"""When are we done with all of it?"""

from engine.domain.work import After
from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, day
from tests.stories import solved

MEASURE = GOALS["finish"].measure
FINISH = {"tiers": ({"goal": "delivered"}, {"goal": "finish"})}


def a_block(id: str, days: int, *after: str, **fields: object) -> object:
    links = tuple(After(phase=phase) for phase in after)
    return a_phase(id, a_demand("seat", seats=1), length={"min": days, "max": days}, after=links, **fields)


def test_it_is_the_day_after_the_last_phase_of_decided_work() -> None:
    projects = [
        a_project("site", a_block("a", 2)),
        a_project("shop", a_phase("b", a_demand(), start=day(0), end=day(4))),
        a_project("pitch", a_block("c", 2), status="tentative"),
    ]
    book = a_book(projects=projects)
    assert MEASURE(book, a_plan(book, phases={"site/a": (0, 1), "pitch/c": (8, 9)})) == 5
    assert MEASURE(book, a_plan(book, phases={"site/a": (7, 8), "pitch/c": (8, 9)})) == 9


def test_without_phases_it_is_nought() -> None:
    book = a_book(projects=[])
    assert MEASURE(book, a_plan(book)) == 0


def test_two_people_are_done_sooner_than_one() -> None:
    phases = [a_block("a", 3), a_block("b", 2), a_block("c", 2, "b")]
    one = solved(a_scenario([a_person("ana")], [a_project("site", *phases)], policy=FINISH))
    two = solved(a_scenario([a_person("ana"), a_person("ben")], [a_project("site", *phases)], policy=FINISH))
    assert [tier.value for tier in one.tiers] == [0, 9]
    assert [tier.value for tier in two.tiers] == [0, 4]
    assert two.tiers[1].unit == "days"


def test_the_weekend_counts_as_days() -> None:
    assert solved(a_scenario(projects=[a_project("site", a_block("a", 6))], policy=FINISH)).tiers[1].value == 8
