"""Among people who could do each other's work, nobody drowns while somebody else waits."""

import pytest

from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario
from tests.stories import MOST_BILLABLE, keeps, planned, removal_is_noticed, the_breach

PEOPLE = [a_person("ana"), a_person("ben")]
JOBS = [a_project("site", a_demand("pages", hours=60, allowed_people=("ana",)), a_demand("words", hours=80))]
PAGES, WORDS = "site/work/pages", "site/work/words"


def banded(band: int, **fields: object) -> dict[str, object]:
    return {"fairness": {"band": band, **fields}}


def test_burdens_just_inside_the_band_fit_and_one_quantum_more_does_not() -> None:
    book = a_book(PEOPLE, JOBS, policy=banded(100))
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 1, 8), (WORDS, "ben", 0, 0, 8)))
    plan = a_plan(book, (PAGES, "ana", 0, 1, 8), (PAGES, "ana", 2, 2, 0.5), (WORDS, "ben", 0, 0, 8))
    breach = the_breach(book, plan, "fairness_band")
    assert breach.about.cohort == "studio/design"
    assert "from 100 (ben) to 207 (ana) per mille, the band is 100" in breach.text


def test_a_part_timer_is_not_asked_for_as_many_hours() -> None:
    book = a_book([a_person("ana"), a_person("ben", fte=50)], JOBS, policy=banded(0))
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 4, 8), (WORDS, "ben", 0, 4, 4)))


def test_a_lower_target_makes_the_same_hours_a_greater_burden() -> None:
    book = a_book([a_person("ana", target_utilisation=50), a_person("ben")], JOBS, policy=banded(0))
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 4, 4), (WORDS, "ben", 0, 4, 8)))


def test_what_was_carried_before_counts() -> None:
    book = a_book([a_person("ana", carried_over=100), a_person("ben")], JOBS, policy=banded(0))
    assert keeps(book, a_plan(book, (WORDS, "ben", 0, 0, 8)))


@pytest.mark.parametrize(
    "other",
    [
        a_person("ben", kind="contractor"),
        a_person("ben", kind="placeholder"),
        a_person("ben", last_day="2026-12-31"),
        a_person("ben", skills=["sums"]),
        a_person("ben", department="lab"),
    ],
    ids=["contractor", "placeholder", "no time", "no work they could do", "another department"],
)
def test_who_is_not_compared_cannot_be_far_apart(other: object) -> None:
    book = a_book([a_person("ana"), other], JOBS, policy=banded(0))  # type: ignore[list-item]
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 4, 8)))


def test_the_band_costs_hours_where_only_one_can_do_the_work() -> None:
    alone = [a_project("site", a_demand("pages", hours=60, allowed_people=("ana",)), a_demand("words", hours=8))]
    plan = planned(a_scenario(PEOPLE, alone, policy={**banded(200), **MOST_BILLABLE}))
    assert plan.by_person == {"ana": 24 * 60, "ben": 8 * 60}


def test_leaving_it_out_is_noticed() -> None:
    alone = [a_project("site", a_demand("pages", hours=60, allowed_people=("ana",)), a_demand("words", hours=8))]
    assert removal_is_noticed("fairness_band", a_scenario(PEOPLE, alone, policy={**banded(200), **MOST_BILLABLE}))
