"""Why no plan exists: a smallest set of business rules that cannot all hold together.

Few demands must be, and where these are impossible the rest of the book does not matter (`engine.search.bare`). Of
them the fewest that are impossible together are found by halving (QuickXplain, Junker 2004), which takes the small plan
model only. What remains is compiled in diagnose mode, where every (rule, subject) hangs on a switch: the solver names
switches that cannot all be on, and each is tried without (deletion; Marques-Silva 2010). The solver's own set is not
promised to be right under presolve (or-tools issue 5141), so nothing is believed that a fresh solve, with just these
switches on, does not prove.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event
from time import monotonic

from ortools.sat.python import cp_model

from engine.compile import compile_diagnosis, compile_plan, plan_grid
from engine.domain.book import Book
from engine.model.draft import Draft
from engine.outcome import Conflict, Options, Subject
from engine.rules import RULES
from engine.search.bare import band_holds, bare
from engine.search.effort import effort_of

__all__ = ["Diagnosis", "Trial", "diagnose", "possible"]

Switch = tuple[str, Subject]
SMALL_PAIRS = 400
"""Up to so many pairs of demand and person nothing is left out of a diagnosis."""
PROOF_SECONDS = 2.0
LEAST_TELLING = (
    "effort", "focus", "spread", "no_overload", "fairness_band", "budget", "change_budget", "crew",
    "department_line", "skill_match", "presence", "availability", "work_window", "pinned", "quality_gates",
)  # fmt: skip
"""Where several smallest sets exist, rules named first are rather left out."""


@dataclass(frozen=True)
class Diagnosis:
    """Whether a plan exists, and which rules leave none."""

    possible: bool | None
    """None: not found out in time."""
    conflicts: tuple[Conflict, ...] = ()
    """Cannot all hold, proved by a fresh solve. Empty where there is a plan, or where none were found in time."""
    demands: tuple[str, ...] = ()
    """Where what must be staffed cannot be: demands that are impossible together, as few as time allowed to find."""
    minimal: bool = False
    """Without any one of them a plan exists as far as the others go: proved by such a plan for each."""


def diagnose(book: Book, options: Options, seconds: float, stop: Event | None = None) -> Diagnosis:
    """Find out whether a plan exists at all, and a minimal conflict where none does."""
    patience = Patience(options, seconds, stop)
    small = bare(book)
    there_is = _fits(small, patience)
    if there_is is False:
        # Changes are counted over all that was published: with fewer demands the same limit would say less.
        least = small if small.promised_pairs else _fewest(small, patience)
        return replace(_conflict_of(least, patience, whole=True), demands=tuple(least.demands))
    if there_is is None or not band_holds(book):
        return Diagnosis(there_is)
    there_is = _fits(book, patience)
    if there_is is not False:
        return Diagnosis(there_is)
    return _conflict_of(book, patience, whole=len(book.demands) * len(book.people) <= SMALL_PAIRS)


def possible(book: Book, options: Options, seconds: float, stop: Event | None = None) -> bool | None:
    """Whether a plan exists at all; None: not found out in time."""
    return Trial(options, seconds, stop).fits(book)


class Patience:
    """How long the diagnosis may go on: seconds, or deterministic effort."""

    def __init__(self, options: Options, seconds: float, stop: Event | None) -> None:
        self.options = options
        self.seconds = seconds
        self._stop = stop
        self._spent = 0.0
        self._began = monotonic()

    @property
    def left(self) -> float:
        """What remains of it; nothing once somebody said stop."""
        if self._stop is not None and self._stop.is_set():
            return 0.0
        used = self._spent if self.options.deterministic else monotonic() - self._began
        return max(0.0, self.seconds - used)

    def status(self, solver: cp_model.CpSolver, model: cp_model.CpModel, share: float = 0.5) -> bool | None:
        """Whether a model has a solution; takes at most a share of what remains."""
        if self.left <= 0:
            return None
        # Stopping is the caller's (see `solve(stop=...)`); assumptions are understood by a single worker only.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.options.seed
        if self.options.deterministic:
            solver.parameters.max_deterministic_time = self.left * share
        else:
            solver.parameters.max_time_in_seconds = self.left * share
        found = solver.solve(model)
        self._spent += effort_of(solver)
        return {cp_model.INFEASIBLE: False, cp_model.OPTIMAL: True, cp_model.FEASIBLE: True}.get(found)


class Trial(Patience):
    """Tries whether plans exist, for questions that ask so often."""

    def fits(self, book: Book, keys: Sequence[str] | None = None) -> bool | None:
        """Whether a plan exists at all. With ``keys``: of these demands alone, which is never harder."""
        small = bare(book)
        if keys is not None:
            return _fits(small.only(key for key in keys if key in small.demands), self)
        there_is = _fits(small, self)
        return _fits(book, self) if there_is and band_holds(book) else there_is

    def fewest(self, book: Book) -> tuple[str, ...] | None:
        """The fewest demands that are impossible together; None where it takes the fairness band to be so."""
        small = bare(book)
        return tuple(_fewest(small, self).demands) if _fits(small, self) is False else None


def _fits(book: Book, patience: Patience) -> bool | None:
    """Whether the plan model of a book has a solution."""
    if _crammed(book) is not None:
        return False
    if patience.left <= 0:
        return None  # a model of much work takes a while to be made
    return patience.status(cp_model.CpSolver(), compile_plan(plan_grid(book)).model)


def _fewest(book: Book, patience: Patience) -> Book:
    """The bare book cut down to the fewest demands that are impossible together (as few as time allows)."""

    def impossible(keys: Sequence[str]) -> bool:
        return _fits(book.only(keys), patience) is False

    if impossible(()):
        return book.only(())  # the dates alone do not work out
    for project in dict.fromkeys(demand.project.id for demand in book.demands.values()):
        alone = book.only([key for key, demand in book.demands.items() if demand.project.id == project])
        if len(alone.demands) < len(book.demands) and _fits(alone, patience) is False:
            book = alone  # often one project is to blame, and the others need not be asked about
            break
    return book.only(_with_partners(book, _quick([], [], list(book.demands), impossible)))


def _with_partners(book: Book, keys: Sequence[str]) -> set[str]:
    """These demands and all that they name: without a partner, a rule about both would say less than it does."""
    found, fresh = set(keys), list(keys)
    while fresh:
        demand = book.demands[fresh.pop()]
        more = {other for other in (*demand.with_, *demand.not_with) if other in book.demands} - found
        found |= more
        fresh += more
    return found


def _quick(
    ground: list[str], added: list[str], keys: list[str], impossible: Callable[[Sequence[str]], bool]
) -> list[str]:
    """QuickXplain: which of ``keys`` are needed beside ``ground`` to be impossible. (``added`` is what came to the
    ground last: without it nothing new can be known.)"""
    if added and impossible(ground):
        return []
    if len(keys) == 1:
        return keys
    one, other = keys[: len(keys) // 2], keys[len(keys) // 2 :]
    second = _quick(ground + one, one, other, impossible)
    first = _quick(ground + second, second, one, impossible)
    return first + second


def _crammed(book: Book) -> str | None:
    """A movable phase that is longer than its window: no switch is to blame for that."""
    for phase in book.phases.values():
        days = book.working_days_in(phase.project.id, phase.first, phase.last)
        if not phase.fixed and len(days) < phase.length_min:
            return phase.key
    return None


def _conflict_of(book: Book, patience: Patience, *, whole: bool) -> Diagnosis:
    """A minimal conflict of a book that is impossible."""
    crammed = _crammed(book)
    if crammed is not None:
        return Diagnosis(False, (_told(("work_window", Subject(phase=crammed))),), minimal=True)
    shrinker = _Shrinker(compile_diagnosis(book, every_pair=whole), patience)
    left, minimal = shrinker.shrunk(shrinker.core())
    # What was found must be proved, however little time is left.
    patience.seconds += PROOF_SECONDS
    if shrinker.fits(left) is not False:
        return Diagnosis(False)
    return Diagnosis(False, tuple(_told(switch) for switch in sorted(left, key=str)), minimal=minimal)


def _told(switch: Switch) -> Conflict:
    """A switch as a conflict, with the rule's own sentence."""
    rule, about = switch
    sentences = {rule.name: (type(rule).__doc__ or "").strip() for rule in RULES}
    return Conflict(rule, about, sentences[rule])


