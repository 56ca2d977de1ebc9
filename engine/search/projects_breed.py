"""Ever better plans from pairs of them: what one has early, in the middle or late, in the order of the other.

In an agency: take the good first quarter of one plan and the good summer of another, and book the list anew.

A population search. A plan is the list of its tasks by their starts, before or after it was pushed late, and who has
which seat. A child takes the order within a stretch of time from one parent and the order before and after it from the
other, so that everything still comes after what it follows (the two points of Debels & Vanhoucke 2007, on lists that
are ordered by time as in Debels et al. 2006), and each task wishes for the people of the parent whose order it goes by;
it is packed (`projects_pack`), and pushed to its end and back (Valls, Ballestin & Quintanilla 2005, 2008). A child that
is no worse takes the place of one of its parents (crowding, Mahfoud 1992), which keeps plans apart for long; when
nothing better comes, a population of twice the size begins, so that nobody has to say how large it should be (Harik &
Lobo 1999).

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
from engine.search.projects_pack import PASSES, Desk, Side, backward, copy, finish_of, forward, schedule
from engine.search.projects_parallel import seat_flow
from engine.search.projects_seated import NOBODY, Bools, Chairs, Ints
from engine.search.projects_tasks import Tasks

__all__ = ["Herds"]

SMALLEST, LARGEST = 60, 4000
"""Plans in the first population, and in the largest."""
STRETCH = 100_000
"""Tasks are booked so many times before somebody asks whether to stop: some hundredths of a second."""
OVERHEAD = 10
"""A plan takes as long as so many bookings, beside those of its own."""
MOST_LATE = 1 << 18
"""Positions late in all, beyond which plans are equally bad; with this, what a plan is worth fits into 64 bits."""
PATIENCE = 15
"""So many children a plan without a better plan anywhere, and a population has converged."""
NOISE = 0.4
"""Beginners are packed by urgency, give or take up to this share of the longest chain."""
MUTATED, MOVED, JOLT = 0.5, 3, 12
"""So many children in all are jolted as well: so many tasks, by up to so many positions, and they wish for nobody."""


class Plans(NamedTuple):
    """By plan and task the ``starts`` and how ``late`` it could start; by plan and seat the field of whoever ``sits``
    there; by plan what it is ``worth``, less is better."""

    starts: Ints
    late: Ints
    sits: Ints
    worth: Ints


class Herds:
    """Ever better answers. Each worker breeds populations of its own, and goes on where it stopped."""

    def __init__(self, tasks: Tasks, seed: int, workers: int = 1) -> None:
        self._tasks = tasks
        self._herds = [Herd(tasks, seed + number) for number in range(workers)] if _enough_people(tasks) else []
        self._finish = tasks.horizon + 1

    def answers(self, stop: Callable[[int], bool]) -> Iterator[Answer]:
        """Better answers than so far, until told to stop; ``stop`` is asked with the bookings of a task made in this
        call."""
        if not self._herds:
            return
        before = self._bookings
        with ThreadPoolExecutor(len(self._herds)) as threads:
            while True:
                for herd in list(threads.map(Herd.go_on, self._herds)):
                    answer = herd.best
                    if answer is not None and self._tasks.finish(answer.starts) < self._finish:
                        self._finish = self._tasks.finish(answer.starts)
                        yield answer
                if stop(self._bookings - before):
                    return

    @property
    def _bookings(self) -> int:
        return sum(herd.bookings for herd in self._herds)


def _enough_people(tasks: Tasks) -> bool:
    """Whether no task asks for more people than there are."""
    room = {group: people.size for group, people in enumerate(tasks.groups)}
    for task in tasks.tasks:
        flow, _ = seat_flow(task.needs, [need.groups for need in task.needs], room)
        if flow.optimal_flow() < sum(need.seats for need in task.needs):
            return False
    return True


class Herd:
    """One population after another; `best` is the best plan of all, None while each is late."""

    def __init__(self, tasks: Tasks, seed: int) -> None:
        self.side = forward(tasks)
        self.back = backward(tasks, self.side)
        self.counts = np.array([task.counts for task in tasks.tasks])
        self.urgency = -np.array([tasks.tail[n] + task.length for n, task in enumerate(tasks.tasks)], dtype=np.int64)
        self.best: Answer | None = None
        self.bookings = 0
        self._tasks = tasks
        self._random = Random(seed)
        self._desk = Desk.of(self.side)
        self._lowest = 1 << 62
        self._begin(SMALLEST)

    def _begin(self, size: int) -> None:
        tasks = len(self.urgency)
        plans = np.zeros((size, tasks), dtype=np.int64)
        sits = np.full((size, len(self._desk.room.sits)), NOBODY, dtype=np.int64)
        self.plans = Plans(plans, plans.copy(), sits, np.full(size, 1 << 62, dtype=np.int64))
        self._there = 0
        """Plans that have been packed; the population is bred when all of them are."""
        self._stale = 0
        """Children since there was one better than all others."""

    def go_on(self) -> "Herd":
        """Pack, or breed, for a little while."""
        count = len(self.urgency)
        some = max(1, STRETCH // (PASSES * (count + OVERHEAD)))
        work = (self.side, self.back, self.counts, self._desk, self.plans, self.urgency)
        noise = int(NOISE * -self.urgency.min())
        seed = self._random.randrange(1 << 31)
        lots = (noise, MUTATED, MOVED, JOLT)
        self._there, since = breed(*work, self._there, some, *lots, seed)
        self._stale = since if since < some else self._stale + some
        self.bookings += PASSES * (count + OVERHEAD) * some
        self._keep()
        size = len(self.plans.worth)
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
                self.best = self.side.chairs.answer(self._tasks, starts, self.plans.sits[first])


@compiled
def worth(side: Side, counts: Bools, starts: Ints, late: Ints) -> int:
    """Positions that tasks are late by; then the finish; then the less, the more slack there is."""
    reach = len(side.room)
    missed = 0
    for number in range(len(starts)):
        missed += max(0, starts[number] - side.last[number])
    whole = len(starts) * reach + 1
    slack = max(0, late.sum() - starts.sum())
    finish: int = finish_of(side, counts, starts)
    return (min(missed, MOST_LATE) * reach + finish) * whole + whole - 1 - int(slack)


@compiled
def breed(
    side: Side,
    back: Side,
    counts: Bools,
    desk: Desk,
    plans: Plans,
    urgency: Ints,
    there: int,
    some: int,
    noise: int,
    mutated: float,
    moved: int,
    jolt: int,
    seed: int,
) -> tuple[int, int]:
    """So many plans more; (plans that are there now, plans since one was better than all others).

    While places are free, beginners take them, packed the most urgent first, with none of the ``noise`` for the first
    to all of it for the last. Then come children.
    """
    np.random.seed(seed)
    size, tasks = plans.starts.shape
    starts, late = np.zeros(tasks, np.int64), np.zeros(tasks, np.int64)
    lowest, since = plans.worth.min(), 0
    for _ in range(some):
        since += 1
        father = there
        prices(side, desk)
        if there < size:
            begin(desk, urgency, noise * there // size)
        else:
            father, mother, other = np.random.randint(size), np.random.randint(size), np.random.randint(size)
            if plans.worth[other] < plans.worth[mother]:
                mother = other
            if np.random.randint(2) == 0:
                cross(plans.late[father], plans.late[mother], desk)
            else:
                cross(plans.starts[father], plans.starts[mother], desk)
            inherit(side.chairs, plans.sits[father], plans.sits[mother], desk)
            if np.random.random() < mutated or father == mother:
                for _ in range(moved):
                    number = np.random.randint(tasks)
                    desk.key[number] += np.random.randint(-jolt, jolt + 1)
                    forget(side.chairs, number, desk)
        schedule(side, back, counts, desk, starts, late)
        child = worth(side, counts, starts, late)
        if there < size or (child <= plans.worth[father] and not known(plans, father, child, starts)):
            there += there < size
            plans.worth[father] = child
            copy(starts, plans.starts[father])
            copy(late, plans.late[father])
            copy(desk.room.sits, plans.sits[father])
            if child < lowest:
                lowest, since = child, 0
    return there, since


@compiled
def begin(desk: Desk, urgency: Ints, spread: int) -> None:
    """The keys of a beginner, who wishes for nobody."""
    desk.room.wish[:] = NOBODY
    for number in range(len(urgency)):
        desk.key[number] = urgency[number] + np.random.randint(-spread, spread + 1)


@compiled
def cross(father: Ints, mother: Ints, desk: Desk) -> None:
    """Keys in the father's order outside a stretch of time and in the mother's inside; or the other way about."""
    end = father.max() + 1
    third = max(end, mother.max() + 1)
    width = int(end * np.random.uniform(0.2, 0.7))
    first = np.random.randint(-(width // 2), end - width // 2)
    inside = np.random.randint(2) == 0
    for number in range(len(father)):
        at = father[number]
        part = 0 if at < first else 2 if at > first + width else 1
        desk.other[number] = inside == (part == 1)
        desk.key[number] = part * third + (mother[number] if desk.other[number] else at)


@compiled
def inherit(chairs: Chairs, father: Ints, mother: Ints, desk: Desk) -> None:
    """Each task wishes for the people of the parent whose order it goes by."""
    for number in range(len(chairs.needs) - 1):
        sits = mother if desk.other[number] else father
        for place in range(chairs.places[chairs.needs[number]], chairs.places[chairs.needs[number + 1]]):
            desk.room.wish[place] = sits[place]


@compiled
def forget(chairs: Chairs, number: int, desk: Desk) -> None:
    """A task wishes for nobody."""
    if number >= len(chairs.needs) - 1:
        return  # dates alone decide
    for place in range(chairs.places[chairs.needs[number]], chairs.places[chairs.needs[number + 1]]):
        desk.room.wish[place] = NOBODY


@compiled
def prices(side: Side, desk: Desk) -> None:
    """Whoever is sought much is dear, give or take a half: those stay free for whom nobody can stand in."""
    for field in range(len(desk.room.dear)):
        desk.room.dear[field] = side.chairs.sought[field] * np.random.uniform(0.5, 1.5)


@compiled
def known(plans: Plans, father: int, worth: int, starts: Ints) -> bool:
    """Whether another plan than the father's is the same."""
    for plan in range(len(plans.worth)):
        if plan != father and plans.worth[plan] == worth and (plans.starts[plan] == starts).all():
            return True
    return False
