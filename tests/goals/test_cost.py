"""What planned hours cost: everybody's, open roles included."""

from engine.domain.people import Role
from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario
from tests.stories import solved

GOAL = GOALS["cost"]
PEOPLE = [
    a_person("ana", cost_rate=50),
    a_person("con", kind="contractor", cost_rate=30),
    a_person("new", kind="placeholder"),
]
ROLES = (Role(id="maker", cost_rate=40),)
JOB = [a_project("site", a_demand("pages", hours=100))]


def test_an_hour_costs_the_persons_rate_or_the_roles() -> None:
    book = a_book(PEOPLE, JOB, roles=ROLES)
    hours = {name: GOAL.measure(book, a_plan(book, ("site/work/pages", name, 0, 0, 1))) for name in book.people}
    assert {name: cost / GOAL.scale for name, cost in hours.items()} == {"ana": 5000, "con": 3000, "new": 4000}


def test_the_cheapest_do_it_first_when_it_must_be_done() -> None:
    policy = {"tiers": ({"goal": "delivered"}, {"goal": "cost"})}
    result = solved(a_scenario(PEOPLE, JOB, roles=ROLES, policy=policy))
    assert result.plan is not None
    assert result.plan.by_person == {"con": 80 * 60, "new": 20 * 60}
    assert result.tiers[1].value == (80 * 3000 + 20 * 4000) * 60
