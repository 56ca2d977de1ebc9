"""Tasks packed by compiled code: at the earliest, never too many, and pushing back and forth never lengthens a plan."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.search import projects_pack, projects_seated
from engine.search.projects_pack import Desk, backward, forward, in_turn, pack, schedule
from engine.search.projects_parallel import seat_flow
from engine.search.projects_seated import NOBODY
from engine.search.projects_tasks import Group, Need, Task, Tasks
from tests.search.written import as_written

HORIZON = 40


def a_group(size=1, away=()):
    return Group(tuple(f"p{n}" for n in range(size)), tuple(away), 0)


def a_task(length, *asked, first=0, last=None, after=(), counts=True):
    """``asked``: (group, seats), or (groups, seats)."""
    needs = tuple(
        Need(f"d{place}", seats, (group,) if isinstance(group, int) else group)
        for place, (group, seats) in enumerate(asked)
    )
    return Task("t", length, first, HORIZON - length if last is None else last, needs, tuple(after), counts)


def a_book_of(groups, *tasks):
    return Tasks(range(HORIZON), tasks, groups)


@st.composite
def books(draw, choice=None):
    """Up to six tasks on up to three groups, with lags, windows, leave and work that nobody waits for.

    ``choice``: whether some seats can be filled from several groups; either, unless it is said.
    """
    choice = draw(st.booleans()) if choice is None else choice
    sizes = draw(st.lists(st.integers(1, 3), min_size=2 if choice else 1, max_size=3))
    groups = []
    for size in sizes:
        a = draw(st.integers(0, 8))
        groups.append(a_group(size, [(a, a + draw(st.integers(1, 3)))] if draw(st.booleans()) else []))
    tasks = []
    for number in range(draw(st.integers(1, 6))):
        asked = [(g, draw(st.integers(1, size))) for g, size in enumerate(sizes) if draw(st.booleans())]
        if choice:
            asked = [((0, 1) if draw(st.booleans()) else g, 1 if draw(st.booleans()) else n) for g, n in asked]
        before = [(n, draw(st.integers(0, 2))) for n in range(number) if draw(st.integers(0, 3)) == 0]
        length, first = draw(st.integers(1, 4)), draw(st.integers(0, 4))
        last = draw(st.integers(first, first + 12)) if draw(st.integers(0, 3)) == 0 else None
        task = a_task(length, *asked, first=first, last=last, after=before, counts=draw(st.integers(0, 4)) > 0)
        tasks.append(task if fills(task, dict(enumerate(sizes))) else a_task(length, after=before))
    return a_book_of(groups, *tasks)


def fills(task, room):
    """Whether so many people of each group fill the seats of a task."""
    flow, _ = seat_flow(task.needs, [need.groups for need in task.needs], room)
    return flow.optimal_flow() == sum(need.seats for need in task.needs)


def faults(tasks, starts, seats, windows=True):
    """What of a plan breaks which rule, position by position; ``seats`` by (task, need, group)."""
    found = []
    for number, (start, task) in enumerate(zip(starts, tasks.tasks, strict=True)):
        found += [("early", number)] if start < task.first else []
        found += [("late", number)] if windows and start > task.last else []
        for other, lag in task.after:
            if start < starts[other] + tasks.tasks[other].length + lag:
                found.append(("order", number))
        for place, need in enumerate(task.needs):
            mine = {group: count for (n, p, group), count in seats.items() if (n, p) == (number, place)}
            found += (
                [("seats", number)] if sum(mine.values()) != need.seats or not set(mine) <= set(need.groups) else []
            )
    for group in range(len(tasks.groups)):
        for position in range(max(starts) + 5):
            found += [("people", position)] if left(tasks, group, position, starts, seats) < 0 else []
    return found


def left(tasks, group, position, starts, seats, some=None):
    """How many of a group are free at a position, beside the tasks of ``some`` (or all)."""
    there = 0 if any(a <= position < b for a, b in tasks.groups[group].away) else tasks.groups[group].size
    for (number, _, other), count in seats.items():
        runs = starts[number] <= position < starts[number] + tasks.tasks[number].length
        if other == group and runs and (some is None or number in some):
            there -= count
    return there


def packed(tasks, priority, back=False, wish=None):
    """(starts, seats, order) by compiled code, tasks by priority as far as their order allows."""
    side = forward(tasks)
    if back:
        side = backward(tasks, side)
    desk, starts = Desk.of(side), np.zeros(len(priority), dtype=np.int64)
    links = tasks.followers if back else [task.after for task in tasks.tasks]
    desk.key[:] = priority
    if wish is not None:
        desk.room.wish[:] = wish
    for number in reversed(range(len(links))) if back else range(len(links)):
        for other, _ in links[number]:
            desk.key[number] = max(desk.key[number], desk.key[other] + 1)
    in_turn(desk.key, desk.turn, desk.tally)
    if not pack(side, desk.turn, side.first, desk, starts):
        return None, None, desk.turn.tolist()
    if back:
        starts = len(side.room) - starts - side.length
    return starts.tolist(), side.chairs.answer(tasks, starts, desk.room.sits).seats, desk.turn.tolist()


@pytest.fixture(params=["compiled", "as written"])
def _both_ways(request):
    here = () if request.param == "compiled" else (projects_seated, projects_pack, sys.modules[__name__])
    with as_written(*here):
        yield


both_ways = pytest.mark.usefixtures("_both_ways")
many = settings(max_examples=150, deadline=None, derandomize=True)
priorities = st.lists(st.integers(0, 9), min_size=6, max_size=6)


@many
@given(books(), priorities, st.booleans())
def test_everybody_is_booked_as_early_as_those_before_them_allow(tasks, dice, back):
    """Or as late as can be, seen from the end; and no earlier start would have had people enough."""
    starts, seats, order = packed(tasks, dice[: len(tasks.tasks)], back)
    if starts is None:
        assert back
        return
    assert not [fault for fault in faults(tasks, starts, seats, windows=False) if fault[0] != "early" or not back]
    for turn, number in enumerate(order):
        task, before = tasks.tasks[number], set(order[:turn])
        if back:
            latest = min((starts[n] - lag for n, lag in tasks.followers[number]), default=task.last + task.length)
            others = range(starts[number] + 1, min(task.last, latest - task.length) + 1)
        else:
            ready = max((starts[n] + tasks.tasks[n].length + lag for n, lag in task.after), default=0)
            others = range(max(tasks.head[number], ready), starts[number])
        for at in others:
            during = range(at, at + task.length)
            room = {g: min(left(tasks, g, t, starts, seats, before) for t in during) for g in range(len(tasks.groups))}
            assert not fills(task, {group: max(0, free) for group, free in room.items()})


@both_ways
def test_work_begins_when_what_it_follows_has_ended_and_the_lag_has_passed():
    tasks = a_book_of([a_group()], a_task(2, (0, 1)), a_task(1, (0, 1), after=[(0, 3)]))
    assert packed(tasks, [0, 1])[0] == [0, 5]


@both_ways
def test_work_waits_for_its_window_and_others_go_before():
    tasks = a_book_of([a_group()], a_task(2, (0, 1), first=4), a_task(3, (0, 1)))
    assert packed(tasks, [0, 1])[0] == [4, 0]


@both_ways
def test_nobody_is_booked_over_their_leave():
    tasks = a_book_of([a_group(away=[(1, 3)])], a_task(2, (0, 1)), a_task(1, (0, 1)))
    assert packed(tasks, [0, 1])[0] == [3, 0]
    assert packed(tasks, [0, 1], back=True)[0] == [HORIZON - 2, HORIZON - 3]


@both_ways
def test_a_second_job_starts_with_the_first_where_there_are_people_for_both():
    tasks = a_book_of([a_group(3), a_group(1)], a_task(2, (0, 2)), a_task(2, (0, 1), (1, 1)), a_task(1, (1, 1)))
    assert packed(tasks, [0, 1, 2])[0] == [0, 0, 2]


@both_ways
def test_two_needs_of_a_job_for_one_group_ask_for_both():
    tasks = a_book_of([a_group(2)], a_task(2, (0, 1), (0, 1)), a_task(1, (0, 1)))
    assert packed(tasks, [0, 1])[0] == [0, 2]


@both_ways
def test_forty_groups_take_more_than_one_word():
    """Forty single people, each with two jobs of their own, and one job that needs them all."""
    own = [a_task(1, (person, 1)) for person in range(40) for _ in range(2)]
    tasks = a_book_of([a_group() for _ in range(40)], *own, a_task(1, *[(person, 1) for person in range(40)]))
    side = forward(tasks)
    assert side.room.shape[1] == 2
    assert packed(tasks, [0] * 80 + [1])[0] == [0, 1] * 40 + [2]


@both_ways
def test_a_job_that_comes_late_is_booked_beyond_the_horizon():
    long = a_task(HORIZON, (0, 1))
    tasks = a_book_of([a_group()], long, a_task(1, (0, 1)))
    assert packed(tasks, [0, 1])[0] == [0, HORIZON]


def scheduled(tasks, priority):
    """(starts, late, seats) after pushing back and forth."""
    side = forward(tasks)
    desk, starts, late = Desk.of(side), *(np.zeros(len(priority), dtype=np.int64) for _ in range(2))
    desk.key[:] = priority
    schedule(side, backward(tasks, side), np.array([task.counts for task in tasks.tasks]), desk, starts, late)
    return starts.tolist(), late.tolist(), side.chairs.answer(tasks, starts, desk.room.sits).seats


@many
@given(books(), priorities)
def test_pushing_late_and_early_again_keeps_every_rule_and_never_lengthens(tasks, dice):
    before, seats, _ = packed(tasks, dice[: len(tasks.tasks)])
    in_time = not any(fault == "late" for fault, _ in faults(tasks, before, seats))
    starts, late, seats = scheduled(tasks, dice[: len(tasks.tasks)])
    assert not faults(tasks, starts, seats, windows=in_time and tasks.single)
    assert tasks.finish(starts) <= tasks.finish(before)
    if tasks.single:
        assert not faults(tasks, late, seats, windows=in_time)
        assert tasks.finish(late) <= tasks.finish(before)
        assert all(early <= at for early, at in zip(starts, late, strict=True))


@both_ways
def test_pushing_back_and_forth_mends_a_hasty_plan():
    """Most urgent looks a short job that has all the time in the world; the long chain waits for it in vain."""
    tasks = a_book_of([a_group(2)], a_task(2, (0, 2)), a_task(3, (0, 1)), a_task(2, (0, 1)), a_task(1, (0, 1)))
    assert tasks.finish(packed(tasks, [3, 0, 2, 1])[0]) == 5
    starts, _, seats = scheduled(tasks, [3, 0, 2, 1])
    assert tasks.finish(starts) == 5
    assert not faults(tasks, starts, seats)


# -- who sits where -----------------------------------------------------------------------------------


@both_ways
def test_whoever_can_do_less_goes_first_so_that_both_jobs_run_at_once():
    """Ana draws and writes, Ben only writes: whoever draws has to be Ana, even though writing was booked before."""
    tasks = a_book_of([a_group(), a_group()], a_task(2, ((0, 1), 1)), a_task(2, (0, 1)))
    starts, seats, _ = packed(tasks, [0, 1])
    assert starts == [0, 0]
    assert seats == {(0, 0, 1): 1, (1, 0, 0): 1}


@both_ways
def test_two_change_places_so_that_a_third_can_sit():
    """The first two have whom they wish for; nobody whom the third could have is left, unless the second moves on."""
    needs = [((0, 1), 1), ((0, 2), 1), ((0, 1), 1)]
    tasks = a_book_of([a_group(), a_group(), a_group()], a_task(1, *needs))
    starts, seats, _ = packed(tasks, [0], wish=[1, 0, NOBODY])
    assert starts == [0]
    assert seats == {(0, 0, 1): 1, (0, 1, 2): 1, (0, 2, 0): 1}


@both_ways
def test_a_job_waits_where_people_are_enough_for_each_need_and_not_for_both():
    """Two needs that the same two can fill: while one of them is away, either finds somebody, but not both."""
    groups = [a_group(away=[(0, 3)]), a_group(), a_group()]
    tasks = a_book_of(groups, a_task(1, ((0, 1), 1), ((0, 1), 1)), a_task(1, ((1, 2), 1)))
    assert packed(tasks, [0, 1])[0] == [3, 0]


@both_ways
def test_who_is_wished_for_comes_if_they_can():
    groups = [a_group(), a_group()]
    tasks = a_book_of(groups, a_task(2, ((0, 1), 1)), a_task(2, ((0, 1), 1)))
    for wish, got in (([0, 1], [0, 1]), ([1, 0], [1, 0]), ([1, 1], [1, 0]), ([NOBODY, NOBODY], [0, 1])):
        starts, seats, _ = packed(tasks, [0, 1], wish=wish)
        assert starts == [0, 0]
        assert [group for (_, _, group) in sorted(seats)] == got


@both_ways
def test_groups_that_fill_more_than_a_word_are_seated_like_any_other():
    """Seventy helpers and one who leads: three jobs of thirty helpers each need two turns."""
    tasks = a_book_of([a_group(70), a_group()], *[a_task(1, ((0, 1), 30)) for _ in range(3)], a_task(1, (1, 1)))
    starts, seats, _ = packed(tasks, [0, 1, 2, 3])
    assert sorted(starts) == [0, 0, 0, 1]
    assert not faults(tasks, starts, seats)
