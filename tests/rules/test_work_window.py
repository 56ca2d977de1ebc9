"""Work happens inside its phase, phases come in their order, and a deadline is a deadline."""

from engine.domain.work import After, Length, Phase
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
from tests.stories import broken, impossible, keeps, planned, removal_is_noticed, the_breach

SOONEST = {"tiers": ({"goal": "delivered"}, {"goal": "finish"})}


def a_movable_phase(id: str, least: int, most: int, *after: tuple[str, int], **fields: object) -> Phase:
    links = tuple(After(phase=phase, lag=lag) for phase, lag in after)
    demands = (a_demand("pages", hours=8),)
    return Phase(**{"id": id, "length": Length(min=least, max=most), "after": links, "demands": demands, **fields})


def test_work_on_the_last_day_of_its_phase_fits_and_a_day_later_does_not() -> None:
    phase = a_phase("build", a_demand("pages"), start=day(1), end=day(3))
    book = a_book(projects=[a_project("site", phase)])
    assert keeps(book, a_plan(book, ("site/build/pages", "ana", 1, 3, 8)))
    breach = the_breach(book, a_plan(book, ("site/build/pages", "ana", 4, 4, 8)), "work_window")
    assert (breach.about.person, breach.about.demand) == ("ana", "site/build/pages")
    assert breach.about.first == "2027-01-08"
    assert "phase runs 2027-01-05 to 2027-01-07" in breach.text
    the_breach(book, a_plan(book, ("site/build/pages", "ana", 0, 0, 8)), "work_window")


def test_a_movable_phase_lies_in_its_window_and_takes_its_time() -> None:
    phase = a_movable_phase("build", 2, 3, earliest=day(1), latest=day(8))
    book = a_book(projects=[a_project("site", phase)])
    for span in ((1, 2), (1, 3), (4, 7), (7, 8)):
        assert keeps(book, a_plan(book, phases={"site/build": span})), span
    for span in ((0, 1), (1, 1), (1, 4), (8, 9), (1, 5), (5, 8), (4, 6)):
        breach = the_breach(book, a_plan(book, phases={"site/build": span}), "work_window")
        assert breach.about.phase == "site/build", span


def test_a_plan_must_say_when_a_movable_phase_runs() -> None:
    book = a_book(projects=[a_project("site", a_movable_phase("build", 2, 3))])
    assert "does not say when it runs" in the_breach(book, a_plan(book), "work_window").text


def test_work_stays_inside_the_dates_that_were_chosen() -> None:
    book = a_book(projects=[a_project("site", a_movable_phase("build", 2, 3))])
    assert keeps(book, a_plan(book, ("site/build/pages", "ana", 3, 3, 8), phases={"site/build": (3, 4)}))
    plan = a_plan(book, ("site/build/pages", "ana", 2, 2, 8), phases={"site/build": (3, 4)})
    assert the_breach(book, plan, "work_window").about.demand == "site/build/pages"


def test_a_phase_waits_for_the_one_before_and_for_the_lag() -> None:
    phases = [a_movable_phase("draw", 2, 2), a_movable_phase("build", 1, 1, ("draw", 2))]
    book = a_book(projects=[a_project("site", *phases)])
    assert keeps(book, a_plan(book, phases={"site/draw": (0, 1), "site/build": (4, 4)}))
    early = a_plan(book, phases={"site/draw": (0, 1), "site/build": (3, 3)})
    breach = the_breach(book, early, "work_window")
    assert breach.about.phase == "site/build"
    assert "site/draw ends 2027-01-05 and 2 working days must lie between" in breach.text
    assert keeps(book, a_plan(book, phases={"site/draw": (3, 4), "site/build": (9, 9)})), "a weekend is no lag"
    assert broken(book, a_plan(book, phases={"site/draw": (3, 4), "site/build": (8, 8)})) == {"work_window"}
    assert broken(book, a_plan(book, phases={"site/draw": (3, 4), "site/build": (0, 0)})) == {"work_window"}


def test_the_solver_places_phases_one_after_the_other_as_soon_as_can_be() -> None:
    phases = [a_movable_phase("draw", 2, 4), a_movable_phase("build", 3, 3, ("draw", 1))]
    result = planned(a_scenario(projects=[a_project("site", *phases)], policy=SOONEST))
    assert result.phases == {"site/draw": (0, 1), "site/build": (3, 7)}


