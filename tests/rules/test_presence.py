"""Who sits in the workshop sits in the workshop: all of it, the whole day, and nothing else."""

from engine.domain.people import TimeOff
from engine.domain.work import Length, Phase
from tests.build import (
    a_book,
    a_calendar,
    a_demand,
    a_person,
    a_phase,
    a_plan,
    a_project,
    a_scenario,
    an_allocation,
    day,
)
from tests.stories import MOST_BILLABLE, broken, keeps, planned, removal_is_noticed, the_breach

PEOPLE = [a_person("ana"), a_person("ben")]
WORKSHOP = a_phase("talk", a_demand("room", seats=1), start=day(1), end=day(3))
BOTH = [a_project("site", WORKSHOP), a_project("shop", a_demand("pages", hours=40))]


def test_three_full_days_fit_and_two_of_them_do_not() -> None:
    book = a_book(PEOPLE, BOTH)
    assert keeps(book, a_plan(book, ("site/talk/room", "ana", 1, 3, 8)))
    breach = the_breach(book, a_plan(book, ("site/talk/room", "ana", 1, 2, 8)), "presence")
    assert (breach.about.person, breach.about.demand) == ("ana", "site/talk/room")
    assert breach.about.first == "2027-01-07"
    assert "ana is not there all day and for this alone" in breach.text


def test_half_a_day_is_not_there() -> None:
    book = a_book(PEOPLE, BOTH)
    plan = a_plan(book, ("site/talk/room", "ana", 1, 2, 8), ("site/talk/room", "ana", 3, 3, 7.5))
    assert the_breach(book, plan, "presence").about.first == "2027-01-07"


def test_no_half_hour_of_other_work_fits_beside_it_not_even_in_overtime() -> None:
    book = a_book(PEOPLE, BOTH, policy={"overtime": {"day": 60, "week": 600}})
    plan = a_plan(book, ("site/talk/room", "ana", 1, 3, 8), ("shop/work/pages", "ana", 3, 3, 0.5))
    assert the_breach(book, plan, "presence").about.person == "ana"
    assert keeps(book, a_plan(book, ("site/talk/room", "ana", 1, 3, 8), ("shop/work/pages", "ana", 4, 4, 8.5)))


def test_a_chair_seats_one() -> None:
    book = a_book(PEOPLE, BOTH)
    plan = a_plan(book, ("site/talk/room", "ana", 1, 3, 8), ("site/talk/room", "ben", 1, 3, 8))
    assert "2 people for 1 seats" in the_breach(book, plan, "presence").text


def test_one_person_fills_one_seat_at_a_time() -> None:
    phase = a_phase("talk", a_demand("room", seats=1), a_demand("notes", seats=1), start=day(1), end=day(1))
    book = a_book(PEOPLE, [a_project("site", phase)])
    assert keeps(book, a_plan(book, ("site/talk/room", "ana", 1, 1, 8), ("site/talk/notes", "ben", 1, 1, 8)))
    plan = a_plan(book, ("site/talk/room", "ana", 1, 1, 4), ("site/talk/notes", "ana", 1, 1, 4))
    assert broken(book, plan) == {"presence"}


def test_somebody_away_for_an_hour_cannot_take_the_seat() -> None:
    off = TimeOff(first=day(2), last=day(2), minutes_per_day=60)
    people = [a_person("ana", time_off=(off,)), a_person("ben")]
    book = a_book(people, BOTH)
    plan = a_plan(
        book, ("site/talk/room", "ana", 1, 1, 8), ("site/talk/room", "ana", 2, 2, 7), ("site/talk/room", "ana", 3, 3, 8)
    )
    assert the_breach(book, plan, "presence").about.first == "2027-01-06"
    assert planned(a_scenario(people, BOTH)).crews["site/talk/room"] == ("ben",)


def test_the_workshop_moves_to_when_its_people_are_there() -> None:
    phase = Phase(id="talk", length=Length(min=3, max=3), demands=(a_demand("room", seats=2),))
    people = [a_person("ana", time_off=(TimeOff(first=day(0), last=day(2)),)), a_person("ben", last_day=day(9))]
    plan = planned(a_scenario(people, [a_project("site", phase)]))
    assert plan.phases["site/talk"] in {(3, 7), (4, 8), (7, 9)}
    assert plan.crews == {"site/talk/room": ("ana", "ben")}


def test_a_seat_is_taken_on_the_projects_days_whatever_else_the_person_works() -> None:
    """The project's calendar is closed on Wednesday; Ana, who works that day, sits on the others."""
    calendars = (a_calendar(), a_calendar("north", closures=({"first": day(2), "last": day(2)},)))
    fixed = [a_project("site", WORKSHOP, calendar="north")]
    rows = (("site/talk/room", "ana", 1, 1, 8), ("site/talk/room", "ana", 3, 3, 8))
    book = a_book([a_person("ana")], fixed, calendars=calendars)
    assert keeps(book, a_plan(book, *rows))
    assert broken(book, a_plan(book, *rows, ("site/talk/room", "ana", 2, 2, 8))) == {"presence"}
    assert planned(a_scenario([a_person("ana")], fixed, calendars=calendars)).by_person == {"ana": 960}
    movable = Phase(
        id="talk", length=Length(min=2, max=2), earliest=day(1), latest=day(3), demands=(a_demand("room", seats=1),)
    )
    scenario = a_scenario([a_person("ana")], [a_project("site", movable, calendar="north")], calendars=calendars)
    assert planned(scenario).by_person == {"ana": 960}


def test_who_sat_in_the_past_need_not_come_back_and_others_may_not_take_over_the_seat() -> None:
    did = an_allocation("site/talk/room", "ana", 1, 1, 8, status="actual")
    ill = a_person("ana", time_off=(TimeOff(first=day(2), last=day(13)),))
    scenario = a_scenario([ill, a_person("ben")], [BOTH[0]], allocations=(did,), horizon={"today": day(2)})
    assert planned(scenario).by_pair == {("site/talk/room", "ana"): 480}


def test_a_seat_may_be_taken_in_the_middle_of_the_phase_when_it_was_empty_so_far() -> None:
    scenario = a_scenario([a_person("ana")], [BOTH[0]], horizon={"today": day(2)})
    assert planned(scenario).by_pair == {("site/talk/room", "ana"): 960}


def test_a_workshop_that_is_over_is_not_staffed_any_more() -> None:
    scenario = a_scenario([a_person("ana")], [BOTH[0]], horizon={"today": day(7)})
    assert planned(scenario).by_pair == {}


def test_leaving_it_out_is_noticed() -> None:
    assert removal_is_noticed("presence", a_scenario(PEOPLE, [BOTH[0]], policy=MOST_BILLABLE))
