"""`solve`: which search a book gets, and what leaves the house.

How it works is told in docs/search.md: a min-cost flow bounds what can be; small books are solved and proved whole by
CP-SAT; larger ones get dates for their movable phases first and are then staffed piece by piece; and the independent
checker sees each plan before anybody else does.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event

from engine.compile import compile_plan, plan_axes, plan_grid
from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.grid import Grid
from engine.outcome import Options, Outcome, Progress, Result, TierResult
from engine.plan import Plan
from engine.search.diagnose import Diagnosis, diagnose, possible
from engine.search.hints import hinted_solution, kept_dates
from engine.search.linear import LinearBound
from engine.search.placement import place
from engine.search.projects import ProjectSearch, search_projects
from engine.search.relax import Relaxation
from engine.search.staffing.search import StaffingSearch, suits
from engine.search.start import first_solution
from engine.search.tiers import Clock, Impossible, Listener, TierSearch
from engine.search.widen import widened

Search = TierSearch | ProjectSearch | StaffingSearch
SMALL_PAIRS = 300
"""More pairs of a demand and somebody who could do it than so many are left to dives, where these know the rules."""
SMALL_CELLS = 700
"""Up to so many cells CP-SAT is trusted to prove a book whole."""
MOST_NAMED = 5
"""So many demands are named where no conflict was found in time."""
DATED_GOALS = {"finish"}
"""Goals that are about when phases run, and not about staffing."""


def solve(
    scenario: Scenario | Book,
    options: Options | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
    hint: Plan | None = None,
) -> Result:
    """The best plan that can be found and proved within the options.

    ``hint`` is a plan of a nearby scenario to begin from; what of it does not fit here is dropped.
    ``progress`` is called with news, also from other threads; ``stop`` ends the search soon after it is set,
    keeping the best plan. Raises UnverifiedPlanError if the checker rejects a plan: a bug of ours, never the
    scenario's.
    """
    book = scenario if isinstance(scenario, Book) else Book(scenario)
    clock = Clock(options or Options(), stop)
    try:
        search = _search(book, clock, progress, hint)
    except Impossible:
        found = diagnose(book, clock.options, max(10.0, clock.left), stop)
        return Result(
            Outcome.IMPOSSIBLE,
            None,
            conflicts=found.conflicts,
            reason=_blamed(found),
            seconds=clock.now,
            seed=clock.options.seed,
        )
    if search.plan is None:
        stopped = stop is not None and stop.is_set()
        reason = (
            "The search was stopped before it found a plan."
            if stopped
            else f"No plan was found within {clock.options.seconds:g} s; more time may find one."
        )
        return Result(Outcome.NOTHING_FOUND, None, reason=reason, seconds=clock.now, seed=clock.options.seed)
    return _finished(book, search, clock)


def _blamed(found: Diagnosis) -> str:
    """A sentence on an impossible book; it names demands where there was no time to name the rules that clash."""
    if found.conflicts or not found.demands:
        return "No plan can keep all the rules."
    named = ", ".join(found.demands[:MOST_NAMED]) + (", ..." if len(found.demands) > MOST_NAMED else "")
    return f"No plan can keep all the rules: what must be staffed of {named} cannot be, whatever else is planned."


def _search(book: Book, clock: Clock, listener: Listener | None, hint: Plan | None) -> Search:
    """A search that has run. Raises Impossible."""
    projects = search_projects(book, clock, listener)
    if projects is not None:
        return projects
    if suits(book) and not _dated(book) and not _penalties_move(book):
        staffing = _by_dives(book, clock, listener, hint)
        if staffing is not None:
            return staffing
    grid = plan_grid(book)
    relaxation = Relaxation(grid)
    if len(grid.cells) > SMALL_CELLS and not _dated(book):
        search = _by_pieces(book, grid, relaxation, clock, listener, hint)
        if search is not None:
            return search
    search = TierSearch(book, compile_plan(grid), relaxation, clock, listener, whole=True)
    solution = None if hint is None else hinted_solution(search.draft, hint, clock.options.seed)
    if solution is not None:
        search.offer(solution)
    search.search()
    return search


def _by_dives(book: Book, clock: Clock, listener: Listener | None, hint: Plan | None) -> StaffingSearch | None:
    """Dates first, then staffing by dives; None where the book is small enough to be solved whole, or no dates fit."""
    if plan_axes(book)[1].sum() <= SMALL_PAIRS:
        return None
    spans: dict[str, tuple[int, int]] = {}
    if any(not phase.fixed for phase in book.phases.values()):
        near = None if hint is None else kept_dates(book, hint)
        found = place(book, plan_grid(book), clock.options.seed, 600, _after(clock, 0.3), near)
        if found is None:
            return None
        spans = found
    search = StaffingSearch(book, book.placed(spans) if spans else book, spans, clock, listener)
    if hint is not None:
        search.begin_from(hint)
    search.search()
    return search


def _by_pieces(
    book: Book, grid: Grid, relaxation: Relaxation, clock: Clock, listener: Listener | None, hint: Plan | None
) -> TierSearch | None:
    """Dates first, then staffing piece by piece; None where no first plan was found this way."""
    movable = any(not phase.fixed for phase in book.phases.values())
    for attempt in range(3 if movable else 1):
        placed_grid = grid
        if movable:
            near = None if hint is None or attempt else kept_dates(book, hint)
            spans = place(book, grid, clock.options.seed + attempt, 600, _after(clock, 0.1), near)
            if spans is None:
                return None
            placed_grid = plan_grid(book.placed(spans))
        search = TierSearch(book, compile_plan(placed_grid), relaxation, clock, listener, whole=False)
        try:
            solution = None if hint is None else hinted_solution(search.draft, hint, clock.options.seed)
            if solution is None:
                solution = first_solution(search, max(1.0, clock.left / 3))
        except Impossible:
            # Other dates may do; unless what must be staffed cannot be, whenever phases run.
            if not movable or possible(book, clock.options, clock.left / 4, clock.stop) is False:
                raise
            continue
        if solution is None:
            return None
        search.offer(solution)
        search.penalties_move = _penalties_move(book)
        search.linear = None if search.penalties_move else _linear(book, search)
        search.search()
        return search
    return None


def _after(clock: Clock, share: float) -> Callable[[], bool]:
    """Asks whether a share of all the time has passed from now on, or somebody said stop."""
    until = clock.now + clock.options.seconds * share
    return lambda: clock.stopped or clock.now > until


def _linear(book: Book, search: TierSearch) -> LinearBound | None:
    """Linear bounds: on the search's own model where nothing moves, else on the widened book's."""
    if all(phase.fixed for phase in book.phases.values()):
        return LinearBound.of(search.steps, search.rows, search.options.seed)
    wide = widened(book)
    return None if wide is None else LinearBound(wide, search.options.seed)


def _dated(book: Book) -> bool:
    """Whether some goal depends on when movable phases run; or nothing ties their work to when they do."""
    named = {goal for tier in book.policy.tiers for goal in tier.weights}
    together = bool(named & DATED_GOALS) or "work_window" in book.policy.rules_off
    return together and any(not phase.fixed for phase in book.phases.values())


def _penalties_move(book: Book) -> bool:
    """Whether some goal counts penalties that depend on when movable phases run: dates that were decided beforehand
    then bound nothing, and only the network, which leaves penalties out, does."""
    margin = any("margin" in tier.weights for tier in book.policy.tiers)
    return margin and any(phase.project.deadline_penalty for phase in book.phases.values() if not phase.fixed)


def _finished(book: Book, search: Search, clock: Clock) -> Result:
    plan = search.plan
    assert plan is not None
    tiers = tuple(_told(result, search.measure(number, plan)) for number, result in enumerate(search.results))
    complete = len(tiers) == len(book.policy.tiers) and all(tier.proved for tier in tiers)
    return Result(
        Outcome.PROVED_BEST if complete else Outcome.BEST_SO_FAR,
        plan,
        tiers=tiers,
        seconds=clock.now,
        seed=clock.options.seed,
        price_of_fairness=_price(tiers),
    )


def _told(result: TierResult, final: int) -> TierResult:
    """The tier with what the finished plan makes of it: later tiers may have given some up, or found better."""
    if abs(result.bound - final) < abs(result.bound - result.value) and not result.proved:
        return replace(result, value=final, final=final, proved=final == result.bound and not result.stages)
    return replace(result, final=final)


def _price(tiers: Sequence[TierResult]) -> float | None:
    """What share of the billable tier's value the fair tier and those after it gave up."""
    names = [tier.goal for tier in tiers]
    if "billable" not in names or "fair" not in names or names.index("fair") < names.index("billable"):
        return None
    billable = tiers[names.index("billable")]
    if billable.final is None or not billable.value:
        return None
    return (billable.value - billable.final) / billable.value
