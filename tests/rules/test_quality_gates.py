"""Every project is set up, on-boarded and tested, and nobody signs off their own work."""

import pytest

from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, a_scenario, an_allocation, day
from tests.stories import LEAST_COST, MOST_BILLABLE, broken, impossible, keeps, planned, removal_is_noticed, the_breach

PEOPLE = [a_person("ana"), a_person("ben")]
TESTED = a_project(
    "site",
    a_phase("build", a_demand("pages", hours=16)),
    a_phase("check", a_demand("test", hours=8, not_with=("build/pages",)), kind="qa"),
    quality_gates=("qa",),
)
PAIRED = a_project("site", a_demand("junior", hours=16, with_=("senior",)), a_demand("senior", hours=16))


def test_a_gate_staffed_in_full_fits_and_half_an_hour_short_does_not() -> None:
    book = a_book(PEOPLE, [TESTED])
    assert keeps(book, a_plan(book, ("site/check/test", "ana", 0, 0, 8)))
    breach = the_breach(book, a_plan(book, ("site/check/test", "ana", 0, 0, 7.5)), "quality_gates")
    assert breach.about.demand == "site/check/test"
    assert "must be staffed, but 0h30 are missing" in breach.text


@pytest.mark.parametrize(
    ("project", "is_gate"),
    [
        (TESTED, True),
        (TESTED.model_copy(update={"quality_gates": None}), True),
        (TESTED.model_copy(update={"quality_gates": ()}), False),
        (TESTED.model_copy(update={"status": "tentative", "probability": 50}), False),
        (TESTED.model_copy(update={"status": "internal", "quality_gates": None}), False),
        (TESTED.model_copy(update={"billing": "retainer", "quality_gates": None}), False),
    ],
    ids=["own", "policy", "none of its own", "tentative", "internal", "retainer"],
)
def test_confirmed_client_projects_have_the_gates(project: object, is_gate: bool) -> None:
    book = a_book(PEOPLE, [project], policy={"quality_gates": ("qa",)})  # type: ignore[list-item]
    assert book.demands["site/check/test"].must is is_gate


def test_a_must_is_delivered_in_full_or_there_is_no_plan() -> None:
    must = [a_project("site", a_demand("launch", hours=80, must=True))]
    assert planned(a_scenario([a_person("ana")], must, policy=LEAST_COST)).by_person == {"ana": 80 * 60}
    too_much = [a_project("site", a_demand("launch", hours=80.5, must=True))]
    found = {conflict.rule for conflict in impossible(a_scenario([a_person("ana")], too_much)).conflicts}
    assert found >= {"quality_gates", "availability"} or found >= {"quality_gates", "no_overload"}


def test_a_must_of_seats_fills_every_seat() -> None:
    book = a_book(
        PEOPLE, [a_project("site", a_phase("talk", a_demand("room", seats=2, must=True), start=day(0), end=day(0)))]
    )
    assert keeps(book, a_plan(book, ("site/talk/room", "ana", 0, 0, 8), ("site/talk/room", "ben", 0, 0, 8)))
    assert "8h are missing" in the_breach(book, a_plan(book, ("site/talk/room", "ana", 0, 0, 8)), "quality_gates").text


def test_nobody_signs_off_their_own_work() -> None:
    book = a_book(PEOPLE, [TESTED])
    assert keeps(book, a_plan(book, ("site/build/pages", "ana", 0, 0, 8), ("site/check/test", "ben", 1, 1, 8)))
    plan = a_plan(book, ("site/build/pages", "ana", 0, 0, 0.5), ("site/check/test", "ana", 1, 1, 8))
    breach = the_breach(book, plan, "quality_gates")
    assert (breach.about.person, breach.about.demand) == ("ana", "site/check/test")
    assert "ana also works on site/build/pages" in breach.text


def test_who_built_it_last_month_does_not_test_it_today() -> None:
    did = an_allocation("site/build/pages", "ana", 0, 1, 8, status="actual")
    plan = planned(a_scenario(PEOPLE, [TESTED], allocations=(did,), horizon={"today": day(2)}))
    assert plan.crews["site/check/test"] == ("ben",)


def test_two_facts_of_the_past_break_nothing() -> None:
    did = tuple(an_allocation(key, "ana", 0, 0, 4, status="actual") for key in ("site/build/pages", "site/check/test"))
    scenario = a_scenario(PEOPLE, [TESTED], allocations=did, horizon={"today": day(1)})
    assert planned(scenario).by_pair["site/check/test", "ben"] == 240


def test_a_junior_works_in_weeks_in_which_a_senior_does() -> None:
    book = a_book(PEOPLE, [PAIRED])
    senior = ("site/work/senior", "ben", 0, 0, 0.5)
    assert keeps(book, a_plan(book, ("site/work/junior", "ana", 4, 4, 8), senior))
    breach = the_breach(book, a_plan(book, ("site/work/junior", "ana", 7, 7, 8), senior), "quality_gates")
    assert (breach.about.person, breach.about.first) == ("ana", "2027-01-11")
    assert "ana works on it in 2027-W02, and nobody else on site/work/senior" in breach.text


def test_being_ones_own_senior_is_no_pair() -> None:
    book = a_book(PEOPLE, [PAIRED])
    plan = a_plan(book, ("site/work/junior", "ana", 0, 0, 4), ("site/work/senior", "ana", 0, 0, 4))
    assert broken(book, plan) == {"quality_gates"}


def test_a_lonely_monday_that_is_past_is_not_judged_but_a_lonely_friday_to_come_is() -> None:
    did = an_allocation("site/work/junior", "ana", 0, 0, 8, status="actual")
    book = a_book(PEOPLE, [PAIRED], allocations=(did,), horizon={"today": day(1)})
    past = ("site/work/junior", "ana", 0, 0, 8)
    assert keeps(book, a_plan(book, past))
    assert broken(book, a_plan(book, past, ("site/work/junior", "ana", 4, 4, 8))) == {"quality_gates"}
    away = [a_person("ana"), a_person("ben", time_off=({"first": day(1), "last": day(6)},))]
    scenario = a_scenario(away, [PAIRED], weeks=1, allocations=(did,), horizon={"today": day(1)})
    assert planned(scenario).by_pair["site/work/junior", "ana"] == 480


def test_leaving_out_a_must_is_noticed() -> None:
    must = a_demand("launch", hours=8, must=True)
    assert removal_is_noticed("quality_gates", a_scenario(PEOPLE, [a_project("site", must)], policy=LEAST_COST))


def test_leaving_out_independence_is_noticed() -> None:
    project = TESTED.model_copy(update={"quality_gates": ()})
    assert removal_is_noticed("quality_gates", a_scenario([a_person("ana")], [project], policy=MOST_BILLABLE))


def test_leaving_out_pairing_is_noticed() -> None:
    assert removal_is_noticed("quality_gates", a_scenario([a_person("ana")], [PAIRED], policy=MOST_BILLABLE))
