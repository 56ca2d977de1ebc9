"""The steps of one tier of a book of seats: first plans, smaller teams, dates alone, dates and people, and proof.

In an agency: book the list by hand first; then ask whether it could be over sooner, or with fewer people, at all.

Each step begins with the best answer and bound of those before it, and is left out where it has nothing to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from engine.model.expression import LinearExprT
from engine.search.projects_breed import bred_answers, of_single_groups
from engine.search.projects_clique import MOST_LITERALS, CliqueProgram
from engine.search.projects_load import finish_bound
from engine.search.projects_model import Answer, SeatModel
from engine.search.projects_run import Found, News, minimise
from engine.search.projects_start import first_answers
from engine.search.projects_tasks import Tasks
from engine.search.projects_team import Seats, smaller_teams, team_bound
from engine.search.tiers import Clock, Impossible

__all__ = ["Best", "Kept", "TierSteps"]

PACKED = 3000
"""Most plans that are packed before the solver begins; in deterministic mode a tenth of them."""
MOVES, BOOKINGS = 300_000, 600_000_000
"""In deterministic mode, so many moves of a seat, or bookings of a task, make a minute of effort."""

# Shares of the time that a tier has left when a step begins; what a step does not use is there for the next one.
PACKING, BREEDING, SHRINKING = 0.1, 0.75, 0.8
KEPT_BACK = 0.6
"""For seating people under every rule, where other rules than those of the tasks have a say."""
DATING, DATED_SEATS = 0.25, 0.1
DATING_PATIENCE, SEATING_PATIENCE, BREEDING_PATIENCE = 0.1, 0.25, 0.25
"""So long without a better answer, and CP-SAT, or breeding, is stopped."""
DETERMINISTIC_SEATING, DETERMINISTIC_BREEDING = 0.6, 0.3
"""What a step with patience gets in deterministic mode, where no clock can say that nothing better came."""


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
            if start is None:
                self._pack()
            if self.best.answer is not None and not self._holds(self.best.answer):
                self._until += KEPT_BACK * self.left
            self._dates()
        if self._goal == "team":
            self._news(None, team_bound(self._tasks), "the busiest moment bounds the tier")
            self._shrink()
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

    def _pack(self) -> None:
        """First answers, task by task."""
        options, start = self._clock.options, self.left
        if of_single_groups(self._tasks):
            self._breed()
            return
        most = PACKED // 10 if options.deterministic else PACKED

        def enough() -> bool:
            late = not options.deterministic and self.left < (1 - PACKING) * start
            return late or self.best.proved or self._clock.stopped

        for answer in first_answers(self._tasks, options.seed, enough, most):
            self._news(answer, None, "tasks are packed one by one, back and forth")

    def _breed(self) -> None:
        """The same where nobody needs to choose who does what: ever better dates, from pairs of plans."""
        options, start = self._clock.options, self.left
        most = round(DETERMINISTIC_BREEDING * start / 60 * BOOKINGS)
        better = start

        def enough(bookings: int) -> bool:
            left = self.left
            late = left < max((1 - BREEDING) * start, better - BREEDING_PATIENCE * start)
            return (bookings > most if options.deterministic else late) or self.best.proved or self._clock.stopped

        workers = 1 if options.deterministic else options.workers
        for answer in bred_answers(self._tasks, options.seed, enough, workers):
            better = self.left
            self._news(answer, None, "tasks are packed one by one, and plans are crossed")

    def _shrink(self) -> None:
        """Ever smaller teams, where every date is fixed and no earlier tier limits who is taken."""
        if not self._tasks.stands or self._kept or self._clock.stopped:
            return
        options, start = self._clock.options, self.left
        most = round(MOVES * min(1.0, start / 60))

        seats, least = Seats(self._tasks), self.best.bound or 0
        program: CliqueProgram | None = None
        if not options.deterministic and options.workers > 1 and 0 < seats.able.sum() <= MOST_LITERALS:
            program = CliqueProgram(seats, least, SHRINKING * start, options.seed)

        def enough(moves: int) -> bool:
            if program is not None and program.who is not None and (program.team or 0) < (self.best.value or 1 << 40):
                self._news(seats.answer(program.who), None, "branch and bound has found a smaller team")
            late = moves > most if options.deterministic else self.left < (1 - SHRINKING) * start
            return late or self._clock.stopped or self.best.proved

        for answer in smaller_teams(seats, least, options.seed, enough):
            self._news(answer, None, "seats change hands until a smaller team can do it")
        if program is not None:
            program.stop()

    def _dates(self) -> None:
        """Dates by cumulatives alone, people left out: a bound, and often dates that people can keep."""
        best, tasks = self.best, self._tasks
        single = all(len(need.groups) == 1 for task in tasks.tasks for need in task.needs)
        if single or best.proved or self._clock.stopped or self.left <= 0 or self._kept:
            return
        source = "CP-SAT looks for dates that leave enough people of every kind"
        seats = SeatModel(tasks, tasks.horizon if best.value is None else best.value, people=False)
        seats.bound(best.bound)
        if best.answer is not None:
            seats.hint(best.answer)
        dated: list[Answer] = []

        def dates(answer: Answer | None, bound: int | None) -> None:
            if answer is not None:
                dated.append(answer)
            self._news(None, bound, source)

        found = self._run(seats, seats.finish, DATING * self.left, dates, patience=DATING_PATIENCE * self.left)
        if found.impossible and best.answer is None:
            raise Impossible
        if dated and (best.value is None or tasks.finish(dated[-1].starts) < best.value):
            fixed = SeatModel(tasks.placed(dated[-1].starts), tasks.horizon)
            self._run(fixed, 0, DATED_SEATS * self.left, lambda answer, bound: self._news(answer, None, source))

    def _seat(self) -> None:
        """Dates and people together: first by neighbourhoods, then by those parts of the solver that prove."""
        for provers in (False, True):
            if self.best.proved or self._clock.stopped or self.left <= 0:
                return
            source = "CP-SAT closes the gap from below" if provers else "CP-SAT places tasks and people"
            seats = self._model()
            found = self._run(
                seats,
                seats.objective(self._goal),
                self.left,
                partial(self._news, source=source),
                patience=None if provers else SEATING_PATIENCE * self.left,
                provers=provers,
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
        seats = SeatModel(self._tasks, most, team=team)
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
        news: News,
        patience: float | None = None,
        provers: bool = False,
    ) -> Found:
        options, clock = self._clock.options, self._clock
        if options.deterministic and patience is not None:
            seconds, patience = DETERMINISTIC_SEATING * seconds, None
        found = minimise(
            seats,
            objective,
            options=options,
            seconds=min(seconds, clock.left),
            news=news,
            stop=lambda: clock.stop is not None and clock.stop.is_set(),
            patience=patience,
            provers=provers,
        )
        clock.spent += found.effort
        if found.bound is not None:
            news(None, found.bound)
        return found
