"""Books of seats: dates first as intervals and cumulatives, people afterwards, and the checker sees the plan.

In an agency: a programme of workshops, shoots and site weeks; when is it all done, who sits where, with how few people?

A book is searched here when all its work is seats that must be filled, on one calendar, and its goals are `finish`,
`cost` or `team` after `delivered` (`projects_tasks`). The tasks leave other rules out, so their bounds hold in any such
book, and their answer is a plan where the checker finds no breach. Where it finds one, the dates are kept and the
compiled model seats the people under every rule; and where that cannot be, the book is searched as any other.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from engine.compile import compile_plan, plan_grid
from engine.domain.book import Book
from engine.domain.policy import Tier
from engine.goals import GOALS, tier_value
from engine.model.expression import LinearExprT
from engine.outcome import Progress, TierResult
from engine.plan import Plan
from engine.search.projects_load import finish_bound
from engine.search.projects_model import Answer, SeatModel
from engine.search.projects_people import plan_of
from engine.search.projects_run import Found, minimise
from engine.search.projects_start import first_answers
from engine.search.projects_tasks import Tasks, tasks_of
from engine.search.projects_team import smaller_teams, team_bound
from engine.search.relax import Relaxation
from engine.search.steps import give_up
from engine.search.tiers import Clock, Impossible, Listener, TierSearch
from engine.verify import verify

__all__ = ["ProjectSearch", "search_projects"]

PACKED = 3000
"""Most plans that are packed before the solver begins; in deterministic mode a tenth of them."""


MOVES = 300_000
"""In deterministic mode, so many moves of a seat make a minute of effort."""


class News(Protocol):
    """Called with an answer or a bound of the tasks, and where it comes from."""

    def __call__(self, answer: Answer | None, bound: int | None, source: str) -> None: ...


@dataclass
class Best:
    """The best answer to one tier so far, in the objective of the tasks."""

    answer: Answer | None = None
    value: int | None = None
    bound: int | None = None

    @property
    def proved(self) -> bool:
        """Nothing better exists."""
        return self.value is not None and self.value == self.bound


@dataclass(frozen=True)
class Kept:
    """What an earlier tier asks of later ones: its objective, in positions, cost units or people, at most this."""

    goal: str
    most: int


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
        self._single = all(len(need.groups) == 1 for task in tasks.tasks for need in task.needs)

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
            best = self._tier(number, goal, self.clock.left / (1 + 0.5 * later))
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

    def _tier(self, number: int, goal: str, seconds: float) -> Best:
        until = self.clock.left - seconds
        best = Best()

        def left() -> float:
            return self.clock.left - until

        def news(answer: Answer | None, bound: int | None, source: str) -> None:
            if bound is not None and (best.bound is None or bound > best.bound):
                best.bound = bound
            if answer is not None:
                value = self._value(goal, answer)
                if best.value is None or value < best.value:
                    best.answer, best.value = answer, value
            self._tell(number, goal, best, source)

        if self._answer is not None:
            news(self._answer, None, "starting")
        if goal == "finish":
            news(None, finish_bound(self.tasks), "load and longest chain bound the tier")
            self._pack(best, news, left)
            if best.answer is not None and not self._checked(best.answer):
                # Other rules have a say: keep time for seating people under all of them.
                until += 0.6 * left()
            self._dates(best, news, left)
        if goal == "team":
            news(None, team_bound(self.tasks), "the busiest moment bounds the tier")
            self._shrink(best, news, left)
        self._seat(goal, best, news, left)
        return best

    def _conclude(self) -> None:
        """The results of all tiers, measured on the plan."""
        assert self.plan is not None
        for number, tier in enumerate(self.book.policy.tiers):
            [goal] = tier.weights
            value = self.measure(number, self.plan)
            bound = self._bounds.get(number, 0)
            scale = GOALS[goal].scale
            self.results.append(TierResult(goal, GOALS[goal].unit, value, bound, value == bound, scale))

    # -- the steps of a tier --------------------------------------------------------------------------

    def _pack(self, best: Best, news: News, left: Callable[[], float]) -> None:
        """First answers, task by task."""
        options = self.clock.options
        if self._answer is not None:
            return
        start = left()
        most = PACKED // 10 if options.deterministic else PACKED

        def enough() -> bool:
            late = not options.deterministic and left() < 0.9 * start
            return late or best.proved or self.clock.stopped

        for answer in first_answers(self.tasks, options.seed, enough, most):
            news(answer, None, "tasks are packed one by one, back and forth")

    def _shrink(self, best: Best, news: News, left: Callable[[], float]) -> None:
        """Ever smaller teams, where every date is fixed and no earlier tier limits who is taken."""
        options = self.clock.options
        if not self.tasks.stands or self._kept or self.clock.stopped:
            return
        start, most = left(), round(MOVES * min(1.0, left() / 60))
        for answer in smaller_teams(
            self.tasks,
            0 if best.bound is None else best.bound,
            options.seed,
            lambda moves: (moves > most if options.deterministic else left() < 0.4 * start) or self.clock.stopped,
        ):
            news(answer, None, "seats change hands until a smaller team can do it")

    def _dates(self, best: Best, news: News, left: Callable[[], float]) -> None:
        """Dates by cumulatives alone, people left out: a bound, and often dates that people can keep."""
        if self._single or best.proved or self.clock.stopped or left() <= 0 or self._kept:
            return
        source = "CP-SAT looks for dates that leave enough people of every kind"
        seats = SeatModel(self.tasks, self.tasks.horizon if best.value is None else best.value, people=False)
        seats.bound(best.bound)
        if best.answer is not None:
            seats.hint(best.answer)
        dated: list[Answer] = []

        def dates(answer: Answer | None, bound: int | None) -> None:
            if answer is not None:
                dated.append(answer)
            news(None, bound, source)

        found = self._run(seats, seats.finish, 0.25 * left(), dates, patience=0.1 * left())
        if found.impossible and best.answer is None:
            raise Impossible
        if dated and (best.value is None or self.tasks.finish(dated[-1].starts) < best.value):
            fixed = SeatModel(self.tasks.placed(dated[-1].starts), self.tasks.horizon)
            self._run(fixed, 0, 0.1 * left(), lambda answer, bound: news(answer, None, source))

    def _seat(self, goal: str, best: Best, news: News, left: Callable[[], float]) -> None:
        """Dates and people together: first by neighbourhoods, then by those parts of the solver that prove."""
        for provers in (False, True):
            if best.proved or self.clock.stopped or left() <= 0:
                return
            source = "CP-SAT closes the gap from below" if provers else "CP-SAT places tasks and people"
            seats = self._model(goal, best)
            found = self._run(
                seats,
                seats.objective(goal),
                left(),
                partial(news, source=source),
                patience=None if provers else 0.25 * left(),
                provers=provers,
            )
            if found.impossible and best.answer is None:
                raise Impossible
            if found.proved and best.value is not None:
                news(None, best.value, source)

    def _model(self, goal: str, best: Best) -> SeatModel:
        """The model of a tier: nothing worse than its best answer, earlier tiers kept."""
        finish = goal == "finish" and best.value is not None
        most = best.value if finish and best.value is not None else self._positions()
        team = any(name == "team" for name in (goal, *(kept.goal for kept in self._kept)))
        seats = SeatModel(self.tasks, most, team=team)
        seats.bound(best.bound, seats.objective(goal))
        for kept in self._kept:
            seats.model.add(seats.objective(kept.goal) <= kept.most)
        if best.answer is not None:
            seats.hint(best.answer)
        return seats

    def _run(
        self,
        seats: SeatModel,
        objective: LinearExprT,
        seconds: float,
        news: Callable[[Answer | None, int | None], None],
        patience: float | None = None,
        provers: bool = False,
    ) -> Found:
        options = self.clock.options
        if options.deterministic and patience is not None:
            seconds, patience = 0.6 * seconds, None
        found = minimise(
            seats,
            objective,
            options=options,
            seconds=min(seconds, self.clock.left),
            news=news,
            stop=lambda: self.clock.stop is not None and self.clock.stop.is_set(),
            patience=patience,
            provers=provers,
        )
        self.clock.spent += found.effort
        if found.bound is not None:
            news(None, found.bound)
        return found

    # -- values ---------------------------------------------------------------------------------------

    def _value(self, goal: str, answer: Answer) -> int:
        return self.tasks.worth(goal, answer.seats, answer.starts)

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

    def _positions(self) -> int:
        """Within how many positions all must be finished."""
        return min([self.tasks.horizon, *(kept.most for kept in self._kept if kept.goal == "finish")])

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
