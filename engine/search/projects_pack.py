"""Serial schedule generation, compiled: tasks one after another, each as early as people allow.

In an agency: go down a list and book each job into the first days on which enough of its people are free.

Kolisch & Hartmann (1999) describe the scheme; seen from the end of the book it books tasks as late as can be, which is
the other half of justification (Valls, Ballestin & Quintanilla 2005).

Where every need has a single group to fill it, as the resources of PSPLIB are, dates alone decide, and a plan is a
start for every task. How many of each group are free at a position stands in *words* then: a field of bits for each
group, and above each field one guard bit that is always set. Less what a task asks for, all guards are still set
exactly if nobody is missing, so that one subtraction tells for as many groups as fit into 62 bits. Elsewhere the words
are those of `projects_seated`, and a plan is also who sits where.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.search.compiled import compiled
from engine.search.projects_seated import WORD_BITS, Bools, Chairs, Ints, Room, seat, take
from engine.search.projects_tasks import Tasks

__all__ = ["PASSES", "Desk", "Side", "backward", "copy", "finish_of", "forward", "in_turn", "pack", "schedule"]

PASSES = 3
"""How often the tasks of one plan are booked: as early, as late, and as early again as can be."""


class Side(NamedTuple):
    """The tasks of a book as flat arrays, seen forwards, or backwards from its end.

    By task: ``length``, the ``first`` and ``last`` start; in ``before``, from ``begins`` of it on, what comes before
    it, and in ``gap`` the positions from that start to its own at least; in ``word`` and ``ask``, from ``asks`` of it
    on, the words that it asks of and how much. By position and word: ``room``, who is there. By word: its ``guard``.
    Where people can choose, `Chairs` stand for what tasks ask.
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
    chairs: Chairs


def forward(tasks: Tasks) -> Side:
    """The tasks as they are. Positions go on beyond the horizon, with nobody away: what ends there is late."""
    chairs = Chairs.of(tasks)
    fields, guard = _fields(tasks)
    length = np.array([task.length for task in tasks.tasks], dtype=np.int64)
    lags = [lag for task in tasks.tasks for _, lag in task.after]
    reach = tasks.horizon + int(length.sum()) + sum(lags)
    there = np.repeat(np.array([[group.size for group in tasks.groups]], dtype=np.int64), reach, axis=0)
    for number, group in enumerate(tasks.groups):
        for a, b in group.away:
            there[a:b, number] = 0
    if tasks.single:
        room = np.repeat(guard[None, :], reach, axis=0)
        for number, (word, shift) in enumerate(fields):
            room[:, word] += there[:, number] << shift
    else:
        room = chairs.room(there)
    return Side(
        length,
        np.array(tasks.head, dtype=np.int64),
        np.array([task.last for task in tasks.tasks], dtype=np.int64),
        *_linked([task.after for task in tasks.tasks], length),
        *_asked(tasks, fields, len(guard)),
        room,
        guard,
        chairs,
    )


