"""First plans of a book of tasks: one after another, each as early as people allow; then pushed back and forth.

In an agency: go down the list, most urgent first, and book each job into the first weeks in which its people are free.

Serial schedule generation with the latest-finish rule, randomised (Kolisch & Hartmann 1999), and double justification:
push everything as late as it goes, then as early as it goes again, which never lengthens a plan and nearly always
shortens it (Valls, Ballestin & Quintanilla 2005). Which group fills a seat follows the shares of the load program, so
that those whom everybody needs are kept for what only they can do.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from engine.search.projects_load import shares
from engine.search.projects_model import Answer
from engine.search.projects_parallel import seat_flow
from engine.search.projects_tasks import Need, Tasks

__all__ = ["Packer", "first_answers"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Side:
    """The tasks seen forwards, or backwards from an end: windows, what comes before, who is away."""

    first: Sequence[int]
    last: Sequence[int]
    before: Sequence[Sequence[tuple[int, int]]]
    away: Sequence[Sequence[tuple[int, int]]]


class Packer:
    """Books tasks one after another, as early as can be."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.forward = Side(
            tasks.head,
            [task.last for task in tasks.tasks],
            [task.after for task in tasks.tasks],
            [group.away for group in tasks.groups],
        )
        self.sizes = np.array([group.size for group in tasks.groups], dtype=np.int64)
        self.shares = {} if tasks.single else shares(tasks)
        self.rows = [sorted({group for need in task.needs for group in need.groups}) for task in tasks.tasks]
        self.simple = [all(len(need.groups) == 1 for need in task.needs) for task in tasks.tasks]
        self.asked = [self._asked(number) for number in range(len(tasks.tasks))]

    def _asked(self, number: int) -> Ints:
        """Seats that a simple task takes of each of its rows."""
        asked = np.zeros((len(self.rows[number]), 1), dtype=np.int64)
        if self.simple[number]:
            for need in self.tasks.tasks[number].needs:
                asked[self.rows[number].index(need.groups[0])] += need.seats
        return asked

    def mirror(self, end: int) -> Side:
        """The tasks seen backwards from position ``end``."""
        tasks = self.tasks.tasks
        return Side(
            [max(0, end - task.last - task.length) for task in tasks],
            [end - self.tasks.head[n] - task.length for n, task in enumerate(tasks)],
            self.tasks.followers,
            [[(max(0, end - b), end - a) for a, b in group.away if a < end] for group in self.tasks.groups],
        )

    def pack(self, priority: Sequence[float], side: Side, horizon: int, random: Random, strict: bool) -> Answer | None:
        """Every task at its earliest, in order of priority (least first) as far as what comes before allows.

        ``strict``: seats go only to groups that the load shares give some of this work.
        """
        tasks = self.tasks.tasks
        free = np.repeat(self.sizes[:, None], horizon, axis=1)
        for group, stretches in enumerate(side.away):
            for a, b in stretches:
                free[group, a:b] = 0
        starts = [-1] * len(tasks)
        seats: dict[tuple[int, int, int], int] = {}
        left = dict(self.shares)
        for number in _in_order(priority, side.before):
            ready = max((starts[o] + tasks[o].length + lag for o, lag in side.before[number]), default=0)
            found = self._place(number, max(ready, side.first[number]), side.last[number], free, left, random, strict)
            if found is None:
                return None
            starts[number], mine = found
            stop = starts[number] + tasks[number].length
            for (place, group), count in mine.items():
                free[group, starts[number] : stop] -= count
                seats[number, place, group] = count
                key = (tasks[number].needs[place].groups, group)
                if key in left:
                    left[key] -= count * tasks[number].length
        return Answer(tuple(starts), seats)

    def _place(
        self,
        number: int,
        ready: int,
        last: int,
        free: Ints,
        left: dict[tuple[tuple[int, ...], int], float],
        random: Random,
        strict: bool,
    ) -> tuple[int, dict[tuple[int, int], int]] | None:
        """(start, seats by need and group) at the earliest start that people allow."""
        task = self.tasks.tasks[number]
        last = min(last, free.shape[1] - task.length)
        if ready > last:
            return None
        if not task.needs:
            return ready, {}
        window = _least(free[self.rows[number], ready : last + task.length], task.length)
        if self.simple[number]:
            fits = np.flatnonzero((window >= self.asked[number]).all(axis=0))
            if not len(fits):
                return None
            return ready + int(fits[0]), {(p, need.groups[0]): need.seats for p, need in enumerate(task.needs)}
        place_of = {group: row for row, group in enumerate(self.rows[number])}
        usable = [self._usable(need, left, strict) for need in task.needs]
        enough = window.sum(axis=0) >= sum(need.seats for need in task.needs)
        for need, groups in zip(task.needs, usable, strict=True):
            enough &= window[[place_of[group] for group in groups]].sum(axis=0) >= need.seats
        for at in np.flatnonzero(enough).tolist():
            room = {group: int(window[row, at]) for group, row in place_of.items()}
            mine = _fill(task.needs, usable, room, left, random)
            if mine is not None:
                return ready + at, mine
        return None

    def _usable(self, need: Need, left: dict[tuple[tuple[int, ...], int], float], strict: bool) -> Sequence[int]:
        if not strict or len(need.groups) == 1:
            return need.groups
        some = [group for group in need.groups if left.get((need.groups, group), 0) > 0]
        enough = sum(self.tasks.groups[group].size for group in some) >= need.seats
        return some if enough else need.groups


