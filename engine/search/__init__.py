"""The search: from a scenario to a verified plan with a proof of how good it is.

`solve` is the one doorway. How it works is told in docs/search.md: a min-cost flow bounds what can be, the
CP-SAT model of the whole book finds and proves plans tier by tier, and the independent checker sees each plan before
anybody else does.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event
from time import monotonic

from engine.compile import compile_plan, plan_grid
from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.outcome import Options, Outcome, Progress, Result, TierResult
from engine.search.diagnose import conflicts
from engine.search.relax import Relaxation
from engine.search.tiers import Impossible, TierSearch

__all__ = ["solve"]


def solve(
    scenario: Scenario | Book,
    options: Options | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
) -> Result:
    """The best plan that can be found and proved within the options.

    ``progress`` is called with news from solver threads; ``stop`` ends the search soon after it is set, keeping
    the best plan. Raises UnverifiedPlanError if the checker rejects a plan: a bug of ours, never the scenario's.
    """
    started = monotonic()
    book = scenario if isinstance(scenario, Book) else Book(scenario)
    options = options or Options()
    draft = compile_plan(plan_grid(book))
    search = TierSearch(draft, Relaxation(draft), options, progress, stop, started)
    try:
        search.search()
    except Impossible:
        found = conflicts(book, options, max(10.0, search.left), stop)
        return Result(
            Outcome.IMPOSSIBLE,
            None,
            conflicts=found,
            reason="No plan can keep all the rules.",
            seconds=monotonic() - started,
            seed=options.seed,
        )
    if search.plan is None:
        stopped = stop is not None and stop.is_set()
        reason = "The search was stopped before it found a plan." if stopped else (
            f"No plan was found within {options.seconds:g} s; more time may find one."
        )
        return Result(
            Outcome.NOTHING_FOUND, None, reason=reason, seconds=monotonic() - started, seed=options.seed
        )
    return _finished(book, search, options, monotonic() - started)


def _finished(book: Book, search: TierSearch, options: Options, seconds: float) -> Result:
    plan = search.plan
    assert plan is not None
    tiers = tuple(
        replace(result, final=search.measure(number, plan)) for number, result in enumerate(search.results)
    )
    complete = len(tiers) == len(book.policy.tiers) and all(tier.proved for tier in tiers)
    return Result(
        Outcome.PROVED_BEST if complete else Outcome.BEST_SO_FAR,
        plan,
        tiers=tiers,
        seconds=seconds,
        seed=options.seed,
        price_of_fairness=_price(book, tiers),
    )


def _price(book: Book, tiers: Sequence[TierResult]) -> float | None:
    """What share of the billable tier's value the fair tier and those after it gave up."""
    names = [tier.goal for tier in tiers]
    if "billable" not in names or "fair" not in names or names.index("fair") < names.index("billable"):
        return None
    billable = tiers[names.index("billable")]
    if billable.final is None or not billable.value:
        return None
    return (billable.value - billable.final) / billable.value
