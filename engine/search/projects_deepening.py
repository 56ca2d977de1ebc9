"""Ever more nodes for ever the same ends: depth-first searches in threads of their own, beside each other.

In an agency: first a quick look whether it could all be over by the bound, by a day later, ...; then a longer look.

One thread looks for **dates** that keep the earliest end not yet ruled out. When there are none, the bound has risen;
when it finds some, it has come to the end of what rows of people can rule out, and goes on to find others, for people
to be seated at. The other looks for **answers**, people seated as tasks begin, at ends between the bound and the best.
In books whose needs leave no choice of group, dates are answers.
"""

from dataclasses import dataclass
from random import Random
from threading import Lock, Thread

import numpy as np

from engine.search.projects_depth import FOUND, NONE, Way, descend, memo_for, programme
from engine.search.projects_model import Answer
from engine.search.projects_parallel import Weights
from engine.search.projects_tasks import Tasks

__all__ = ["Deepening", "can_deepen"]

MOST_TASKS = 256
FIRST_NODES, MORE_NODES, MOST_NODES = 20_000, 4, 1 << 40
"""Nodes of the first look at an end; so many times as many in each look that follows; and the most."""
MOST_IN_VAIN = 20
"""After so many rounds in which every look came to its end and found nothing, one thread gives up."""
MEMO = 1 << 18
ENDS = 6
"""So many ends between bound and best are looked at in one round."""
NOISE = 0.5
"""Standard deviation of what is added to a task's urgency, in mean lengths, after the first round."""
MOST_DATES = 20
"""Dates that wait to be seated, at most; the latest found are kept."""


def can_deepen(tasks: Tasks) -> bool:
    """Whether room is the same at all times, all tasks are waited for, and they are not too many."""
    away = any(group.away for group in tasks.groups)
    fills = all(need.groups for task in tasks.tasks for need in task.needs)
    return not away and fills and len(tasks.tasks) <= MOST_TASKS and all(task.counts for task in tasks.tasks)


@dataclass
class _Look:
    """What one look at an end has come to."""

    verdict: int
    starts: tuple[int, ...]
    seats: dict[tuple[int, int, int], int]


class Deepening:
    """Both searches. Read `bound`, `answer` and `dates` while they run.

    ``bound`` and ``value``: those that are known at the beginning. Ends from ``bound`` to ``value - 1`` are looked at.
    """

    def __init__(self, tasks: Tasks, weights: Weights | None, bound: int, value: int, seed: int) -> None:
        self.bound = bound
        self.value = value
        """The end of the best answer; whoever finds a better one elsewhere may write it here."""
        self.answer: Answer | None = None
        self.dates: list[tuple[int, ...]] = []
        """Starts that keep every row and wait to be seated, the latest found last."""
        self.ruled_out = False
        """Whether `bound` is all that rows of people can rule out: there are dates that keep it."""
        self.nodes = 0
        self._tasks, self._seed = tasks, seed
        self._programme = programme(tasks, weights)
        self._seats = [
            (number, place)
            for number, task in enumerate(tasks.tasks)
            for place, need in enumerate(task.needs)
            for _ in range(need.seats)
        ]
        self._single = all(len(need.groups) == 1 for task in tasks.tasks for need in task.needs)
        self._halt = np.zeros(1, dtype=np.int64)
        self._lock = Lock()
        self._most = MOST_NODES
        """When so many nodes have been seen it is over."""
        self._threads: list[Thread] = []

    # -- running --------------------------------------------------------------------------------------

    def run(self, nodes: int) -> None:
        """Both, one after the other, each with about so many nodes, in this thread."""
        for work in (self._prove, self._find):
            self._most = self.nodes + nodes
            work()

    def start(self) -> None:
        """Begin, in threads."""
        self._threads = [Thread(target=work, daemon=True) for work in (self._prove, self._find)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End both, and wait for them."""
        self._halt[0] = 1
        for thread in self._threads:
            thread.join()

    def take_dates(self) -> list[tuple[int, ...]]:
        """The dates that wait to be seated, the latest found last; they are asked for once."""
        with self._lock:
            dates, self.dates = self.dates, []
        return dates

    @property
    def over(self) -> bool:
        """Whether nothing is left to look at."""
        return self.bound >= self.value or not any(thread.is_alive() for thread in self._threads)

    @property
    def _stopped(self) -> bool:
        return bool(self._halt[0]) or self.bound >= self.value or self.nodes >= self._most

    # -- looking --------------------------------------------------------------------------------------

    def _prove(self) -> None:
        """Dates at the lowest end that is not ruled out, until there are some; then others, for people to fill."""
        random, nodes = Random(self._seed), FIRST_NODES
        while not self._stopped:
            look = self._look(self.bound, False, nodes, random, 0.0)
            if look.verdict == NONE:
                self.bound += 1
            elif look.verdict == FOUND:
                self.ruled_out = True
                self._found(look)
                break
            else:
                nodes = min(nodes * MORE_NODES, MOST_NODES)
        if not self._single:
            self._rounds(False, random)

    def _find(self) -> None:
        self._rounds(not self._single, Random(self._seed + 1))

    def _rounds(self, seated: bool, random: Random) -> None:
        """Answers (or dates) at some ends from the bound up, a longer look in every round."""
        nodes, noise, in_vain = FIRST_NODES, 0.0, 0
        while not self._stopped and in_vain < MOST_IN_VAIN:
            in_vain += 1
            for end in _some(self.bound, self.value):
                if end < self.value and not self._stopped:
                    look = self._look(end, seated, nodes, random, noise)
                    if look.verdict == FOUND:
                        self._found(look)
                    if look.verdict != NONE:
                        in_vain = 0
            nodes, noise = min(nodes * MORE_NODES, MOST_NODES), NOISE

    def _look(self, end: int, seated: bool, nodes: int, random: Random, noise: float) -> _Look:
        book, tasks = self._programme, self._tasks
        mean = float(book.length.mean())
        urgency = [
            -(tail + length) + mean * random.gauss(0, noise)
            for tail, length in zip(book.tail, book.length, strict=True)
        ]
        asked = np.bincount(book.groups, minlength=len(book.size)) / book.size
        dear = asked * np.array([1 + random.uniform(-noise, noise) for _ in tasks.groups])
        way = Way(np.argsort(urgency, kind="stable"), dear, min(nodes, self._most - self.nodes), self._halt)
        starts, sits = np.zeros(len(tasks.tasks), dtype=np.int64), np.zeros(len(self._seats), dtype=np.int64)
        verdict, spent = descend(book, way, end, seated, memo_for(tasks, MEMO), starts, sits)
        self.nodes += spent
        seats: dict[tuple[int, int, int], int] = {}
        if verdict == FOUND and (seated or self._single):
            groups = sits.tolist() if seated else [tasks.tasks[n].needs[place].groups[0] for n, place in self._seats]
            for (number, place), group in zip(self._seats, groups, strict=True):
                seats[number, place, group] = seats.get((number, place, group), 0) + 1
        return _Look(verdict, tuple(starts.tolist()), seats)

    def _found(self, look: _Look) -> None:
        finish = self._tasks.finish(look.starts)
        with self._lock:
            if finish >= self.value:
                return
            if look.seats or not self._seats:
                self.answer, self.value = Answer(look.starts, look.seats), finish
            else:
                self.dates = [*self.dates[-MOST_DATES + 1 :], look.starts]


def _some(low: int, high: int) -> list[int]:
    """Some whole numbers from ``low`` to below ``high``, the lowest and the highest among them."""
    return sorted({low + round(n * (high - 1 - low) / (ENDS - 1)) for n in range(ENDS)}) if low < high else []
