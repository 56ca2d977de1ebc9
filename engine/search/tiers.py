"""The ordered tiers: optimise one, record value, bound and proof, fence it in, go on to the next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic

import numpy as np

from engine.domain.book import Book
from engine.errors import UnverifiedPlanError
from engine.goals import GOALS
from engine.model.draft import Draft
from engine.outcome import Options, Progress, Stage, TierResult
from engine.plan import Plan
from engine.search.extract import extract
from engine.search.improve import Improver
from engine.search.linear import LinearBound, Place, Reached, relaxed_solution
from engine.search.pieces import Columns, cut, solve_piece
from engine.search.relax import Relaxation
from engine.search.rows import Ints, Rows
from engine.search.solver import Limit, run
from engine.search.steps import Step, give_up, row_of, steps_of
from engine.verify import verify

Listener = Callable[[Progress], None]


WHOLE_COLUMNS = 8000
"""Up to so many columns branch and bound may still improve on the linear bound; beyond, it only takes a core."""

LOOK_SECONDS, LOOK_SHARE = 2.0, 20
"""A plan on its way through a step is looked at so seldom: seconds, and times the seconds that a look takes."""


LATER_SHARE = 0.25
"""What a later tier may expect of the time, beside the one at hand: the first tiers are what a plan is judged by."""


class Impossible(Exception):
    """The model has no solution at all. Internal: `solve` turns it into an outcome."""


@dataclass
class Clock:
    """Wall time, or deterministic effort, and whether somebody said stop."""

    options: Options
    stop: Event | None
    started: float = field(default_factory=monotonic)
    spent: float = 0.0
    """Deterministic effort, added up by whoever spends it."""

    @property
    def now(self) -> float:
        """Seconds (or effort) since the start."""
        return self.spent if self.options.deterministic else monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds (or effort) left."""
        return self.options.seconds - self.now

    @property
    def stopped(self) -> bool:
        """Whether time is up or somebody asked to stop."""
        return self.left <= 0 or (self.stop is not None and self.stop.is_set())


