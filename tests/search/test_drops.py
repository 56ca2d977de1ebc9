"""What a dive gives up after a flow: the smallest of what is too many, weeks too small, room of runs too full."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.search.staffing import drops, weeks
from engine.search.staffing.drops import (
    shut_pairs,
    shut_rivals,
    shut_scattered,
    shut_seats,
    shut_too_little,
    smallest,
)
from engine.search.staffing.weeks import lighten, runs


def numbers(*values: int) -> Any:
    return np.array(values, dtype=np.int64)


def both(compiled: Any) -> Any:
    """A function as compiled, and as it is written."""
    return pytest.mark.parametrize("run", [compiled, compiled.py_func], ids=["compiled", "as written"])


@pytest.fixture(autouse=True)
def _as_written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a function calls is as written, too, where it is itself."""
    if "as written" in request.node.name:
        monkeypatch.setattr(drops, "smallest", smallest.py_func)
        monkeypatch.setattr(drops, "shut_pairs", shut_pairs.py_func)
        monkeypatch.setattr(weeks, "_share_out", weeks._share_out.py_func)


@both(smallest)
def test_of_three_people_on_a_demand_for_two_the_one_who_does_least_goes(run: Callable[..., Any]) -> None:
    assert run(numbers(0, 0, 0), numbers(5, 2, 7), numbers(2), 1.0).tolist() == [False, True, False]


@both(smallest)
def test_whoever_does_nothing_is_not_counted(run: Callable[..., Any]) -> None:
    assert not run(numbers(0, 0, 0), numbers(5, 0, 7), numbers(2), 1.0).any()


@both(smallest)
def test_of_four_too_many_half_go_at_a_time_and_each_demand_has_its_own(run: Callable[..., Any]) -> None:
    gone = run(numbers(0, 0, 0, 0, 0, 1), numbers(3, 1, 4, 1, 5, 1), numbers(1, 1), 0.5)
    assert gone.tolist() == [False, True, False, True, False, False]


@both(shut_pairs)
def test_all_arcs_of_a_pair_close_and_what_was_reserved_for_them_is_free(run: Callable[..., Any]) -> None:
    can, floor = np.ones(3, dtype=bool), numbers(0, 4, 4)
    assert run(np.array([False, True]), numbers(0, 1, 1), can, floor)
    assert can.tolist() == [True, False, False]
    assert floor.tolist() == [0, 0, 0]
    assert not run(np.array([False, False]), numbers(0, 1, 1), can, floor)


@both(shut_too_little)
def test_a_week_with_less_than_its_block_closes_on_all_its_days(run: Callable[..., Any]) -> None:
    can = np.ones(5, dtype=bool)
    # A week of two days with 3 of 8, one of two days with 8 of 8, and one that is empty anyway.
    assert run(numbers(1, 2, 4, 4, 0), numbers(0, 0, 1, 1, 2), numbers(8, 8, 8, 8, 8), 1.0, can)
    assert can.tolist() == [False, False, True, True, True]
    assert not run(numbers(0, 0, 4, 4, 0), numbers(0, 0, 1, 1, 2), numbers(8, 8, 8, 8, 8), 1.0, can)


@both(shut_scattered)
@pytest.mark.parametrize(
    ("most", "outside", "shut"),
    [
        (3, (False, False, False), []),
        # The even demand among them is left by its person altogether.
        (2, (False, False, False), [0, 1, 4]),
        (2, (True, False, False), [2]),
    ],
    ids=["as many as may be", "the smallest goes whole", "what is there anyway stays"],
)
def test_too_many_projects_in_a_week(
    most: int, outside: tuple[bool, ...], shut: list[int], run: Callable[..., Any]
) -> None:
    can = np.ones(5, dtype=bool)
    left = most - sum(outside)
    some = run(
        numbers(1, 1, 3, 9, 2),
        numbers(0, 0, 0, 0, 0),
        numbers(0, 1, 2, 3, 1),
        np.array([False, True, False, False, True]),
        # The last arc is another week of the even demand, with room of its own.
        numbers(0, 0, 1, 2, 3),
        numbers(0, 0, 0, 1),
        np.array((*outside, False)),
        numbers(left, 1),
        1.0,
        can,
    )
    assert np.nonzero(~can)[0].tolist() == shut
    assert some == bool(shut)


