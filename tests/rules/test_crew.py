"""Two designers share the redesign, not seven; whoever discovers it designs it; one PM runs the project."""

from engine.domain.work import Crew
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import MOST_BILLABLE, broken, keeps, planned, removal_is_noticed, the_breach

PEOPLE = [a_person("ana"), a_person("ben"), a_person("cem")]
PAGES = "site/work/pages"


def test_two_of_two_fit_and_a_third_does_not() -> None:
    book = a_book(PEOPLE, [a_project("site", a_demand("pages", crew=Crew(max=2)))])
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 0, 8), (PAGES, "ben", 0, 0, 8)))
    plan = a_plan(book, (PAGES, "ana", 0, 0, 8), (PAGES, "ben", 0, 0, 8), (PAGES, "cem", 7, 7, 0.5))
    breach = the_breach(book, plan, "crew")
    assert breach.about.demand == PAGES
    assert "3 people share it, at most 2 may" in breach.text


def test_nobody_or_at_least_two_but_not_one_alone() -> None:
    book = a_book(PEOPLE, [a_project("site", a_demand("pages", crew=Crew(min=2)))])
    assert keeps(book, a_plan(book))
    assert keeps(book, a_plan(book, (PAGES, "ana", 0, 0, 8), (PAGES, "ben", 0, 0, 0.5)))
    assert "at least 2 must" in the_breach(book, a_plan(book, (PAGES, "ana", 0, 0, 8)), "crew").text


def test_a_crew_of_two_that_only_one_can_do_is_not_begun() -> None:
    demand = a_demand("pages", crew=Crew(min=2), allowed_people=("ana",))
    assert planned(a_scenario(PEOPLE, [a_project("site", demand)])).by_person == {}


def test_who_discovers_it_designs_it() -> None:
    phases = [a_phase("find", a_demand("talk")), a_phase("draw", a_demand("pages", same_person_as="find/talk"))]
    book = a_book(PEOPLE, [a_project("site", *phases)])
    assert keeps(book, a_plan(book, ("site/find/talk", "ana", 0, 0, 8), ("site/draw/pages", "ana", 1, 1, 8)))
    plan = a_plan(book, ("site/find/talk", "ana", 0, 0, 8), ("site/draw/pages", "ben", 1, 1, 8))
    breach = the_breach(book, plan, "crew")
    assert breach.about.demand == "site/find/talk"
    assert "ana, ben work on it, at most 1 may" in breach.text


def test_continuity_of_a_crew_of_two_is_two_people_in_all() -> None:
    pair = Crew(max=2)
    phases = [
        a_phase("find", a_demand("talk", crew=pair)),
        a_phase("draw", a_demand("pages", same_person_as="find/talk")),
    ]
    book = a_book(PEOPLE, [a_project("site", *phases)])
    both = (("site/find/talk", "ana", 0, 0, 8), ("site/find/talk", "ben", 0, 0, 8))
    assert keeps(book, a_plan(book, *both, ("site/draw/pages", "ben", 1, 1, 8)))
    assert broken(book, a_plan(book, *both, ("site/draw/pages", "cem", 1, 1, 8))) == {"crew"}


def test_the_months_of_a_retainer_may_ask_for_one_person_throughout() -> None:
    care = a_phase(
        "care", a_demand("hours", hours=20, same_person_as="hours"), start=day(0), end=day(55), repeat="monthly"
    )
    book = a_book(PEOPLE, [a_project("site", care)], weeks=8)
    first, second = "site/care-2027-01/hours", "site/care-2027-02/hours"
    assert keeps(book, a_plan(book, (first, "ana", 0, 0, 8), (second, "ana", 35, 35, 8)))
    assert broken(book, a_plan(book, (first, "ana", 0, 0, 8), (second, "ben", 35, 35, 8))) == {"crew"}


def test_a_project_has_one_project_manager_unless_policy_lets_go() -> None:
    people = [a_person(name, department="project_management") for name in ("pat", "pip")]
    phases = [a_phase(n, a_demand("lead", hours=8, function="project_management")) for n in ("find", "draw")]
    rows = (("site/find/lead", "pat", 0, 0, 8), ("site/draw/lead", "pip", 1, 1, 8))
    strict = a_book(people, [a_project("site", *phases)])
    assert "one PM: site: pat, pip" in the_breach(strict, a_plan(strict, *rows), "crew").text
    loose = a_book(people, [a_project("site", *phases)], policy={"one_pm": False})
    assert keeps(loose, a_plan(loose, *rows))


def test_where_the_past_took_three_nobody_is_added() -> None:
    did = tuple(an_allocation(PAGES, who, 0, 0, 8, status="actual") for who in ("ana", "ben"))
    demand = a_demand("pages", crew=Crew(max=1))
    scenario = a_scenario(PEOPLE, [a_project("site", demand)], allocations=did, horizon={"today": day(1)})
    assert planned(scenario).crews == {PAGES: ("ana", "ben")}


def test_a_past_of_one_alone_asks_for_nobody_when_nothing_is_left_to_do() -> None:
    did = an_allocation(PAGES, "ana", 0, 0, 8, status="actual")
    demand = a_demand("pages", hours=8, crew=Crew(min=2))
    scenario = a_scenario(PEOPLE, [a_project("site", demand)], allocations=(did,), horizon={"today": day(1)})
    assert planned(scenario).by_pair == {(PAGES, "ana"): 480}


def test_leaving_it_out_is_noticed() -> None:
    demand = a_demand("pages", hours=200, crew=Crew(max=2))
    assert removal_is_noticed("crew", a_scenario(PEOPLE, [a_project("site", demand)], policy=MOST_BILLABLE))


def test_leaving_out_the_one_project_manager_is_noticed() -> None:
    people = [a_person(name, department="project_management") for name in ("pat", "pip")]
    lead = a_demand("lead", hours=160, function="project_management")
    assert removal_is_noticed("crew", a_scenario(people, [a_project("site", lead)], policy=MOST_BILLABLE))
