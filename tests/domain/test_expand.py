"""From what people type to single phases: templates and months."""

from datetime import date

import pytest

from engine.domain.expand import months_between
from engine.domain.work import After, Length, Phase, Template, TemplateUse
from tests.build import a_book, a_demand, a_phase, a_project, a_scenario, day


def a_step(id: str, *after: tuple[str, int], hours: float = 10) -> Phase:
    links = tuple(After(phase=phase, lag=lag) for phase, lag in after)
    return Phase(id=id, length=Length(min=1, max=3), after=links, demands=(a_demand("work", hours=hours),))


WEBSITE = Template(
    id="website",
    phases=(
        a_step("onboarding"),
        a_step("discovery", ("onboarding", 0)),
        a_step("design", ("discovery", 2)),
        a_step("build", ("design", 1)),
        a_step("qa", ("build", 0)),
        a_step("launch", ("qa", 0), ("design", 4)),
    ),
)


def links(**use: object) -> dict[str, dict[str, int]]:
    """What each phase of a project of this template waits for, and how long."""
    project = a_project("site", template=TemplateUse(use="website", start=day(1), **use))  # type: ignore[arg-type]
    book = a_book(projects=[project], weeks=4, templates=(WEBSITE,))
    return {
        key.removeprefix("site/"): {p.removeprefix("site/"): lag for p, lag in w.after}
        for key, w in book.phases.items()
    }


def test_a_template_need_not_be_typed_again() -> None:
    assert links() == {
        "onboarding": {},
        "discovery": {"onboarding": 0},
        "design": {"discovery": 2},
        "build": {"design": 1},
        "qa": {"build": 0},
        "launch": {"qa": 0, "design": 4},
    }


def test_what_came_after_a_skipped_phase_comes_after_what_that_came_after() -> None:
    assert links(skip=("discovery",))["design"] == {"onboarding": 2}
    assert links(skip=("discovery", "design"))["build"] == {"onboarding": 2}
    assert links(skip=("onboarding",))["discovery"] == {}


def test_a_bridge_never_makes_a_lag_shorter() -> None:
    assert links(skip=("qa", "build"))["launch"] == {"design": 4}
    assert links(skip=("design",))["launch"] == {"qa": 0, "discovery": 4}


def test_nothing_begins_before_the_project_and_all_ends_by_its_latest_day() -> None:
    project = a_project("site", template=TemplateUse(use="website", start=day(3), latest=day(17)))
    book = a_book(projects=[project], weeks=4, templates=(WEBSITE,))
    assert {(phase.first, phase.last) for phase in book.phases.values()} == {(3, 17)}


@pytest.mark.parametrize(("scale", "minutes"), [(100, 600), (50, 300), (33, 210), (1, 30), (250, 1500)])
def test_efforts_are_scaled_and_rounded_up_to_the_quantum(scale: int, minutes: int) -> None:
    project = a_project("site", template=TemplateUse(use="website", start=day(0), scale=scale))
    book = a_book(projects=[project], weeks=4, templates=(WEBSITE,))
    assert {demand.effort for demand in book.demands.values()} == {minutes}


def test_an_own_phase_takes_the_place_of_the_templates() -> None:
    own = a_phase("design", a_demand("sketch", hours=5), start=day(7), end=day(8))
    extra = a_phase("party", start=day(9), end=day(9))
    project = a_project("site", own, extra, template=TemplateUse(use="website", start=day(0)))
    book = a_book(projects=[project], weeks=4, templates=(WEBSITE,))
    assert list(book.phases)[2] == "site/design"
    assert book.phases["site/design"].fixed
    assert book.demands["site/design/sketch"].effort == 300
    assert "site/party" in book.phases
    assert book.phases["site/build"].after == (("site/design", 1),)


# -- months -------------------------------------------------------------------------------------------


def a_retainer(first: int, last: int, weeks: int = 10, **fields: object) -> object:
    phase = a_phase("care", a_demand("hours", hours=40), start=day(first), end=day(last), repeat="monthly", **fields)
    return a_book(projects=[a_project("zoo", phase, billing="retainer")], weeks=weeks)


def test_each_month_asks_anew() -> None:
    book = a_retainer(0, 69)
    assert list(book.phases) == ["zoo/care-2027-01", "zoo/care-2027-02", "zoo/care-2027-03"]
    assert [book.horizon.day(phase.first) for phase in book.phases.values()] == [
        day(0),
        date(2027, 2, 1),
        date(2027, 3, 1),
    ]
    assert [book.horizon.day(phase.last) for phase in book.phases.values()] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        day(69),
    ]


def test_a_month_cut_short_asks_for_its_share_of_working_days() -> None:
    """January 2027 has 21 working days from Monday to Friday, of which the first is before the horizon."""
    book = a_retainer(0, 69)
    by_month = {demand.phase.month: demand.effort for demand in book.demands.values()}
    assert by_month == {"2027-01": 2400 * 20 // 21 // 30 * 30, "2027-02": 2400, "2027-03": 2400 * 10 // 23 // 30 * 30}


def test_the_window_cuts_a_month_as_the_horizon_does() -> None:
    book = a_retainer(14, 40)
    by_month = {demand.phase.month: demand.effort for demand in book.demands.values()}
    assert by_month == {"2027-01": 2400 * 10 // 21 // 30 * 30, "2027-02": 2400 * 10 // 20}


def test_hours_may_be_carried_over_into_later_months() -> None:
    book = a_retainer(0, 69, carry_over_months=1)
    ends = {key: book.horizon.day(phase.last) for key, phase in book.phases.items()}
    assert ends == {
        "zoo/care-2027-01": date(2027, 2, 28),
        "zoo/care-2027-02": day(69),
        "zoo/care-2027-03": day(69),
    }
    assert book.demands["zoo/care-2027-02/hours"].effort == 2400


def test_months_go_over_the_year_end_and_over_a_leap_day() -> None:
    assert months_between(date(2027, 12, 20), date(2028, 2, 1)) == [
        (date(2027, 12, 1), date(2027, 12, 31)),
        (date(2028, 1, 1), date(2028, 1, 31)),
        (date(2028, 2, 1), date(2028, 2, 29)),
    ]


def test_months_refer_to_their_own_month_and_others_to_all_of_them() -> None:
    care = a_phase(
        "care",
        a_demand("do", hours=10),
        a_demand("check", hours=4, not_with=("do",)),
        start=day(0),
        end=day(55),
        repeat="monthly",
    )
    audit = a_phase("audit", a_demand("look", hours=4, not_with=("care/do",)))
    book = a_book(projects=[a_project("zoo", care, audit)], weeks=8)
    assert book.demands["zoo/care-2027-02/check"].not_with == ("zoo/care-2027-02/do",)
    assert book.demands["zoo/audit/look"].not_with == ("zoo/care-2027-01/do", "zoo/care-2027-02/do")


def test_a_phase_beyond_the_horizon_is_not_there_and_nothing_waits_for_it() -> None:
    gone = a_phase("gone", a_demand(), start=day(-10), end=day(-1))
    next_one = a_phase("next", a_demand(), start=day(0), end=day(3), after=(After(phase="gone"),))
    scenario = a_scenario(projects=[a_project("site", gone, next_one)])
    book = a_book(projects=list(scenario.projects))
    assert list(book.phases) == ["site/next"]
    assert book.phases["site/next"].after == ()
