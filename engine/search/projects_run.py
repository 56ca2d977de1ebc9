"""CP-SAT runs over models of tasks: each ends by proof, by its share of the time, or when it gets nowhere."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import Generic, Protocol, TypeVar

from ortools.sat.python import cp_model, cp_model_helper

from engine.model.expression import LinearExprT
from engine.outcome import Options
from engine.search.effort import effort_of

__all__ = ["PROVERS", "Found", "Model", "News", "limited", "minimise"]

CHRONOLOGICAL = "chronological"
"""Tasks begin in order of time, by the model's own strategy, and what goes wrong is learnt from; no linear program."""
PROVERS = ("objective_lb_search_no_lp", "quick_restart_no_lp")
DATE_PROVERS = ("objective_lb_search_no_lp", CHRONOLOGICAL)
"""The parts of CP-SAT that work upwards on the bound, and towards any better plan; they prove what improvement by
neighbourhoods cannot."""

T = TypeVar("T")
Read = TypeVar("Read", covariant=True)
News = Callable[[T | None, int | None], None]
"""Called with an answer, or with a bound."""


class Model(Protocol[Read]):
    """What can be solved: the model, and how its answers are read."""

    @property
    def model(self) -> cp_model.CpModel:
        """The model itself."""

    def read(self, found: cp_model.CpSolverSolutionCallback) -> Read:
        """The answer that the solver has just found."""


@dataclass(frozen=True)
class Found(Generic[T]):
    """How a run ended."""

    impossible: bool
    proved: bool
    answer: T | None
    """The last, and so the best."""
    bound: int | None
    effort: float


class _Watch(cp_model.CpSolverSolutionCallback, Generic[T]):
    """Passes answers on, and remembers the last one and when it came."""

    def __init__(self, model: Model[T], news: News[T]) -> None:
        super().__init__()
        self._model, self._news = model, news
        self.answer: T | None = None
        self.last = monotonic()

    def on_solution_callback(self) -> None:
        self.last = monotonic()
        self.answer = self._model.read(self)
        self._news(self.answer, None)


def minimise(
    model: Model[T],
    objective: LinearExprT,
    *,
    options: Options,
    seconds: float,
    news: News[T],
    stop: Callable[[], bool],
    patience: float | None = None,
    provers: bool = False,
    dates: bool = False,
) -> Found[T]:
    """Minimise over the model. ``patience``: stop after so many seconds without a better answer. ``dates``: what is
    small is about dates, and the model's own strategy goes by them."""
    model.model.minimize(objective)
    solver = _solver(options, seconds, provers, dates)
    solver.best_bound_callback = lambda value: news(None, _whole(value))
    watch = _Watch(model, news)
    done = Event()
    waits = None if options.deterministic else patience
    Thread(target=_stop_when, args=(solver, watch, stop, waits, done), daemon=True).start()
    status = solver.solve(model.model, watch)
    done.set()
    if status == cp_model.MODEL_INVALID:
        raise AssertionError(model.model.validate())
    effort = effort_of(solver)
    if status == cp_model.INFEASIBLE:
        return Found(True, True, None, None, effort)
    return Found(False, status == cp_model.OPTIMAL, watch.answer, _whole(solver.best_objective_bound), effort)


def limited(options: Options, seconds: float) -> cp_model.CpSolver:
    """A solver on one worker that stops after so many seconds, or so much effort in deterministic mode."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.catch_sigint_signal = False  # stopping is the caller's: see `solve(stop=...)`
    parameters.random_seed = options.seed
    parameters.num_workers = 1
    if options.deterministic:
        parameters.max_deterministic_time = max(0.001, seconds)
    else:
        parameters.max_time_in_seconds = max(0.001, seconds)
    return solver


def _solver(options: Options, seconds: float, provers: bool, dates: bool) -> cp_model.CpSolver:
    solver = limited(options, seconds)
    parameters = solver.parameters
    if options.deterministic:
        parameters.interleave_search = True
        return solver
    parameters.num_workers = options.workers
    if dates:
        parameters.subsolver_params.append(_chronological())
    if provers and options.workers >= len(PROVERS):
        parameters.subsolvers.extend(DATE_PROVERS if dates else PROVERS)
    elif dates and options.workers == 2:
        parameters.subsolvers.append(CHRONOLOGICAL)  # and neighbourhoods beside it
    elif dates:
        parameters.extra_subsolvers.append(CHRONOLOGICAL)
    return solver


def _chronological() -> cp_model_helper.SatParameters:
    parameters = cp_model_helper.SatParameters()
    parameters.name = CHRONOLOGICAL
    parameters.search_branching = cp_model.PARTIAL_FIXED_SEARCH
    parameters.linearization_level = 0
    return parameters


def _whole(value: float) -> int | None:
    """A bound of a whole objective, rounded up safely."""
    return None if abs(value) > 2**62 else int(-((-(value - 1e-6)) // 1))


def _stop_when(
    solver: cp_model.CpSolver, watch: _Watch[T], stop: Callable[[], bool], patience: float | None, done: Event
) -> None:
    """Stops the solver when somebody says so, or when nothing better came for long; ends with the run."""
    while not done.wait(0.05):
        if stop() or (patience is not None and monotonic() - watch.last > patience):
            solver.stop_search()
            return
