"""Utilisation and its relatives: always named with the denominator, always sums over sums."""

import pytest

from engine.domain.book import Book
from engine.report import Ledger, kpis, people
from engine.report.groups import cohorts, departments, kinds, weeks
from tests.build import a_book, a_demand, a_person, a_plan, a_project, day


def _utilisation(hours_a_day: float, off: list[dict[str, object]], weeks: int) -> float | None:
    book = a_book([a_person("ana", time_off=off)], [a_project("site", a_demand("pages", hours=200))], weeks=weeks)
    plan = a_plan(book, ("site/work/pages", "ana", 0, 7 * weeks - 1, hours_a_day))
    return kpis(Ledger(book, plan)).billable_utilisation


@pytest.mark.parametrize(
    ("hours_a_day", "off", "weeks", "expected"),
    [
        pytest.param(10, [], 2, 1.25, id="100 of 80 hours are 125 %"),
        pytest.param(80 / 14, [{"first": day(18), "last": day(18)}], 3, 0.7143, id="80 of 112 hours are 71 %"),
        pytest.param(4, [], 1, 0.5, id="20 of 40 hours are 50 %"),
    ],
)
def test_the_fixtures_of_the_design(
    hours_a_day: float, off: list[dict[str, object]], weeks: int, expected: float
) -> None:
    found = _utilisation(hours_a_day, off, weeks)
    assert found == pytest.approx(expected, abs=0.001)


def test_nobody_to_divide_by_gives_null() -> None:
    book = a_book([a_person("ana", last_day=day(-1))])
    page = kpis(Ledger(book, a_plan(book)))
    assert page.effective_minutes == 0
    assert page.billable_utilisation is None
    assert page.gross_utilisation is None
    assert page.productive_utilisation is None
    assert page.billable_share is None
    assert page.load_per_mille is None
    assert page.margin_share is None


def test_a_group_is_sum_over_sum_and_never_a_mean_of_ratios() -> None:
    """Ana is full on 80 hours, Ben (one day a week) idle on 16: 80/96, not the mean of 100 % and 0 %."""
    book = a_book([a_person("ana"), a_person("ben", week={"mon": "8h"})], [a_project("site", a_demand(hours=80))])
    ledger = Ledger(book, a_plan(book, ("site/work/design", "ana", 0, 11, 8)))
    assert kpis(ledger).billable_utilisation == round(80 / 96, 4)
    assert [each.billable_utilisation for each in people(ledger)] == [1.0, 0.0]
    assert departments(ledger)[0].billable_utilisation == round(80 / 96, 4)


def test_each_utilisation_has_its_own_denominator() -> None:
    """80 contracted hours, 8 off, 12 of standing meetings; 40 billable and 20 internal hours planned."""
    book = a_book(
        [
            a_person(
                "ana",
                time_off=[{"first": day(0), "last": day(0)}],
                commitments=[{"minutes_per_day": "80m"}],
            )
        ],
        [
            a_project("site", a_demand(hours=40)),
            a_project("house", a_demand(hours=20), status="internal"),
        ],
    )
    plan = a_plan(book, ("site/work/design", "ana", 1, 11, 40 / 9), ("house/work/design", "ana", 1, 11, 20 / 9))
    page = kpis(Ledger(book, plan))
    assert (page.contracted_minutes, page.effective_minutes, page.available_minutes) == (4800, 4320, 3600)
    assert page.billable_minutes == 9 * 267
    assert page.nonbillable_minutes == 9 * 133
    assert page.billable_utilisation == round(2403 / 4320, 4)
    assert page.gross_utilisation == round(2403 / 4800, 4)
    assert page.productive_utilisation == round(3600 / 4320, 4)
    assert page.billable_share == round(2403 / 3600, 4)
    assert page.load_per_mille == 1000


def test_tentative_work_is_told_apart() -> None:
    book = a_book(
        [a_person("ana")],
        [
            a_project("site", a_demand(hours=20)),
            a_project("pitch", a_demand(hours=40), status="tentative", probability=25),
        ],
    )
    plan = a_plan(book, ("site/work/design", "ana", 0, 4, 4), ("pitch/work/design", "ana", 7, 11, 8))
    page = kpis(Ledger(book, plan))
    assert page.billable_utilisation == 0.75
    assert page.decided_billable_utilisation == 0.25
    assert page.expected_billable_utilisation == 0.375
    assert page.tentative_minutes == 2400
    assert (page.demanded_minutes, page.delivered_minutes, page.shortfall_minutes) == (1200, 1200, 0)
    assert page.tentative_demanded_minutes == page.tentative_delivered_minutes == 2400


def test_policy_weights_do_not_change_expected_figures() -> None:
    pitch = a_project("pitch", a_demand(), status="tentative", probability=50)
    for tentative in ("weighted", "full", "ignored"):
        book = a_book([a_person("ana")], [pitch], policy={"tentative": tentative})
        page = kpis(Ledger(book, a_plan(book, ("pitch/work/design", "ana", 0, 4, 8))))
        assert page.expected_billable_utilisation == 0.25


def test_bench_and_overtime_are_counted_by_the_week() -> None:
    """Ten-hour days in the first week are ten hours of overtime; the empty second week does not hide them."""
    book = a_book([a_person("ana")], [a_project("site", a_demand(hours=50))])
    page = kpis(Ledger(book, a_plan(book, ("site/work/design", "ana", 0, 4, 10))))
    assert page.overtime_minutes == 600
    assert page.bench_minutes == 2400
    assert page.available_minutes - page.planned_minutes == page.bench_minutes - page.overtime_minutes


def test_a_long_day_in_a_short_week_is_no_overtime() -> None:
    book = a_book([a_person("ana")], [a_project("site", a_demand(hours=10))])
    assert kpis(Ledger(book, a_plan(book, ("site/work/design", "ana", 0, 0, 10)))).overtime_minutes == 0


def _mixed() -> tuple[Book, Ledger]:
    book = a_book(
        [
            a_person("ana"),
            a_person("cy", kind="contractor", department="guild"),
            a_person("open", kind="placeholder", department="guild"),
        ],
        [a_project("site", a_demand(hours=120))],
    )
    rows = [("site/work/design", person, 0, 4, 8.0) for person in ("ana", "cy", "open")]
    return book, Ledger(book, a_plan(book, *rows))


def test_everybody_counts_contractors_and_open_roles_included() -> None:
    _, ledger = _mixed()
    assert kpis(ledger).effective_minutes == 3 * 4800
    assert kpis(ledger).billable_utilisation == 0.5


def test_figures_by_kind_department_cohort_and_week_add_up() -> None:
    book, ledger = _mixed()
    assert [(each.kind, each.people, each.planned_minutes) for each in kinds(ledger)] == [
        ("employee", 1, 2400),
        ("contractor", 1, 2400),
        ("placeholder", 1, 2400),
    ]
    assert [(each.department, each.people) for each in departments(ledger)] == [("studio", 1), ("guild", 2)]
    assert [each.cohort for each in cohorts(ledger)] == list(book.cohorts)
    assert [(each.week, each.planned_minutes, each.billable_utilisation) for each in weeks(ledger)] == [
        ("2027-W01", 7200, 1.0),
        ("2027-W02", 0, 0.0),
    ]
    assert (weeks(ledger)[0].start, weeks(ledger)[0].end) == (day(0), day(6))


def test_a_department_without_people_is_left_out() -> None:
    book = a_book([a_person("ana")], departments=[{"id": "studio"}, {"id": "empty"}])
    assert [each.department for each in departments(Ledger(book, a_plan(book)))] == ["studio"]
