"""Depth first through the dates of a book of tasks: at each moment every task that could begin begins or waits.

In an agency: on Monday the concept, the audit and the shoot could begin. Begin all that people allow, go on to the day
on which the first of them ends, and so on; where the end cannot be kept any more, go back and let something wait.

The scheme is that of Demeulemeester & Herroelen 1992. An **end** is given, and what cannot keep it is cut off:

- by the longest chain behind each task;
- by **spare** time. What the work of a row of people (Hall's condition, `HallRow`) or of weights (`Weights`) leaves of
  room times end is all that may ever stand idle. Where bounds are tight hardly anything may;
- where a task that begins could have begun at the moment before just as well (a plan shifted to the left is as good);
- by the **memo**: the same tasks begun and the same still running, no earlier than was seen before (the cutset rule).

With ``seated`` the people sit down as tasks begin, so that what is found is an answer; who sits where is chosen once
and not tried over, so that finding none says nothing. Without, only rows are kept: what is found are dates that people
may not be able to fill, and finding none proves that no plan keeps the end.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.search.compiled import compiled
from engine.search.projects_parallel import Weights
from engine.search.projects_tasks import Tasks

__all__ = ["FOUND", "GIVEN_UP", "NONE", "Programme", "Way", "descend", "memo_for", "programme"]

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

FOUND, GIVEN_UP, NONE = 1, 0, -1
WAITS, RUNS, DONE = 0, 1, 2
NEVER = 1 << 40
RUNNING_WORDS = 4
"""Words of the memo for what runs, four tasks each; where more run, or for longer than a byte says, nothing is kept."""
HALT_EVERY = 1024
UNSEEN = -2


class Programme(NamedTuple):
    """The tasks as arrays; n tasks, r rows of room, s seats, g groups."""

    length: Ints
    first: Ints
    last: Ints
    tail: Ints
    reach: Ints
    """The longest lag of what comes after each task."""
    before: Ints
    """(n, most) tasks that come before each, -1 where there are fewer."""
    lag: Ints
    asks: Ints
    """(n, r) what each task takes of each row's room."""
    room: Ints
    seat: Ints
    """(n + 1) where the seats of each task begin."""
    able: Ints
    """(s + 1) where the groups of each seat begin in `groups`."""
    groups: Ints
    size: Ints


class Way(NamedTuple):
    """What is tried first, and for how long: orders of tasks and of groups, nodes, and where somebody says halt."""

    order: Ints
    """Tasks, those that are tried first in front."""
    dear: NDArray[np.float64]
    """By group: of those who can sit, the cheapest do."""
    nodes: int
    halt: Ints
    """(1) not zero: give up."""


def programme(tasks: Tasks, weights: Weights | None) -> Programme:
    """The arrays of a book of tasks, with the weights as one more row."""
    count = len(tasks.tasks)
    rows = [(row.seats, row.room) for row in tasks.hall_rows]
    if weights is not None:
        rows.append((weights.of, weights.room))
    most = max((len(task.after) for task in tasks.tasks), default=0)
    before, lag = np.full((count, most), -1, dtype=np.int64), np.zeros((count, most), dtype=np.int64)
    reach = np.zeros(count, dtype=np.int64)
    seat, able, groups = [0], [0], list[int]()
    for number, task in enumerate(tasks.tasks):
        for place, (other, days) in enumerate(task.after):
            before[number, place], lag[number, place] = other, days
            reach[other] = max(reach[other], days)
        for need in task.needs:
            for _ in range(need.seats):
                groups.extend(need.groups)
                able.append(len(groups))
        seat.append(len(able) - 1)
    return Programme(
        length=_ints(task.length for task in tasks.tasks),
        first=_ints(tasks.head),
        last=_ints(task.last for task in tasks.tasks),
        tail=_ints(tasks.tail),
        reach=reach,
        before=before,
        lag=lag,
        asks=np.array([seats for seats, _ in rows], dtype=np.int64).reshape(len(rows), count).T.copy(),
        room=_ints(room for _, room in rows),
        seat=_ints(seat),
        able=_ints(able),
        groups=_ints(groups),
        size=_ints(group.size for group in tasks.groups),
    )


def _ints(numbers: object) -> Ints:
    return np.array(list(numbers), dtype=np.int64)  # type: ignore[call-overload]  # any iterable of whole numbers


