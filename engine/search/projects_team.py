"""The fewest people for seats whose dates are fixed: a list colouring of intervals, one seat at a time.

In an agency: these are the shifts of the fair; can twelve of us do them, or must it be thirteen?

Seats that overlap need different people, so people are colours, and each seat may have only the colours that its demand
allows. As many people as sit at the same moment are needed in any case: the largest clique, which is the bound. From
above, a partial colouring is completed by tabu search: a seat without a person goes to whoever has the fewest clashes,
those who clash lose theirs, and may not come back to that person for a while (PartialCol; Bloechliger & Zufferey 2008).
Each time everybody is seated, the team becomes one smaller.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from random import Random

import numpy as np
from numpy.typing import NDArray

from engine.search.projects_model import Answer
from engine.search.projects_tasks import Tasks

__all__ = ["smaller_teams", "team_bound"]

BARRED = 1 << 40
"""The price of somebody who is not in the team, or cannot take the seat: dearer than any clash."""
TABU = 1 << 20
"""The price of going back too early: dearer than any clash, but payable where nothing else is left."""
TENURE = 8
"""Moves for which, at least, whoever lost a seat does not come back to the same person."""
STUCK = 1500
"""After so many moves without a new low, somebody of the team changes places with somebody outside."""
MOST_ROWS = 40
"""Where more seats than these have nobody, one of them is drawn by lot; else the cheapest of all is looked for."""


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


class _Seats:
    """Every seat by itself, every person by themselves, and who clashes with whom."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.keys = [
            (number, place)
            for number, task in enumerate(tasks.tasks)
            for place, need in enumerate(task.needs)
            for _ in range(need.seats)
        ]
        self.people = [group for group, members in enumerate(tasks.groups) for _ in members.people]
        starts = np.array([tasks.head[number] for number, _ in self.keys])
        ends = starts + np.array([tasks.tasks[number].length for number, _ in self.keys])
        overlap = (starts[:, None] < ends[None, :]) & (starts[None, :] < ends[:, None])
        np.fill_diagonal(overlap, False)
        self.clashes: list[NDArray[np.int64]] = [np.flatnonzero(row) for row in overlap]
        self.able = np.zeros((len(self.keys), len(self.people)), dtype=bool)
        for seat, (number, place) in enumerate(self.keys):
            allowed = set(tasks.tasks[number].needs[place].groups)
            for person, group in enumerate(self.people):
                away = any(a < ends[seat] and starts[seat] < b for a, b in tasks.groups[group].away)
                self.able[seat, person] = group in allowed and not away
        self.weight = self.able.T @ (ends - starts)

    def answer(self, who: NDArray[np.int64]) -> Answer:
        """The answer in which each seat has its person."""
        counts = Counter(
            (number, place, self.people[int(person)]) for (number, place), person in zip(self.keys, who, strict=True)
        )
        return Answer(tuple(self.tasks.head), dict(counts))


def smaller_teams(tasks: Tasks, least: int, seed: int, stop: Callable[[int], bool]) -> Iterator[Answer]:
    """Answers with ever fewer people, until ``least`` or told to stop; ``stop`` is asked with
    the moves made so far. All tasks must stand."""
    seats, random = _Seats(tasks), Random(seed)
    if not seats.able.any(axis=1).all():
        return
    by_use = sorted(range(len(seats.people)), key=lambda person: -int(seats.weight[person]))
    search = _Colouring(seats, by_use, random)
    while len(search.team) >= least and search.seat_all(stop):
        yield seats.answer(search.who)
        search.dismiss()


class _Colouring:
    """A partial colouring under repair."""

    def __init__(self, seats: _Seats, team: list[int], random: Random) -> None:
        self.seats, self.random = seats, random
        self.team = list(team)
        self.outside: list[int] = []
        self.who = np.full(len(seats.keys), -1, dtype=np.int64)
        # One column a person. Nobody outside the team, or without the skill, is ever cheap enough.
        self.clash = np.zeros(seats.able.shape, dtype=np.int64)
        self.barred = np.where(seats.able, 0, np.int64(BARRED))
        self.until = np.zeros(seats.able.shape, dtype=np.int64)
        self.without = list(range(len(seats.keys)))
        self.trouble = np.ones(len(seats.keys), dtype=np.int64)
        """How often each seat lost its person of late."""
        self.moves = 0

    def dismiss(self) -> None:
        """Somebody who does nothing leaves the team; else whoever has the fewest seats."""
        load = np.bincount(self.who, minlength=len(self.seats.people))
        gone = min(self.team, key=lambda person: (int(load[person]), int(self.seats.weight[person])))
        self._leave(gone)

    def _leave(self, person: int) -> None:
        self.team.remove(person)
        self.outside.append(person)
        self.barred[:, person] += BARRED
        for seat in np.flatnonzero(self.who == person).tolist():
            self._free(seat)

    def _exchange(self) -> None:
        """Somebody outside who could take the seats that make most trouble, for somebody inside with little to do."""
        if not self.outside:
            return
        helps = self.trouble @ self.seats.able[:, self.outside]
        person = self.outside[int(np.argmax(helps * np.array([self.random.uniform(0.7, 1.0) for _ in self.outside])))]
        load = np.bincount(self.who[self.who >= 0], minlength=len(self.seats.people))
        leaves = min(self.random.sample(self.team, min(4, len(self.team))), key=lambda one: int(load[one]))
        self.outside.remove(person)
        self.team.append(person)
        self.barred[:, person] -= BARRED
        self._leave(leaves)
        self.trouble //= 2

    def seat_all(self, stop: Callable[[int], bool]) -> bool:
        """Whether everybody could be seated before being told to stop."""
        low, since = len(self.without), 0
        while self.without:
            if self.moves % 64 == 0 and stop(self.moves):
                return False
            self._move()
            since += 1
            if len(self.without) < low:
                low, since = len(self.without), 0
            elif since > STUCK:
                self._exchange()
                low, since = len(self.without), 0
        return True

    def _move(self) -> None:
        """The cheapest seat and person; ties by lot."""
        self.moves += 1
        many = len(self.without) > MOST_ROWS
        rows = np.array([self.random.choice(self.without)] if many else self.without)
        cost = self.clash[rows] + self.barred[rows] + np.where(self.until[rows] > self.moves, TABU, 0)
        best = np.flatnonzero(cost == cost.min())
        row, person = divmod(int(best[self.random.randrange(len(best))]), cost.shape[1])
        seat = int(rows[row])
        clashing = self.seats.clashes[seat]
        for other in clashing[self.who[clashing] == person].tolist():
            self._free(other)
            tenure = TENURE + self.random.randrange(10) + int(0.6 * len(self.without))
            self.until[other, person] = self.moves + tenure
        self.who[seat] = person
        self.clash[clashing, person] += 1
        self.without.remove(seat)

    def _free(self, seat: int) -> None:
        person = int(self.who[seat])
        self.clash[self.seats.clashes[seat], person] -= 1
        self.who[seat] = -1
        self.trouble[seat] += 1
        self.without.append(seat)
