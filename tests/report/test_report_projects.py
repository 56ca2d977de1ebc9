"""Projects: dates, budget, people, phases."""

from engine.report import Ledger, kpis, projects
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, day


def test_a_project_tells_hours_budget_and_people() -> None:
    book = a_book(
        [a_person("ana", cost_rate=50), a_person("ben", cost_rate=50)],
        [a_project("site", a_demand(hours=40), budget=4000, name="The site", client="acme")],
    )
    plan = a_plan(book, ("site/work/design", "ana", 0, 0, 4), ("site/work/design", "ben", 7, 8, 8))
    site = projects(Ledger(book, plan))[0]
    assert (site.name, site.client, site.status, site.billing) == (
        "The site",
        "acme",
        "confirmed",
        "time_and_materials",
    )
    assert (site.planned_minutes, site.demanded_minutes, site.delivered_share) == (1200, 2400, 0.5)
    assert site.billable_utilisation_part == 0.125
    assert (site.cost, site.budget, site.budget_burn) == (100_000, 400_000, 0.25)
    assert (site.start, site.finish) == (day(0), day(8))
    assert [(each.person, each.minutes) for each in site.people] == [("ben", 960), ("ana", 240)]
    assert [(each.week, each.planned_minutes) for each in site.weeks] == [("2027-W01", 240), ("2027-W02", 960)]


def test_a_project_without_plan_has_no_dates() -> None:
    book = a_book()
    site = projects(Ledger(book, a_plan(book)))[0]
    assert site.start is None
    assert site.finish is None
    assert site.budget_burn is None
    assert site.lateness_days == 0


def test_a_movable_phase_ends_the_project_even_without_work() -> None:
    launch = a_phase("launch", length={"min": 2, "max": 2}, after=[{"phase": "work"}])
    book = a_book(projects=[a_project("site", a_phase("work", a_demand(hours=8), length={"min": 1, "max": 5}), launch)])
    plan = a_plan(book, ("site/work/design", "ana", 0, 0, 8), phases={"site/work": (0, 0), "site/launch": (7, 8)})
    site = projects(Ledger(book, plan))[0]
    assert (site.start, site.finish) == (day(0), day(8))
    assert [(each.phase, each.movable, each.start, each.end) for each in site.phases] == [
        ("site/work", True, day(0), day(0)),
        ("site/launch", True, day(7), day(8)),
    ]


def test_lateness_costs_a_penalty_by_the_day() -> None:
    book = a_book(
        projects=[
            a_project(
                "site",
                a_phase("work", a_demand(hours=8), length={"min": 1, "max": 5}),
                deadline=day(4),
                deadline_penalty=100,
            ),
            a_project("pitch", a_demand(), status="tentative", deadline=day(4), deadline_penalty=100),
        ]
    )
    plan = a_plan(book, ("site/work/design", "ana", 7, 7, 8), phases={"site/work": (7, 7)})
    ledger = Ledger(book, plan)
    site = projects(ledger)[0]
    assert (site.deadline, site.lateness_days, site.penalty) == (day(4), 3, 30_000)
    assert site.lateness_days == plan.days_late(book, book.projects["site"])
    assert kpis(ledger).penalty == 30_000, "a pitch that is not won owes no penalty"
    assert site.margin == site.revenue - site.cost


def test_work_before_a_hard_deadline_is_in_time_though_its_phase_is_longer() -> None:
    book = a_book(projects=[a_project("site", a_demand(hours=8), deadline=day(4))])
    in_time = projects(Ledger(book, a_plan(book, ("site/work/design", "ana", 4, 4, 8))))[0]
    late = projects(Ledger(book, a_plan(book, ("site/work/design", "ana", 7, 7, 8))))[0]
    assert (in_time.lateness_days, late.lateness_days) == (0, 3)


def test_managers_are_those_who_do_it_or_else_the_named_one() -> None:
    book = a_book(
        [
            a_person("pia", skills=["pm"], department="project_management"),
            a_person("ali", skills=["account"], department="client_services"),
        ],
        [
            a_project(
                "site",
                a_demand("lead", skill="pm", function="project_management"),
                a_demand("care", skill="account", function="client_services"),
                account_lead="ali",
            )
        ],
    )
    site = projects(Ledger(book, a_plan(book, ("site/work/lead", "pia", 0, 0, 1))))[0]
    assert (site.project_managers, site.account_leads) == (("pia",), ("ali",))