def backward(tasks: Tasks, side: Side) -> Side:
    """The same tasks seen from the end of their positions: a start is what the end was."""
    reach = len(side.room)
    begins, before, gap = _linked(tasks.followers, side.length)
    return side._replace(
        first=reach - side.last - side.length,
        last=reach - side.first - side.length,
        begins=begins,
        before=before,
        gap=gap,
        room=np.ascontiguousarray(side.room[::-1]),
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
    """By task, the words that it asks of and how much; nothing where people can choose."""
    asks: list[int] = [0]
    word: list[int] = []
    ask: list[int] = []
    for task in tasks.tasks if tasks.single else ():
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
    """Room to work in. By task: its ``key``, its ``turn``, a ``first`` start, where it is ``at``, whether it goes by
    the ``other`` parent; by key a ``tally``; who is ``free``; and `Room` to seat people in."""

    key: Ints
    turn: Ints
    first: Ints
    at: Ints
    other: Bools
    tally: Ints
    free: Ints
    room: Room

    @classmethod
    def of(cls, side: Side) -> "Desk":
        """Room for a book; three plans one after another are the longest that keys may spread over."""
        key = np.zeros_like(side.length)
        tally = np.zeros(3 * len(side.room) + len(key) + 64, dtype=np.int64)
        other, free = np.zeros(len(key), dtype=np.bool_), np.zeros_like(side.room)
        return cls(key, key.copy(), key.copy(), key.copy(), other, tally, free, Room.of(side.chairs))


@compiled
def pack(side: Side, order: Ints, first: Ints, desk: Desk, starts: Ints) -> bool:
    """Every task in this order at its earliest, at ``first`` or later; False where the positions do not reach for one.

    ``order`` names nothing before what it follows. ``desk`` says who is wished for, and hears who sits; ``starts`` is
    written. Forwards there are always positions enough, unless more people are asked for than there are.
    """
    free, chooses = desk.free, len(side.chairs.able) > 0
    for at in range(len(free)):
        for word in range(free.shape[1]):
            free[at, word] = side.room[at, word]
    for number in order:
        length = side.length[number]
        start = first[number]
        for link in range(side.begins[number], side.begins[number + 1]):
            ready = starts[side.before[link]] + side.gap[link]
            if ready > start:
                start = ready
        if chooses:
            start = seat(side.chairs, desk.room, number, length, start, free)
            if start < 0:
                return False
            take(side.chairs, desk.room, number, start, start + length, free)
        else:
            start = when_free(side, number, start, free)
            if start < 0:
                return False
            for place in range(side.asks[number], side.asks[number + 1]):
                word, ask = side.word[place], side.ask[place]
                for at in range(start, start + length):
                    free[at, word] -= ask
        starts[number] = start
    return True


@compiled
def when_free(side: Side, number: int, start: int, free: Ints) -> int:
    """The earliest start, ``start`` or later, at which enough people of each group are free; -1 where positions end."""
    length = side.length[number]
    low, high = side.asks[number], side.asks[number + 1]
    known = start  # all is free from the start up to here
    at = start + length - 1
    end = start + length
    while at >= known:
        if end > len(free):
            return -1
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
    return start


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
def schedule(side: Side, back: Side, counts: Bools, desk: Desk, starts: Ints, late: Ints) -> None:
    """Tasks packed in the order of ``desk.key``, each after what it follows; then pushed as late as their own finish
    and windows allow, to ``late``, and as early again, to ``starts``.

    Pushing makes no plan longer. Where dates alone decide that is so by itself: whoever is booked by the time at which
    the plan ends a job finds at least that time free, and likewise back. (Where a task is late already, it may stay
    so.) Where seats change hands on the way it may go wrong; then all stays as it was packed.
    """
    reach, room, finish = len(side.room), desk.room, 0
    for number in range(len(starts)):
        for link in range(side.begins[number], side.begins[number + 1]):
            desk.key[number] = max(desk.key[number], desk.key[side.before[link]] + 1)
    for turn in range(PASSES):
        if turn != 1:
            copy(side.first, desk.first)
        else:
            for number in range(len(starts)):
                at = reach - starts[number] - side.length[number]
                first = back.first[number]
                if counts[number]:
                    first = max(first, reach - finish)
                desk.key[number] = at
                desk.first[number] = min(first, at)
        in_turn(desk.key, desk.turn, desk.tally)
        if turn == 1:
            packed = pack(back, desk.turn, desk.first, desk, desk.at)
        else:
            packed = pack(side, desk.turn, desk.first, desk, desk.at)
        if turn == 0:
            copy(desk.at, starts)
            finish = finish_of(side, counts, starts)
            copy(room.sits, room.sat)
        elif turn == 1 and packed:
            for number in range(len(starts)):
                late[number] = desk.key[number] = reach - desk.at[number] - side.length[number]
        elif turn == 2 and finish_of(side, counts, desk.at) <= finish:
            copy(desk.at, starts)
        else:
            copy(starts, late)
            copy(room.sat, room.sits)
            break
        copy(room.sits, room.wish)


@compiled
def copy(old: Ints, new: Ints) -> None:
    """Short arrays, faster than numpy's way."""
    for place in range(len(old)):
        new[place] = old[place]
