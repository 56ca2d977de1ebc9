"""Ever better dates from pairs of plans: what one has early, in the middle or late, in the order of the other.

In an agency: take the good first quarter of one plan and the good summer of another, and book the list anew.

A population search for books in which every need has a single group to fill it (`projects_pack`). A plan is the list of
its tasks by their starts, before or after it was pushed late. A child takes the order within a stretch of time from one
parent and the order before and after it from the other, so that everything still comes after what it follows (the two
points of Debels & Vanhoucke 2007, on lists that are ordered by time as in Debels et al. 2006); it is packed, and pushed
to its end and back (Valls, Ballestin & Quintanilla 2005, 2008). A child that is no worse takes the place of one of its
parents (crowding, Mahfoud 1992), which keeps plans apart for long; when nothing better comes, a population of twice
the size begins, so that nobody has to say how large it should be (Harik & Lobo 1999).

Many plans finish on the same day. Of these the better one is that whose tasks could together start the latest without
delaying it: what has slack can still be shortened.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import NamedTuple

import numpy as np

from engine.search.compiled import compiled
from engine.search.projects_model import Answer
from engine.search.projects_pack import Bools, Desk, Ints, Side, backward, finish_of, forward, in_turn, justify, pack
from engine.search.projects_tasks import Tasks

__all__ = ["bred_answers"]

SMALLEST, LARGEST = 60, 4000
"""Plans in the first population, and in the largest."""
STRETCH = 400_000
"""Tasks are booked so many times before somebody asks whether to stop: some 20 milliseconds."""
PASSES = 3
"""How often the tasks of one plan are booked: as early, as late, and as early again as can be."""
MOST_LATE = 1 << 18
"""Positions late in all, beyond which plans are equally bad; with this, what a plan is worth fits into 64 bits."""
PATIENCE = 15
"""So many children a plan without a better plan anywhere, and a population has converged."""
NOISE = 0.4
"""Beginners are packed by urgency, give or take up to this share of the longest chain."""
MUTATED, MOVED, JOLT = 0.5, 3, 12
"""So many children in all are jolted as well: so many tasks, by up to so many positions."""


class Plans(NamedTuple):
    """By plan and task the ``starts`` and how ``late`` it could start; by plan what it is ``worth``, less is better."""

    starts: Ints
    late: Ints
    worth: Ints


def bred_answers(tasks: Tasks, seed: int, stop: Callable[[int], bool], workers: int = 1) -> Iterator[Answer]:
    """Ever better answers, until told to stop; ``stop`` is asked with the bookings of a task that were made so far.

    Dates alone must decide (`Tasks.single`). Each worker breeds populations of its own.
    """
    if not _enough_people(tasks):
        return
    herds = [Herd(tasks, seed + number) for number in range(workers)]
    finish = tasks.horizon + 1
    with ThreadPoolExecutor(workers) as threads:
        while True:
            for herd in list(threads.map(Herd.go_on, herds)):
                starts = herd.best
                if starts is not None and tasks.finish(starts) < finish:
                    finish = tasks.finish(starts)
                    yield Answer.of_dates(tasks, starts)
            if stop(sum(herd.bookings for herd in herds)):
                return


def _enough_people(tasks: Tasks) -> bool:
    """Whether no task asks for more people than there are."""
    for task in tasks.tasks:
        asked: dict[int, int] = {}
        for need in task.needs:
            asked[need.groups[0]] = asked.get(need.groups[0], 0) + need.seats
        if any(seats > tasks.groups[group].size for group, seats in asked.items()):
            return False
    return True


class Herd:
    """One population after another; `best` has the starts of the best plan of all, None while each is late."""

    def __init__(self, tasks: Tasks, seed: int) -> None:
        self.side = forward(tasks)
        self.back = backward(tasks, self.side)
        self.counts = np.array([task.counts for task in tasks.tasks])
        self.urgency = -np.array([tasks.tail[n] + task.length for n, task in enumerate(tasks.tasks)], dtype=np.int64)
        self.best: tuple[int, ...] | None = None
        self.bookings = 0
        self._random = Random(seed)
        self._desk = Desk.of(self.side)
        self._lowest = 1 << 62
        self._begin(SMALLEST)

    def _begin(self, size: int) -> None:
        tasks = len(self.urgency)
        plans = np.zeros((size, tasks), dtype=np.int64)
        self.plans = Plans(plans, plans.copy(), np.full(size, 1 << 62, dtype=np.int64))
        self._there = 0
        """Plans that have been packed; the population is bred when all of them are."""
        self._stale = 0
        """Children since there was one better than all others."""

    def go_on(self) -> "Herd":
        """Pack, or breed, for a little while."""
        plans, count = self.plans, len(self.urgency)
        size = len(plans.worth)
        some = max(1, STRETCH // (PASSES * count))
        work = (self.side, self.back, self.counts, self._desk)
        seed = self._random.randrange(1 << 31)
        if self._there < size:
            some = min(some, size - self._there)
            noise = int(NOISE * -self.urgency.min())
            pack_some(*work, self.urgency, noise, plans, self._there, self._there + some, seed)
            self._there += some
        else:
            since = breed(*work, plans, some, MUTATED, MOVED, JOLT, seed)
            self._stale = since if since < some else self._stale + some
        self.bookings += PASSES * count * some
        self._keep()
        if self._stale > PATIENCE * size:
            self._begin(min(2 * size, LARGEST))
        return self

    def _keep(self) -> None:
        """Remember the best plan that is not late."""
        first = int(np.argmin(self.plans.worth))
        worth = int(self.plans.worth[first])
        if worth < self._lowest:
            self._lowest = worth
            starts = self.plans.starts[first]
            if (starts <= self.side.last).all():
                self.best = tuple(starts.tolist())


@compiled
def pack_some(
    side: Side,
    back: Side,
    counts: Bools,
    desk: Desk,
    urgency: Ints,
    noise: int,
    plans: Plans,
    low: int,
    high: int,
    seed: int,
) -> None:
    """Plans of their own, most urgent first; from none of the ``noise`` for the first to all of it for the last."""
    np.random.seed(seed)
    for plan in range(low, high):
        spread = noise * plan // len(plans.worth)
        for number in range(len(urgency)):
            desk.key[number] = urgency[number] + np.random.randint(-spread, spread + 1)
        finished(side, back, counts, desk, plans.starts[plan], plans.late[plan])
        plans.worth[plan] = worth(side, counts, plans.starts[plan], plans.late[plan])


@compiled
def finished(side: Side, back: Side, counts: Bools, desk: Desk, starts: Ints, late: Ints) -> None:
    """Tasks packed by the keys on the desk, each after what it follows, and pushed late and early again."""
    key = desk.key
    for number in range(len(key)):
        for link in range(side.begins[number], side.begins[number + 1]):
            key[number] = max(key[number], key[side.before[link]] + 1)
    in_turn(key, desk.turn, desk.tally)
    pack(side, desk.turn, side.first, desk.free, starts)
    justify(side, back, counts, starts, late, desk)


@compiled
def worth(side: Side, counts: Bools, starts: Ints, late: Ints) -> int:
    """Positions that tasks are late by; then the finish; then the less, the more slack there is."""
    reach = len(side.room)
    missed = 0
    for number in range(len(starts)):
        missed += max(0, starts[number] - side.last[number])
    whole = len(starts) * reach + 1
    slack = late.sum() - starts.sum()
    finish: int = finish_of(side, counts, starts)
    return (min(missed, MOST_LATE) * reach + finish) * whole + whole - 1 - int(slack)


@compiled
def breed(
    side: Side,
    back: Side,
    counts: Bools,
    desk: Desk,
    plans: Plans,
    children: int,
    mutated: float,
    moved: int,
    jolt: int,
    seed: int,
) -> int:
    """So many children; those since one was better than all plans, all of them where none was."""
    np.random.seed(seed)
    size, tasks = plans.starts.shape
    starts, late = np.zeros(tasks, np.int64), np.zeros(tasks, np.int64)
    lowest, since = plans.worth.min(), 0
    for _ in range(children):
        since += 1
        father, mother, other = np.random.randint(size), np.random.randint(size), np.random.randint(size)
        if plans.worth[other] < plans.worth[mother]:
            mother = other
        if np.random.randint(2) == 0:
            cross(plans.late[father], plans.late[mother], desk.key)
        else:
            cross(plans.starts[father], plans.starts[mother], desk.key)
        if np.random.random() < mutated or father == mother:
            for _ in range(moved):
                desk.key[np.random.randint(tasks)] += np.random.randint(-jolt, jolt + 1)
        finished(side, back, counts, desk, starts, late)
        child = worth(side, counts, starts, late)
        if child <= plans.worth[father] and not known(plans, father, child, starts):
            plans.starts[father], plans.late[father], plans.worth[father] = starts, late, child
            if child < lowest:
                lowest, since = child, 0
    return since


@compiled
def cross(father: Ints, mother: Ints, key: Ints) -> None:
    """Keys in the father's order outside a stretch of time and in the mother's inside; or the other way about."""
    end = father.max() + 1
    third = max(end, mother.max() + 1)
    width = int(end * np.random.uniform(0.2, 0.7))
    first = np.random.randint(-(width // 2), end - width // 2)
    inside = np.random.randint(2) == 0
    for number in range(len(key)):
        at = father[number]
        part = 0 if at < first else 2 if at > first + width else 1
        key[number] = part * third + (mother[number] if inside == (part == 1) else at)


@compiled
def known(plans: Plans, father: int, worth: int, starts: Ints) -> bool:
    """Whether another plan than the father's is the same."""
    for plan in range(len(plans.worth)):
        if plan != father and plans.worth[plan] == worth and (plans.starts[plan] == starts).all():
            return True
    return False
