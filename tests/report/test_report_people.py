"""People, and how evenly they carry."""

from engine.report import Ledger, fairness, people
from engine.report.fairness import gini
from tests.build import a_book, a_demand, a_person, a_plan, a_project, day


def test_a_person_sees_target_burden_weeks_and_projects() -> None:
    book = a_book(
        [a_person("ana", name="Ana", target_utilisation=80, carried_over=50)],
        [a_project("site", a_demand(hours=40)), a_project("app", a_demand(hours=8))],
    )
    plan = a_plan(book, ("site/work/design", "ana", 0, 4, 8), ("app/work/design", "ana", 7, 7, 8))
    ana = people(Ledger(book, plan))[0]
    assert ana.name == "Ana"
    assert ana.cohort == "studio/design"
    assert (ana.target_per_cent, ana.target_minutes, ana.minutes_above_target) == (80, 3840, 2880 - 3840)
    assert ana.load_per_mille == 600
    assert (ana.burden, ana.carried_over) == (800, 50)  # 600 / 80 % = 750, and 50 from before
    assert [(each.project, each.minutes) for each in ana.projects] == [("site", 2400), ("app", 480)]
    assert [(each.week, each.planned_minutes, each.load_per_mille) for each in ana.weeks] == [
        ("2027-W01", 2400, 1000),
        ("2027-W02", 480, 200),
    ]


def test_a_contractor_has_neither_target_nor_cohort() -> None:
    book = a_book([a_person("cy", kind="contractor")])
    cy = people(Ledger(book, a_plan(book)))[0]
    assert cy.cohort is None
    assert cy.target_minutes is None
    assert cy.minutes_above_target is None


def test_somebody_away_all_the_time_has_no_burden_and_no_load() -> None:
    book = a_book([a_person("ana", time_off=[{"first": day(0), "last": day(13)}])])
    ana = people(Ledger(book, a_plan(book)))[0]
    assert ana.burden is None
    assert ana.load_per_mille is None
    assert ana.contracted_minutes == 4800
    assert ana.effective_minutes == 0


def test_part_timers_are_compared_by_their_own_time() -> None:
    """Half a week of work is all that a half-timer has: full and half are equally burdened."""
    book = a_book([a_person("ana"), a_person("ben", fte=50)], [a_project("site", a_demand(hours=120))])
    plan = a_plan(book, ("site/work/design", "ana", 0, 11, 8), ("site/work/design", "ben", 0, 11, 4))
    found = fairness(book, plan)["studio/design"]
    assert (found.people, found.min, found.max, found.range, found.gini) == (2, 1000, 1000, 0, 0.0)


def test_fairness_names_lowest_highest_and_range() -> None:
    book = a_book([a_person("ana"), a_person("ben")], [a_project("site", a_demand(hours=40))])
    found = fairness(book, a_plan(book, ("site/work/design", "ana", 0, 4, 8)))["studio/design"]
    assert (found.min, found.max, found.range, found.gini) == (0, 500, 500, 0.5)


def test_gini_of_known_burdens() -> None:
    assert gini([5, 5, 5]) == 0.0
    assert gini([0, 0, 0]) == 0.0
    assert gini([0, 0, 0, 12]) == 0.75
    assert gini([10, 2, 3, 3, 3, 3]) == round((12 * 0 + sum_of_differences([2, 3, 3, 3, 3, 10])) / (6 * 24), 4)
    assert gini([-5, 10]) is None


def sum_of_differences(burdens: list[int]) -> int:
    """Over all pairs, each once."""
    return sum(abs(a - b) for place, a in enumerate(burdens) for b in burdens[:place])
