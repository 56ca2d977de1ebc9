"""Books of seats: tasks are searched tier by tier, people get their seats, and the checker sees the plan.

In an agency: a programme of workshops, shoots and site weeks; when is it all done, who sits where, with how few people?

A book is searched here when all its work is seats that must be filled, on one calendar, and its goals are `finish`,
`cost` or `team` after `delivered` (`projects_tasks`); how a tier is searched stands in `projects_steps`. Tasks leave
other rules out, so their bounds hold in any such book, and their answer is a plan where the checker finds no breach.
Where it finds one, the dates are kept and the compiled model seats the people under every rule; and where that cannot
be, the book is searched as any other.
"""

from bisect import bisect_left
from functools import partial

from engine.compile import compile_plan, plan_grid
from engine.domain.book import Book
from engine.domain.policy import Tier
from engine.goals import GOALS, tier_value
from engine.outcome import Progress, TierResult
from engine.plan import Plan
from engine.search.projects_model import Answer, Best
from engine.search.projects_people import plan_of
from engine.search.projects_steps import Kept, TierSteps
from engine.search.projects_tasks import Tasks, tasks_of
from engine.search.relax import Relaxation
from engine.search.steps import give_up
from engine.search.tiers import Clock, Impossible, Listener, TierSearch
from engine.verify import verify

__all__ = ["ProjectSearch", "search_projects"]

LATER_TIER = 0.5
"""A later tier's share of the time, beside 1 of the tier at hand: it begins with a plan, and mostly has less to do."""


class ProjectSearch:
    """Works through the tiers of a book of seats; `plan` is the checked plan of the best answer."""

    def __init__(self, book: Book, tasks: Tasks, clock: Clock, listener: Listener | None) -> None:
        self.book = book
        self.tasks = tasks
        self.clock = clock
        self.plan: Plan | None = None
        self.results: list[TierResult] = []
        self._listener = listener
        self._answer: Answer | None = None
        self._bounds: dict[int, int] = {}
        self._kept: list[Kept] = []

    def measure(self, number: int, plan: Plan) -> int:
        """What a tier is worth in a plan, in its goal's whole units."""
        return tier_value(self.book, plan, self.book.policy.tiers[number])

    # -- tiers ----------------------------------------------------------------------------------------

    def search(self) -> bool:
        """Optimise every tier in order. False when an answer was found that is no plan of the book."""
        tiers = self.book.policy.tiers
        for number, tier in enumerate(tiers):
            [goal] = tier.weights
            if goal == "delivered":
                self._bounds[number] = 0
                continue
            later = len(tiers) - number - 1
            seconds = self.clock.left / (1 + LATER_TIER * later)
            tell = partial(self._tell, number, goal)
            steps = TierSteps(self.tasks, goal, self._kept, self.clock, seconds, tell, self._checked)
            steps.run(self._answer)
            best = steps.best
            if best.answer is None or best.value is None:
                return True
            self._answer = best.answer
            if best.bound is not None:
                self._bounds[number] = self._told(goal, best.bound)
            if not self._checked(best.answer):
                return False
            self._kept.append(Kept(goal, self._most(tier, number, goal, best.value)))
        self._conclude()
        return True

    def _conclude(self) -> None:
        """The results of all tiers, measured on the plan."""
        assert self.plan is not None
        for number, tier in enumerate(self.book.policy.tiers):
            [goal] = tier.weights
            value = self.measure(number, self.plan)
            bound = self._bounds.get(number, 0)
            scale = GOALS[goal].scale
            self.results.append(TierResult(goal, GOALS[goal].unit, value, bound, value == bound, scale))

    # -- values ---------------------------------------------------------------------------------------

    def _told(self, goal: str, bound: int) -> int:
        """A bound of the tasks in the goal's own units: positions become days."""
        if goal != "finish":
            return bound
        fixed = [p.last + 1 for p in self.book.phases.values() if p.fixed and p.project.status != "tentative"]
        moved = self.tasks.days[bound - 1] + 1 if bound else 0
        return max([moved, *fixed])

    def _most(self, tier: Tier, number: int, goal: str, value: int) -> int:
        """What later tiers must keep."""
        assert self.plan is not None
        measured = self.measure(number, self.plan)
        given = measured + give_up(tier, GOALS[goal].scale, measured)
        return bisect_left(self.tasks.days, given) if goal == "finish" else value + given - measured

    def _tell(self, number: int, goal: str, best: Best, source: str) -> None:
        if self._listener is not None:
            scale = GOALS[goal].scale
            shown = [None if n is None else self._told(goal, n) / scale for n in (best.value, best.bound)]
            self._listener(Progress(number, goal, shown[0], shown[1], self.clock.now, source))

    # -- plans ----------------------------------------------------------------------------------------

    def _checked(self, answer: Answer) -> bool:
        """The answer as a plan, if the checker finds no breach in it."""
        plan = plan_of(self.book, self.tasks, answer)
        if verify(self.book, plan):
            return False
        self.plan = plan
        return True

    def seat_again(self) -> bool:
        """Every rule of the book at the dates of the last answer. False where nobody can be seated then."""
        assert self._answer is not None
        spans = self.tasks.spans(self._answer.starts)
        placed = self.book.placed({key: span for key, span in spans.items() if not self.book.phases[key].fixed})
        grid = plan_grid(placed)
        inner = TierSearch(self.book, compile_plan(grid), Relaxation(grid), self.clock, None, whole=True)
        try:
            inner.search()
        except Impossible:
            return False
        self.plan = inner.plan
        if self.plan is None:
            return False
        self._conclude()
        return True


def search_projects(book: Book, clock: Clock, listener: Listener | None) -> ProjectSearch | None:
    """A search that has run; None where the book is of another kind, or its rules leave no plan at the dates found.

    Raises Impossible where there is no plan at all.
    """
    tasks = tasks_of(book)
    if tasks is None:
        return None
    search = ProjectSearch(book, tasks, clock, listener)
    return search if search.search() or search.seat_again() else None
