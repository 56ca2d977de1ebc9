"""Could we do this with a smaller team?"""

from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, day
from tests.stories import solved

TEAM = {"tiers": ({"goal": "delivered"}, {"goal": "team"})}


def test_it_counts_everybody_with_any_minutes() -> None:
    book = a_book([a_person("ana"), a_person("con", kind="contractor")], [a_project("site", a_demand("pages"))])
    measure = GOALS["team"].measure
    assert measure(book, a_plan(book)) == 0
    assert measure(book, a_plan(book, ("site/work/pages", "ana", 0, 1, 8), ("site/work/pages", "con", 0, 0, 0.5))) == 2


def test_shifts_that_do_not_overlap_need_one_person() -> None:
    """The shift minimisation of Krishnamoorthy and others in miniature: jobs are seats with fixed windows."""
    windows = [(0, 1), (2, 3), (4, 4), (1, 2), (3, 4)]
    phases = [
        a_phase(f"job{number}", a_demand("seat", seats=1), start=day(first), end=day(last))
        for number, (first, last) in enumerate(windows)
    ]
    people = [a_person(name) for name in ("ana", "ben", "cem")]
    result = solved(a_scenario(people, [a_project("site", *phases)], weeks=1, policy=TEAM))
    assert [tier.value for tier in result.tiers] == [0, 2]
    assert [tier.value for tier in solved(a_scenario(people, [a_project("site", *phases[:3])], policy=TEAM)).tiers] == [
        0,
        1,
    ]
