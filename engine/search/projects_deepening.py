"""Ever more nodes for ever the same ends: two depth-first searches, in threads of their own.

In an agency: first a quick look whether it could all be over by the bound, by a day later, ...; then a longer look.

One looks for **dates** that keep the earliest end not yet ruled out. When there are none, the bound has risen;
when it finds some, it has come to the end of what rows of people can rule out, and goes on to find others, for people
to be seated at. The other looks for **answers**, people seated as tasks begin, at ends between the bound and the best.
In books whose needs leave no choice of group, dates are answers.
"""

from collections import Counter
from functools import partial
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
        self._halt = np.zeros(1, dtype=np.int64)
        self._lock = Lock()
        self._most = MOST_NODES
        """When so many nodes have been seen it is over."""
        self._threads: list[Thread] = []

    # -- running --------------------------------------------------------------------------------------

    def start(self, nodes: int | None = None) -> None:
        """Begin: both in threads of their own, or one after the other in a single one, each with so many nodes."""
        works = (self._prove, self._find) if nodes is None else (partial(self._in_turn, nodes),)
        self._threads = [Thread(target=work, daemon=True) for work in works]
        for thread in self._threads:
            thread.start()

    def _in_turn(self, nodes: int) -> None:
        for work in (self._prove, self._find):
            self._most = self.nodes + nodes
            work()

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
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def _stopped(self) -> bool:
        return bool(self._halt[0]) or self.bound >= self.value or self.nodes >= self._most

    # -- looking --------------------------------------------------------------------------------------

    def _prove(self) -> None:
        """Dates at the lowest end that is not ruled out, until there are some; then others, for people to fill."""
        random, nodes = Random(self._seed), FIRST_NODES
        while not self._stopped:
            verdict = self._look(self.bound, False, nodes, random, 0.0)
            if verdict == NONE:
                self.bound += 1
            elif verdict == FOUND:
                self.ruled_out = True
                break
            else:
                nodes = min(nodes * MORE_NODES, MOST_NODES)
        if not self._tasks.single:
            self._rounds(False, random)

    def _find(self) -> None:
        self._rounds(not self._tasks.single, Random(self._seed + 1))

    def _rounds(self, seated: bool, random: Random) -> None:
        """Answers (or dates) at some ends from the bound up, a longer look in every round."""
        nodes, noise, in_vain = FIRST_NODES, 0.0, 0
        while not self._stopped and in_vain < MOST_IN_VAIN:
            in_vain += 1
            for end in _some(self.bound, self.value):
                if end < self.value and not self._stopped:
                    verdict = self._look(end, seated, nodes, random, noise)
                    in_vain = in_vain if verdict == NONE else 0
            nodes, noise = min(nodes * MORE_NODES, MOST_NODES), NOISE

    def _look(self, end: int, seated: bool, nodes: int, random: Random, noise: float) -> int:
        """One look at an end, and its verdict; what was found is kept."""
        book, tasks = self._programme, self._tasks
        mean = float(book.length.mean())
        urgency = [
            -(tail + length) + mean * random.gauss(0, noise)
            for tail, length in zip(book.tail, book.length, strict=True)
        ]
        asked = np.bincount(book.groups, minlength=len(book.size)) / book.size
        dear = asked * np.array([1 + random.uniform(-noise, noise) for _ in tasks.groups])
        way = Way(np.argsort(urgency, kind="stable"), dear, min(nodes, self._most - self.nodes), self._halt)
        starts, sits = np.zeros(len(tasks.tasks), dtype=np.int64), np.zeros(len(tasks.seats), dtype=np.int64)
        verdict, spent = descend(book, way, end, seated, memo_for(tasks, MEMO), starts, sits)
        self.nodes += spent
        if verdict == FOUND:
            at = tuple(starts.tolist())
            if seated:
                filled = Counter((*seat, group) for seat, group in zip(tasks.seats, sits.tolist(), strict=True))
                self._found(Answer(at, dict(filled)))
            elif tasks.single:
                self._found(Answer.of_dates(tasks, at))
            else:
                self._date(at)
        return int(verdict)

    def _found(self, answer: Answer) -> None:
        finish = self._tasks.finish(answer.starts)
        with self._lock:
            if finish < self.value:
                self.answer, self.value = answer, finish

    def _date(self, starts: tuple[int, ...]) -> None:
        with self._lock:
            if self._tasks.finish(starts) < self.value:
                self.dates = [*self.dates[-MOST_DATES + 1 :], starts]


def _some(low: int, high: int) -> list[int]:
    """Some whole numbers from ``low`` to below ``high``, the lowest and the highest among them."""
    return sorted({low + round(n * (high - 1 - low) / (ENDS - 1)) for n in range(ENDS)}) if low < high else []
