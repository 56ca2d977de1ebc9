"""Revenue, cost, margin: whatever is planned earns and costs, and is rounded once."""

from typing import Any

from engine.domain.work import Project
from engine.report import Ledger, kpis, people, projects
from engine.report.groups import weeks
from engine.report.projects import ProjectReport
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, day


def _one(project: Project, *rows: tuple[str, str, int, int, float], **fields: Any) -> ProjectReport:
    book = a_book([a_person("ana", cost_rate=60)], [project], **fields)
    return projects(Ledger(book, a_plan(book, *rows)))[0]


def test_three_people_at_150_who_cost_60_leave_a_margin_of_60_per_cent() -> None:
    """The fixture: 3 x 80 hours at 150 an hour, cost 60 an hour."""
    crew = [a_person(name, cost_rate=60, bill_rate=150) for name in ("ana", "ben", "cy")]
    book = a_book(crew, [a_project("site", a_demand(hours=240))])
    ledger = Ledger(book, a_plan(book, *(("site/work/design", person.id, 0, 11, 8.0) for person in crew)))
    page = kpis(ledger)
    assert (page.revenue, page.cost, page.margin) == (3_600_000, 1_440_000, 2_160_000)
    assert page.margin_share == 0.6
    assert projects(ledger)[0].margin_share == 0.6
    assert sum(each.revenue for each in people(ledger)) == page.revenue
    assert sum(each.cost for each in weeks(ledger)) == page.cost


def test_a_placeholder_costs_its_roles_rate_and_is_never_free() -> None:
    book = a_book(
        [a_person("open", kind="placeholder", role="designer")],
        roles=[{"id": "designer", "cost_rate": 70}],
    )
    page = kpis(Ledger(book, a_plan(book, ("site/work/design", "open", 0, 4, 8))))
    assert page.cost == 40 * 7000


def test_a_fixed_fee_is_earned_as_it_is_delivered() -> None:
    site = a_project("site", a_demand(hours=30), billing="fixed_fee", fee=1000)
    assert _one(site).revenue == 0
    assert _one(site, ("site/work/design", "ana", 0, 0, 5)).revenue == 16_667  # 5 of 30 hours, to the penny
    assert _one(site, ("site/work/design", "ana", 0, 4, 6)).revenue == 100_000


def test_unbilled_work_of_a_fixed_fee_project_earns_nothing() -> None:
    site = a_project(
        "site", a_demand("pages", hours=30), a_demand("fixes", hours=10, billable=False), billing="fixed_fee", fee=900
    )
    found = _one(site, ("site/work/fixes", "ana", 0, 0, 8))
    assert (found.revenue, found.billable_minutes, found.nonbillable_minutes) == (0, 0, 480)
    assert found.cost == 8 * 6000


def test_a_fee_without_billable_work_is_not_earned() -> None:
    site = a_project("site", a_demand(billable=False), billing="fixed_fee", fee=900)
    assert _one(site, ("site/work/design", "ana", 0, 0, 8)).revenue == 0


def test_a_retainers_fee_is_paid_by_the_month() -> None:
    """Two months of 1,000 and 10 hours each: half of the 20 hours earns half of the fees, though the horizon
    cuts the second month short and asks for less of it."""
    care = a_phase("care", a_demand(hours=10), start=day(0), end=day(55), repeat="monthly")
    first = _one(
        a_project("site", care, billing="retainer", fee=1000),
        ("site/care-2027-02/design", "ana", 28, 29, 5),
        weeks=8,
    )
    assert len(first.phases) == 2
    assert first.demanded_minutes < 20 * 60
    assert first.revenue == 100_000


def test_a_fee_is_spread_over_work_beyond_the_horizon_too() -> None:
    """1,000 for 80 hours, half of them after the horizon: the 10 hours delivered earn an eighth of it."""
    long = a_phase("work", a_demand(hours=80), start=day(0), end=day(55))
    found = _one(a_project("site", long, billing="fixed_fee", fee=1000), ("site/work/design", "ana", 0, 1, 5), weeks=4)
    assert found.revenue == 12_500


def test_the_people_on_a_fee_share_what_it_earned() -> None:
    book = a_book(
        [a_person("ana"), a_person("ben")],
        [a_project("site", a_demand(hours=40), billing="fixed_fee", fee=1000)],
    )
    plan = a_plan(book, ("site/work/design", "ana", 0, 0, 3), ("site/work/design", "ben", 0, 0, 1))
    assert [each.revenue for each in people(Ledger(book, plan))] == [7500, 2500]


def test_a_filled_seat_earns_its_whole_share_of_the_fee() -> None:
    """The seat is filled all day, though the half-timer's day is four hours."""
    book = a_book(
        [a_person("ana", fte=50)],
        [
            a_project(
                "site", a_phase("shop", a_demand(seats=1), start=day(0), end=day(1)), billing="fixed_fee", fee=1000
            )
        ],
    )
    ledger = Ledger(book, a_plan(book, ("site/shop/design", "ana", 0, 1, 4)))
    assert projects(ledger)[0].revenue == 100_000
    assert people(ledger)[0].revenue == 100_000


def test_internal_work_earns_nothing_and_costs_what_it_costs() -> None:
    found = _one(a_project("house", a_demand(), status="internal"), ("house/work/design", "ana", 0, 0, 8))
    assert (found.billing, found.revenue, found.cost, found.margin) == ("internal", 0, 48_000, -48_000)
    assert found.margin_share is None


def test_tentative_work_stands_beside_decided_work() -> None:
    book = a_book(
        [a_person("ana", cost_rate=60, bill_rate=100)],
        [
            a_project("site", a_demand(hours=8)),
            a_project("pitch", a_demand(hours=8), status="tentative", probability=25),
        ],
    )
    ledger = Ledger(book, a_plan(book, ("site/work/design", "ana", 0, 0, 8), ("pitch/work/design", "ana", 1, 1, 8)))
    page, (_, pitch) = kpis(ledger), projects(ledger)
    assert (page.revenue, page.cost, page.margin) == (80_000, 48_000, 32_000)
    assert (page.tentative_revenue, page.tentative_cost, page.tentative_margin) == (80_000, 48_000, 32_000)
    assert (page.expected_revenue, page.expected_cost, page.expected_margin) == (100_000, 60_000, 40_000)
    assert (pitch.revenue, pitch.expected_revenue, pitch.expected_cost, pitch.expected_margin) == (
        80_000,
        20_000,
        12_000,
        8_000,
    )
    ana = people(ledger)[0]
    assert (ana.revenue, ana.tentative_revenue, ana.expected_revenue) == (80_000, 80_000, 100_000)


def test_the_project_table_adds_up_to_the_agency() -> None:
    """Three projects of a third of a penny each too much: rounded once each, then added."""
    several = [a_project(f"p{n}", a_demand(hours=1, rate=0.01)) for n in range(3)]
    book = a_book([a_person("ana", cost_rate=0.01)], several)
    ledger = Ledger(book, a_plan(book, *((f"p{n}/work/design", "ana", n, n, 40 / 60) for n in range(3))))
    assert [each.revenue for each in projects(ledger)] == [1, 1, 1]
    assert kpis(ledger).revenue == 3
    assert kpis(ledger).cost == sum(each.cost for each in projects(ledger))
    assert people(ledger)[0].revenue == 2
