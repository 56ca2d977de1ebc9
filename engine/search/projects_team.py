"""The fewest people for seats whose dates are fixed: everybody's whole line again and again, one person at a time.

In an agency: these are the shifts of the fair; can twelve of us do them, or must it be thirteen?

As many people as sit at the same moment are needed in any case, which is the bound. From above, each of a team has a
*line*, seats that do not overlap and that this person may take. A seat on nobody's line is vacant, and has a weight.
One of those who may take it gets a new line: the one that leaves the least weight vacant, everybody else's line as it
is. That is the heaviest path through the person's seats by the clock (weighted interval scheduling; Kleinberg & Tardos
2005, 6.1), found in one pass over them. Several people may have the same seat on their lines, and whoever gets a new
line next is free to leave it. A seat that stays vacant all the same becomes heavier, until others move for it
(breakout; Morris 1993). Each time nothing is vacant, the team becomes smaller.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.search.compiled import compiled
from engine.search.projects_model import Answer
from engine.search.projects_tasks import Tasks

__all__ = ["Seats", "smaller_teams", "team_bound"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

GROWTH = 0.01
"""What a vacant seat gains each time that the person drawn for it has a better line without it; it begins with 1."""
FORGOTTEN = 2.0
"""Where the mean weight is above this it becomes 1 again: what was hard long ago counts for less than what is now."""
WHIM = 0.5
"""Each seat that others have too is worth up to so much, by lot: lines that leave the same vacant differ."""
EXCHANGE = 4
"""One time in so many, somebody outside of the team is looked at for the vacant seat."""
SAMPLE = 8
"""Of so many drawn from the team, the one who would be missed least may go."""
STRETCH = 20_000
"""After so many lines whoever asked is asked whether to go on."""


def team_bound(tasks: Tasks) -> int:
    """Most seats at the same moment: what a task certainly covers, wherever it may move."""
    changes: Counter[int] = Counter()
    for number, task in enumerate(tasks.tasks):
        begun, over = task.last, tasks.head[number] + task.length
        if begun < over:
            seats = sum(need.seats for need in task.needs)
            changes[begun] += seats
            changes[over] -= seats
    return max(accumulate(n for _, n in sorted(changes.items())), default=0)


class Seats:
    """Every seat by itself, every person by themselves, and who may take what."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.keys = tasks.seats
        self.people = [group for group, members in enumerate(tasks.groups) for _ in members.people]
        self.starts = starts = np.array([tasks.head[number] for number, _ in self.keys])
        self.ends = ends = starts + np.array([tasks.tasks[number].length for number, _ in self.keys])
        self.able = np.zeros((len(self.keys), len(self.people)), dtype=bool)
        for seat, (number, place) in enumerate(self.keys):
            allowed = set(tasks.tasks[number].needs[place].groups)
            for person, group in enumerate(self.people):
                away = any(a < ends[seat] and starts[seat] < b for a, b in tasks.groups[group].away)
                self.able[seat, person] = group in allowed and not away

    def answer(self, who: Ints) -> Answer:
        """The answer in which each seat has its person."""
        counts = Counter(
            (number, place, self.people[int(person)]) for (number, place), person in zip(self.keys, who, strict=True)
        )
        return Answer(tuple(self.tasks.head), dict(counts))


def smaller_teams(seats: Seats, least: int, seed: int, stop: Callable[[int], bool]) -> Iterator[Answer]:
    """Answers with ever fewer people, until ``least`` (one or more) or told to stop; ``stop`` is asked with
    the lines made so far. All tasks must stand."""
    if not seats.able.any(axis=1).all():
        return
    team = Team(seats, seed)
    while team.size >= least and team.seat_all(stop):
        who = team.who()
        yield seats.answer(who)
        team.shrink(who)


class Lists(NamedTuple):
    """Who may take what, one list after another."""

    seats: Ints
    """By person, from their ``begins`` on: the seats they may take, first those that end first."""
    begins: Ints
    earlier: Ints
    """By entry of ``seats``: how many of the person's list are over when this one begins."""
    takers: Ints
    """By seat, from its ``firsts`` on: the people who may take it."""
    firsts: Ints


