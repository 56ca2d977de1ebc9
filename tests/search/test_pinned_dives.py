"""What is pinned in a book of dives stays, plans are made around it, and what no dive can begin from goes elsewhere."""

from datetime import timedelta

import pytest

import engine
from benchmarks.instances import agency
from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.domain.work import Allocation
from engine.outcome import Options
from engine.plan import Plan
from engine.search import solve
from engine.search.staffing.suits import suits
from engine.verify import verify

OPTIONS = Options(seconds=1, workers=1, deterministic=True)


def pinned(scenario: Scenario, rows: list[tuple[str, str, int, int]]) -> Scenario:
    """The scenario with (demand, person, day, minutes) pinned."""
    allocations = tuple(
        Allocation(demand=demand, person=person, start=date, end=date, minutes_per_day=minutes)
        for demand, person, day, minutes in rows
        for date in [scenario.horizon.first + timedelta(days=day)]
    )
    return scenario.model_copy(update={"allocations": allocations})


def weeks_of(book: Book, plan: Plan, count: int) -> list[tuple[str, str, int, int]]:
    """What some people do in some weeks on demands without a share for every week; whole weeks keep their blocks."""
    rows = [
        (demand, person, day, minutes)
        for (demand, person, day), minutes in sorted(plan.minutes.items())
        if book.demands[demand].demand.spread != "even"
    ]
    wanted = sorted({(demand, person, book.week(day)) for demand, person, day, _ in rows})[::17][:count]
    return [row for row in rows if (row[0], row[1], book.week(row[2])) in wanted]


@pytest.mark.parametrize("set_name", ["basic", "full", "fair"])
def test_what_is_pinned_stays_and_the_plan_is_made_around_it(set_name: str) -> None:
    scenario = engine.load_data(agency.document(set_name, 12, 1)).scenario
    # A plan for another taste: what of it is pinned is not what the goals would choose.
    other = solve(scenario, Options(seconds=0.1, workers=1, seed=9, deterministic=True)).plan
    assert other is not None
    rows = weeks_of(Book(scenario), other, 12)
    book = Book(pinned(scenario, rows))
    assert suits(book)
    result = solve(book, OPTIONS)
    assert result.plan is not None
    assert verify(book, result.plan) == []
    for demand, person, day, minutes in rows:
        assert result.plan.minutes[demand, person, day] >= minutes
    free = solve(scenario, OPTIONS)
    assert free.plan is not None
    assert any(free.plan.minutes.get((demand, person, day), 0) < minutes for demand, person, day, minutes in rows)
    assert sum(result.plan.minutes.values()) > 3 * sum(minutes for *_, minutes in rows)


def test_minutes_that_are_no_whole_quanta_are_kept_all_the_same() -> None:
    scenario = engine.load_data(agency.document("basic", 12, 1)).scenario
    plan = solve(scenario, OPTIONS).plan
    assert plan is not None
    (demand, person, day), minutes = next(iter(sorted(plan.minutes.items())))
    book = Book(pinned(scenario, [(demand, person, day, minutes - 7)]))
    result = solve(book, OPTIONS)
    assert suits(book)
    assert result.plan is not None
    assert result.plan.minutes[demand, person, day] >= minutes - 7


@pytest.mark.parametrize("hint", [True, False], ids=["from a plan without it", "from nothing"])
def test_a_pin_that_came_later_is_kept_by_a_warm_start(hint: bool) -> None:
    scenario = engine.load_data(agency.document("basic", 12, 1)).scenario
    before, other = (solve(scenario, Options(seconds=0.3, workers=1, seed=n, deterministic=True)).plan for n in (1, 2))
    assert before is not None
    assert other is not None
    rows = weeks_of(Book(scenario), other, 5)
    book = Book(pinned(scenario, rows))
    result = solve(book, Options(seconds=0.01, workers=1, deterministic=True), hint=before if hint else None)
    assert result.plan is not None
    assert verify(book, result.plan) == []


def test_a_pin_that_alone_breaks_a_rule_is_none_to_begin_from() -> None:
    scenario = engine.load_data(agency.document("full", 12, 1)).scenario
    book = Book(scenario)
    plan = solve(scenario, OPTIONS).plan
    assert plan is not None
    rows = [row for row in weeks_of(book, plan, 40) if book.demands[row[0]].block > book.quantum]
    demand, person, day, _ = rows[0]
    assert suits(Book(pinned(scenario, weeks_of(book, plan, 1))))
    # Half an hour in a week is less than the smallest block: more has to be planned there, wherever that may be.
    assert not suits(Book(pinned(scenario, [(demand, person, day, book.quantum)])))
