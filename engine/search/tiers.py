"""The ordered tiers: optimise one, record value, bound and proof, fence it in, go on to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event
from time import monotonic

from engine.domain.book import Book
from engine.domain.policy import Tier
from engine.errors import UnverifiedPlanError
from engine.goals import Fair, FairLevel, Sense, tier_parts, tier_scale, tier_sense, tier_value
from engine.goals.base import Goal
from engine.model.draft import Draft
from engine.outcome import Options, Progress, Stage, TierResult
from engine.plan import Plan
from engine.search.extract import extract
from engine.search.relax import Relaxation
from engine.search.solver import Expression, Limit, Run, run
from engine.verify import verify

Listener = Callable[[Progress], None]


@dataclass(frozen=True)
class Step:
    """One optimisation: a whole tier, or one level of the fair tier."""

    tier: int
    name: str
    sense: Sense
    scale: int
    expression: Expression
    measure: Callable[[Plan], int]


class Impossible(Exception):
    """The model has no solution at all. Internal: `solve` turns it into an outcome."""


class TierSearch:
    """Works through the policy's tiers on one draft, holding the best solution so far."""

    def __init__(
        self,
        draft: Draft,
        relaxation: Relaxation,
        options: Options,
        listener: Listener | None,
        stop: Event | None,
        started: float,
    ) -> None:
        self.draft = draft
        self.book: Book = draft.book
        self.relaxation = relaxation
        self.options = options
        self.stop = stop
        self.started = started
        self.spent = 0.0
        self.solution: list[int] = []
        self.plan: Plan | None = None
        self.limits: list[Limit] = []
        self.results: list[TierResult] = []
        self._listener = listener

    # -- time -----------------------------------------------------------------------------------------

    @property
    def left(self) -> float:
        """Seconds (or deterministic effort) left for everything."""
        return self.options.seconds - self.spent if self.options.deterministic else (
            self.options.seconds - (monotonic() - self.started)
        )

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop, or time is up."""
        return self.left <= 0 or (self.stop is not None and self.stop.is_set())

    def tell(self, step: Step, value: int | None, bound: int | None, source: str) -> None:
        """News for whoever listens."""
        if self._listener is not None:
            shown = [None if number is None else number / step.scale for number in (value, bound)]
            seconds = self.spent if self.options.deterministic else monotonic() - self.started
            self._listener(Progress(step.tier, step.name, shown[0], shown[1], seconds, source))

    def measure(self, number: int, plan: Plan) -> int:
        """What a tier is worth in a plan, in its whole units."""
        return tier_value(self.book, plan, self.book.policy.tiers[number])

    # -- tiers ----------------------------------------------------------------------------------------

    def search(self) -> None:
        """Optimise every tier in order. Raises Impossible when the very first run finds that nothing can be."""
        tiers = self.book.policy.tiers
        for number, tier in enumerate(tiers):
            if number and self.plan is None:
                break
            share = self.left / (1 + 0.5 * (len(tiers) - number - 1))
            goals = tier_parts(tier)
            if isinstance(goals[0][1], Fair):
                self._fair_tier(number, goals[0][1], tier, share)
            else:
                self._plain_tier(number, tier, goals, share)

    def _plain_tier(self, number: int, tier: Tier, goals: Sequence[tuple[int, Goal]], seconds: float) -> None:
        step = Step(
            tier=number,
            name="+".join(tier.weights),
            sense=tier_sense(tier),
            scale=tier_scale(tier),
            expression=sum(factor * goal.expression(self.draft) for factor, goal in goals),
            measure=lambda plan: tier_value(self.book, plan, tier),
        )
        bound = self.relaxation.bound(goals, step.sense)
        value, bound, proved = self._optimise(step, bound, seconds)
        if value is None:
            return
        unit = goals[0][1].unit
        self.results.append(TierResult(step.name, unit, value, bound, proved, step.scale))
        give = max(tier.give_up * step.scale, abs(value) * tier.give_up_per_mille // 1000)
        self.limits.append(Limit(step.expression, step.sense, value + give if step.sense == "min" else value - give))
        self.relaxation.remember(goals, self.limits[-1])

    def _fair_tier(self, number: int, goal: Fair, tier: Tier, seconds: float) -> None:
        levels = goal.levels(self.book)
        stages: list[Stage] = []
        exact: list[Limit] = []
        relaxed: list[Limit] = []
        outer = list(self.limits)
        until = self.left - seconds
        for place, level in enumerate(levels):
            step = self._fair_step(number, level)
            self.limits = outer + exact
            share = max(0.0, self.left - until) / (len(levels) - place)
            value, bound, proved = self._optimise(step, None, share)
            if value is None:
                break
            stages.append(Stage(level.name, value, bound, proved))
            give = max(tier.give_up, abs(value) * tier.give_up_per_mille // 1000)
            exact.append(Limit(step.expression, step.sense, value))
            relaxed.append(Limit(step.expression, step.sense, value + give if step.sense == "min" else value - give))
        self.limits = outer + relaxed
        if stages:
            first = stages[0]
            proved = all(stage.proved for stage in stages)
            self.results.append(
                TierResult(goal.name, goal.unit, first.value, first.bound, proved, stages=tuple(stages))
            )
        elif self.plan is not None:
            self.results.append(TierResult(goal.name, goal.unit, 0, 0, True))

    def _fair_step(self, number: int, level: FairLevel) -> Step:
        return Step(
            tier=number,
            name=f"fair: {level.name}",
            sense=level.sense,
            scale=1,
            expression=level.expression(self.draft),
            measure=lambda plan: level.measure(self.book, plan),
        )

    def _optimise(self, step: Step, bound: int | None, seconds: float) -> tuple[int | None, int, bool]:
        """(value, bound, proved) of one step; keeps the better solution. Value None when nothing was found."""
        value: int | None = None
        if self.solution:
            self._complete(step)
            assert self.plan is not None
            value = step.measure(self.plan)
        self.tell(step, value, bound, "bound by min-cost flow" if bound is not None else "starting")
        if value is not None and value == bound:
            return value, bound, True
        if self.stopped:
            return self._settled(step, value, bound)
        outcome = self._run(step, bound, seconds)
        if outcome.impossible and not self.solution:
            raise Impossible
        if outcome.solution:
            plan = extract(self.draft, outcome.solution)
            found = step.measure(plan)
            assert outcome.value is not None
            if (found - outcome.value) * (1 if step.sense == "min" else -1) > 0:
                raise UnverifiedPlanError(f"{step.name}: the model says {outcome.value}, the plan measures {found}")
            if value is None or (found < value if step.sense == "min" else found > value):
                self._keep(plan, outcome.solution)
                value = found
        bounds = [b for b in (bound, outcome.bound) if b is not None]
        best = (max(bounds) if step.sense == "min" else min(bounds)) if bounds else None
        proved = outcome.proved and value is not None
        return self._settled(step, value, value if proved else best)

    def _settled(self, step: Step, value: int | None, bound: int | None) -> tuple[int | None, int, bool]:
        """A bound is never shown worse than the value it bounds, nor missing."""
        if value is None:
            return None, 0, False
        if bound is None:
            bound = self._trivial_bound(step)
        return value, bound, bound == value

    def _trivial_bound(self, step: Step) -> int:
        """The best the expression can be by the domains of its variables alone."""
        outcome = run(self.draft, step.expression, step.sense, options=Options(seconds=5, workers=1), seconds=5)
        return outcome.bound if outcome.bound is not None else 0

    def _run(self, step: Step, bound: int | None, seconds: float) -> Run:
        known: dict[str, int | None] = {"value": None, "bound": bound}

        def news(value: int | None, better: int | None) -> None:
            known["value"] = value if value is not None else known["value"]
            known["bound"] = better if better is not None else known["bound"]
            self.tell(step, known["value"], known["bound"], "CP-SAT on the whole model")

        outcome = run(
            self.draft,
            step.expression,
            step.sense,
            options=self.options,
            seconds=min(seconds, self.left),
            limits=self.limits,
            hint=self.solution,
            bound=bound,
            news=news,
            stop=self.stop,
        )
        self.spent += outcome.effort
        return outcome

    def _complete(self, step: Step) -> None:
        """Give the variables that the step's expression brought along their values in the best solution."""
        variables = len(self.draft.model.proto.variables)
        if len(self.solution) == variables:
            return
        outcome = run(
            self.draft,
            step.expression,
            step.sense,
            options=Options(seconds=20, seed=self.options.seed, workers=1, deterministic=self.options.deterministic),
            seconds=20,
            fixed=dict(enumerate(self.solution)),
        )
        if outcome.solution:
            self.solution = outcome.solution

    def _keep(self, plan: Plan, solution: list[int]) -> None:
        breaches = verify(self.book, plan)
        if breaches:
            listing = "\n".join(str(breach) for breach in breaches[:20])
            raise UnverifiedPlanError(f"the solver's plan breaks {len(breaches)} rules:\n{listing}")
        self.plan, self.solution = plan, solution
