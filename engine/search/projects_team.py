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

from engine.search.compiled import compiled
from engine.search.projects_model import Answer
from engine.search.projects_tasks import Tasks

__all__ = ["Seats", "smaller_teams", "team_bound"]

Ints = NDArray[np.int64]

BARRED = 1 << 40
"""Of somebody who is not in the team, or cannot take the seat, or both."""
TABU = 1 << 20
"""The price of going back too early: dearer than any clash, but payable where nothing else is left."""
TENURE = 8
"""Moves for which, at least, whoever lost a seat does not come back to the same person."""
STUCK = 1500
"""After so many moves without a new low, somebody of the team changes places with somebody outside."""
STRETCH = 20_000
"""After so many moves whoever asked is asked whether to go on."""
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


class Seats:
    """Every seat by itself, every person by themselves, and who clashes with whom."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.keys = tasks.seats
        self.people = [group for group, members in enumerate(tasks.groups) for _ in members.people]
        self.starts = starts = np.array([tasks.head[number] for number, _ in self.keys])
        self.ends = ends = starts + np.array([tasks.tasks[number].length for number, _ in self.keys])
        overlap = (starts[:, None] < ends[None, :]) & (starts[None, :] < ends[:, None])
        np.fill_diagonal(overlap, False)
        # One list after another: those of a seat from its ``begins`` on.
        self.begins: Ints = np.append(0, np.cumsum(overlap.sum(axis=1)))
        self.clashes: Ints = np.nonzero(overlap)[1]
        self.able = np.zeros((len(self.keys), len(self.people)), dtype=bool)
        for seat, (number, place) in enumerate(self.keys):
            allowed = set(tasks.tasks[number].needs[place].groups)
            for person, group in enumerate(self.people):
                away = any(a < ends[seat] and starts[seat] < b for a, b in tasks.groups[group].away)
                self.able[seat, person] = group in allowed and not away
        self.weight = self.able.T @ (ends - starts)

    def clashes_of(self, seat: int) -> Ints:
        """Seats that need somebody else."""
        return self.clashes[self.begins[seat] : self.begins[seat + 1]]

    def answer(self, who: Ints) -> Answer:
        """The answer in which each seat has its person."""
        counts = Counter(
            (number, place, self.people[int(person)]) for (number, place), person in zip(self.keys, who, strict=True)
        )
        return Answer(tuple(self.tasks.head), dict(counts))


def smaller_teams(seats: Seats, least: int, seed: int, stop: Callable[[int], bool]) -> Iterator[Answer]:
    """Answers with ever fewer people, until ``least`` or told to stop; ``stop`` is asked with
    the moves made so far. All tasks must stand."""
    random = Random(seed)
    if not seats.able.any(axis=1).all():
        return
    by_use = sorted(range(len(seats.people)), key=lambda person: -int(seats.weight[person]))
    search = _Colouring(seats, by_use, random)
    while len(search.team) >= least and search.seat_all(stop):
        yield seats.answer(search.who)
        search.dismiss()


class _Colouring:
    """A partial colouring under repair."""

    def __init__(self, seats: Seats, team: list[int], random: Random) -> None:
        self.seats, self.random = seats, random
        self.team = list(team)
        self.outside: list[int] = []
        self.who = np.full(len(seats.keys), -1, dtype=np.int64)
        # One column a person. Nobody outside the team, or without the skill, is ever cheap enough.
        self.clash = np.zeros(seats.able.shape, dtype=np.int64)
        self.barred = np.where(seats.able, 0, np.int64(BARRED))
        self.until = np.zeros(seats.able.shape, dtype=np.int64)
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
            self.clash[self.seats.clashes_of(seat), person] -= 1
            self.who[seat] = -1
            self.trouble[seat] += 1

    def _exchange(self) -> None:
        """Somebody outside who could take the seats that make most trouble, for somebody inside with little to do."""
        if not self.outside:
            return
        helps = self.trouble @ self.seats.able[:, self.outside]
        person = self.outside[int(np.argmax(helps * np.array([self.random.uniform(0.3, 1.0) for _ in self.outside])))]
        load = np.bincount(self.who[self.who >= 0], minlength=len(self.seats.people))
        some = self.random.sample(self.team, self.random.randint(1, min(4, len(self.team))))
        leaves = min(some, key=lambda one: int(load[one]))
        self.outside.remove(person)
        self.team.append(person)
        self.barred[:, person] -= BARRED
        self._leave(leaves)
        self.trouble //= 2

    def seat_all(self, stop: Callable[[int], bool]) -> bool:
        """Whether everybody could be seated before being told to stop."""
        while (self.who < 0).any():
            if stop(self.moves):
                return False
            seed = self.random.randrange(1 << 31)
            seats = (self.seats.clashes, self.seats.begins)
            state = (self.who, self.clash, self.barred, self.until, self.trouble)
            made, stuck = repair(*seats, *state, self.moves, STUCK, seed)
            self.moves += made
            if stuck:
                self._exchange()
        return True


@compiled
def repair(
    clashes: Ints,
    begins: Ints,
    who: Ints,
    clash: Ints,
    barred: Ints,
    until: Ints,
    trouble: Ints,
    moves: int,
    patience: int,
    seed: int,
) -> tuple[int, bool]:
    """Seat those who have nobody, each time the cheapest seat and person, ties by lot: (moves made, whether stuck).

    Ends when all are seated, after `STRETCH` moves, or after ``patience`` without a new low. By seat: ``who``,
    ``trouble``, and the seats that clash with it, ``clashes`` from ``begins`` of it on. By seat and person: how many
    ``clash``, what is ``barred``, ``until`` which move nobody goes back. The state is changed.
    """
    np.random.seed(seed)
    without = np.full(len(who), -1, np.int64)
    place = np.full(len(who), -1, np.int64)
    count = 0
    for seat in range(len(who)):
        if who[seat] < 0:
            without[count], place[seat] = seat, count
            count += 1
    low, since, made = count, 0, 0
    while count and made < STRETCH:
        made += 1
        now = moves + made
        first, last = 0, count
        if count > MOST_ROWS:
            first = np.random.randint(count)
            last = first + 1
        best, ties, seat, person = np.int64(1) << 62, 0, -1, -1
        for row in range(first, last):
            candidate = without[row]
            for other in range(clash.shape[1]):
                if barred[candidate, other] >= BARRED:
                    continue
                cost = clash[candidate, other]
                if until[candidate, other] > now:
                    cost += TABU
                if cost < best:
                    best, ties, seat, person = cost, 1, candidate, other
                elif cost == best:
                    ties += 1
                    if np.random.randint(ties) == 0:
                        seat, person = candidate, other
        if seat < 0:
            return made, True  # nobody of the team may take it
        for at in range(begins[seat], begins[seat + 1]):
            other = clashes[at]
            if who[other] == person:
                for near in range(begins[other], begins[other + 1]):
                    clash[clashes[near], person] -= 1
                who[other] = -1
                trouble[other] += 1
                without[count], place[other] = other, count
                count += 1
                until[other, person] = now + TENURE + np.random.randint(10) + int(0.6 * count)
        who[seat] = person
        for at in range(begins[seat], begins[seat + 1]):
            clash[clashes[at], person] += 1
        count -= 1
        moved = without[count]
        without[place[seat]], place[moved] = moved, place[seat]
        place[seat] = -1
        since += 1
        if count < low:
            low, since = count, 0
        elif since > patience:
            return made, True
    return made, False
