"""What a project's people cost stays within what was set aside for them."""

from engine.domain.people import Role
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import MOST_BILLABLE, keeps, planned, removal_is_noticed, the_breach

ROLES = (Role(id="maker", cost_rate=30),)
PAGES = "site/work/pages"


def test_the_last_penny_fits_and_half_an_hour_more_does_not() -> None:
    book = a_book([a_person("ana", cost_rate=50)], [a_project("site", a_demand("pages"), budget=400)])
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 0, 8)))
    breach = the_breach(book, a_plan(book, (PAGES, "ana", 0, 0, 8), (PAGES, "ana", 1, 1, 0.5)), "budget")
    assert breach.about.project == "site"
    assert "costs 425.00, the budget is 400.00" in breach.text


def test_an_open_role_and_a_contractor_are_never_free() -> None:
    people = [a_person("new", kind="placeholder"), a_person("con", kind="contractor", cost_rate=80)]
    book = a_book(people, [a_project("site", a_demand("pages"), budget=240)], roles=ROLES)
    assert keeps(book, a_plan(book, (PAGES, "new", 0, 0, 8)))
    the_breach(book, a_plan(book, (PAGES, "new", 0, 0, 8), (PAGES, "new", 1, 1, 0.5)), "budget")
    the_breach(book, a_plan(book, (PAGES, "con", 0, 0, 3.5)), "budget")


def test_the_solver_buys_the_most_hours_that_the_budget_pays() -> None:
    people = [a_person("ana", cost_rate=50), a_person("ben", cost_rate=20)]
    projects = [a_project("site", a_demand("pages", hours=100), budget=1700)]
    plan = planned(a_scenario(people, projects, policy=MOST_BILLABLE))
    assert plan.by_person == {"ana": 2 * 60, "ben": 80 * 60}


def test_a_project_without_a_budget_and_one_that_costs_nothing_are_not_bounded() -> None:
    book = a_book([a_person("ana", cost_rate=50)], [a_project("site", a_demand("pages"))])
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 4, 8)))
    free = a_book([a_person("ana")], [a_project("site", a_demand("pages"), budget=0)])
    assert keeps(free, a_plan(free, (PAGES, "ana", 0, 4, 8)))


def test_money_that_is_spent_is_spent() -> None:
    did = an_allocation(PAGES, "ana", 0, 0, 8, status="actual")
    people = [a_person("ana", cost_rate=50), a_person("vol", cost_rate=0)]
    projects = [a_project("site", a_demand("pages"), budget=100)]
    scenario = a_scenario(people, projects, allocations=(did,), horizon={"today": day(1)})
    assert planned(scenario).by_person == {"ana": 480, "vol": 32 * 60}


def test_leaving_it_out_is_noticed() -> None:
    people = [a_person("ana", cost_rate=50)]
    projects = [a_project("site", a_demand("pages"), budget=1000)]
    assert removal_is_noticed("budget", a_scenario(people, projects, policy=MOST_BILLABLE))