def first_answers(tasks: Tasks, seed: int, stop: Callable[[], bool], most: int) -> Iterator[Answer]:
    """Ever better answers, until told to stop or ``most`` plans have been packed."""
    packer, random = Packer(tasks), Random(seed)
    best: Answer | None = None
    finish = tasks.horizon
    urgency = [-(tasks.tail[n] + task.length) for n, task in enumerate(tasks.tasks)]
    for attempt in range(most):
        if stop() and (best is not None or attempt):
            return
        if best is None or attempt % 3 == 0:
            noise = (0, 5, 15, 40)[min(attempt // 2, 3)] if attempt < 8 else random.choice((3, 10, 25))
            priority = [float(value) + random.uniform(-noise, noise) for value in urgency]
        else:
            jolt = random.choice((0.03, 0.08, 0.15)) * finish
            priority = [start + random.uniform(-jolt, jolt) for start in best.starts]
        strict = bool(packer.shares) and attempt % 2 == 0
        found = packer.pack(priority, packer.forward, tasks.horizon, random, strict)
        while found is not None:
            length = tasks.finish(found.starts)
            if best is None or length < finish:
                best, finish = found, length
                yield best
            better = _justified(packer, found, random, strict)
            if better is None or tasks.finish(better.starts) >= length:
                break
            found = better


def _justified(packer: Packer, answer: Answer, random: Random, strict: bool) -> Answer | None:
    """The plan pushed to its end and back to its beginning."""
    tasks = packer.tasks
    end = max(start + task.length for start, task in zip(answer.starts, tasks.tasks, strict=True))
    late = [-(start + task.length) for start, task in zip(answer.starts, tasks.tasks, strict=True)]
    back = packer.pack([float(n) for n in late], packer.mirror(end), end, random, strict)
    if back is None:
        return None
    starts = [float(end - start - task.length) for start, task in zip(back.starts, tasks.tasks, strict=True)]
    return packer.pack(starts, packer.forward, tasks.horizon, random, strict)


def _in_order(priority: Sequence[float], before: Sequence[Sequence[tuple[int, int]]]) -> Iterator[int]:
    """Tasks by priority, each after all that comes before it."""
    done = [False] * len(before)
    for number in sorted(range(len(before)), key=lambda n: priority[n]):
        stack = [number]
        while stack:
            top = stack[-1]
            waits = [other for other, _ in before[top] if not done[other]]
            if waits:
                stack.extend(waits)
                continue
            stack.pop()
            if not done[top]:
                done[top] = True
                yield top


def _least(free: Ints, length: int) -> Ints:
    """The least of every ``length`` neighbours in each row."""
    width = 1
    while width * 2 <= length:
        free = np.minimum(free[:, :-width], free[:, width:])
        width *= 2
    if width < length:
        rest = length - width
        free = np.minimum(free[:, :-rest], free[:, rest:])
    return free


def _fill(
    needs: Sequence[Need],
    usable: Sequence[Sequence[int]],
    room: dict[int, int],
    left: dict[tuple[tuple[int, ...], int], float],
    random: Random,
) -> dict[tuple[int, int], int] | None:
    """Seats for the needs out of the room that groups have, those with most of their share left first."""
    free = dict(room)
    mine: dict[tuple[int, int], int] = {}
    for place in sorted(range(len(needs)), key=lambda p: len(usable[p])):
        need, missing = needs[place], needs[place].seats
        wish = {g: left.get((need.groups, g), 0.0) * random.uniform(0.8, 1.2) for g in usable[place]}
        for group in sorted(usable[place], key=lambda g: -wish[g]):
            count = min(missing, free[group])
            if count > 0:
                mine[place, group] = count
                free[group] -= count
                missing -= count
            if not missing:
                break
        if missing:
            return _matched(needs, usable, room)
    return mine


def _matched(
    needs: Sequence[Need], usable: Sequence[Sequence[int]], room: dict[int, int]
) -> dict[tuple[int, int], int] | None:
    """The same by a maximum flow, where taking them in turn went wrong; None where it cannot be."""
    flow, arcs = seat_flow(needs, usable, room)
    if flow.optimal_flow() < sum(need.seats for need in needs):
        return None
    return {key: flow.flow(arc) for key, arc in arcs.items() if flow.flow(arc)}