class Lines(NamedTuple):
    """The lines of a team, and what is vacant."""

    on: Bools
    """By entry of the lists' ``seats``: whether it is on the person's line."""
    covers: Ints
    """By seat: on how many lines it is."""
    weights: Floats
    """By seat: what it costs to leave it vacant."""
    order: Ints
    """Everybody, the team before the others."""
    rank: Ints
    """By person: the place in that order."""
    vacant: Ints
    """The seats on nobody's line, as many as there are of them."""
    place: Ints
    """By seat: where it stands there."""


def _lists(seats: Seats) -> Lists:
    lists, earlier = [], []
    for may in seats.able.T:
        mine = np.flatnonzero(may)
        mine = mine[np.lexsort((seats.starts[mine], seats.ends[mine]))]
        lists.append(mine)
        earlier.append(np.searchsorted(seats.ends[mine], seats.starts[mine], side="right"))
    begins = np.append(0, np.cumsum(seats.able.sum(axis=0)))
    firsts = np.append(0, np.cumsum(seats.able.sum(axis=1)))
    return Lists(np.concatenate(lists), begins, np.concatenate(earlier), np.nonzero(seats.able)[1], firsts)


class Team:
    """A team that looks for lines on which every seat is."""

    def __init__(self, seats: Seats, seed: int) -> None:
        self._random = Random(seed)
        self.lists = _lists(seats)
        count, self.size = seats.able.shape
        self.made = 0
        self.lines = Lines(
            on=np.zeros(len(self.lists.seats), dtype=bool),
            covers=np.zeros(count, dtype=np.int64),
            weights=np.ones(count),
            order=np.arange(self.size),
            rank=np.arange(self.size),
            vacant=np.zeros(count, dtype=np.int64),
            place=np.zeros(count, dtype=np.int64),
        )
        self._share = (seats.able / seats.able.sum(axis=1, keepdims=True)).sum(axis=0)
        """By person: how many seats hang on them, each shared among all who may take it."""

    def who(self) -> Ints:
        """By seat one of those who have it on their line."""
        who = np.full(len(self.lines.covers), -1, dtype=np.int64)
        person = np.repeat(np.arange(len(self.lines.order)), np.diff(self.lists.begins))
        who[self.lists.seats[self.lines.on]] = person[self.lines.on]
        return who

    def shrink(self, who: Ints) -> None:
        """Those who do nothing leave the team, and on whom of the others least hangs."""
        busy = set(who.tolist())
        for person in self.lines.order[: self.size].tolist():
            if person not in busy:
                self.leave(person)
        self.leave(min(sorted(busy), key=lambda person: float(self._share[person])))

    def leave(self, person: int) -> None:
        """This one leaves the team."""
        lists, lines = self.lists, self.lines
        mine = slice(lists.begins[person], lists.begins[person + 1])
        lines.covers[lists.seats[mine][lines.on[mine]]] -= 1
        lines.on[mine] = False
        self.size -= 1
        last, place = int(lines.order[self.size]), int(lines.rank[person])
        lines.order[place], lines.order[self.size] = last, person
        lines.rank[last], lines.rank[person] = place, self.size

    def seat_all(self, stop: Callable[[int], bool]) -> bool:
        """Whether nothing is vacant any more, before being told to stop."""
        while not self.lines.covers.all():
            if stop(self.made):
                return False
            self.made += repair(self.lists, self.lines, self.size, STRETCH, self._random.randrange(1 << 31))
            mean = self.lines.weights.mean()
            if mean > FORGOTTEN:
                self.lines.weights[:] /= mean
        return True