class _Shrinker:
    """Asks the solver which switches can be on together."""

    def __init__(self, draft: Draft, patience: Patience) -> None:
        self.draft = draft
        self.patience = patience

    def core(self) -> list[Switch]:
        """Switches that cannot all be on: the solver's own choice where it is right, else all of them."""
        model = self.draft.model.clone()
        model.add_assumptions(list(self.draft.switches.values()))
        solver = cp_model.CpSolver()
        if self.patience.status(solver, model) is False:
            by_index = {variable.index: switch for switch, variable in self.draft.switches.items()}
            named = [by_index.get(index) for index in solver.sufficient_assumptions_for_infeasibility()]
            core = [switch for switch in named if switch is not None]
            if self.fits(core) is False:
                return core
        return list(self.draft.switches)

    def shrunk(self, core: Sequence[Switch]) -> tuple[list[Switch], bool]:
        """(a part of the core that cannot all be on, whether no part of that is impossible too). Whole rules are
        left out first, then single switches."""
        rest = sorted(core, key=lambda switch: (LEAST_TELLING.index(switch[0]), str(switch)))
        for rule in dict.fromkeys(switch[0] for switch in rest):
            without = [switch for switch in rest if switch[0] != rule]
            if len(without) < len(rest) - 1 and self.fits(without) is False:
                rest = without
        minimal = True
        for switch in list(rest):
            without = [other for other in rest if other != switch]
            there_is = self.fits(without)
            if there_is is False:
                rest = without
            minimal = minimal and there_is is not None
        return rest, minimal

    def fits(self, switches: Sequence[Switch]) -> bool | None:
        """Whether these can all be on, by a fresh solve with the others off."""
        if self.patience.left <= 0:
            return None  # copying a model takes a while as well
        on = set(switches)
        model = self.draft.model.clone()
        for switch, variable in self.draft.switches.items():
            model.add(variable == (1 if switch in on else 0))
        return self.patience.status(cp_model.CpSolver(), model)
