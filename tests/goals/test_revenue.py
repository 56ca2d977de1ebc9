"""Billable hours earn what was agreed: by demand, project, client, person or rate card."""

from typing import Any

import pytest

from engine.domain.work import Client, Rate
from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario
from tests.stories import solved

GOAL = GOALS["revenue"]
CARD = (Rate(role="maker", rate=60), Rate(role="maker", level=3, rate=90))
CLIENT = Client(id="museum", rates=(Rate(role="maker", rate=70),))


def earned(demand: dict[str, Any], project: dict[str, Any], person: dict[str, Any]) -> float:
    """What one hour earns, in pounds."""
    book = a_book(
        [a_person("ana", **person)],
        [a_project("site", a_demand("pages", hours=10, **demand), **project)],
        rate_card=CARD,
        clients=(CLIENT,),
    )
    return GOAL.measure(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 1))) / GOAL.scale / 100


@pytest.mark.parametrize(
    ("demand", "project", "person", "rate"),
    [
        ({}, {}, {}, 90),
        ({}, {}, {"skills": {"design": 2}}, 60),
        ({}, {}, {"bill_rate": 85}, 85),
        ({}, {"client": "museum"}, {"bill_rate": 85}, 70),
        ({}, {"client": "museum", "rates": (Rate(role="maker", rate=75),)}, {}, 75),
        ({"rate": 100}, {"client": "museum", "rates": (Rate(role="maker", rate=75),)}, {}, 100),
        ({"billable": False}, {}, {}, 0),
        ({}, {"status": "internal"}, {}, 0),
        ({}, {"status": "tentative", "probability": 30}, {}, 27),
        ({}, {"billing": "fixed_fee", "fee": 1234}, {}, 123.4),
    ],
    ids=["card", "level", "own", "client", "project", "demand", "unbilled", "internal", "pitch", "fixed fee"],
)
def test_the_nearest_agreement_sets_the_rate(
    demand: dict[str, Any], project: dict[str, Any], person: dict[str, Any], rate: float
) -> None:
    assert earned(demand, project, person) == pytest.approx(rate)


def test_a_fee_that_no_hours_divide_evenly_stays_whole_inside() -> None:
    book = a_book(projects=[a_project("site", a_demand("pages", hours=7), billing="fixed_fee", fee=1000)])
    measured = GOAL.measure(book, a_plan(book, ("site/work/pages", "ana", 0, 0, 7)))
    assert measured / GOAL.scale / 100 == pytest.approx(1000, abs=0.01)


def test_the_better_paid_hour_is_worked_first() -> None:
    projects = [
        a_project("site", a_demand("a", hours=60, rate=50)),
        a_project("shop", a_demand("b", hours=60, rate=51)),
    ]
    result = solved(a_scenario(projects=projects, policy={"tiers": ({"goal": "revenue"},)}))
    assert result.plan is not None
    assert result.plan.by_demand == {"shop/work/b": 3600, "site/work/a": 1200}
    assert result.tiers[0].value / result.tiers[0].scale == (60 * 51 + 20 * 50) * 100
