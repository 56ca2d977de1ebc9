"""Who would be best? People, or pairs, for a demand, ranked by what the whole book is then worth.

Each group in turn does the demand alone: nobody else works on what is still to come of it, and each of the group has at
least a smallest block. Everything else may move, and the book is solved again from the base plan. Groups are ranked by
the policy's goals in order, so the third-best designer is first where the best one is needed more elsewhere.

Where time is short, the groups that look best in the base plan are solved first. Of the others it is told what is
known: how much of the demand they must leave undone by their calendars alone. An answer says which places are proved.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from threading import Event
from time import monotonic

from engine.compile import plan_grid
from engine.domain.base import Model
from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.explain.answer import Explanation, the_demand
from engine.explain.forced import least_of
from engine.explain.obstacles import days_of
from engine.explain.worth import Loss, Worth
from engine.outcome import Options, Outcome, Result
from engine.plan import Plan
from engine.search import solve
from engine.units import show_minutes

__all__ = ["Group", "Recommendation", "recommend"]

BASE_SHARE = 0.35
"""The share of the time for the base plan, where none is given."""
ROUNDS = 2
"""Each group is solved once quickly, and once more from the best plan that was found for any."""
LEAST_SECONDS = 1.0
"""A group is solved at least so long, or not at all."""


class Group(Model):
    """People who do the demand alone, and what the book is then worth."""

    people: tuple[str, ...]
    outcome: Outcome
    """`nothing_found` also where time did not allow to solve it."""
    solved: bool
    worth: Worth | None
    losses: tuple[Loss, ...]
    """Against the base plan."""
    shortfall: int | None
    """Minutes of the demand that stay undone in the plan found."""
    least_shortfall: int
    """Minutes that stay undone whatever the plan, by the calendar."""
    ahead: bool = False
    """Proved to be no worse than any that stands below."""


class Recommendation(Explanation):
    """The best groups for a demand, best first."""

    demand: str
    together: int
    base: Worth
    base_people: tuple[str, ...]
    """Who does it in the base plan."""
    best: tuple[Group, ...]
    others: tuple[Group, ...]
    """All further groups: solved and worse, impossible, or not solved."""
    proved: bool
    """The best are proved to be the best, in this order."""

    def sentences(self) -> tuple[str, ...]:
        if not self.best:
            return (f"Nobody was found who could do {self.demand} alone.",)
        head = f"Best for {self.demand}: {_names(self.best[0])}."
        sure = "The order is proved." if self.proved else "The order is as found; what is proved is marked."
        told = [f"{place}. {_names(group)}: {_told(group)}" for place, group in enumerate(self.best, 1)]
        waiting = sum(1 for group in self.others if not group.solved)
        left = [f"{waiting} more were not solved for lack of time."] if waiting else []
        return (head, sure, *told, *left)


def recommend(
    book: Book,
    demand: str,
    options: Options | None = None,
    *,
    count: int = 3,
    together: int = 1,
    base: Result | None = None,
    stop: Event | None = None,
) -> Recommendation:
    """The best ``count`` groups of ``together`` people for a demand. Raises InputError for an unknown demand."""
    work = the_demand(book, demand)
    chosen = options or Options()
    before = base or solve(book, replace(chosen, seconds=chosen.seconds * BASE_SHARE), stop=stop)
    worth = Worth.of(book, before)
    calendars = _Calendars(book, work)
    groups = calendars.groups(before.plan, together)
    left = chosen.seconds * (1 - BASE_SHARE) if base is None else chosen.seconds
    tries = _Tries(book, work, replace(chosen, seconds=left), stop, before)
    for _ in range(1 if chosen.deterministic else ROUNDS):
        tries.round(groups)
    found = [_group(people, calendars, *tries.results.get(people, (None, None))) for people in groups]
    for group in found:
        worth = worth.improved(group.worth)
    found = [group.model_copy(update={"losses": _losses(group, worth)}) for group in found]
    return _ranked(work, together, worth, before.plan, found, count)


def _losses(group: Group, base: Worth) -> tuple[Loss, ...]:
    return () if group.worth is None else group.worth - base


class _Tries:
    """Every group solved in turn, each from the best plan that any of them has found so far."""

    def __init__(self, book: Book, work: DemandWork, options: Options, stop: Event | None, before: Result) -> None:
        self.book = book
        self.work = work
        self.options = options
        self.stop = stop
        self.results: dict[tuple[str, ...], tuple[Result, Worth | None]] = {}
        self._hint = before.plan
        self._best = Worth.of(book, before)
        self._until = monotonic() + options.seconds

    def round(self, groups: Sequence[tuple[str, ...]]) -> None:
        """Each group once, for an equal share of what this round has; those that are decided are left alone."""
        open_ = [people for people in groups if not self._decided(people)]
        rounds = 1 if self.options.deterministic else ROUNDS - (1 if self.results else 0)
        for number, people in enumerate(open_):
            left = self.options.seconds if self.options.deterministic else self._until - monotonic()
            if left < LEAST_SECONDS and not self.options.deterministic:
                return
            if self.stop is not None and self.stop.is_set():
                return
            share = left / (len(open_) if self.options.deterministic else rounds * (len(open_) - number))
            self._try(people, max(share, 0.0 if self.options.deterministic else LEAST_SECONDS))

    def _decided(self, people: tuple[str, ...]) -> bool:
        result = self.results.get(people)
        return result is not None and result[0].outcome in (Outcome.PROVED_BEST, Outcome.IMPOSSIBLE)

    def _try(self, people: tuple[str, ...], seconds: float) -> None:
        asked = only_these(self.book, self.work, people)
        result = solve(asked, replace(self.options, seconds=seconds), stop=self.stop, hint=self._hint)
        worth = None if result.plan is None else Worth.of(asked, result)
        before = self.results.get(people, (None, None))[1]
        if before is None or (worth is not None and worth.rank() <= before.rank()):
            self.results[people] = (result, worth)
        if worth is not None and self._best.improved(worth) is not self._best:
            self._hint, self._best = result.plan, worth


class _Calendars:
    """What people's calendars and the rules leave of the demand's window, whatever else is planned."""

    def __init__(self, book: Book, work: DemandWork) -> None:
        self.work = work
        self._book = book
        grid = plan_grid(book)
        number = grid.axes.demand_number[work.key]
        self.most: dict[str, int] = {}
        """Most minutes to come by person; only people who may do it and have some."""
        for pair in grid.pairs_of_demand[number]:
            ahead = [cell for cell in grid.cells_of_pair[pair] if not grid.cells.past[cell]]
            minutes = sum(int(grid.cells.size[cell] or grid.cells.most[cell]) for cell in ahead)
            if minutes:
                self.most[grid.axes.people[int(grid.pair_person[pair])]] = minutes

    def least_shortfall(self, people: Sequence[str]) -> int:
        """Minutes of the demand that these people leave undone in any plan."""
        work, past = self.work, {person for key, person, _ in self._book.actual if key == self.work.key}
        if work.presence:
            return work.effort // work.seats * max(0, work.seats - len({*people, *past}))
        done = self._book.actual_of.get(work.key, 0)
        return max(0, work.effort - done - sum(self.most.get(person, 0) for person in people))

    def groups(self, plan: Plan | None, together: int) -> list[tuple[str, ...]]:
        """Every group, those first that have most time for it in the base plan."""
        free = {person: self._free(plan or Plan({}), person) for person in self.most}
        groups = combinations(self.most, together)
        return sorted(groups, key=lambda group: (-min(self.work.effort, sum(free[p] for p in group)), group))

    def _free(self, plan: Plan, person: str) -> int:
        """Minutes of the person in the window that other work leaves."""
        others = {
            day: plan.by_person_day.get((person, day), 0) - plan.minutes.get((self.work.key, person, day), 0)
            for day in days_of(self._book, self.work)
        }
        return sum(max(0, self._book.available[person][day] - minutes) for day, minutes in others.items())


def only_these(book: Book, work: DemandWork, people: Sequence[str]) -> Book:
    """The book in which these people do what is to come of the demand, each at least a smallest block."""
    others = [(work.key, person) for person in book.people if person not in people]
    return book.forced({(work.key, person): least_of(book, work) for person in people}, others)


def _group(people: tuple[str, ...], calendars: _Calendars, result: Result | None, worth: Worth | None) -> Group:
    """A group with what came of it; ``result`` is None where time did not allow to solve it."""
    plan = None if result is None else result.plan
    return Group(
        people=people,
        outcome=Outcome.NOTHING_FOUND if result is None else result.outcome,
        solved=result is not None,
        worth=worth,
        losses=(),
        shortfall=None if plan is None else plan.shortfall(calendars.work),
        least_shortfall=calendars.least_shortfall(people),
    )


def _ranked(
    work: DemandWork, together: int, base: Worth, plan: Plan | None, found: Sequence[Group], count: int
) -> Recommendation:
    """Best first; and for each place whether it is proved against all that could stand below it."""
    placed = sorted((group for group in found if group.worth is not None), key=_rank)
    waiting = [group for group in found if group.outcome is Outcome.NOTHING_FOUND]
    marked = [
        group.model_copy(
            update={"ahead": not waiting and all(_no_worse(group, other) for other in placed[place + 1 :])}
        )
        for place, group in enumerate(placed)
    ]
    best = tuple(marked[:count])
    rest = [group for group in found if group.worth is None]
    return Recommendation(
        demand=work.key,
        together=together,
        base=base,
        base_people=() if plan is None else plan.crews.get(work.key, ()),
        best=best,
        others=(*marked[count:], *rest),
        proved=bool(best) and all(group.ahead for group in best),
    )


def _rank(group: Group) -> tuple[tuple[int, ...], tuple[str, ...]]:
    assert group.worth is not None
    return group.worth.rank(), group.people


def _no_worse(one: Group, other: Group) -> bool:
    """Whether it is proved that one group's best plan is at least as good as the other's."""
    assert one.worth is not None
    assert other.worth is not None
    for mine, its in zip(one.worth.steps, other.worth.steps, strict=False):
        if mine.sign * mine.value < mine.sign * its.bound:
            return True
        if not (mine.proved and its.proved and mine.value == its.value):
            return False
    return len(one.worth.steps) == len(other.worth.steps)


def _names(group: Group) -> str:
    return " and ".join(group.people)


def _told(group: Group) -> str:
    first = next((loss for loss in group.losses if loss.loss or not loss.decided), None)
    left = f", {show_minutes(group.shortfall)} of it left undone" if group.shortfall else ""
    sure = "; no worse than those below (proved)" if group.ahead else ""
    if first is None or not any(loss.loss for loss in group.losses):
        return f"as good as the base plan{left}{sure}"
    return f"{next(loss for loss in group.losses if loss.loss)}{left}{sure}"