class TierSearch:
    """Works through the policy's tiers on one draft, holding the best solution so far.

    Parameters
    ----------
    book
        The book that the plan is for; the draft may be that of the same book with its movable phases placed.
    whole
        True: the draft is the book's own and small; CP-SAT solves and proves it whole. False: pieces of it.
    """

    def __init__(
        self, book: Book, draft: Draft, relaxation: Relaxation, clock: Clock, listener: Listener | None, whole: bool
    ) -> None:
        self.book = book
        self.draft = draft
        self.relaxation = relaxation
        self.clock = clock
        self.options = clock.options
        self.whole = whole
        self.steps = steps_of(draft)
        self.columns = Columns(draft)
        self.rows = Rows(draft.model)
        self.solution: Ints | None = None
        self.plan: Plan | None = None
        self.limits: list[Limit] = []
        self.kept: dict[Place, int] = {}
        """The value each step must keep, as the limits say."""
        self.linear: LinearBound | None = None
        """Bounds from linear programming, where the search is by pieces."""
        self.penalties_move = False
        """Whether other dates than the draft's could pay a smaller penalty: its own domains then bound nothing."""
        self.results: list[TierResult] = []
        self._listener = listener
        self._glimpse: Plan | None = None
        self._looking = Lock()
        self._next_look = 0.0

    def tell(self, step: Step, value: int | None, bound: int | None, source: str) -> None:
        """News for whoever listens."""
        if self._listener is not None:
            shown = [None if number is None else number / step.scale for number in (value, bound)]
            plan = self._glimpse or self.plan
            self._listener(Progress(step.tier, step.name, shown[0], shown[1], self.clock.now, source, plan))

    def _look(self, solution: Ints) -> None:
        """Let whoever listens have the plan on its way through a step, so that it is not lost if we are; seldom
        enough that checking it takes little of the search's time."""
        if self._listener is None or monotonic() < self._next_look or not self._looking.acquire(blocking=False):
            return
        try:
            began = monotonic()
            plan = extract(self.book, self.draft, solution.tolist())
            if not verify(self.book, plan):
                self._glimpse = plan
            self._next_look = monotonic() + max(LOOK_SECONDS, LOOK_SHARE * (monotonic() - began))
        finally:
            self._looking.release()

    # -- tiers ----------------------------------------------------------------------------------------

    def search(self) -> None:
        """Optimise every tier in order. Raises Impossible when the model has no solution."""
        for number in range(len(self.steps)):
            if number and self.plan is None:
                return
            later = sum(1 for steps in self.steps[number + 1 :] if steps)
            self._tier(number, self.clock.left / (1 + LATER_SHARE * later))

    def _tier(self, number: int, seconds: float) -> None:
        tier = self.book.policy.tiers[number]
        steps = self.steps[number]
        outer, exact, relaxed = list(self.limits), list[Limit](), list[Limit]()
        kept = dict(self.kept)
        stages: list[Stage] = []
        until = self.clock.left - seconds
        for place, step in enumerate(steps):
            self.limits = outer + exact
            share = max(0.0, self.clock.left - until) / (len(steps) - place)
            value, bound = self._optimise(step, share, self._following(number, place))
            if value is None:
                return
            stages.append(Stage(step.name, value, bound, value == bound))
            give = give_up(tier, step.scale, value)
            exact.append(step.allowing(value, 0))
            relaxed.append(step.allowing(value, give))
            self.kept[number, place] = value
            kept[number, place] = value + step.sign * give
            if step.parts:
                self.relaxation.remember(step.parts, step.sense, relaxed[-1].value)
        self.limits, self.kept = outer + relaxed, kept
        first = stages[0] if stages else Stage("", 0, 0, True)
        name, scale = "+".join(tier.weights), steps[0].scale if steps else 1
        unit = GOALS[next(iter(tier.weights))].unit
        proved = all(stage.proved for stage in stages)
        told = tuple(stages) if len(steps) > 1 else ()
        self.results.append(TierResult(name, unit, first.value, first.bound, proved, scale, stages=told))

    def _following(self, tier: int, place: int) -> Step | None:
        """The step that decides between equals: the next one that is linear in minutes."""
        return next((step for steps in self.steps[tier + 1 :] for step in steps if step.parts), None)

    # -- one step -------------------------------------------------------------------------------------

    def _optimise(self, step: Step, seconds: float, following: Step | None) -> tuple[int | None, int]:
        """(value, bound) of one step, keeping the best solution. Value None when nothing was found."""
        bound = self.relaxation.bound(step.parts, step.sense) if step.parts else None
        if self.solution is not None:
            self._tighten(step)
        value = None if self.plan is None else step.measure(self.plan)
        self.tell(step, value, bound, "min-cost flow bounds the tier" if bound is not None else "starting")
        if value is None or (value != bound and not self.clock.stopped):
            found = self._whole(step, bound, seconds) if self.whole else self._pieces(step, bound, seconds, following)
            if found is not None and (bound is None or step.sign * found > step.sign * bound):
                bound = found
        if self.plan is None:
            return None, 0
        value = step.measure(self.plan)
        if self.penalties_move and bound is not None:
            return value, bound
        trivial = self._trivial_bound(step)
        return value, trivial if bound is None or step.sign * trivial > step.sign * bound else bound

    def _whole(self, step: Step, bound: int | None, seconds: float) -> int | None:
        """CP-SAT on the whole model. Returns the bound it proved."""
        known = [None if self.plan is None else step.measure(self.plan), bound]

        def news(value: int | None, better: int | None) -> None:
            if value is not None:
                known[0] = value
            if better is not None and (known[1] is None or step.sign * better > step.sign * known[1]):
                known[1] = better
            self.tell(step, known[0], known[1], "CP-SAT solves the whole model")

        outcome = run(
            self.draft,
            step.expression,
            step.sense,
            options=self.options,
            seconds=min(seconds, self.clock.left),
            limits=self.limits,
            hint=[] if self.solution is None else self.solution.tolist(),
            bound=bound,
            news=news,
            stop=self.clock.stop,
        )
        self.clock.spent += outcome.effort
        if outcome.impossible and self.solution is None:
            raise Impossible
        if outcome.solution:
            self.offer(np.array(outcome.solution, dtype=np.int64), step)
        if outcome.proved and self.plan is not None:
            return step.measure(self.plan)
        return outcome.bound

    def _pieces(self, step: Step, bound: int | None, seconds: float, following: Step | None) -> int | None:
        """Large-neighbourhood search, while linear programming works on the bound. Returns that bound."""
        if self.solution is None:
            return None
        count = len(self.rows.lower)
        rows = self._limited()
        next_objective = following.objective(count) if following is not None else None
        improver = Improver(
            self.draft, self.columns, rows, self.solution, step.objective(count), next_objective, self.options
        )
        reached, halt = Reached(bound), Event()
        prover = self._prover(step, reached, seconds, halt)

        def news(value: int) -> None:
            self._look(improver.best.solution)
            self.tell(step, step.sign * value, reached.bound, "pieces of the model are solved again")

        def target() -> int | None:
            return None if reached.bound is None else self._target(step, reached.bound)

        until = self.clock.now + min(seconds, self.clock.left)
        workers = 1 if self.options.deterministic else self.options.workers
        if not self.results:
            patience = None if self.options.deterministic else max(1.0, self.clock.left / 4)
            guide = relaxed_solution(rows, improver.weights, patience, self.options.seed)
            improver.fill(guide, workers, news, self.clock.stop)
        improver.run(target, until - self.clock.now, workers, news, self.clock.stop)
        self.clock.spent += improver.spent
        halt.set()
        if prover is not None:
            prover.join()
        self.offer(improver.best.solution, step)
        self._glimpse = None
        return reached.bound

    def _prover(self, step: Step, reached: Reached, seconds: float, halt: Event) -> Thread | None:
        """A thread that works on the bound of a step; in deterministic mode the linear program alone, at once."""
        if self.linear is None:
            return None
        place = self.place(step)
        small = len(self.linear.rows.lower) <= WHOLE_COLUMNS
        whole = bool(step.parts) and small and not self.options.deterministic
        patience = None if self.options.deterministic else min(seconds, self.clock.left)
        work = Thread(
            target=self.linear.run,
            args=(place, dict(self.kept), reached, patience, halt),
            kwargs={"whole": whole},
            daemon=True,
        )
        work.start()
        if self.options.deterministic:
            work.join()
            return None
        return work

    def place(self, step: Step) -> Place:
        """Where a step stands: its tier, and its number inside it."""
        return step.tier, next(n for n, other in enumerate(self.steps[step.tier]) if other is step)

    def _target(self, step: Step, bound: int) -> int:
        """What is good enough: within the asked gap of the bound. Less is better here."""
        return int(step.sign * bound + abs(bound) * self.options.gap)

    def offer(self, solution: Ints, step: Step | None = None) -> None:
        """Keep a solution if it is better in the step's own measure; the checker sees it first."""
        plan = extract(self.book, self.draft, solution.tolist())
        if step is not None:
            found, told = step.measure(plan), step.sign * step.objective(len(solution)).value(solution)
            if step.better(told, found):
                raise UnverifiedPlanError(f"{step.name}: the model says {told}, the plan measures {found}")
            if self.plan is not None and step.better(step.measure(self.plan), found):
                return
        breaches = verify(self.book, plan)
        if breaches:
            listing = "\n".join(str(breach) for breach in breaches[:20])
            raise UnverifiedPlanError(f"the solver's plan breaks {len(breaches)} rules:\n{listing}")
        self.plan, self.solution = plan, solution

    def _tighten(self, step: Step) -> None:
        """Let the columns that only follow (levels, overtime) sit as tight as the step's expression wants them."""
        assert self.solution is not None
        # Earlier limits too: a level that nobody looks at any more must not come loose.
        rows = self._limited()
        weights = step.objective(len(self.solution)).weights
        if not (weights[self.columns.shared] != 0).any():
            return
        piece = cut(rows, self.solution, rows.by_row @ self.solution, self.columns.shared, weights)
        solved = solve_piece(piece, 5.0, 1)
        if solved is not None:
            tight = self.solution.copy()
            tight[piece.columns] = solved.values
            self.solution = tight

    def _limited(self) -> Rows:
        """The rows with the limits of earlier steps."""
        return self.rows.limited([row_of(limit) for limit in self.limits])

    def _trivial_bound(self, step: Step) -> int:
        """The best the expression can be by the domains of its columns alone."""
        objective = step.objective(len(self.rows.lower))
        low = np.minimum(objective.weights * self.rows.lower, objective.weights * self.rows.upper).sum()
        return step.sign * (int(low) + objective.constant)

    def measure(self, number: int, plan: Plan) -> int:
        """What a tier is worth in a plan, in its whole units (a fair tier: its first level)."""
        steps = self.steps[number]
        return steps[0].measure(plan) if steps else 0
