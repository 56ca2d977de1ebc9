"""Many scenarios of one book, each solved once: the workshop behind every what-if.

Scenarios of equal meaning (the same hash) are solved once and so have the same answer to the last byte: a slip of no
weeks differs from the base by nothing. Each may begin from the plan of another (see docs/search.md, warm start). With
several processes they are solved side by side, each with its share of the threads.
"""

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from math import ceil
from multiprocessing import get_context
from threading import Event

from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.outcome import Options, Outcome, Progress, Result
from engine.plan import Plan
from engine.search import solve
from engine.search.either import Either


@dataclass(frozen=True)
class Case:
    """A scenario to solve, where to begin, and when it is good enough."""

    scenario: Scenario
    hint: Plan | None = None
    enough: float | None = None
    """Stop as soon as the first tier is at least as good as this (smaller is better), or cannot be."""


News = Callable[[int, int], None]
"""How many cases are done, of how many."""


class Trials:
    """Solves cases and remembers what came of them.

    Parameters
    ----------
    options
        Of each single solve; threads are shared out over the processes.
    processes
        How many cases are solved at the same time.
    stop
        Once set, what is being solved ends with the best so far, and what has not begun with nothing. It is heard
        where one case is solved at a time.
    """

    def __init__(
        self, options: Options, processes: int = 1, news: News | None = None, stop: Event | None = None
    ) -> None:
        self.options = options
        self.processes = max(1, processes)
        self._news = news or (lambda done, total: None)
        self._stop = stop or Event()
        self._known: dict[tuple[str, Options], Result] = {}

    def solve(self, cases: Sequence[Case], seconds: float | None = None) -> list[Result]:
        """The results of the cases, in their order; ``seconds`` for each, where it is not the options'."""
        options = self.options if seconds is None else replace(self.options, seconds=seconds)
        for _ in self.stream(cases, seconds):
            pass
        return [self._known[case.scenario.hash, options] for case in cases]

    def stream(self, cases: Sequence[Case], seconds: float | None = None) -> Iterator[tuple[str, Result]]:
        """(hash, result) of every scenario that is new, as they are solved."""
        options = self.options if seconds is None else replace(self.options, seconds=seconds)
        waiting: dict[str, Case] = {}
        for case in cases:
            if (case.scenario.hash, options) not in self._known:
                waiting.setdefault(case.scenario.hash, case)
        for done, (key, result) in enumerate(self._run(waiting, options), 1):
            self._known[key, options] = result
            self._news(done, len(waiting))
            yield key, result

    def share(self, cases: int) -> float:
        """The time of one solve where the options' time is for a first one and so many cases after it."""
        return self.options.seconds / (1 + ceil(cases / self.processes))

    def one(self, scenario: Scenario, hint: Plan | None = None, seconds: float | None = None) -> Result:
        """The result of one scenario, with all threads."""
        return self.solve([Case(scenario, hint)], seconds)[0]

    def _run(self, waiting: Mapping[str, Case], options: Options) -> Iterator[tuple[str, Result]]:
        together = min(self.processes, len(waiting))
        if together <= 1:
            return ((key, self._alone(case, options)) for key, case in waiting.items())
        each = replace(options, workers=max(1, options.workers // together))
        return _in_processes(waiting, each, together)

    def _alone(self, case: Case, options: Options) -> Result:
        if self._stop.is_set():
            return Result(Outcome.NOTHING_FOUND, None, reason="It was stopped before it began.", seed=options.seed)
        return solve_case(case, options, self._stop)


def solve_case(case: Case, options: Options, asked: Event | None = None) -> Result:
    """One case, stopped early where it is good enough or hopeless, or where somebody asked for it."""
    stop = Event() if asked is None else Either(asked)

    def look(news: Progress) -> None:
        if case.enough is None or news.tier:
            return
        reached = news.value is not None and news.value <= case.enough
        hopeless = news.bound is not None and news.bound > case.enough
        if reached or hopeless:
            stop.set()

    return solve(Book(case.scenario), options, look, stop, hint=case.hint)


def _in_processes(waiting: Mapping[str, Case], options: Options, processes: int) -> Iterator[tuple[str, Result]]:
    """Results as they come. The processes are fresh ones: the solver's threads do not survive a fork."""
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
    try:
        running: dict[Future[Result], str] = {
            pool.submit(solve_case, case, options): key for key, case in waiting.items()
        }
        for future in as_completed(running):
            yield running[future], future.result()
    finally:
        for process in list((pool._processes or {}).values()):
            if any(not future.done() for future in running):
                process.terminate()  # nobody waits for the answer any more
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
