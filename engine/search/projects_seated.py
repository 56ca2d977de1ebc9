"""Seats filled as tasks are packed, compiled: a task begins when everybody it asks for can come, and takes them.

In an agency: the workshop needs a designer and somebody who speaks French; who of those who are free comes, so that
the few who can do everything stay free for what only they can do?

For books whose needs leave a choice of groups. How many of a group are free at a position stands as that many ones in
its **field** of a word, the lowest first; so the words of several positions, and bit by bit, say how many of each group
are free at all of them. Who fills which seat is a matching of seats and ones (augmenting paths, Kuhn 1955).
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.search.compiled import compiled, ones_in
from engine.search.projects_model import Answer
from engine.search.projects_tasks import Tasks

__all__ = ["NOBODY", "WORD_BITS", "Bools", "Chairs", "Ints", "Room", "seat", "take"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

WORD_BITS = 62
"""Bits of a word; those above would make it negative."""
NOBODY = -1
DEAREST = 1 << 60
PRICE = 1000
"""Of those who are sought most; how dear others are is in proportion."""


class Chairs(NamedTuple):
    """Who can fill what, as flat arrays; empty where dates alone decide.

    By task, from ``needs`` of it on, its needs; by need, from ``places`` of it on, its seats (`Tasks.seats`). By need
    and word ``able``, the ones of those who can fill it; by task and word ``whole``, the ones of them all. By field its
    ``word``, the ``mask`` of its bits there, its ``group``, and how much it is ``sought``; by bit of all words its
    ``field``.
    """

    needs: Ints
    places: Ints
    able: Ints
    whole: Ints
    word: Ints
    mask: Ints
    group: Ints
    sought: Ints
    field: Ints

    @classmethod
    def of(cls, tasks: Tasks) -> "Chairs":
        """The chairs of a book."""
        word, mask, group = _fields([] if tasks.single else [group.size for group in tasks.groups])
        words = 1 + int(word.max(initial=0))
        needs = [] if tasks.single else [task.needs for task in tasks.tasks]
        flat = [need for mine in needs for need in mine]
        able = np.zeros((len(flat), words), dtype=np.int64)
        sought = np.zeros(len(tasks.groups))
        for number, need in enumerate(flat):
            mine = np.isin(group, need.groups)
            np.bitwise_or.at(able[number], word[mine], mask[mine])
            sought[list(need.groups)] += need.seats / max(1, sum(tasks.groups[g].size for g in need.groups))
        begins = np.append(0, np.cumsum([len(mine) for mine in needs])).astype(np.int64)
        whole = np.zeros((len(needs), words), dtype=np.int64)
        for number in range(len(needs)):
            whole[number] = np.bitwise_or.reduce(able[begins[number] : begins[number + 1]], axis=0)
        return cls(
            begins,
            np.append(0, np.cumsum([need.seats for need in flat])).astype(np.int64),
            able,
            whole,
            word,
            mask,
            group,
            (PRICE * sought / max(1e-9, sought.max(initial=0.0))).astype(np.int64)[group],
            _of_bits(word, mask, words),
        )

    def answer(self, tasks: Tasks, starts: Ints, sits: Ints) -> Answer:
        """The answer with these starts and fields that sit."""
        at = tuple(starts.tolist())
        if tasks.single:
            return Answer.of_dates(tasks, at)
        groups = self.group[sits].tolist()
        return Answer(at, dict(Counter((*seat, group) for seat, group in zip(tasks.seats, groups, strict=True))))

    def room(self, there: Ints) -> Ints:
        """By position and word, a one for everybody who is there; ``there`` counts them by position and group."""
        room = np.zeros((len(there), self.whole.shape[1]), dtype=np.int64)
        rest = there.copy()
        for word, mask, group in zip(self.word.tolist(), self.mask.tolist(), self.group.tolist(), strict=True):
            size, low = mask.bit_count(), mask & -mask
            here = np.minimum(rest[:, group], size)
            rest[:, group] -= here
            room[:, word] |= ((1 << here) - 1) * low
        return room


def _fields(sizes: Sequence[int]) -> tuple[Ints, Ints, Ints]:
    """By field its word, mask and group; a group of more people than a word has bits has several."""
    fields: list[tuple[int, int, int]] = []
    at, used = 0, 0
    for group, size in enumerate(sizes):
        while size > 0:
            if used == WORD_BITS or used + size > WORD_BITS >= size:
                at, used = at + 1, 0
            some = min(size, WORD_BITS - used)
            fields.append((at, ((1 << some) - 1) << used, group))
            used, size = used + some, size - some
    word, mask, of = np.array(fields, dtype=np.int64).reshape(-1, 3).T.copy()
    return word, mask, of


def _of_bits(word: Ints, mask: Ints, words: int) -> Ints:
    """By bit of all words its field."""
    field = np.full(words * WORD_BITS, NOBODY, dtype=np.int64)
    for number, (at, ones) in enumerate(zip(word.tolist(), mask.tolist(), strict=True)):
        bits = [at * WORD_BITS + bit for bit in range(WORD_BITS) if ones >> bit & 1]
        field[bits] = number
    return field


class Room(NamedTuple):
    """Room to seat in. By seat the field that it would like, ``wish``, the one that it ``sits`` in, and ``sat`` in
    before; by field how ``dear`` its people are. By word who is ``here``, and who is ``wanted``; by bit the seat that
    has it, ``owner``, and the seat that a path came ``by``. By seat of the task at hand the bit that it ``has``, and a
    ``queue`` of them.
    """

    wish: Ints
    sits: Ints
    sat: Ints
    dear: Ints
    here: Ints
    wanted: Ints
    owner: Ints
    by: Ints
    has: Ints
    queue: Ints

    @classmethod
    def of(cls, chairs: Chairs) -> "Room":
        """Room for a book, with nobody wished for."""
        seats, words, bits = int(chairs.places[-1]), chairs.whole.shape[1], len(chairs.field)
        wish, sits, sat = (np.full(seats, NOBODY, dtype=np.int64) for _ in range(3))
        here, wanted, owner, by, has, queue = (
            np.zeros(size, dtype=np.int64) for size in (words, words, bits, bits, seats, seats)
        )
        return cls(wish, sits, sat, chairs.sought.copy(), here, wanted, owner, by, has, queue)


@compiled
def seat(chairs: Chairs, room: Room, number: int, length: int, start: int, free: Ints) -> int:
    """The earliest start, ``start`` or later, at which a task's seats can be filled, and ``room.sits`` for them; -1
    where the positions end before. ``free``: by position and word, who is free."""
    low, high = chairs.needs[number], chairs.needs[number + 1]
    if low == high:
        return start if start + length <= len(free) else -1
    granted = wishes(chairs, room, number)
    while True:
        start = when_enough(chairs, room, number, length, start, free)
        if start < 0:
            return -1
        if granted:
            everybody = True
            for word in range(len(room.here)):
                if room.here[word] & room.wanted[word] != room.wanted[word]:
                    everybody = False
                    break
            if everybody:
                grant(chairs, room, number)
                return start
        if match(chairs, room, number):
            return start
        start += 1


@compiled
def wishes(chairs: Chairs, room: Room, number: int) -> bool:
    """Write who a task's seats wish for to ``room.wanted``; False where some wish for nobody, or two for one."""
    for word in range(len(room.wanted)):
        room.wanted[word] = 0
    for place in range(chairs.places[chairs.needs[number]], chairs.places[chairs.needs[number + 1]]):
        field = room.wish[place]
        if field < 0:
            return False
        word = chairs.word[field]
        # The lowest one of the field that is not wished for yet.
        rest = chairs.mask[field] & ~room.wanted[word]
        if rest == 0:
            return False
        room.wanted[word] |= rest & -rest
    return True


