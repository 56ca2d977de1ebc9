"""Serial schedule generation, compiled: tasks one after another, each as early as people allow.

In an agency: go down a list and book each job into the first days on which enough of its people are free.

For books in which every need has a single group to fill it, as the resources of PSPLIB are: dates alone decide then,
and a plan is a start for every task. Kolisch & Hartmann (1999) describe the scheme; seen from the end of the book it
books tasks as late as can be, which is the other half of justification (Valls, Ballestin & Quintanilla 2005).

How many of each group are free at a position stands in *words*: a field of bits for each group, and above each field
one guard bit that is always set. Less what a task asks for, all guards are still set exactly if nobody is missing, so
that one subtraction tells for as many groups as fit into 62 bits.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.search.compiled import compiled
from engine.search.projects_tasks import Tasks

__all__ = ["Bools", "Desk", "Ints", "Side", "backward", "finish_of", "forward", "in_turn", "justify", "pack"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

WORD_BITS = 62
"""Fields and guards of a word; the bits above would make it negative."""


class Side(NamedTuple):
    """The tasks of a book as flat arrays, seen forwards, or backwards from its end.

    By task: ``length``, the ``first`` and ``last`` start; in ``before``, from ``begins`` of it on, what comes before
    it, and in ``gap`` the positions from that start to its own at least; in ``word`` and ``ask``, from ``asks`` of it
    on, the words that it asks of and how much. By position and word: ``room``, who is there. By word: its ``guard``.
    """

    length: Ints
    first: Ints
    last: Ints
    begins: Ints
    before: Ints
    gap: Ints
    asks: Ints
    word: Ints
    ask: Ints
    room: Ints
    guard: Ints


def forward(tasks: Tasks) -> Side:
    """The tasks as they are. Positions go on beyond the horizon, with nobody away: what ends there is late."""
    fields, guard = _fields(tasks)
    length = np.array([task.length for task in tasks.tasks], dtype=np.int64)
    lags = [lag for task in tasks.tasks for _, lag in task.after]
    reach = tasks.horizon + int(length.sum()) + sum(lags)
    there = np.repeat(np.array([[group.size for group in tasks.groups]], dtype=np.int64), reach, axis=0)
    for number, group in enumerate(tasks.groups):
        for a, b in group.away:
            there[a:b, number] = 0
    room = np.repeat(guard[None, :], reach, axis=0)
    for number, (word, shift) in enumerate(fields):
        room[:, word] += there[:, number] << shift
    return Side(
        length,
        np.array(tasks.head, dtype=np.int64),
        np.array([task.last for task in tasks.tasks], dtype=np.int64),
        *_linked([task.after for task in tasks.tasks], length),
        *_asked(tasks, fields, len(guard)),
        room,
        guard,
    )


def backward(tasks: Tasks, side: Side) -> Side:
    """The same tasks seen from the end of their positions: a start is what the end was."""
    reach = len(side.room)
    return side._replace(
        first=reach - side.last - side.length,
        last=reach - side.first - side.length,
        room=np.ascontiguousarray(side.room[::-1]),
        **dict(zip(("begins", "before", "gap"), _linked(tasks.followers, side.length), strict=True)),
    )


def _fields(tasks: Tasks) -> tuple[list[tuple[int, int]], Ints]:
    """By group its word and the lowest bit of its field there, and the guards of each word."""
    fields: list[tuple[int, int]] = []
    guard, used = [0], 0
    for group in tasks.groups:
        bits = group.size.bit_length() + 1
        if used + bits > WORD_BITS:
            guard.append(0)
            used = 0
        fields.append((len(guard) - 1, used))
        used += bits
        guard[-1] |= 1 << (used - 1)
    return fields, np.array(guard, dtype=np.int64)


def _asked(tasks: Tasks, fields: Sequence[tuple[int, int]], words: int) -> tuple[Ints, Ints, Ints]:
    """By task, the words that it asks of and how much."""
    asks: list[int] = [0]
    word: list[int] = []
    ask: list[int] = []
    for task in tasks.tasks:
        mine = [0] * words
        for need in task.needs:
            [group] = need.groups
            place, shift = fields[group]
            mine[place] += need.seats << shift
        word.extend(place for place, asked in enumerate(mine) if asked)
        ask.extend(asked for asked in mine if asked)
        asks.append(len(word))
    return np.array(asks, dtype=np.int64), np.array(word, dtype=np.int64), np.array(ask, dtype=np.int64)


def _linked(links: Sequence[Sequence[tuple[int, int]]], length: Ints) -> tuple[Ints, Ints, Ints]:
    """By task, what comes before it and how far away it starts."""
    begins = np.append(0, np.cumsum([len(mine) for mine in links]))
    before = [other for mine in links for other, _ in mine]
    gap = [int(length[other]) + lag for mine in links for other, lag in mine]
    return begins.astype(np.int64), np.array(before, dtype=np.int64), np.array(gap, dtype=np.int64)


class Desk(NamedTuple):
    """Room to work in. By task: its ``key``, its ``turn``, a ``first`` start; by key a ``tally``; who is ``free``."""

    key: Ints
    turn: Ints
    first: Ints
    tally: Ints
    free: Ints

    @classmethod
    def of(cls, side: Side) -> "Desk":
        """Room for a book; three plans one after another are the longest that keys may spread over."""
        key = np.zeros_like(side.length)
        tally = np.zeros(3 * len(side.room) + len(key) + 64, dtype=np.int64)
        return cls(key, key.copy(), key.copy(), tally, np.zeros_like(side.room))


@compiled
def pack(side: Side, order: Ints, first: Ints, free: Ints, starts: Ints) -> bool:
    """Every task in this order at its earliest, at ``first`` or later; False where the positions do not reach for one.

    ``order`` names nothing before what it follows. ``free`` is scratch space of the shape of the room; ``starts`` is
    written. Forwards there are always positions enough, unless more people are asked for than there are.
    """
    free[:] = side.room
    for number in order:
        length = side.length[number]
        start = first[number]
        for link in range(side.begins[number], side.begins[number + 1]):
            ready = starts[side.before[link]] + side.gap[link]
            if ready > start:
                start = ready
        low, high = side.asks[number], side.asks[number + 1]
        known = start  # all is free from the start up to here
        at = start + length - 1
        end = start + length
        while at >= known:
            if end > len(free):
                return False
            fits = True
            for place in range(low, high):
                word = side.word[place]
                if (free[at, word] - side.ask[place]) & side.guard[word] != side.guard[word]:
                    fits = False
                    break
            if fits:
                at -= 1
            else:
                start = at + 1
                known = end
                end = start + length
                at = end - 1
        for place in range(low, high):
            word, ask = side.word[place], side.ask[place]
            for at in range(start, end):
                free[at, word] -= ask
        starts[number] = start
    return True


@compiled
def in_turn(key: Ints, turn: Ints, tally: Ints) -> None:
    """Write the tasks to ``turn``, least key first, equals by number; ``tally`` is as long as keys spread, and two."""
    least = key.min()
    most = key.max() - least + 2
    tally[:most] = 0
    for value in key:
        tally[value - least + 1] += 1
    for value in range(1, most):
        tally[value] += tally[value - 1]
    for number in range(len(key)):
        value = key[number] - least
        turn[tally[value]] = number
        tally[value] += 1


@compiled
def finish_of(side: Side, counts: Bools, starts: Ints) -> int:
    """How many positions lie before everything that counts has ended."""
    finish = 0
    for number in range(len(starts)):
        if counts[number]:
            finish = max(finish, starts[number] + side.length[number])
    return finish


@compiled
def justify(side: Side, back: Side, counts: Bools, starts: Ints, late: Ints, desk: Desk) -> None:
    """Push a plan as late as its own finish and windows allow, to ``late``, and as early again, to ``starts``.

    No task ends up later than it was, so the plan becomes no longer: whoever is booked by the time at which the plan
    ends a job finds at least that time free, and likewise back. (Where a task is late already, it may stay so.)
    """
    reach = len(side.room)
    finish = finish_of(side, counts, starts)
    for number in range(len(starts)):
        at = reach - starts[number] - side.length[number]
        first = back.first[number]
        if counts[number]:
            first = max(first, reach - finish)
        desk.key[number] = at
        desk.first[number] = min(first, at)
    in_turn(desk.key, desk.turn, desk.tally)
    pack(back, desk.turn, desk.first, desk.free, late)
    for number in range(len(starts)):
        late[number] = reach - late[number] - side.length[number]
    in_turn(late, desk.turn, desk.tally)
    pack(side, desk.turn, side.first, desk.free, starts)