@both(shut_seats)
@pytest.mark.parametrize(
    ("most", "outside", "gone"),
    [
        (2, (False, False, False), [3]),
        (1, (False, False, False), [0, 1, 3]),
        (0, (True, False, False), [2, 3]),
    ],
    ids=["the smallest of three goes", "one stays, the other goes from both", "who is there from outside stays"],
)
def test_too_many_people_in_a_group_of_demands(
    most: int, outside: tuple[bool, ...], gone: list[int], run: Callable[..., Any]
) -> None:
    # Two pairs of one person, one of each of two others, and one outside all groups.
    seat = numbers(0, 0, 1, 2, -1)
    shut = run(numbers(3, 2, 6, 4, 1), seat, numbers(0, 0, 0), np.array(outside), numbers(most), 1.0)
    assert np.nonzero(shut)[0].tolist() == gone


@both(shut_rivals)
def test_who_does_the_work_does_not_assure_it_the_smaller_share_goes(run: Callable[..., Any]) -> None:
    gone = run(numbers(5, 3, 0, 9), numbers(0, 2, 1), numbers(1, 3, 3))
    assert gone.tolist() == [False, True, False, False]


@both(runs)
def test_runs_of_weeks_hold_what_their_windows_leave(run: Callable[..., Any]) -> None:
    # One person, five weeks, runs of two: windows that begin with weeks 0 to 3 hold 20, and 7 stand in week 1 already,
    # 2 of them of this piece.
    windows = numbers(*(n for first in range(4) for n in (first, first + 2, 20))).reshape(1, 4, 3)
    stands = numbers(0, 7, 0, 0, 0)
    slots, before, held = numbers(0, 1, 3), numbers(0, 2, 0), numbers(0, 0, 0)
    of, most = run(slots, before, held, stands, windows, 5, 2, 0)
    assert (of.tolist(), most.tolist()) == ([0, 0, 1], [20 - 7 + 2, 20])
    of, most = run(slots, before, held, stands, windows, 5, 2, 1)
    assert of.tolist() == [0, 1, 2]
    assert most.tolist()[1:] == [20 - 7 + 2, 20]
    assert most[0] > 1 << 30  # what comes before the first run has no limit of its own


@both(lighten)
def test_a_run_that_is_too_full_loses_in_proportion_and_one_that_is_not_nothing(run: Callable[..., Any]) -> None:
    room = numbers(10, 10, 10)
    windows = numbers(0, 2, 9, 1, 3, 16).reshape(1, 2, 3)
    assert run(
        numbers(0, 1, 2), numbers(8, 4, 10), numbers(0, 0, 0), numbers(0, 0, 0), numbers(0, 0, 0), windows, 3, room
    )
    assert room.tolist() == [6, 3, 10]
    assert not run(
        numbers(0, 1, 2), numbers(6, 3, 10), numbers(0, 0, 0), numbers(0, 0, 0), numbers(0, 0, 0), windows, 3, room
    )


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_after_it_every_run_holds_what_it_may_or_what_is_not_free(data: st.DataObject) -> None:
    count, length = data.draw(st.integers(1, 7)), data.draw(st.integers(1, 4))
    length = min(length, count)

    def some(most: int) -> Any:
        return numbers(*data.draw(st.lists(st.integers(0, most), min_size=count, max_size=count)))

    own, fixed, limit = some(12), some(6), data.draw(st.integers(0, 40))
    windows = numbers(*(n for first in range(count - length + 1) for n in (first, first + length, limit)))
    windows = windows.reshape(1, -1, 3)
    room, nothing = own.copy(), numbers(*[0] * count)
    lighten(np.arange(count), own, fixed, nothing, nothing, windows, count, room)
    assert (room >= 0).all()
    assert (room <= own).all()
    for first in range(count - length + 1):
        inside = slice(first, first + length)
        assert int((room + fixed)[inside].sum()) <= max(limit, int(fixed[inside].sum()))
