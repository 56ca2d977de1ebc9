"""Plans that are bred: as good as trying everything on toys, the same again for a seed, and none where none can be."""

from itertools import count, product

import numpy as np
import pytest

from engine.search import projects_breed, projects_pack, projects_seated
from engine.search.projects_breed import SMALLEST, Herd, Herds
from engine.search.projects_tasks import Group, Need, Task, Tasks
from tests.search.written import as_written

HORIZON = 20


def a_group(size=1, away=()):
    return Group(tuple(f"p{n}" for n in range(size)), tuple(away), 0)


def a_task(length, *asked, first=0, last=None, after=()):
    """``asked``: (group, seats), or (groups, seats)."""
    needs = tuple(
        Need(f"d{place}", seats, (group,) if isinstance(group, int) else group)
        for place, (group, seats) in enumerate(asked)
    )
    return Task("t", length, first, HORIZON - length if last is None else last, needs, tuple(after), True)


def by_chance(seed, choice=False):
    """Four tasks on two groups, one of which is away for two days; with ``choice``, some seats are for either."""
    dice = np.random.default_rng(seed)
    groups = [a_group(2), a_group(3, [(3, 5)])]
    tasks = []
    for number in range(4):
        asked = [(g, int(dice.integers(1, group.size + 1))) for g, group in enumerate(groups) if dice.random() < 0.7]
        if choice:
            asked = [((0, 1) if dice.random() < 0.6 else g, seats) for g, seats in asked]
        after = [(n, int(dice.integers(0, 2))) for n in range(number) if dice.random() < 0.25]
        tasks.append(a_task(int(dice.integers(1, 4)), *asked, first=int(dice.integers(0, 3)), after=after))
    return Tasks(range(HORIZON), tasks, groups)


def shares(task):
    """Every way to fill a task's seats, as seats by group."""
    ways = [()]
    for need in task.needs:
        ones = [n for n in product(range(need.seats + 1), repeat=len(need.groups)) if sum(n) == need.seats]
        ways = [(*way, *zip(need.groups, n, strict=True)) for way in ways for n in ones]
    found = set()
    for way in ways:
        by_group = {group: sum(n for g, n in way if g == group) for group, _ in way}
        found.add(tuple(sorted(by_group.items())))
    return found


def fits(tasks, starts):
    """Whether these starts are a plan: whether there are shares of all tasks that leave nobody with two seats."""
    for start, task in zip(starts, tasks.tasks, strict=True):
        if not task.first <= start <= task.last:
            return False
        if any(start < starts[other] + tasks.tasks[other].length + lag for other, lag in task.after):
            return False
    return any(room_for(tasks, starts, some) for some in product(*(shares(task) for task in tasks.tasks)))


def room_for(tasks, starts, some):
    """Whether, with these seats by task and group, no group has more seats than people at any moment."""
    for place, group in enumerate(tasks.groups):
        for position in range(HORIZON):
            there = 0 if any(a <= position < b for a, b in group.away) else group.size
            for start, task, mine in zip(starts, tasks.tasks, some, strict=True):
                if start <= position < start + task.length:
                    there -= dict(mine).get(place, 0)
            if there < 0:
                return False
    return True


def earliest(tasks):
    """The earliest finish of all, by trying every finish and all starts that keep it."""
    for finish in count(1):
        for starts in product(*(range(task.first, min(task.last, finish - task.length) + 1) for task in tasks.tasks)):
            if fits(tasks, starts):
                return finish
    raise AssertionError


def after(bookings):
    """Stop after so many."""
    return lambda made: made >= bookings


