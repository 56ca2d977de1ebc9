"""Hours that a client pays for keep the lights on; a pitch counts by its chance."""

import pytest

from engine.goals import GOALS
from tests.build import a_book, a_demand, a_plan, a_project, a_scenario
from tests.stories import solved

BILLABLE = {"tiers": ({"goal": "billable"},)}
MEASURE = GOALS["billable"].measure


@pytest.mark.parametrize(("tentative", "chance"), [("weighted", 40), ("full", 100), ("ignored", 0)])
def test_a_pitch_counts_as_policy_says(tentative: str, chance: int) -> None:
    pitch = a_project("pitch", a_demand("d", hours=10), status="tentative", probability=40)
    book = a_book(projects=[pitch], policy={"tentative": tentative})
    assert MEASURE(book, a_plan(book, ("pitch/work/d", "ana", 0, 0, 8))) == 480 * chance


def test_each_demand_says_whether_it_is_billed() -> None:
    projects = [
        a_project("site", a_demand("a", hours=8), a_demand("setup", hours=8, billable=False)),
        a_project("own", a_demand("b", hours=8), a_demand("lent", hours=8, billable=True), status="internal"),
    ]
    book = a_book(projects=projects)
    rows = [("site/work/a", 0), ("site/work/setup", 1), ("own/work/b", 2), ("own/work/lent", 3)]
    measured = [MEASURE(book, a_plan(book, (key, "ana", on, on, 8))) for key, on in rows]
    assert measured == [48000, 0, 0, 48000]


def test_sure_work_goes_before_a_pitch() -> None:
    projects = [
        a_project("pitch", a_demand("d", hours=60), status="tentative", probability=90),
        a_project("site", a_demand("a", hours=60)),
    ]
    result = solved(a_scenario(projects=projects, policy=BILLABLE))
    assert result.plan is not None
    assert result.plan.by_demand == {"site/work/a": 3600, "pitch/work/d": 1200}
    tier = result.tiers[0]
    assert (tier.value, tier.bound, tier.scale, tier.unit) == (3600 * 100 + 1200 * 90, 468000, 100, "minutes")
