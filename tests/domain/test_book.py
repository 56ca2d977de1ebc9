"""The book of work: a scenario read day by day, with every default filled in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.people import Commitment, Period, TimeOff
from engine.domain.work import Crew
from tests.build import a_book, a_calendar, a_demand, a_person, a_phase, a_project, an_allocation, day

# -- days and weeks -----------------------------------------------------------------------------------


@given(st.dates(date(2019, 1, 1), date(2030, 1, 1)), st.integers(1, 80))
def test_weeks_run_monday_to_sunday_whatever_the_first_day(first: date, count: int) -> None:
    book = a_book(horizon={"first": first, "last": first + timedelta(days=count - 1)})
    days = [book.horizon.day(number) for number in range(book.days)]
    for number, on in enumerate(days):
        assert number in book.week_days(book.week(number))
        year, week, _ = on.isocalendar()
        assert book.week_label(book.week(number)) == f"{year}-W{week:02d}"
    assert [number for week in range(book.weeks) for number in book.week_days(week)] == list(range(book.days))
    assert all(days[b].weekday() == 0 for a in range(book.weeks - 1) for b in [book.week_days(a + 1)[0]])


def test_the_week_of_new_year_belongs_to_the_old_year() -> None:
    book = a_book(horizon={"first": date(2026, 12, 30), "last": date(2027, 1, 10)})
    assert [book.week_label(week) for week in range(book.weeks)] == ["2026-W53", "2027-W01"]
    assert [len(book.week_days(week)) for week in range(book.weeks)] == [5, 7]


# -- capacity -----------------------------------------------------------------------------------------


def test_contracted_less_time_off_is_effective_less_commitments_is_available() -> None:
    person = a_person(
        "ana",
        time_off=(TimeOff(first=day(1), last=day(2)), TimeOff(first=day(3), last=day(3), minutes_per_day=120)),
        commitments=(Commitment(minutes_per_day=60), Commitment(minutes_per_day=400, weekdays=("fri",), last=day(6))),
    )
    book = a_book([person])
    assert book.contracted["ana"][:7] == [480, 480, 480, 480, 480, 0, 0]
    assert book.effective["ana"][:7] == [480, 0, 0, 360, 480, 0, 0]
    assert book.available["ana"][:7] == [420, 0, 0, 300, 20, 0, 0]
    assert book.available["ana"][7:] == [420, 420, 420, 420, 420, 0, 0]
    assert book.available_in_week("ana", 0) == 740
    assert book.available_total["ana"] == 740 + 2100


def test_time_off_longer_than_the_day_takes_the_day_and_no_more() -> None:
    off = TimeOff(first=day(0), last=day(0), minutes_per_day=1000)
    assert a_book([a_person("ana", time_off=(off, off))]).effective["ana"][0] == 0


def test_part_time_shortens_every_day_and_an_own_week_replaces_the_hours_but_not_the_holidays() -> None:
    calendars = (a_calendar(closures=(Period(first=day(2), last=day(2)).model_dump(),)),)
    people = [a_person("ana", fte=80), a_person("ben", week={"wed": 300, "thu": 300, "sat": 120})]
    book = a_book(people, calendars=calendars)
    assert book.contracted["ana"][:7] == [384, 384, 0, 384, 384, 0, 0]
    assert book.contracted["ben"][:7] == [0, 0, 0, 300, 0, 120, 0]


def test_a_contract_has_a_first_and_a_last_day() -> None:
    book = a_book(
        [a_person("ana", first_day=day(1), last_day=day(3)), a_person("ben", first_day=day(-400), last_day=day(400))]
    )
    assert book.contracted["ana"][:5] == [0, 480, 480, 480, 0]
    assert book.contracted["ben"][:5] == [480] * 5


def test_two_regions_work_on_different_days() -> None:
    scotland = a_calendar("north", holidays={"country": "GB", "subdivision": "SCT", "dates": (day(0),)})
    book = a_book([a_person("ana"), a_person("ian", calendar="north")], calendars=(a_calendar(), scotland))
    assert (book.contracted["ana"][0], book.contracted["ian"][0]) == (480, 0)


def test_who_has_part_of_a_day_off_cannot_sit() -> None:
    person = a_person(
        "ana",
        time_off=(TimeOff(first=day(1), last=day(1), minutes_per_day=60),),
        commitments=(
            Commitment(minutes_per_day=60, weekdays=("wed",)),
            Commitment(minutes_per_day=480, weekdays=("thu",)),
        ),
    )
    book = a_book([person])
    assert [book.can_sit("ana", on) for on in range(6)] == [True, False, True, False, True, False]


# -- given work ---------------------------------------------------------------------------------------


def test_a_row_means_working_days_and_a_row_of_one_day_that_day() -> None:
    pins = (an_allocation("site/work/design", "ana", 4, 7, 2), an_allocation("site/work/design", "ana", 5, 5, 1))
    book = a_book(allocations=(*pins, an_allocation("site/work/design", "ana", 7, 7, 3)))
    assert {on: n for (_, _, on), n in book.pinned.items()} == {4: 120, 7: 300, 5: 60}


def test_each_status_is_kept_apart() -> None:
    rows = (
        an_allocation("site/work/design", "ana", 0, 0, 1, status="actual"),
        an_allocation("site/work/design", "ana", 2, 2, 2),
        an_allocation("site/work/design", "ana", -3, 3, 3, status="published"),
    )
    book = a_book(allocations=rows, horizon={"today": day(1)})
    assert [on for _, _, on in book.actual] == [0]
    assert [on for _, _, on in book.pinned] == [2]
    assert [on for _, _, on in book.published] == [0, 1, 2, 3]
    assert book.actual_of == {"site/work/design": 60}
    assert book.actual_in_week == {("ana", 0): 60}


# -- who ----------------------------------------------------------------------------------------------


def test_the_main_skill_is_the_named_one_or_the_first_of_the_highest() -> None:
    book = a_book(
        [
            a_person("ana", skills={"design": 2, "copy": 3, "code": 3}),
            a_person("ben", skills={"design": 2, "copy": 3}, main_skill="design"),
            a_person("cem", skills={}),
        ]
    )
    assert [book.main_skill(person) for person in book.people] == ["copy", "design", None]


@pytest.mark.parametrize(
    ("kind", "cohorts"),
    [
        ("department_and_skill", {"lab/design": ("cem",), "studio/copy": ("ben",), "studio/design": ("ana", "dan")}),
        ("department", {"lab": ("cem",), "studio": ("ana", "ben", "dan")}),
        ("skill", {"copy": ("ben",), "design": ("ana", "cem", "dan")}),
        ("role", {"maker": ("ana", "ben", "cem"), "senior": ("dan",)}),
        ("everyone", {"everyone": ("ana", "ben", "cem", "dan")}),
    ],
)
def test_people_are_compared_as_policy_says(kind: str, cohorts: dict[str, tuple[str, ...]]) -> None:
    people = [
        a_person("ana"),
        a_person("ben", skills={"copy": 3, "design": 1}),
        a_person("cem", department="lab"),
        a_person("dan", role="senior"),
        a_person("con", kind="contractor"),
        a_person("new", kind="placeholder"),
        a_person("idle", skills=["sums"]),
        a_person("gone", last_day=day(-1)),
    ]
    assert a_book(people, policy={"fairness": {"cohort": kind}}).cohorts == cohorts


@given(st.integers(0, 100_000), st.integers(1, 100), st.integers(1, 100), st.integers(-1000, 1000))
def test_burden_is_load_over_target_rounded_up_plus_what_was_carried(
    minutes: int, target: int, fte: int, carried: int
) -> None:
    book = a_book([a_person("ana", target_utilisation=target, fte=fte, carried_over=carried)])
    exact = 1000 * minutes / book.available_total["ana"] / (target / 100)
    assert -1e-6 <= book.burden("ana", minutes) - carried - exact < 1 + 1e-6


def test_without_a_target_a_full_load_is_a_thousand() -> None:
    book = a_book([a_person("ana"), a_person("ben", target_utilisation=80)])
    assert book.burden("ana", 80 * 60) == 1000
    assert book.burden("ben", 64 * 60) == 1000


# -- continuity ---------------------------------------------------------------------------------------


def groups(*demands: object, **fields: object) -> dict[str, tuple[tuple[str, ...], int]]:
    book = a_book(projects=[a_project("site", *demands)], **fields)  # type: ignore[arg-type]
    return {
        group.name: (tuple(key.rpartition("/")[2] for key in group.demands), group.most) for group in book.crew_groups
    }


def test_continuity_goes_through_a_chain() -> None:
    chain = [a_demand("a"), a_demand("b", same_person_as="a"), a_demand("c", same_person_as="b"), a_demand("d")]
    assert groups(*chain) == {"same person: site/work/a": (("a", "b", "c"), 1)}


def test_the_larger_crew_is_the_most_of_all() -> None:
    assert groups(a_demand("a", crew=Crew(max=3)), a_demand("b", same_person_as="a")) == {
        "same person: site/work/a": (("a", "b"), 3)
    }


def test_two_that_follow_a_third_are_one_group_in_whatever_order() -> None:
    assert groups(a_demand("b", same_person_as="a"), a_demand("c", same_person_as="a"), a_demand("a")) == {
        "same person: site/work/b": (("b", "c", "a"), 1)
    }


def test_a_project_has_one_manager_when_policy_says_so() -> None:
    lead = {"function": "project_management"}
    two = [a_demand("a", **lead), a_demand("b", **lead), a_demand("c")]
    assert groups(*two) == {"one PM: site": (("a", "b"), 1)}
    assert groups(*two, policy={"one_pm": False}) == {}


# -- demands ------------------------------------------------------------------------------------------


def test_a_seat_asks_for_the_projects_own_hours_on_its_working_days() -> None:
    calendars = (a_calendar(), a_calendar("short", hours=6, closures=(Period(first=day(1), last=day(1)).model_dump(),)))
    phase = a_phase("talk", a_demand("room", seats=2), start=day(0), end=day(6))
    moving = a_phase("walk", a_demand("trip", seats=1), length={"min": 2, "max": 2})
    book = a_book(projects=[a_project("site", phase, moving, calendar="short")], calendars=calendars)
    assert book.demands["site/talk/room"].effort == 2 * 4 * 360
    assert book.demands["site/walk/trip"].effort == 2 * 360


@pytest.mark.parametrize(
    ("project", "weight", "chance"),
    [
        ({}, 3, 100),
        ({"priority": 5}, 5, 100),
        ({"status": "internal"}, 1, 100),
        ({"status": "internal", "priority": 4}, 4, 100),
        ({"status": "tentative", "probability": 30, "priority": 5}, 0, 30),
    ],
)
def test_decided_work_weighs_its_priority_and_tentative_work_nothing(
    project: dict[str, object], weight: int, chance: int
) -> None:
    book = a_book(projects=[a_project("site", a_demand("a"), **project)])
    demand = book.demands["site/work/a"]
    assert (demand.weight, demand.chance) == (weight, chance)


def test_a_block_is_rounded_up_to_the_quantum_and_never_above_the_effort() -> None:
    demands = [
        a_demand("a", smallest_block=100),
        a_demand("b", hours=1),
        a_demand("c", spread="even"),
        a_demand("d", seats=1),
    ]
    book = a_book(projects=[a_project("site", *demands)], policy={"smallest_block": 240})
    assert [demand.block for demand in book.demands.values()] == [120, 60, 0, 0]


@given(st.integers(1, 60), st.integers(0, 13), st.integers(0, 13), st.sampled_from([15, 30, 60]))
def test_even_shares_enclose_the_effort(quanta: int, one: int, other: int, quantum: int) -> None:
    first, last = min(one, other), max(one, other)
    demand = a_demand("lead", effort=quanta * quantum, spread="even")
    phase = a_phase("run", demand, start=day(first), end=day(last))
    book = a_book(projects=[a_project("site", phase)], horizon={"quantum": quantum})
    if not book.demands:
        return  # a weekend alone is no phase
    work = book.demands["site/run/lead"]
    shares = book.even_share(work, work.phase.first, work.phase.last)
    assert sum(least for least, _ in shares.values()) <= work.effort <= sum(most for _, most in shares.values())
    assert all(0 <= most - least <= quantum for least, most in shares.values())


def test_a_window_cut_by_the_horizon_asks_for_its_share() -> None:
    phase = a_phase("run", a_demand("lead", hours=20), start=day(-7), end=day(4))
    assert a_book(projects=[a_project("site", phase)]).demands["site/run/lead"].effort == 600


def test_keeping_somebody_off_one_demand_leaves_the_others_that_ask_for_the_same() -> None:
    people = [a_person("ana"), a_person("ben")]
    book = a_book(people, [a_project("site", a_demand("pages"), a_demand("look"))])
    apart = book.forced({}, [("site/work/pages", "ana")])
    assert apart.able == {"site/work/pages": ("ben",), "site/work/look": ("ana", "ben")}


def test_a_book_of_some_demands_knows_only_these() -> None:
    book = a_book(projects=[a_project("site", a_demand("pages"), a_demand("look"))])
    assert [demand.key for demand in book.group_demands("site")] == ["site/work/pages", "site/work/look"]
    some = book.only(["site/work/look"])
    assert [demand.key for demand in some.group_demands("site")] == ["site/work/look"]