@pytest.mark.parametrize("choice", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_breeding_finds_what_trying_everything_finds(seed, choice):
    tasks = by_chance(seed, choice)
    *_, last = Herds(tasks, 1).answers(after(1_000_000))
    by_task = [{} for _ in tasks.tasks]
    for (number, _, group), seats in last.seats.items():
        by_task[number][group] = by_task[number].get(group, 0) + seats
    assert room_for(tasks, last.starts, [tuple(mine.items()) for mine in by_task])
    assert fits(tasks, last.starts)
    assert tasks.finish(last.starts) == earliest(tasks)
    assert sum(last.seats.values()) == sum(need.seats for task in tasks.tasks for need in task.needs)


def crowded():
    """Fourteen tasks on two groups: too many orders to try."""
    lengths = (3, 1, 2, 2, 1, 3, 2, 1, 1, 2, 3, 1, 2, 1)
    tasks = [a_task(n, (0, 1 + n % 2), (1, 1 + (n + p) % 3), last=60) for p, n in enumerate(lengths)]
    return Tasks(range(70), tasks, [a_group(3), a_group(4)])


def knotted():
    """Forty tasks, each after one or two others: plans by chance are long."""
    dice = np.random.default_rng(1)
    tasks = []
    for number in range(40):
        before = [(int(n), 0) for n in dice.choice(number, min(number, 2), replace=False)] if number > 4 else []
        asked = [(group, int(dice.integers(1, 4))) for group in dice.permutation(3)[:2].tolist()]
        tasks.append(a_task(int(dice.integers(1, 9)), *asked, last=400, after=before))
    return Tasks(range(410), tasks, [a_group(4), a_group(4), a_group(4)])


def test_the_same_seed_breeds_the_same_plans_and_each_is_better_than_the_last():
    tasks = crowded()
    once, again = ([answer.starts for answer in Herds(tasks, 7).answers(after(2_000_000))] for _ in range(2))
    assert once == again
    finishes = [tasks.finish(starts) for starts in once]
    assert finishes == sorted(set(finishes), reverse=True)


def test_herds_go_on_where_they_stopped(monkeypatch):
    monkeypatch.setattr(projects_breed, "STRETCH", 1)
    tasks, asked = knotted(), count(1)
    apart, whole = Herds(tasks, 7), Herds(tasks, 7)
    pieces = [list(apart.answers(lambda _: True)) for _ in range(20)]
    assert [answer for piece in pieces for answer in piece] == list(whole.answers(lambda _: next(asked) == 20))
    assert sum(1 for piece in pieces if piece) > 1


def test_two_workers_breed_at_least_as_good_plans_as_the_first_alone():
    tasks = crowded()
    *_, alone = Herds(tasks, 7).answers(after(800_000))
    *_, both = Herds(tasks, 7, workers=2).answers(after(1_600_000))
    assert tasks.finish(both.starts) <= tasks.finish(alone.starts)


def test_a_population_that_has_converged_makes_room_for_a_larger_one(monkeypatch):
    monkeypatch.setattr(projects_breed, "STRETCH", 1_200)
    herd = Herd(Tasks(range(HORIZON), [a_task(2, (0, 1)), a_task(1, (0, 1))], [a_group()]), 1)
    sizes = {len(herd.go_on().plans.worth) for _ in range(60)}
    assert {SMALLEST, 2 * SMALLEST} <= sizes
    assert herd.best is not None


def test_what_asks_for_more_people_than_there_are_has_no_plan():
    tasks = Tasks(range(HORIZON), [a_task(1, (0, 1), (0, 1))], [a_group()])
    assert not list(Herds(tasks, 1).answers(after(1)))


def test_a_plan_that_misses_a_deadline_is_none():
    """Two jobs, one person, and a deadline that only one of them can keep; with a day more both can."""
    groups = [a_group()]
    tight = Tasks(range(HORIZON), [a_task(2, (0, 1), last=0), a_task(2, (0, 1), last=1)], groups)
    assert not list(Herds(tight, 1).answers(after(1_000_000)))
    loose = Tasks(range(HORIZON), [a_task(2, (0, 1), last=0), a_task(2, (0, 1), last=2)], groups)
    assert [answer.starts for answer in Herds(loose, 1).answers(after(1_000_000))] == [(0, 2)]


@pytest.mark.parametrize("choice", [False, True])
def test_the_code_as_it_is_written_says_the_same_as_compiled(monkeypatch, choice):
    """Numba and numpy draw the same lots."""
    monkeypatch.setattr(projects_breed, "STRETCH", 3_000)
    tasks = by_chance(3, choice)
    compiled = list(Herds(tasks, 5).answers(after(4_000)))
    with as_written(projects_seated, projects_pack, projects_breed):
        assert list(Herds(tasks, 5).answers(after(4_000))) == compiled
