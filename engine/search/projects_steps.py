"""The steps of one tier of a book of seats: from first plans and bounds to dates, teams and proof.

In an agency: book the list by hand first; then ask whether it could be over sooner, or with fewer people, at all.

Each step begins with the best answer and bound of those before it, and is left out where it has nothing to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import sleep
from typing import TypeVar

from engine.model.expression import LinearExprT
from engine.search.projects_breed import Herds
from engine.search.projects_deepening import Deepening, can_deepen
from engine.search.projects_ends import Ends
from engine.search.projects_load import finish_bound
from engine.search.projects_model import Answer, Best, SeatModel
from engine.search.projects_parallel import Parallel, Weighing, Weights, weigh
from engine.search.projects_run import Found, Model, News, minimise
from engine.search.projects_share import Shares, Sharing, shared
from engine.search.projects_shrinking import shrink
from engine.search.projects_tasks import Tasks
from engine.search.projects_team import team_bound
from engine.search.tiers import Clock, Impossible

__all__ = ["Kept", "TierSteps"]

T = TypeVar("T")

BOOKINGS, SEATED_BOOKINGS, NODES = 10_000_000, 1_000_000, 500_000
"""In deterministic mode, so many bookings of a task make a second of effort, fewer where they also seat people, and so
many nodes of a depth-first search. With one worker, nodes are counted too."""
SEEDS_APART = 1000
"""Seeds of some herds lie so far from those of the next."""

# Shares of the time that a tier has left when a step begins; what a step does not use is there for the next one.
PACKING, WEIGHING, BREEDING = 0.1, 0.15, 0.75
PACKING_PATIENCE, GLANCING, GLANCING_PATIENCE = 0.02, 0.1, 0.05
"""Packing and CP-SAT for a moment: much is solved by then."""
CLOSING, CLOSING_PATIENCE, CLOSING_LAST = 0.7, 0.15, 0.6
"""Questions about the end, soon and for a moment; and once more, for longer, after the other steps."""
CLOSE, CLOSE_PATIENCE = 2, 0.6
"""Where bound and best are so close, the next answer may be the last one, and is worth waiting for."""
DEEPENING, DEEPENING_PATIENCE = 0.4, 0.1
DEEPENING_GAP = 0.25
"""Where the bound is further off than that, depth first gets nowhere."""
LOOK_SECONDS = 0.05
SHARING, SHARING_PATIENCE, SHARING_GAP = 0.4, 0.1, 0.03
"""Where shares that stand end so much later than what is known, others are not tried."""
SHARED, DATED, DATED_PATIENCE = 0.05, 0.1, 0.02
"""For one dealing out of the work, and for the dates of it."""
KEPT_BACK = 0.6
"""For seating people under every rule, where other rules than those of the tasks have a say."""
DATING, DATED_SEATS = 0.25, 0.02
DATING_PATIENCE, SEATING_PATIENCE, BREEDING_PATIENCE = 0.1, 0.25, 0.25
"""So long without a better answer, and CP-SAT, or breeding, is stopped."""
DETERMINISTIC_SEATING, DETERMINISTIC_BREEDING = 0.6, 0.3
"""What a step with patience gets in deterministic mode, where no clock can say that nothing better came."""


@dataclass(frozen=True)
class Kept:
    """What an earlier tier asks of later ones: its objective, in positions, cost units or people, at most this."""

    goal: str
    most: int


class TierSteps:
    """Works on one tier for so many seconds; `best` is what it has found.

    ``tell`` is called with `best` and the part that speaks whenever one of them spoke; ``holds`` says whether an answer
    is a plan of the book under all of its rules.
    """

    def __init__(
        self,
        tasks: Tasks,
        goal: str,
        kept: Sequence[Kept],
        clock: Clock,
        seconds: float,
        tell: Callable[[Best, str], None],
        holds: Callable[[Answer], bool],
    ) -> None:
        self.best = Best()
        self._tasks, self._goal, self._kept, self._clock = tasks, goal, kept, clock
        self._until = clock.left - seconds
        self._weights: Weights | None = None
        self._herds: Herds | None = None
        self._begun = 0
        self._tell, self._holds = tell, holds

    @property
    def left(self) -> float:
        """Seconds (or effort) left to the tier."""
        return self._clock.left - self._until

    def run(self, start: Answer | None) -> None:
        """All steps, from the answer of the tier before. Raises Impossible where there is no answer at all."""
        if start is not None:
            self._news(start, None, "starting")
        if self._goal == "finish":
            self._news(None, finish_bound(self._tasks), "load and longest chain bound the tier")
            self._begin(pack=start is None)
            if self.best.answer is not None and not self._holds(self.best.answer):
                self._until += KEPT_BACK * self.left
            if start is None:
                self._share_out()
            self._glance()
            self._close_in(CLOSING)
            if not self._deepen():
                self._dates()
            if start is None and not self.best.proved:
                self._breed(BREEDING, BREEDING_PATIENCE)
            self._close_in(CLOSING_LAST, last=True)
        if self._goal == "team":
            self._news(None, team_bound(self._tasks), "the busiest moment bounds the tier")
            if self._tasks.stands and not self._kept:
                shrink(self._tasks, self.best, self._clock, self.left, self._news)
        self._seat()

    def _news(self, answer: Answer | None, bound: int | None, source: str) -> None:
        """Keep what is better, and tell."""
        best = self.best
        if bound is not None and (best.bound is None or bound > best.bound):
            best.bound = bound
        if answer is not None:
            value = self._tasks.worth(self._goal, answer.seats, answer.starts)
            if best.value is None or value < best.value:
                best.answer, best.value = answer, value
        self._tell(best, source)

    def _bounded(self, source: str, _: object, bound: int | None) -> None:
        """What is found is no answer to the tier, but what bounds it bounds the tier."""
        self._news(None, bound, source)

    def _begin(self, pack: bool) -> None:
        """First answers, and beside them a bound from what can be done at the same time."""
        clock, start = self._clock, self.left
        if self.best.proved:
            return
        if clock.options.deterministic or clock.options.workers < 2:
            parallel = Parallel(self._tasks)
            self._weigh(weigh(parallel, lambda best: clock.stopped or parallel.effort > WEIGHING * start))
            clock.spent += parallel.effort
            if pack:
                self._breed(PACKING, PACKING_PATIENCE)
            return
        weighing = Weighing(self._tasks)
        if pack:
            self._breed(PACKING, PACKING_PATIENCE)
        over = self.best.proved or clock.stopped
        weighing.finish(0.0 if over else WEIGHING * start - (start - self.left))
        self._weigh(weighing.weights)

    def _weigh(self, weights: Weights | None) -> None:
        """Weights of tasks that run together, where they bound more than was known."""
        if weights is not None and weights.bound > (self.best.bound or 0):
            self._weights = weights
            self._news(None, weights.bound, "what can be done at the same time bounds the tier")

    def _breed(self, share: float, patience: float, shares: Shares | None = None) -> int | None:
        """Ever better plans, from pairs of them; with ``shares``, such that keep to these. Returns the best finish."""
        clock, start, better = self._clock, self.left, self.left
        deterministic, most, spent = clock.options.deterministic, DETERMINISTIC_BREEDING * share * start, 0.0
        tasks = self._tasks if shares is None else shared(self._tasks, shares)
        least = 0 if shares is None else finish_bound(tasks)

        def enough(bookings: int) -> bool:
            nonlocal spent
            spent = bookings / (BOOKINGS if tasks.single else SEATED_BOOKINGS)
            late = self.left < max((1 - share) * start, better - patience * start)
            done = self.best.value is not None and self.best.value <= max(least, self.best.bound or 0)
            return (spent > most if deterministic else late) or done or clock.stopped

        finish: int | None = None
        for found in self._herds_of(tasks).answers(enough):
            answer = found if shares is None else Answer(found.starts, dict(shares))
            better, finish = self.left, tasks.finish(answer.starts)
            self._news(answer, None, "tasks are packed one by one, and plans are crossed")
        clock.spent += spent
        return finish

    def _herds_of(self, tasks: Tasks) -> Herds:
        """Those of the tier's own tasks go on where they stopped; other tasks get new ones."""
        if tasks is self._tasks and self._herds is not None:
            return self._herds
        self._begun += 1
        options = self._clock.options
        herds = Herds(tasks, options.seed + self._begun * SEEDS_APART, 1 if options.deterministic else options.workers)
        if tasks is self._tasks:
            self._herds = herds
        return herds

    def _share_out(self) -> None:
        """Who does what first, as evenly as can be, and then when; other shares follow while that pays."""
        clock, start, best, source = self._clock, self.left, self.best, "the work is shared out, then dated"
        heard, turn, far = start, 0, False
        while not (self._tasks.single or best.proved or clock.stopped or self.left < (1 - SHARING) * start):
            if heard - self.left > SHARING_PATIENCE * start or far:
                break
            before, turn = (best.value, best.bound), turn + 1
            most = self._tasks.horizon if best.value is None else best.value - 1
            sharing = Sharing(self._tasks, best.bound or 0, most)
            news = partial(self._bounded, source)
            found = self._run(sharing, sharing.finish, SHARED * start, news, turn=turn)
            if found.impossible:
                if best.answer is None:
                    raise Impossible
                self._news(None, best.value, source)
            elif found.answer is not None:
                ended = self._breed(DATED, DATED_PATIENCE, found.answer)
                far = ended is not None and best.value is not None and ended > (1 + SHARING_GAP) * best.value
            heard = self.left if before != (best.value, best.bound) else heard

    def _close_in(self, share: float, last: bool = False) -> None:
        """Whether it can be over by the bound, and sooner than by the best answer.

        Until no question was answered for long; ``last``, for as long as its share goes, in other ways than before.
        """
        best, clock, start, source = self.best, self._clock, self.left, "CP-SAT is asked whether it can be over by then"
        if best.value is None or best.bound is None or best.proved or clock.stopped or self._kept:
            return
        ends = Ends(self._tasks, self._weights, best.bound, best.value, clock.options, int(last))
        deterministic, heard = clock.options.deterministic, start
        alone = deterministic or clock.options.workers < 2
        # One after the other, both have to have their turn before patience ends.
        ends.start((min(share, 2 * CLOSING_PATIENCE) if alone and not last else share) * start, alone)
        while not (ends.over or ends.closed or clock.stopped):
            if not deterministic and self._hear(ends, source):  # what is heard on the way depends on the moment
                heard = self.left
            patience = CLOSE_PATIENCE if ends.value - ends.bound <= CLOSE else CLOSING_PATIENCE
            if not (alone or last) and heard - self.left > patience * start:
                break
            sleep(LOOK_SECONDS)
        ends.stop()
        clock.spent += ends.effort
        self._hear(ends, source)

    def _deepen(self) -> bool:
        """Depth first through the dates. Whether the bound is all that dates alone can say."""
        best, clock, start = self.best, self._clock, self.left
        if best.value is None or best.bound is None or best.proved or clock.stopped or self._kept:
            return False
        if best.value - best.bound > DEEPENING_GAP * best.value or not can_deepen(self._tasks):
            return False
        search = Deepening(self._tasks, self._weights, best.bound, best.value, clock.options.seed)
        deterministic = clock.options.deterministic
        alone = deterministic or clock.options.workers < 2
        # One after the other, both have to have their turn before patience ends.
        share = DEEPENING if deterministic else DEEPENING_PATIENCE
        search.start(round(share / 2 * start * NODES) if alone else None)
        heard = start
        while not (search.over or clock.stopped or self.left < (1 - DEEPENING) * start):
            # What is heard on the way depends on the moment, and so do the seats that are then looked for.
            if not deterministic and self._hear_of_dates(search):
                heard = self.left
            if heard - self.left > DEEPENING_PATIENCE * start:
                break
            sleep(LOOK_SECONDS)
        search.stop()
        clock.spent += search.nodes / NODES
        self._hear_of_dates(search)
        return search.ruled_out

    def _hear(self, search: Deepening | Ends, source: str) -> bool:
        """What a search in threads of its own has come to. Whether there was any news."""
        best = self.best
        before = (best.value, best.bound)
        if search.answer is not None and (best.value is None or search.value < best.value):
            self._news(search.answer, None, source)
        if best.bound is None or search.bound > best.bound:
            self._news(None, search.bound, source)
        return before != (best.value, best.bound)

    def _hear_of_dates(self, search: Deepening) -> bool:
        """The same of depth first, and dates that it found are seated."""
        best, source = self.best, "depth first through the dates"
        before = (best.value, best.bound)
        self._hear(search, source)
        for starts in search.take_dates()[-1:]:
            if best.value is None or self._tasks.finish(starts) < best.value:
                self._seat_at(starts, source)
        if best.value is not None and best.value < search.value:
            search.value = best.value
        return before != (best.value, best.bound)

    def _seat_at(self, starts: Sequence[int], source: str) -> None:
        """People for these dates, where they can be had."""
        fixed = SeatModel(self._tasks.placed(starts), self._tasks.horizon)
        self._run(fixed, 0, DATED_SEATS * self.left, lambda answer, bound: self._news(answer, None, source))

    def _dates(self) -> None:
        """Dates by cumulatives alone, people left out: a bound, and often dates that people can keep."""
        best, tasks = self.best, self._tasks
        if tasks.single or best.proved or self._clock.stopped or self.left <= 0 or self._kept:
            return
        source = "CP-SAT looks for dates that leave enough people of every kind"
        seats = SeatModel(
            tasks, tasks.horizon if best.value is None else best.value, people=False, weights=self._weights
        )
        seats.bound(best.bound)
        if best.answer is not None:
            seats.hint(best.answer)
        news, patience = partial(self._bounded, source), DATING_PATIENCE * self.left
        found = self._run(seats, seats.finish, DATING * self.left, news, patience)
        if found.impossible and best.answer is None:
            raise Impossible
        if found.answer is not None and (best.value is None or tasks.finish(found.answer.starts) < best.value):
            self._seat_at(found.answer.starts, source)

    def _glance(self) -> None:
        """Dates and people together for a moment, before other steps take their time."""
        self._place("CP-SAT places tasks and people", GLANCING * self.left, GLANCING_PATIENCE * self.left)

    def _seat(self) -> None:
        """Dates and people together: first by neighbourhoods, then by those parts of the solver that prove."""
        self._place("CP-SAT places tasks and people", self.left, SEATING_PATIENCE * self.left)
        self._place("CP-SAT closes the gap from below", self.left, None)

    def _place(self, source: str, seconds: float, patience: float | None) -> None:
        """The whole model of the tier for so long; without patience, by those parts of the solver that prove."""
        if self.best.proved or self._clock.stopped or self.left <= 0:
            return
        seats = self._model()
        found = self._run(
            seats,
            seats.objective(self._goal),
            seconds,
            partial(self._news, source=source),
            patience=patience,
            provers=patience is None,
            dates=self._goal == "finish",
        )
        if found.impossible and self.best.answer is None:
            raise Impossible
        if found.proved and self.best.value is not None:
            self._news(None, self.best.value, source)

    def _model(self) -> SeatModel:
        """The model of the tier: nothing worse than its best answer, earlier tiers kept."""
        best, goal = self.best, self._goal
        most = min([self._tasks.horizon, *(kept.most for kept in self._kept if kept.goal == "finish")])
        if goal == "finish" and best.value is not None:
            most = best.value
        team = any(name == "team" for name in (goal, *(kept.goal for kept in self._kept)))
        seats = SeatModel(self._tasks, most, team=team, weights=self._weights)
        if goal == "finish":
            seats.in_order_of_time()
        seats.bound(best.bound, seats.objective(goal))
        for kept in self._kept:
            seats.model.add(seats.objective(kept.goal) <= kept.most)
        if best.answer is not None:
            seats.hint(best.answer)
        return seats

    def _run(
        self,
        model: Model[T],
        objective: LinearExprT,
        seconds: float,
        news: News[T],
        patience: float | None = None,
        provers: bool = False,
        dates: bool = False,
        turn: int = 0,
    ) -> Found[T]:
        options, clock = self._clock.options, self._clock
        if options.deterministic and patience is not None:
            seconds, patience = DETERMINISTIC_SEATING * seconds, None
        found = minimise(
            model,
            objective,
            options=replace(options, seed=options.seed + turn),
            seconds=min(seconds, clock.left),
            news=news,
            stop=lambda: clock.stop is not None and clock.stop.is_set(),
            patience=patience,
            provers=provers,
            dates=dates,
        )
        clock.spent += found.effort
        if found.bound is not None:
            news(None, found.bound)
        return found
