"""What we promised comes first, and what matters most comes first among that."""

from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import planned, solved

DELIVERED = {"tiers": ({"goal": "delivered"},)}
MEASURE = GOALS["delivered"].measure


def test_a_missing_minute_counts_as_much_as_its_project_matters() -> None:
    projects = [
        a_project("site", a_demand("a", hours=10), priority=5),
        a_project("shop", a_demand("b", hours=10)),
        a_project("own", a_demand("c", hours=10), status="internal"),
        a_project("pitch", a_demand("d", hours=10), status="tentative"),
    ]
    book = a_book(projects=projects)
    assert MEASURE(book, a_plan(book)) == 600 * (5 + 3 + 1)
    assert (
        MEASURE(book, a_plan(book, ("site/work/a", "ana", 0, 0, 8), ("pitch/work/d", "ana", 1, 1, 8))) == 120 * 5 + 2400
    )


def test_the_dearer_promise_is_kept_first() -> None:
    projects = [a_project("site", a_demand("a", hours=60)), a_project("shop", a_demand("b", hours=60), priority=4)]
    result = solved(a_scenario(projects=projects, policy=DELIVERED))
    assert result.plan is not None
    assert result.plan.by_demand == {"shop/work/b": 3600, "site/work/a": 1200}
    assert result.tiers[0].value == result.tiers[0].final == 2400 * 3


def test_an_empty_seat_misses_its_share_of_the_phase() -> None:
    phase = a_phase("talk", a_demand("room", seats=2), start=day(0), end=day(2))
    book = a_book(projects=[a_project("site", phase)])
    assert MEASURE(book, a_plan(book, ("site/talk/room", "ana", 0, 2, 8))) == 3 * 480 * 3


def test_more_than_was_asked_makes_up_for_nothing_else() -> None:
    """The past did more than was asked for one demand; the other's shortfall stays what it is."""
    did = an_allocation("site/work/a", "ana", 0, 1, 8, status="actual")
    projects = [a_project("site", a_demand("a", hours=8), a_demand("b", hours=8, allowed_people=("ben",)))]
    people = [a_person("ana"), a_person("ben", last_day=day(0))]
    scenario = a_scenario(people, projects, allocations=(did,), horizon={"today": day(2)}, policy=DELIVERED)
    assert solved(scenario).tiers[0].value == 480 * 3
    freed = scenario.model_copy(update={"policy": scenario.policy.model_copy(update={"rules_off": ("effort",)})})
    assert solved(freed).tiers[0].value == 480 * 3


def test_a_movable_workshop_is_delivered_as_a_whole() -> None:
    phase = a_phase("talk", a_demand("room", seats=1), length={"min": 3, "max": 3})
    plan = planned(a_scenario(projects=[a_project("site", phase)], policy=DELIVERED))
    assert plan.by_person == {"ana": 3 * 480}
