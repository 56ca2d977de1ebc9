"""A plan and its rows: what is written is what is read back, in as few rows as there can be."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.book import Book
from engine.domain.people import TimeOff
from engine.plan import Plan, Row
from tests.build import a_book, a_calendar, a_demand, a_person, a_phase, a_plan, a_project, day

PEOPLE = [
    a_person("ana"),
    a_person("ben", week={"mon": 480, "wed": 240, "sat": 300}),
    a_person("cem", time_off=(TimeOff(first=day(3), last=day(8)),), first_day=day(2)),
]
BOOK = a_book(
    PEOPLE,
    [a_project("site", a_demand("pages"), a_demand("words"))],
    weeks=3,
    calendars=(a_calendar(closures=({"first": day(15), "last": day(15)},)),),
)
works = st.tuples(st.sampled_from(list(BOOK.demands)), st.sampled_from(list(BOOK.people)), st.integers(0, 20))
plans = st.dictionaries(works, st.sampled_from([0, 30, 60, 60, 60, 240]), max_size=60).map(Plan)


@given(plans)
def test_rows_read_back_are_the_plan(plan: Plan) -> None:
    rows = plan.rows(BOOK)
    assert Plan.from_rows(BOOK, rows).minutes == plan.minutes
    assert Plan.from_rows(BOOK, reversed(rows)).minutes == plan.minutes


@given(plans)
def test_no_fewer_rows_could_say_it(plan: Plan) -> None:
    """A working day needs a new row exactly where the working day before has other minutes; a free day always."""
    needed = 0
    for (demand, person), found in groupby(plan.minutes, key=lambda work: work[:2]):
        days = [on for _, _, on in found]
        working = [on for on in range(BOOK.days) if BOOK.works_on(person, on)]
        series = [plan.minutes.get((demand, person, on), 0) for on in working]
        needed += sum(1 for before, now in zip([0, *series], series, strict=False) if now and now != before)
        needed += sum(1 for on in days if on not in working)
    assert len(plan.rows(BOOK)) == needed


@given(plans)
def test_rows_come_in_order_and_never_overlap(plan: Plan) -> None:
    rows = plan.rows(BOOK)
    assert rows == sorted(rows, key=lambda row: (row.demand, row.person, row.start))
    seen = set()
    for row in rows:
        assert row.minutes_per_day > 0
        for on in BOOK.row_days(row.person, row.start, row.end):
            assert (row.demand, row.person, on) not in seen
            seen.add((row.demand, row.person, on))


@given(plans)
def test_every_grouping_holds_every_minute(plan: Plan) -> None:
    total = sum(plan.minutes.values())
    for sums in (plan.by_person_day, plan.by_person, plan.by_demand, plan.by_pair, plan.by_pair_week(BOOK)):
        assert sum(sums.values()) == total
    assert sum(plan.by_person_week(BOOK).values()) == total
    assert {(d, p) for d, crew in plan.crews.items() for p in crew} == set(plan.by_pair)


def test_a_row_over_the_weekend_is_one_row() -> None:
    plan = a_plan(BOOK, ("site/work/pages", "ana", 3, 8, 8))
    assert plan.rows(BOOK) == [Row("site/work/pages", "ana", 3, 8, 480)]
    assert sorted(on for _, _, on in plan.minutes) == [3, 4, 7, 8]


def test_a_saturday_stands_alone_and_does_not_cut_the_row_around_it() -> None:
    plan = a_plan(BOOK, ("site/work/pages", "ana", 3, 8, 8), ("site/work/pages", "ana", 5, 5, 2))
    assert plan.rows(BOOK) == [Row("site/work/pages", "ana", 3, 8, 480), Row("site/work/pages", "ana", 5, 5, 120)]


def test_a_row_of_days_off_means_nothing() -> None:
    assert a_plan(BOOK, ("site/work/pages", "cem", 3, 8, 8)).minutes == {}


def test_rows_outside_the_horizon_are_cut_at_its_ends() -> None:
    plan = a_plan(BOOK, ("site/work/pages", "ana", -7, 1, 8), ("site/work/pages", "ana", 30, 30, 8))
    assert [on for _, _, on in plan.minutes] == [0, 1]


def test_two_rows_of_one_day_add_up() -> None:
    plan = a_plan(BOOK, ("site/work/pages", "ana", 0, 2, 2), ("site/work/pages", "ana", 1, 1, 3))
    assert [plan.minutes["site/work/pages", "ana", on] for on in range(3)] == [120, 300, 120]


def test_no_minutes_are_no_work_and_order_does_not_matter() -> None:
    one = Plan({("b", "x", 1): 30, ("a", "y", 0): 60, ("a", "y", 1): 0})
    other = Plan({("a", "y", 0): 60, ("b", "x", 1): 30})
    assert list(one.minutes) == list(other.minutes) == [("a", "y", 0), ("b", "x", 1)]


def test_where_a_phase_runs_is_its_window_unless_it_moves() -> None:
    book: Book = a_book(
        projects=[
            a_project(
                "site",
                a_phase("a", start=day(1), end=day(4)),
                a_phase("b", length={"min": 2, "max": 2}),
                deadline=day(5),
            )
        ]
    )
    plan = Plan({}, {"site/b": (8, 9)})
    assert plan.span(book.phases["site/a"]) == (1, 4)
    assert plan.span(book.phases["site/b"]) == (8, 9)
    assert plan.days_late(book, book.projects["site"]) == 4
    assert Plan({}, {"site/b": (2, 3)}).days_late(book, book.projects["site"]) == 0
    assert plan.days_late(BOOK, BOOK.projects["site"]) == 0, "without a deadline nothing is late"
