"""Weeks and days: whatever week minutes the grid admits can be spread over days so that every daily limit holds."""

from random import Random
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compile import plan_grid
from engine.domain.book import Book
from engine.domain.people import TimeOff
from engine.errors import UnverifiedPlanError
from engine.grid import Grid
from engine.search.spread import spread
from tests.build import a_book, a_calendar, a_demand, a_person, a_phase, a_project, an_allocation, day

Span = tuple[int, int]


def can_be_spread(spans: list[Span], amounts: list[int], rooms: list[int], caps: list[list[int]] | None = None) -> bool:
    """Whether whole units fit the days: a maximum flow by augmenting paths, written down as plainly as can be."""
    flow = {(cell, on): 0 for cell, (first, last) in enumerate(spans) for on in range(first, last + 1)}
    used = [0] * len(rooms)

    def has_a_place(cell: int, seen: set[int]) -> bool:
        for on in range(spans[cell][0], spans[cell][1] + 1):
            if on in seen or (caps is not None and flow[cell, on] >= caps[cell][on]):
                continue
            seen.add(on)
            if used[on] < rooms[on]:
                flow[cell, on] += 1
                used[on] += 1
                return True
            for other in range(len(spans)):
                if other != cell and flow.get((other, on), 0) and has_a_place(other, seen):
                    flow[other, on] -= 1
                    used[on] -= 1
                    flow[cell, on] += 1
                    used[on] += 1
                    return True
        return False

    return all(has_a_place(cell, set()) for cell, amount in enumerate(amounts) for _ in range(amount))


def needed_intervals(spans: list[Span]) -> list[tuple[int, int, list[int]]]:
    firsts, lasts = (np.array(ends) for ends in zip(*spans, strict=True))
    grid = SimpleNamespace(cells=SimpleNamespace(first=firsts, last=lasts))
    return list(Grid.intervals(grid, list(range(len(spans)))))  # type: ignore[arg-type]


span = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda ends: (min(ends), max(ends)))
weeks = st.lists(st.tuples(span, st.integers(0, 6)), min_size=1, max_size=5)


@settings(max_examples=400)
@given(weeks, st.lists(st.integers(0, 4), min_size=7, max_size=7))
def test_the_intervals_say_exactly_when_a_week_fits_its_days(cells: list[tuple[Span, int]], rooms: list[int]) -> None:
    spans, amounts = [span for span, _ in cells], [amount for _, amount in cells]
    holds = all(
        sum(amounts[cell] for cell in inside) <= sum(rooms[first : last + 1])
        for first, last, inside in needed_intervals(spans)
    )
    assert holds == can_be_spread(spans, amounts, rooms)


def test_an_interval_that_falls_into_two_parts_is_not_needed() -> None:
    assert needed_intervals([(0, 1), (3, 4)]) == [(0, 1, [0]), (3, 4, [1])]
    assert needed_intervals([(0, 2), (2, 4)]) == [(0, 2, [0]), (0, 4, [0, 1]), (2, 4, [1])]
    assert needed_intervals([(0, 4)] * 3) == [(0, 4, [0, 1, 2])]


# -- real grids ---------------------------------------------------------------------------------------


def a_random_book(rng: Random) -> Book:
    """One person, three weeks in week slots, and demands with windows, caps a day, pins and deadlines."""
    person = a_person(
        "ana",
        week={name: rng.choice([0, 240, 450, 480, 500]) for name in ("mon", "tue", "wed", "thu", "fri", "sat")}
        | {"wed": 480},
        time_off=(TimeOff(first=day(8), last=day(8), minutes_per_day=rng.choice([60, 480])),),
    )
    phases = []
    for number in range(rng.choice([1, 2, 3])):
        first = rng.randint(0, 16)
        cap = rng.choice([None, None, 120, 200, 480])
        demand = a_demand("d", hours=rng.choice([10, 40]), most_per_day=cap)
        phases.append(a_phase(f"p{number}", demand, start=day(first), end=day(rng.randint(first, 20))))
    if rng.random() < 0.3:
        phases.append(a_phase("talk", a_demand("room", seats=1), start=day(9), end=day(9)))
    pins = ()
    if rng.random() < 0.3:
        pins = (an_allocation("site/p0/d", "ana", 9, 9, 2),)
    return a_book(
        [person],
        [a_project("site", *phases, deadline=rng.choice([None, day(10)]))],
        weeks=3,
        horizon={"daily_weeks": rng.choice([0, 0, 1]), "quantum": rng.choice([30, 60, 120])},
        allocations=pins,
        policy={"overtime": {"day": rng.choice([0, 60]), "week": 600}, "day_limit": rng.choice([None, None, 400])},
    )