@compiled
def grant(chairs: Chairs, room: Room, number: int) -> None:
    """Every seat of a task gets whom it wishes for."""
    for place in range(chairs.places[chairs.needs[number]], chairs.places[chairs.needs[number + 1]]):
        room.sits[place] = room.wish[place]


@compiled
def when_enough(chairs: Chairs, room: Room, number: int, length: int, start: int, free: Ints) -> int:
    """The earliest start at which each need finds people enough, and all of them together; -1 likewise. Those who are
    free all the time are then ``here``."""
    while True:
        if start + length > len(free):
            return -1
        for word in range(len(room.here)):
            room.here[word] = chairs.whole[number, word]
        at = start + length - 1
        while at >= start:
            changed = False
            for word in range(len(room.here)):
                now = room.here[word] & free[at, word]
                if now != room.here[word]:
                    room.here[word] = now
                    changed = True
            if changed and not enough(chairs, room, number):
                break
            at -= 1
        if at < start:
            return start
        start = at + 1


@compiled
def enough(chairs: Chairs, room: Room, number: int) -> bool:
    """Whether each need finds people enough among those who are here, and all of them together."""
    low, high = chairs.needs[number], chairs.needs[number + 1]
    for need in range(low, high):
        missing = chairs.places[need + 1] - chairs.places[need]
        for word in range(len(room.here)):
            ones = room.here[word] & chairs.able[need, word]
            if ones:
                missing -= ones_in(ones)
        if missing > 0:
            return False
    if high - low > 1:
        missing = chairs.places[high] - chairs.places[low]
        for word in range(len(room.here)):
            missing -= ones_in(room.here[word])
        return bool(missing <= 0)
    return True


