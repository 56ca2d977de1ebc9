"""Why no plan exists: the business rules that cannot all hold together.

The diagnose model hangs every (rule, subject) on a switch; the solver names a set of switches that cannot all be
on. Such a set is not promised to be right under presolve (or-tools issue 5141), so it is proved again by a fresh
solve of a model in which only these switches are on, and everything is offered again where that fails.
"""

from collections.abc import Sequence
from threading import Event

from ortools.sat.python import cp_model

from engine.compile import compile_diagnosis
from engine.domain.book import Book
from engine.model.draft import Draft
from engine.outcome import Conflict, Options, Subject
from engine.rules import RULES

Switch = tuple[str, Subject]


def conflicts(book: Book, options: Options, seconds: float, stop: Event | None = None) -> tuple[Conflict, ...]:
    """Rules and subjects that cannot all hold, re-proved; empty when none were found in time."""
    draft = compile_diagnosis(book)
    core = _core(draft, list(draft.switches), options, seconds / 2)
    if core is not None and not _impossible(draft, core, options, seconds / 4):
        core = None
    if core is None and _impossible(draft, list(draft.switches), options, seconds / 4):
        core = list(draft.switches)
    if core is None or (stop is not None and stop.is_set()):
        return ()
    sentences = {rule.name: (type(rule).__doc__ or "").strip() for rule in RULES}
    return tuple(Conflict(rule, about, sentences[rule]) for rule, about in sorted(core, key=str))


def _core(draft: Draft, switches: Sequence[Switch], options: Options, seconds: float) -> list[Switch] | None:
    """The solver's own set of switches that cannot all be on; None when it did not find out."""
    model = draft.model.clone()
    model.add_assumptions([draft.switches[switch] for switch in switches])
    solver = _solver(options, seconds)
    if solver.solve(model) != cp_model.INFEASIBLE:
        return None
    by_index = {draft.switches[switch].index: switch for switch in switches}
    named = solver.sufficient_assumptions_for_infeasibility()
    return [by_index[index] for index in named if index in by_index]


def _impossible(draft: Draft, switches: Sequence[Switch], options: Options, seconds: float) -> bool:
    """Whether a fresh solve proves that these switches cannot all be on."""
    model = draft.model.clone()
    for switch in switches:
        model.add(draft.switches[switch] == 1)
    return bool(_solver(options, seconds).solve(model) == cp_model.INFEASIBLE)


def _solver(options: Options, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # stopping is the caller's: see `solve(stop=...)`
    # Assumptions are understood by a single worker without presolve tricks; see the module's docstring.
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = options.seed
    if options.deterministic:
        solver.parameters.max_deterministic_time = seconds
    else:
        solver.parameters.max_time_in_seconds = seconds
    return solver
