"""Tasks packed by compiled code: never too early, never too many, and pushing back and forth never lengthens a plan."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.search import projects_pack
from engine.search.projects_pack import Desk, backward, finish_of, forward, in_turn, justify, pack
from engine.search.projects_start import Packer
from engine.search.projects_tasks import Group, Need, Task, Tasks

HORIZON = 40


def a_group(size=1, away=()):
    return Group(tuple(f"p{n}" for n in range(size)), tuple(away), 0)


def a_task(length, *asked, first=0, last=None, after=(), counts=True):
    """``asked``: (group, seats)."""
    needs = tuple(Need(f"d{place}", seats, (group,)) for place, (group, seats) in enumerate(asked))
    return Task("t", length, first, HORIZON - length if last is None else last, needs, tuple(after), counts)


def a_book_of(groups, *tasks):
    return Tasks(range(HORIZON), tasks, groups)


@st.composite
def books(draw):
    """Up to six tasks on up to three groups, with lags, windows, leave and work that nobody waits for."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    groups = []
    for size in sizes:
        a = draw(st.integers(0, 8))
        groups.append(a_group(size, [(a, a + draw(st.integers(1, 3)))] if draw(st.booleans()) else []))
    tasks = []
    for number in range(draw(st.integers(1, 6))):
        asked = [(g, draw(st.integers(1, size))) for g, size in enumerate(sizes) if draw(st.booleans())]
        before = [(n, draw(st.integers(0, 2))) for n in range(number) if draw(st.integers(0, 3)) == 0]
        length, first = draw(st.integers(1, 4)), draw(st.integers(0, 4))
        last = draw(st.integers(first, first + 12)) if draw(st.integers(0, 3)) == 0 else None
        tasks.append(a_task(length, *asked, first=first, last=last, after=before, counts=draw(st.integers(0, 4)) > 0))
    return a_book_of(groups, *tasks)


def faults(tasks, starts, windows=True):
    """What of a plan breaks which rule, position by position."""
    found = []
    for number, (start, task) in enumerate(zip(starts, tasks.tasks, strict=True)):
        found += [("early", number)] if start < task.first else []
        found += [("late", number)] if windows and start > task.last else []
        for other, lag in task.after:
            if start < starts[other] + tasks.tasks[other].length + lag:
                found.append(("order", number))
    for place, group in enumerate(tasks.groups):
        for position in range(max(starts) + 5):
            there = 0 if any(a <= position < b for a, b in group.away) else group.size
            for start, task in zip(starts, tasks.tasks, strict=True):
                if start <= position < start + task.length:
                    there -= sum(need.seats for need in task.needs if need.groups == (place,))
            found += [("people", position)] if there < 0 else []
    return found


def packed(tasks, priority, back=False):
    """The starts by compiled code, tasks by priority as far as their order allows."""
    side = forward(tasks)
    if back:
        side = backward(tasks, side)
    desk, starts = Desk.of(side), np.zeros(len(priority), dtype=np.int64)
    links = tasks.followers if back else [task.after for task in tasks.tasks]
    desk.key[:] = priority
    for number in reversed(range(len(links))) if back else range(len(links)):
        for other, _ in links[number]:
            desk.key[number] = max(desk.key[number], desk.key[other] + 1)
    in_turn(desk.key, desk.turn, desk.tally)
    if not pack(side, desk.turn, side.first, desk.free, starts):
        return None, desk.key.tolist()
    if back:
        starts = len(side.room) - starts - side.length
    return starts.tolist(), desk.key.tolist()


@pytest.fixture(params=["compiled", "as it is written"])
def _both_ways(request, monkeypatch):
    if request.param == "as it is written":
        for name in ("pack", "in_turn", "finish_of", "justify"):
            written = getattr(projects_pack, name).py_func
            monkeypatch.setattr(projects_pack, name, written)
            monkeypatch.setitem(globals(), name, written)


both_ways = pytest.mark.usefixtures("_both_ways")
many = settings(max_examples=150, deadline=None, derandomize=True)


@many
@given(books(), st.lists(st.integers(0, 9), min_size=6, max_size=6), st.booleans())
def test_two_ways_to_pack_agree(tasks, dice, back):
    """Numpy gives up where a task comes late; the compiled packing books it late, and says so by its start."""
    starts, priority = packed(tasks, dice[: len(tasks.tasks)], back)
    packer = Packer(tasks)
    side = packer.mirror(HORIZON) if back else packer.forward
    found = packer.pack([float(key) for key in priority], side, HORIZON, Random(1), False)
    if starts is None:
        assert found is None
        assert back
    elif found is None:
        windows = [(tasks.head[n], task.last) for n, task in enumerate(tasks.tasks)]
        assert any(not first <= start <= last for start, (first, last) in zip(starts, windows, strict=True))
    elif back:
        assert starts == [HORIZON - start - t.length for start, t in zip(found.starts, tasks.tasks, strict=True)]
    else:
        assert starts == list(found.starts)


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


@many
@given(books(), st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_pushing_late_and_early_again_keeps_every_rule_and_never_lengthens(tasks, dice):
    before, _ = packed(tasks, dice[: len(tasks.tasks)])
    assert not faults(tasks, before, windows=False)
    side = forward(tasks)
    starts, late = np.array(before), np.zeros(len(before), dtype=np.int64)
    counts = np.array([task.counts for task in tasks.tasks])
    justify(side, backward(tasks, side), counts, starts, late, Desk.of(side))
    in_time = not any(fault == "late" for fault, _ in faults(tasks, before))
    for after in (starts.tolist(), late.tolist()):
        assert not faults(tasks, after, windows=in_time)
        assert tasks.finish(after) <= tasks.finish(before) == finish_of(side, counts, np.array(before))
    assert (starts <= late).all()


@both_ways
def test_pushing_back_and_forth_mends_a_hasty_plan():
    """Most urgent looks a short job that has all the time in the world; the long chain waits for it in vain."""
    tasks = a_book_of([a_group(2)], a_task(2, (0, 2)), a_task(3, (0, 1)), a_task(2, (0, 1)), a_task(1, (0, 1)))
    starts, _ = packed(tasks, [3, 0, 2, 1])
    side, late = forward(tasks), np.zeros(4, dtype=np.int64)
    plan = np.array(starts)
    justify(side, backward(tasks, side), np.ones(4, dtype=bool), plan, late, Desk.of(side))
    assert tasks.finish(starts) == 5 == tasks.finish(plan.tolist())
    assert not faults(tasks, plan.tolist())