def test_fixed_phases_that_overlap_on_a_weekend_overlap() -> None:
    """Neither Saturday nor Sunday is a working day, but somebody might work on both of them."""
    draw = a_phase("draw", a_demand("a"), start=day(0), end=day(6))
    build = a_phase("build", a_demand("b"), start=day(5), end=day(9), after=(After(phase="draw"),))
    scenario = a_scenario(projects=[a_project("site", draw, build)])
    impossible(scenario)
    apart = build.model_copy(update={"start": day(7)})
    assert planned(a_scenario(projects=[a_project("site", draw, apart)])).by_demand


def test_a_hard_deadline_is_the_last_day_of_work() -> None:
    book = a_book(projects=[a_project("site", a_demand("pages", hours=80), deadline=day(8))])
    assert keeps(book, a_plan(book, ("site/work/pages", "ana", 7, 8, 8)))
    breach = the_breach(book, a_plan(book, ("site/work/pages", "ana", 7, 9, 8)), "work_window")
    assert "deadline passed" in breach.text


def test_a_movable_phase_ends_by_a_hard_deadline() -> None:
    project = a_project("site", a_movable_phase("build", 2, 3), deadline=day(3))
    book = a_book(projects=[project])
    assert keeps(book, a_plan(book, phases={"site/build": (2, 3)}))
    assert "after the deadline" in the_breach(book, a_plan(book, phases={"site/build": (3, 4)}), "work_window").text


def test_a_deadline_with_a_penalty_forbids_nothing() -> None:
    project = a_project("site", a_movable_phase("build", 2, 3), deadline=day(1), deadline_penalty=500)
    book = a_book(projects=[project])
    assert keeps(book, a_plan(book, ("site/build/pages", "ana", 3, 3, 8), phases={"site/build": (3, 4)}))


def test_a_deadline_in_the_middle_of_a_week_cuts_the_week() -> None:
    project = a_project("site", a_demand("pages", hours=80), deadline=day(8))
    plan = planned(a_scenario(projects=[project], horizon={"daily_weeks": 0}))
    assert max(on for _, _, on in plan.minutes) == 8
    assert plan.by_person == {"ana": 7 * 480}


def test_somebody_with_a_saturday_may_work_in_the_middle_of_a_phase() -> None:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), 480)
    people = [a_person("ana", week=week)]
    phase = a_movable_phase("build", 2, 2, earliest=day(4), latest=day(7))
    book = a_book(people, [a_project("site", phase)])
    assert keeps(book, a_plan(book, ("site/build/pages", "ana", 5, 5, 8), phases={"site/build": (4, 7)}))
    plan = a_plan(book, ("site/build/pages", "ana", 12, 12, 8), phases={"site/build": (4, 7)})
    assert broken(book, plan) == {"work_window"}
    demand = a_demand("pages", hours=24)
    scenario = a_scenario(people, [a_project("site", phase.model_copy(update={"demands": (demand,)}))])
    assert planned(scenario).by_person == {"ana": 24 * 60}


def test_lags_are_counted_on_the_projects_own_calendar() -> None:
    calendars = (a_calendar(), a_calendar("north", closures=({"first": day(2), "last": day(2)},)))
    phases = [a_movable_phase("draw", 2, 2), a_movable_phase("build", 1, 1, ("draw", 1))]
    book = a_book(projects=[a_project("site", *phases, calendar="north")], calendars=calendars)
    assert keeps(book, a_plan(book, phases={"site/draw": (0, 1), "site/build": (4, 4)}))
    assert broken(book, a_plan(book, phases={"site/draw": (0, 1), "site/build": (3, 3)})) == {"work_window"}


def test_pinned_work_outside_the_window_leaves_no_plan() -> None:
    phase = a_phase("build", a_demand("pages"), start=day(1), end=day(3))
    pin = an_allocation("site/build/pages", "ana", 7, 7)
    result = impossible(a_scenario(projects=[a_project("site", phase)], allocations=(pin,)))
    assert {conflict.rule for conflict in result.conflicts} == {"pinned", "work_window"}


def test_leaving_it_out_is_noticed() -> None:
    phases = [a_movable_phase("draw", 3, 3), a_movable_phase("build", 3, 3, ("draw", 0))]
    assert removal_is_noticed("work_window", a_scenario(projects=[a_project("site", *phases)], policy=SOONEST))