@compiled
def lowest(ones: int) -> int:
    """Which is the lowest bit that is set."""
    below: int = ones_in((ones & -ones) - 1)
    return below


@compiled
def match(chairs: Chairs, room: Room, number: int) -> bool:
    """Fill a task's seats from those who are here: whom it wishes for first, then who is least dear, then by changing
    places. False where that cannot be."""
    low, high = chairs.needs[number], chairs.needs[number + 1]
    first = chairs.places[low]
    room.owner[:] = NOBODY
    for need in range(low, high):
        for place in range(chairs.places[need], chairs.places[need + 1]):
            best, least = NOBODY, DEAREST
            for word in range(len(room.here)):
                ones = room.here[word] & chairs.able[need, word]
                while ones:
                    bit = word * WORD_BITS + lowest(ones)
                    ones &= ones - 1
                    if room.owner[bit] < 0:
                        field = chairs.field[bit]
                        price = room.dear[field]
                        if field == room.wish[place]:
                            price = -1
                        if price < least:
                            best, least = bit, price
            if best >= 0:
                room.owner[best] = place
                room.has[place - first] = best
            elif not change_places(chairs, room, low, place):
                return False
    for place in range(first, chairs.places[high]):
        room.sits[place] = chairs.field[room.has[place - first]]
    return True


@compiled
def change_places(chairs: Chairs, room: Room, low: int, place: int) -> bool:
    """Fill a seat by moving others from chair to chair, the fewest; False where nothing helps.

    ``low`` is the first need of the task.
    """
    first = chairs.places[low]
    room.by[:] = NOBODY
    room.queue[0] = place
    head, tail = 0, 1
    while head < tail:
        who = room.queue[head]
        head += 1
        need = low
        while chairs.places[need + 1] <= who:
            need += 1
        for word in range(len(room.here)):
            ones = room.here[word] & chairs.able[need, word]
            while ones:
                bit = word * WORD_BITS + lowest(ones)
                ones &= ones - 1
                if room.by[bit] >= 0:
                    continue
                room.by[bit] = who
                if room.owner[bit] >= 0:
                    room.queue[tail] = room.owner[bit]
                    tail += 1
                    continue
                while True:
                    mover = room.by[bit]
                    left = room.has[mover - first] if mover != place else NOBODY
                    room.owner[bit] = mover
                    room.has[mover - first] = bit
                    if left < 0:
                        return True
                    bit = left
    return False


@compiled
def take(chairs: Chairs, room: Room, number: int, start: int, end: int, free: Ints) -> None:
    """Those who sit at a task are not free while it runs."""
    for place in range(chairs.places[chairs.needs[number]], chairs.places[chairs.needs[number + 1]]):
        field = room.sits[place]
        word, mask = chairs.word[field], chairs.mask[field]
        for at in range(start, end):
            mine = free[at, word] & mask
            free[at, word] ^= mine ^ ((mine >> 1) & mask)