def admitted(grid: Grid, rng: Random) -> list[int]:
    """Random minutes by cell that keep each cell's own most and Hall's condition on every needed interval."""
    cells, quantum = grid.cells, grid.book.quantum
    minutes = [int(cells.most[c]) // quantum * quantum if not cells.size[c] else 0 for c in range(len(cells))]
    for cell in range(len(cells)):
        if rng.random() < 0.3 and minutes[cell]:
            minutes[cell] = quantum * rng.randint(0, minutes[cell] // quantum)
        if cells.size[cell] and rng.random() < 0.5:
            minutes[cell] = int(cells.size[cell])
    for (person, _), found in grid.cells_of_person_week.items():
        whole = grid.room[person] // quantum * quantum
        for first, last, inside in grid.intervals(found):
            sitting = sum(int(whole[cells.first[c]]) for c in inside if cells.size[c] and minutes[c])
            limit = int(whole[first : last + 1].sum()) - sitting
            while sum(minutes[c] for c in inside if not cells.size[c]) > limit:
                minutes[rng.choice([c for c in inside if minutes[c] and not cells.size[c]])] -= quantum
    return minutes


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
def test_every_week_that_the_grid_admits_is_spread_exactly(seed: int) -> None:
    rng = Random(seed)
    book = a_random_book(rng)
    grid = plan_grid(book)
    for _ in range(3):
        minutes = admitted(grid, rng)
        works = spread(grid, minutes)
        told = [0] * len(minutes)
        by_day: dict[int, int] = {}
        sat = {int(grid.cells.first[c]) for c in range(len(minutes)) if grid.cells.size[c] and minutes[c]}
        for (key, _, on), n in works.items():
            demand = book.demands[key]
            assert n > 0
            assert demand.presence or n % book.quantum == 0
            assert n <= grid.day_most(demand, 0, on) or demand.presence
            by_day[on] = by_day.get(on, 0) + n
            assert on not in sat or demand.presence, "who sits does nothing else that day"
            told[the_cell(grid, key, on)] += n
        assert told == minutes
        assert all(n <= grid.room[0, on] for on, n in by_day.items() if on not in sat)


def the_cell(grid: Grid, demand: str, on: int) -> int:
    number = grid.axes.demand_number[demand]
    return next(cell for cell in grid.cells_of_demand[number] if grid.cells.first[cell] <= on <= grid.cells.last[cell])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_caps_a_day_that_a_week_cannot_promise_make_it_days(seed: int) -> None:
    """Where a week stays whole although a demand has a cap a day, every week minutes within the caps can be spread."""
    rng = Random(seed)
    grid = plan_grid(a_random_book(rng))
    quantum, cells = grid.book.quantum, grid.cells
    for (person, _), found in grid.cells_of_person_week.items():
        long = [c for c in found if cells.first[c] < cells.last[c]]
        if not long:
            continue
        base = int(min(cells.first[c] for c in found))
        days = range(base, int(max(cells.last[c] for c in found)) + 1)
        rooms = [int(grid.room[person, on]) // quantum for on in days]
        spans = [(int(cells.first[c]) - base, int(cells.last[c]) - base) for c in long]
        caps = [
            [grid.day_most(grid.axes.demands[int(cells.demand[c])], person, on) // quantum for on in days] for c in long
        ]
        single = {int(cells.first[c]) for c in found} - {int(cells.first[c]) for c in long}
        rooms = [0 if base + n in single and rng.random() < 0.5 else room for n, room in enumerate(rooms)]
        amounts = [int(cells.most[c]) // quantum for c in long]
        for first, last, inside in needed_intervals(spans):
            while sum(amounts[n] for n in inside) > sum(rooms[first : last + 1]):
                amounts[rng.choice([n for n in inside if amounts[n]])] -= 1
        assert can_be_spread(spans, amounts, rooms, caps)


def test_a_week_that_cannot_be_spread_is_an_error_of_ours() -> None:
    grid = plan_grid(a_book(horizon={"daily_weeks": 0}))
    with pytest.raises(UnverifiedPlanError, match="do not fit the days"):
        spread(grid, [41 * 60, 0])


# -- which pieces there are ---------------------------------------------------------------------------


def spans_of(grid: Grid, demand: str) -> list[Span]:
    cells = grid.cells_of_demand[grid.axes.demand_number[demand]]
    return [(int(grid.cells.first[c]), int(grid.cells.last[c])) for c in cells]


def test_the_first_weeks_are_days_and_later_ones_are_weeks() -> None:
    grid = plan_grid(a_book(weeks=3, horizon={"daily_weeks": 1}))
    assert spans_of(grid, "site/work/design") == [(d, d) for d in range(5)] + [(7, 13), (14, 20)]


def test_a_week_is_cut_at_the_phase_and_at_a_hard_deadline() -> None:
    phase = a_phase("work", a_demand("pages"), start=day(2), end=day(16))
    grid = plan_grid(a_book(projects=[a_project("site", phase, deadline=day(9))], weeks=3, horizon={"daily_weeks": 0}))
    assert spans_of(grid, "site/work/pages") == [(2, 6), (7, 9), (10, 13), (14, 16)]


def test_a_pin_makes_its_week_days() -> None:
    pin = an_allocation("site/work/design", "ana", 9, 9, 4)
    grid = plan_grid(a_book(weeks=3, horizon={"daily_weeks": 0}, allocations=(pin,)))
    assert spans_of(grid, "site/work/design") == [(0, 6), *((d, d) for d in range(7, 12)), (14, 20)]


def test_seats_and_movable_phases_are_always_days() -> None:
    phases = [
        a_phase("talk", a_demand("room", seats=1), start=day(7), end=day(8)),
        a_phase("build", a_demand("code"), length={"min": 1, "max": 2}, earliest=day(9), latest=day(10)),
    ]
    grid = plan_grid(a_book(projects=[a_project("site", *phases)], horizon={"daily_weeks": 0}))
    assert spans_of(grid, "site/talk/room") == [(7, 7), (8, 8)]
    assert spans_of(grid, "site/build/code") == [(9, 9), (10, 10)]


def test_nobody_has_a_cell_for_what_they_cannot_do_unless_it_was_given() -> None:
    people = [a_person("ana", skills=["copy"]), a_person("ben")]
    assert plan_grid(a_book(people)).pair_person.tolist() == [1]
    pin = an_allocation("site/work/design", "ana", 0, 0)
    assert plan_grid(a_book(people, allocations=(pin,))).pair_person.tolist() == [0, 1]


def test_the_past_holds_what_was_and_nothing_else() -> None:
    did = an_allocation("site/work/design", "ana", 1, 1, 5.5, status="actual")
    grid = plan_grid(a_book(allocations=(did,), horizon={"today": day(3)}))
    past = [c for c in range(len(grid.cells)) if grid.cells.past[c]]
    assert [(int(grid.cells.first[c]), int(grid.cells.given[c]), int(grid.cells.unit[c])) for c in past] == [
        (1, 330, 1)
    ]
    assert min(int(grid.cells.first[c]) for c in range(len(grid.cells)) if c not in past) == 3


def test_a_seat_has_a_cell_only_on_the_projects_working_days() -> None:
    calendars = (a_calendar(), a_calendar("north", closures=({"first": day(8), "last": day(8)},)))
    phase = a_phase("talk", a_demand("room", seats=1), start=day(7), end=day(9))
    grid = plan_grid(a_book(projects=[a_project("site", phase, calendar="north")], calendars=calendars))
    assert spans_of(grid, "site/talk/room") == [(7, 7), (9, 9)]