def memo_for(tasks: Tasks, size: int) -> Words:
    """A memo of so many places: tasks begun as bits, what runs and how long, when plus one (0: nothing is there)."""
    return np.zeros((size, -(-len(tasks.tasks) // 64) + RUNNING_WORDS + 1), dtype=np.uint64)


@compiled
def descend(
    book: Programme, way: Way, end: int, seated: bool, memo: Words, starts: Ints, sits: Ints
) -> tuple[int, int]:
    """Look for starts that keep the end: (`FOUND`, `GIVEN_UP` or `NONE`, nodes).

    ``starts`` by task, and with ``seated`` the group by seat in ``sits``, hold them where they are found. ``memo`` is
    that of this end only, empty at first.
    """
    # (What is asked of a named tuple again and again is counted again and again; names of their own are not.)
    length, first, last, tail, reach = book.length, book.first, book.last, book.tail, book.reach
    before, lag, asks, room, size = book.before, book.lag, book.asks, book.room, book.size
    seat, able, groups, order, dear = book.seat, book.able, book.groups, way.order, way.dear
    count, rows = asks.shape
    status, begun = np.zeros(count, np.int64), np.zeros(memo.shape[1] - RUNNING_WORDS - 1, np.uint64)
    use, spare, free = np.zeros(rows, np.int64), room * end, size.copy()
    key = np.zeros(memo.shape[1] - 1, np.uint64)
    queue, parent = np.zeros(len(sits), np.int64), np.full(len(sits), UNSEEN, np.int64)
    sits[:] = -1
    for task in range(count):
        spare -= asks[task] * length[task]
    if rows and spare.min() < 0:
        return NONE, 0
    # A level is a moment: those who could begin at it, which of them do, and how far it has been decided.
    levels = 2 * count + 2
    time, listed = np.zeros(levels, np.int64), np.zeros((levels, count), np.int64)
    many, place, begins = np.zeros(levels, np.int64), np.zeros(levels, np.int64), np.zeros((levels, count), np.int64)
    used_before = np.zeros((levels, rows), np.int64)
    level, left, nodes = 0, count, 0
    many[0] = _list(status, starts, 0, order, listed[0], first, length, before, lag)
    while True:
        at = time[level]
        if place[level] < many[level]:
            nodes += 1
            if nodes > way.nodes or (nodes % HALT_EVERY == 0 and way.halt[0] != 0):
                return GIVEN_UP, nodes
            task = listed[level, place[level]]
            may = at <= last[task] and at + length[task] + tail[task] <= end and _fits(asks, task, use, room)
            if may and not seated and level > 0:
                ready = _ready(task, status, starts, first, length, before, lag)
                may = ready > time[level - 1] or not _fits(asks, task, used_before[level], room)
            if may and seated:
                may = _sit(task, at, status, starts, free, sits, seat, able, groups, dear, queue, parent)
            begins[level, place[level]] = may
            place[level] += 1
            if may:
                status[task], starts[task] = RUNS, at
                _take(asks, task, use, 1)
                begun[task >> 6] |= np.uint64(1) << np.uint64(task & 63)
                left -= 1
                if left == 0:
                    return FOUND, nodes
            continue
        following = _following(at, end, status, starts, first, last, length, tail, before, lag)
        if (
            following < NEVER
            and _spares(following - at, use, room, spare)
            and not _seen(following, status, starts, begun, length, reach, key, memo)
        ):
            used_before[level + 1] = use
            for row in range(rows):
                spare[row] -= (room[row] - use[row]) * (following - at)
            for task in range(count):
                if status[task] == RUNS and starts[task] + length[task] <= following:
                    status[task] = DONE
                    _take(asks, task, use, -1)
                    _free(task, free, sits, seat, 1)
            level += 1
            time[level], place[level] = following, 0
            many[level] = _list(status, starts, following, order, listed[level], first, length, before, lag)
            continue
        # Back to the last task that began, which now waits.
        while True:
            latest = place[level] - 1
            while latest >= 0 and begins[level, latest] == 0:
                latest -= 1
            if latest >= 0:
                task = listed[level, latest]
                status[task] = WAITS
                _take(asks, task, use, -1)
                _free(task, free, sits, seat, 1)
                sits[seat[task] : seat[task + 1]] = -1
                begun[task >> 6] &= ~(np.uint64(1) << np.uint64(task & 63))
                left += 1
                begins[level, latest] = 0
                place[level] = latest + 1
                break
            if level == 0:
                return NONE, nodes
            level -= 1
            for task in range(count):
                if status[task] == DONE and starts[task] + length[task] > time[level]:
                    status[task] = RUNS
                    _take(asks, task, use, 1)
                    _free(task, free, sits, seat, -1)
            for row in range(rows):
                spare[row] += (room[row] - use[row]) * (time[level + 1] - time[level])


@compiled
def _ready(task: int, status: Ints, starts: Ints, first: Ints, length: Ints, before: Ints, lag: Ints) -> int:
    """The first moment at which a task may begin; `NEVER` while something before it waits itself."""
    ready: int = first[task]
    for place in range(before.shape[1]):
        other = before[task, place]
        if other < 0:
            break
        if status[other] == WAITS:
            return NEVER
        ready = max(ready, starts[other] + length[other] + lag[task, place])
    return ready


@compiled
def _list(
    status: Ints, starts: Ints, at: int, order: Ints, listed: Ints, first: Ints, length: Ints, before: Ints, lag: Ints
) -> int:
    """Write down who could begin, and say how many."""
    many = 0
    for task in order:
        if status[task] == WAITS and _ready(task, status, starts, first, length, before, lag) <= at:
            listed[many] = task
            many += 1
    return many


@compiled
def _fits(asks: Ints, task: int, use: Ints, room: Ints) -> bool:
    for row in range(len(room)):  # noqa: SIM110  # numba compiles no `all` over a generator
        if use[row] + asks[task, row] > room[row]:
            return False
    return True


@compiled
def _take(asks: Ints, task: int, use: Ints, sign: int) -> None:
    for row in range(len(use)):
        use[row] += sign * asks[task, row]


@compiled
def _free(task: int, free: Ints, sits: Ints, seat: Ints, sign: int) -> None:
    for taken in range(seat[task], seat[task + 1]):
        if sits[taken] >= 0:
            free[sits[taken]] += sign


@compiled
def _following(
    at: int,
    end: int,
    status: Ints,
    starts: Ints,
    first: Ints,
    last: Ints,
    length: Ints,
    tail: Ints,
    before: Ints,
    lag: Ints,
) -> int:
    """The next moment at which something could begin; `NEVER` where the end could not be kept any more."""
    following = NEVER
    for task in range(len(length)):
        if status[task] == RUNS:
            following = min(following, starts[task] + length[task])
        elif status[task] == WAITS:
            ready = _ready(task, status, starts, first, length, before, lag)
            if ready > at:
                following = min(following, ready)
    for task in range(len(length)):
        if status[task] == WAITS:
            begin = max(first[task], following)
            if begin > last[task] or begin + length[task] + tail[task] > end:
                return NEVER
    return following


@compiled
def _spares(span: int, use: Ints, room: Ints, spare: Ints) -> bool:
    for row in range(len(room)):  # noqa: SIM110  # numba compiles no `all` over a generator
        if (room[row] - use[row]) * span > spare[row]:
            return False
    return True


@compiled
def _seen(
    following: int, status: Ints, starts: Ints, begun: Words, length: Ints, reach: Ints, key: Words, memo: Words
) -> bool:
    """Whether this was seen before, no later. If not, it is remembered in the place of what stood there."""
    words, running = len(begun), 0
    key[:words] = begun
    key[words:] = 0
    for task in range(len(length)):
        if status[task] != WAITS:
            # A task holds people until it ends, and what comes after it back until its lag is over.
            rest = starts[task] + length[task] + reach[task] - following
            if rest > 0:
                if rest > 255 or task > 255 or running == 4 * RUNNING_WORDS:
                    return False
                key[words + running // 4] |= np.uint64(task << 8 | rest) << np.uint64(16 * (running % 4))
                running += 1
    mixed = np.uint64(1469598103934665603)
    for part in key:  # (Fowler, Noll & Vo's hash, with a shift for the high bits)
        mixed = (mixed ^ part) * np.uint64(1099511628211)
        mixed ^= mixed >> np.uint64(29)
    entry = memo[np.int64(mixed % np.uint64(len(memo)))]
    same = entry[len(key)] > 0
    for word in range(len(key)):
        same = same and entry[word] == key[word]
    if same and entry[len(key)] <= np.uint64(following + 1):
        return True
    entry[: len(key)] = key
    entry[len(key)] = np.uint64(following + 1)
    return False


@compiled
def _sit(
    task: int,
    at: int,
    status: Ints,
    starts: Ints,
    free: Ints,
    sits: Ints,
    seat: Ints,
    able: Ints,
    groups: Ints,
    dear: NDArray[np.float64],
    queue: Ints,
    parent: Ints,
) -> bool:
    """Seat a task's people; who sat down at this same moment may change places (augmenting paths)."""
    for mine in range(seat[task], seat[task + 1]):
        queue[0], parent[mine] = mine, -1
        head, tail, done = 0, 1, False
        while head < tail and not done:
            seeks = queue[head]
            head += 1
            best = -1
            for place in range(able[seeks], able[seeks + 1]):
                group = groups[place]
                if free[group] > 0 and (best < 0 or dear[group] < dear[best]):
                    best = group
            if best >= 0:
                free[best] -= 1
                done = True
                while seeks >= 0:
                    sits[seeks], best = best, sits[seeks]
                    seeks = parent[seeks]
                break
            for place in range(able[seeks], able[seeks + 1]):
                for other in range(len(status)):
                    if other == task or (status[other] == RUNS and starts[other] == at):
                        for taken in range(seat[other], seat[other + 1]):
                            if sits[taken] == groups[place] and parent[taken] == UNSEEN:
                                queue[tail], parent[taken] = taken, seeks
                                tail += 1
        for looked in range(tail):
            parent[queue[looked]] = UNSEEN
        if not done:
            _free(task, free, sits, seat, 1)
            sits[seat[task] : seat[task + 1]] = -1
            return False
    return True
