"""Who does what before anybody asks when: no bound beyond the truth, whole shares, and what heads and tails add."""

from itertools import product

import numpy as np
import pytest

from engine import Options, solve
from engine.search import projects_breed, projects_steps
from engine.search.projects_load import finish_bound
from engine.search.projects_run import minimise
from engine.search.projects_share import Sharing, shared
from engine.search.projects_steps import TierSteps
from engine.search.projects_tasks import Group, Need, Task, Tasks
from tests.build import a_book, a_calendar, a_demand, a_person, a_phase, a_project, day

HORIZON = 16
EVERY_DAY = a_calendar(week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 480))


def a_task(length, *asked, after=(), counts=True):
    """``asked``: (groups, seats)."""
    needs = tuple(Need(f"d{place}", seats, groups) for place, (groups, seats) in enumerate(asked))
    return Task("t", length, 0, HORIZON - length, needs, tuple(after), counts)


def a_book_of(sizes, *tasks):
    groups = [Group(tuple(f"p{n}" for n in range(size)), (), 0) for size in sizes]
    return Tasks(range(HORIZON), tasks, groups)


def dealt(tasks, least=0, most=HORIZON):
    """How the run ended."""
    sharing, options = Sharing(tasks, least, most), Options(seconds=10, deterministic=True)
    return minimise(sharing, sharing.finish, options=options, seconds=10, news=lambda *_: None, stop=lambda: False)


def by_chance(seed):
    """Four tasks of one or two seats for three people, of whom some can do several things."""
    dice = np.random.default_rng(seed)
    tasks = []
    for number in range(4):
        some = dice.permutation(3)
        asked = [(tuple(sorted(some[: dice.integers(1, 4)].tolist())), 1)]
        if dice.random() < 0.4:
            asked.append((tuple(sorted(some.tolist())), 1))
        after = [(n, int(dice.integers(0, 2))) for n in range(number) if dice.random() < 0.3]
        tasks.append(a_task(int(dice.integers(1, 4)), *asked, after=after))
    return a_book_of([1, 1, 1], *tasks)


def earliest(tasks):
    """The earliest finish of all, by trying all shares and orders: each task as early as those before it allow."""
    best = HORIZON + 1
    seats = [[need.groups for need in task.needs] for task in tasks.tasks]
    ways = [[who for who in product(*groups) if len(set(who)) == len(who)] for groups in seats]
    for shares in product(*ways):
        for starts in product(range(9), repeat=len(tasks.tasks)):
            spans = [(s, s + task.length) for s, task in zip(starts, tasks.tasks, strict=True)]
            finish = tasks.finish(starts)
            if finish >= best:
                continue
            in_order = all(
                spans[n][0] >= spans[other][1] + lag for n, t in enumerate(tasks.tasks) for other, lag in t.after
            )
            apart = in_order and all(
                not (set(shares[a]) & set(shares[b])) or spans[a][1] <= spans[b][0] or spans[b][1] <= spans[a][0]
                for a in range(len(spans))
                for b in range(a)
            )
            if apart:
                best = finish
    return best


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_ends_before_shares_allow_and_the_load_allows_no_less(seed):
    tasks = by_chance(seed)
    run = dealt(tasks)
    shares = run.answer
    assert run.proved
    assert run.bound <= earliest(tasks)
    for number, task in enumerate(tasks.tasks):
        for place, need in enumerate(task.needs):
            mine = {group: count for (n, p, group), count in shares.items() if (n, p) == (number, place)}
            assert sum(mine.values()) == need.seats
            assert set(mine) <= set(need.groups)
    assert finish_bound(shared(tasks, shares)) <= run.bound
    assert shared(tasks, shares).single


def test_three_equal_jobs_for_two_people_are_not_one_and_a_half_each():
    tasks = a_book_of([1, 1], *[a_task(2, ((0, 1), 1)) for _ in range(3)])
    assert finish_bound(tasks) == 3
    assert dealt(tasks).bound == 4


def test_nobody_has_two_seats_of_one_job():
    run = dealt(a_book_of([1, 1], a_task(3, ((0, 1), 1), ((0, 1), 1))))
    assert run.bound == 3
    assert sorted(group for _, _, group in run.answer) == [0, 1]
    assert dealt(a_book_of([1], a_task(3, ((0,), 1), ((0,), 1)))).impossible


def test_what_can_only_begin_late_cannot_make_use_of_early_days():
    """Both jobs after the first are for Ana alone: they begin on day two, and the early days are of no use to her."""
    tasks = a_book_of(
        [1, 1], a_task(2, ((1,), 1)), a_task(2, ((0,), 1), after=[(0, 0)]), a_task(2, ((0,), 1), after=[(0, 0)])
    )
    assert dealt(tasks).bound == 6


def test_what_nobody_waits_for_lengthens_nothing():
    tasks = a_book_of([1], a_task(2, ((0,), 1)), a_task(5, ((0,), 1), counts=False))
    assert dealt(tasks).bound == 2


def test_shares_that_would_end_too_late_are_none():
    tasks = a_book_of([1, 1], *[a_task(2, ((0, 1), 1)) for _ in range(3)])
    run = dealt(tasks, 0, 3)
    assert run.impossible
    assert run.answer is None


@pytest.mark.parametrize("sharing", [True, False])
def test_work_that_is_shared_out_first_ends_on_the_day_that_the_load_gives(monkeypatch, sharing):
    """Jobs of many lengths for eight people who can do two or three things each: no day of anybody is left empty. A
    first plan that is taken as it comes does not get there."""
    monkeypatch.setattr(projects_breed, "STRETCH", 1)
    monkeypatch.setattr(projects_steps, "PACKING", 0.0)
    if not sharing:
        monkeypatch.setattr(projects_steps, "SHARING", 0.0)
    proved = []
    monkeypatch.setattr(TierSteps, "_glance", lambda steps: proved.append(steps.best.proved))
    dice = np.random.default_rng(1)
    kinds = ("draw", "write", "film", "code")
    able = [sorted(dice.choice(kinds, 2 + number % 2, replace=False).tolist()) for number in range(8)]
    people = [a_person(f"p{n}", skills=dict.fromkeys(each, 1)) for n, each in enumerate(able)]
    jobs = []
    for number in range(40):
        days = int(dice.integers(5, 20))
        demand = a_demand("d", skill=kinds[number % 4], seats=1, must=True)
        jobs.append(a_phase(f"j{number}", demand, length={"min": days, "max": days}))
    policy = {"tiers": [{"goal": "finish"}]}
    horizon = {"first": str(day(0)), "last": str(day(99))}
    book = a_book(people, [a_project("site", *jobs)], policy=policy, calendars=(EVERY_DAY,), horizon=horizon)
    solve(book, Options(seconds=60 if sharing else 2))
    assert proved == [sharing]