@compiled
def repair(lists: Lists, lines: Lines, size: int, most: int, seed: int) -> int:
    """A new line for one person after the other until nothing is vacant: how many, and ``most`` at most.

    The first ``size`` of the order are the team. Of two vacant seats by lot it is about the heavier. Now and then
    somebody comes for it from outside, if nobody else can or if more weight is vacant without them than would be
    without whoever goes.
    """
    np.random.seed(seed)
    best = np.zeros(len(lines.covers) + 1)
    count = 0
    for seat in range(len(lines.covers)):
        if lines.covers[seat] == 0:
            lines.vacant[count], lines.place[seat] = seat, count
            count += 1
    for made in range(most):
        if count == 0:
            return made
        seat, other = lines.vacant[np.random.randint(count)], lines.vacant[np.random.randint(count)]
        if lines.weights[other] > lines.weights[seat]:
            seat = other
        person = taker(lists, lines, seat, 0, size)
        if person < 0 or np.random.randint(EXCHANGE) == 0:
            comes = taker(lists, lines, seat, size, len(lines.order))
            if comes >= 0:
                goes = least_missed(lists, lines, size)
                if person < 0 or weigh(lists, lines, comes, best) > missed(lists, lines, goes):
                    best[:] = 0  # a line of nothing
                    count = take(lists, lines, goes, best, count)
                    place = lines.rank[goes]
                    lines.order[place], lines.order[lines.rank[comes]] = comes, goes
                    lines.rank[goes], lines.rank[comes] = lines.rank[comes], place
                    person = comes
        weigh(lists, lines, person, best)
        count = take(lists, lines, person, best, count)
        if lines.covers[seat] == 0:
            lines.weights[seat] += GROWTH
    return most


@compiled
def taker(lists: Lists, lines: Lines, seat: int, low: int, high: int) -> int:
    """One of those who may take the seat, by lot, from these ranks; -1 where there is none."""
    ties, person = 0, -1
    for at in range(lists.firsts[seat], lists.firsts[seat + 1]):
        other = lists.takers[at]
        if low <= lines.rank[other] < high:
            ties += 1
            if np.random.randint(ties) == 0:
                person = other
    return person


@compiled
def least_missed(lists: Lists, lines: Lines, size: int) -> int:
    """Of a few of the team, by lot, the one whose line leaves least vacant if they go."""
    goes, least = -1, np.inf
    for _ in range(SAMPLE):
        person = lines.order[np.random.randint(size)]
        weight = missed(lists, lines, person)
        if weight < least:
            goes, least = person, weight
    return goes


@compiled
def missed(lists: Lists, lines: Lines, person: int) -> float:
    """The weight that nobody else has on their line."""
    weight = 0.0
    for entry in range(lists.begins[person], lists.begins[person + 1]):
        if lines.on[entry] and lines.covers[lists.seats[entry]] == 1:
            weight += lines.weights[lists.seats[entry]]
    return weight


@compiled
def weigh(lists: Lists, lines: Lines, person: int, best: Floats) -> float:
    """What somebody's heaviest line weighs; in ``best`` the same for the first seats of their list, by how many."""
    begin, end = lists.begins[person], lists.begins[person + 1]
    best[0] = 0
    for entry in range(begin, end):
        seat = lists.seats[entry]
        others = lines.covers[seat] - lines.on[entry]
        weight = WHIM * np.random.random() if others else lines.weights[seat]
        best[entry - begin + 1] = max(best[entry - begin], best[lists.earlier[entry]] + weight)
    return float(best[end - begin])


@compiled
def take(lists: Lists, lines: Lines, person: int, best: Floats, count: int) -> int:
    """The line behind ``best`` becomes the person's own; ``count`` seats were vacant, and so many are now."""
    begin = lists.begins[person]
    free = lists.begins[person + 1] - begin
    for number in range(free, 0, -1):
        entry = begin + number - 1
        seat = lists.seats[entry]
        takes = number <= free and best[number] > best[number - 1]
        if takes:
            free = lists.earlier[entry]
        if takes and not lines.on[entry]:
            if lines.covers[seat] == 0:
                count -= 1
                moved = lines.vacant[count]
                lines.vacant[lines.place[seat]], lines.place[moved] = moved, lines.place[seat]
            lines.covers[seat] += 1
        elif lines.on[entry] and not takes:
            lines.covers[seat] -= 1
            if lines.covers[seat] == 0:
                lines.vacant[count], lines.place[seat] = seat, count
                count += 1
        lines.on[entry] = takes
    return count
