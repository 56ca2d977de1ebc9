"""One CP-SAT run: a draft, an objective, what earlier tiers ask, a hint; news as they come.

Everything time-dependent lives here: wall time or deterministic effort, stopping, callbacks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread

from ortools.sat.python import cp_model

from engine.goals import Sense
from engine.model.draft import Draft
from engine.model.expression import LinearExprT
from engine.outcome import Options
from engine.search.effort import effort_of

Expression = LinearExprT
News = Callable[[int | None, int | None], None]
"""Called with (value, bound) of the objective as either improves."""


@dataclass(frozen=True)
class Limit:
    """What an earlier tier asks of later ones: the expression stays on the right side of a value."""

    expression: Expression
    sense: Sense
    value: int


@dataclass
class Run:
    """How one run ended. ``solution`` holds a value for every variable of the model, or is empty."""

    status: int
    solution: list[int] = field(default_factory=list)
    value: int | None = None
    bound: int | None = None
    effort: float = 0.0
    """Deterministic effort spent."""
    proved: bool = False
    """No better solution exists."""

    @property
    def impossible(self) -> bool:
        """No solution exists at all."""
        return self.status == cp_model.INFEASIBLE


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes values on as they come."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self._news = news

    def on_solution_callback(self) -> None:
        self._news(round(self.objective_value), None)


def run(
    draft: Draft,
    objective: Expression,
    sense: Sense,
    *,
    options: Options,
    seconds: float,
    limits: Sequence[Limit] = (),
    hint: Sequence[int] = (),
    bound: int | None = None,
    news: News | None = None,
    stop: Event | None = None,
) -> Run:
    """Optimise one objective over a draft.

    ``bound`` is a proved bound on the objective from elsewhere. The draft itself is not changed: the run works
    on a copy.
    """
    model = draft.model.clone()
    for limit in limits:
        model.add(limit.expression <= limit.value if limit.sense == "min" else limit.expression >= limit.value)
    constant = isinstance(objective, int)
    if bound is not None and not constant:
        model.add(objective >= bound if sense == "min" else objective <= bound)
    if sense == "min":
        model.minimize(objective)
    else:
        model.maximize(objective)
    if hint:
        model.proto.solution_hint.vars.extend(range(len(hint)))
        model.proto.solution_hint.values.extend(hint)
    solver = _solver(options, seconds)
    if news is not None:
        solver.best_bound_callback = lambda value: news(None, _whole_bound(value, sense))
    watch = _Watch(news or (lambda value, bound: None))
    done = Event()
    if stop is not None:
        Thread(target=_stop_when, args=(solver, stop, done), daemon=True).start()
    status = solver.solve(model, watch)
    done.set()
    result = Run(int(status), effort=effort_of(solver))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        result.solution = list(solver.response_proto.solution)
        result.value = round(solver.objective_value)
        # With a gap that is good enough the solver says OPTIMAL as soon as it is reached.
        closed = options.gap == 0 or solver.best_objective_bound == solver.objective_value
        result.proved = status == cp_model.OPTIMAL and closed
    if status not in (cp_model.INFEASIBLE, cp_model.MODEL_INVALID):
        result.bound = result.value if result.proved else _whole_bound(solver.best_objective_bound, sense)
    if status == cp_model.MODEL_INVALID:
        raise AssertionError(model.validate())
    return result


def _solver(options: Options, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # stopping is the caller's: see `solve(stop=...)`
    parameters = solver.parameters
    parameters.random_seed = options.seed
    parameters.relative_gap_limit = options.gap
    if options.deterministic:
        parameters.max_deterministic_time = max(0.001, seconds)
        parameters.interleave_search = True
        parameters.num_workers = 1
    else:
        parameters.max_time_in_seconds = max(0.001, seconds)
        parameters.num_workers = options.workers
    return solver


def _whole_bound(value: float, sense: Sense) -> int | None:
    """A bound as a whole number on its safe side: objectives are whole, so rounding inwards stays true."""
    if abs(value) > 2**62:
        return None
    slack = 1e-6 * max(1.0, abs(value)) * 1e-3
    return int(-((-(value - slack)) // 1)) if sense == "min" else int((value + slack) // 1)


def _stop_when(solver: cp_model.CpSolver, stop: Event, done: Event) -> None:
    """Stops the solver soon after the event is set; ends with the run."""
    while not done.wait(0.05):
        if stop.is_set():
            solver.stop_search()
            return
