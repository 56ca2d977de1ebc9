"""Could it all be over by then? Two searches that only say yes or no: one from below, one from above.

In an agency: "Nothing rules out the 4th of May: can it be the 4th? We stand at the 9th: can it be the 8th?" A yes is a
plan, and the next question is a day earlier; a no moves the bound.

That is easier than to look for the best: dates are narrowed to the end asked for before anything begins, so that much
of what cannot be is seen at once (timetable edge finding, Vilim 2011), and nothing is learnt that a better answer makes
worthless. People are kept apart by pairs of tasks (`SeatModel`). It is asked from below at the bound, and from above
just below the best answer. Where that is one question, from below it is asked with edge finding all the way: fewer
steps, each of which takes longer. From above weights (`projects_parallel`) are left out: on the books that were tried
they were no help there.
"""

from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic
from typing import NamedTuple

from ortools.sat.python import cp_model

from engine.outcome import Options
from engine.search.effort import effort_of
from engine.search.projects_model import Answer, SeatModel
from engine.search.projects_parallel import Weights
from engine.search.projects_run import limited
from engine.search.projects_tasks import Tasks

__all__ = ["Ends"]

STOP_EVERY = 0.05


class Question(NamedTuple):
    """Is there an answer that ends by then?"""

    end: int
    weights: Weights | None
    edges: bool
    """By timetable edge finding on the way as well, and not only before it begins."""


class Ends:
    """Both searches. Read `bound`, `value` and `answer` while they run.

    ``bound`` and ``value``: those that are known at the beginning. ``turn``: with another one, others are tried first.
    """

    def __init__(
        self, tasks: Tasks, weights: Weights | None, bound: int, value: int, options: Options, turn: int = 0
    ) -> None:
        self.bound = bound
        self.value = value
        self.answer: Answer | None = None
        """One that ends at `value`; None until a better one than that at the beginning was found."""
        self.effort = 0.0
        """Deterministic seconds so far."""
        self._tasks, self._weights, self._options, self._turn = tasks, weights, options, turn
        self._halt = Event()
        self._lock = Lock()
        self._solvers: set[cp_model.CpSolver] = set()
        self._threads: list[Thread] = []

    # -- running --------------------------------------------------------------------------------------

    def start(self, seconds: float, alone: bool) -> None:
        """Begin: each in a thread of its own for so long, or ``alone``, one after the other, for half of it each.

        In deterministic mode it is effort, and not seconds.
        """
        works = (self._both,) if alone else (self._from_below, self._from_above)
        self._threads = [Thread(target=work, args=(seconds,), daemon=True) for work in works]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End both, and wait for them."""
        self._halt.set()
        while not self.over:
            with self._lock:  # one that has not begun to solve does not hear it, and is told again
                for solver in self._solvers:
                    solver.stop_search()
            for thread in self._threads:
                thread.join(STOP_EVERY)

    @property
    def over(self) -> bool:
        """Whether nothing more is asked."""
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def closed(self) -> bool:
        """Whether bound and value have met."""
        return self.bound >= self.value

    # -- asking ---------------------------------------------------------------------------------------

    def _both(self, seconds: float) -> None:
        self._from_below(seconds / 2)
        self._from_above(seconds / 2)

    def _from_below(self, seconds: float) -> None:
        self._ask_on(lambda: Question(self.bound, self._weights, self.bound + 1 == self.value), seconds)

    def _from_above(self, seconds: float) -> None:
        self._ask_on(lambda: Question(self.value - 1, None, False), seconds)

    def _ask_on(self, question: Callable[[], Question], seconds: float) -> None:
        """Question after question, until one is not answered."""
        left, answered = seconds, True
        while answered and left > 0 and not (self._halt.is_set() or self.closed):
            begun = monotonic()
            answered, effort = self._ask(question(), left)
            left -= effort if self._options.deterministic else monotonic() - begun

    def _ask(self, question: Question, seconds: float) -> tuple[bool, float]:
        """Ask: whether it was found out, and the effort."""
        model = SeatModel(self._tasks, question.end, weights=question.weights, pairs=True)
        model.in_order_of_time()
        solver = limited(self._options, seconds)
        solver.parameters.random_seed += self._turn
        solver.parameters.linearization_level = 0
        solver.parameters.use_timetable_edge_finding_in_cumulative = question.edges
        with self._lock:
            self._solvers.add(solver)
        status = solver.solve(model.model)
        effort = effort_of(solver)
        answer = model.read(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
        with self._lock:
            self._solvers.remove(solver)
            self.effort += effort
            if status == cp_model.INFEASIBLE:
                self.bound = max(self.bound, question.end + 1)
            elif answer is not None and self._tasks.finish(answer.starts) < self.value:
                self.answer, self.value = answer, self._tasks.finish(answer.starts)
        return status == cp_model.INFEASIBLE or answer is not None, effort
