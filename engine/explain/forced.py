"""Why not Ben? Why Ana? Force it, plan everything again, and tell what it costs the whole book.

"Why not Ben" puts him on the demand, for at least a smallest block (in a workshop: on a seat). "Why Ana" takes her off
all of it that is not past. Everything else may move: the answer is what the best plan loses, goal by goal in the order
of the policy, with the proof; or the rules that leave no plan. Where the base plan is so already, nothing is lost.
"""

from collections.abc import Mapping
from dataclasses import replace
from threading import Event
from typing import Literal

from engine.domain.base import Model
from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.explain.answer import Explanation, Places, nowhere, the_demand, the_person
from engine.explain.blame import Blame, blames
from engine.explain.obstacles import obstacles
from engine.explain.worth import Loss, Worth
from engine.outcome import Options, Outcome, Result
from engine.plan import Plan
from engine.search import solve
from engine.units import show_minutes

__all__ = ["ForcedAnswer", "Move", "why", "why_not"]

MOST_MOVES = 6


class Move(Model):
    """Minutes of a person on a demand, before and after."""

    demand: str
    person: str
    before: int
    after: int


class ForcedAnswer(Explanation):
    """What it costs to put a person on a demand, or to take them off it."""

    question: Literal["why_not", "why"]
    person: str
    demand: str
    minutes: int
    """How much is asked of the person at least; 0 where they are taken off."""
    before: int
    """What the base plan gives the person of it, on days to come."""
    outcome: Outcome
    """Of the plan that is forced; `impossible` with the rules that leave none."""
    base: Worth
    forced: Worth | None
    losses: tuple[Loss, ...]
    """In the policy's order; the first that is not nothing decides."""
    rules: tuple[Blame, ...]
    """A conflict, proved, and as small as time allowed; empty where a plan exists."""
    obstacles: tuple[str, ...]
    """What stands in the way by itself: skill, level, department, absence."""
    moves: tuple[Move, ...]
    """What else changes, most minutes first."""

    def sentences(self) -> tuple[str, ...]:
        return (self._verdict(), *self.obstacles, *self._details())

    def _verdict(self) -> str:
        who, what = self.person, self.demand
        doing = f"put on {what}" if self.question == "why_not" else f"taken off {what}"
        if self.outcome is Outcome.IMPOSSIBLE:
            return f"{who} cannot be {doing}: these rules would leave no plan."
        if self.forced is None:
            return f"No plan with {who} {doing} was found in time; more time may find one."
        if self.question == "why_not" and self.before >= self.minutes:
            return f"{who} is on {what} already, for {show_minutes(self.before)}."
        if self.question == "why" and not self.before:
            return f"{who} is not on {what} in this plan."
        first = next((loss for loss in self.losses if loss.loss or not loss.decided), None)
        if first is None:
            return f"{who} can be {doing} at no loss at all (proved): it is a free choice between equals."
        if not any(loss.loss for loss in self.losses):
            return f"{who} can be {doing} at no loss that was found; what is proved stands below."
        return f"{who} {doing}: what changes first is {first}."

    def _details(self) -> tuple[str, ...]:
        if self.outcome is Outcome.IMPOSSIBLE:
            return tuple(f"{each.text}{f' ({each.place})' if each.place else ''}" for each in self.rules)
        moved = [
            f"{move.person} on {move.demand}: {show_minutes(move.before)} -> {show_minutes(move.after)}"
            for move in self.moves[:MOST_MOVES]
        ]
        more = len(self.moves) - MOST_MOVES
        if not moved:
            return ()
        told = [loss for place, loss in enumerate(self.losses) if loss.loss or (place == 0 and not loss.decided)]
        return (*(str(loss) for loss in told), *moved, *([f"and {more} more changes"] if more > 0 else []))


def why_not(
    book: Book,
    person: str,
    demand: str,
    options: Options | None = None,
    *,
    minutes: int | None = None,
    base: Result | None = None,
    stop: Event | None = None,
    places: Places = nowhere,
) -> ForcedAnswer:
    """What it costs to have the person on the demand, for ``minutes`` or at least a smallest block. Raises InputError
    for names that the scenario does not have."""
    work = the_demand(book, demand)
    asked = least_of(book, work) if minutes is None else minutes
    return _answer(book, the_person(book, person), work, asked, options or Options(), base, stop, places)


def why(
    book: Book,
    person: str,
    demand: str,
    options: Options | None = None,
    *,
    base: Result | None = None,
    stop: Event | None = None,
    places: Places = nowhere,
) -> ForcedAnswer:
    """What it costs to have the person off the demand. Raises InputError for names that the scenario does not have."""
    work = the_demand(book, demand)
    return _answer(book, the_person(book, person), work, 0, options or Options(), base, stop, places)


def least_of(book: Book, work: DemandWork) -> int:
    """The least that counts as being on it: a smallest block, or one quantum."""
    return max(book.quantum, work.block)


def ahead(book: Book, plan: Plan, person: str, demand: str) -> int:
    """Minutes of a person on a demand on days to come."""
    return sum(n for (key, who, day), n in plan.minutes.items() if (key, who) == (demand, person) and day >= book.today)


def _answer(
    book: Book,
    person: str,
    work: DemandWork,
    asked: int,
    options: Options,
    base: Result | None,
    stop: Event | None,
    places: Places,
) -> ForcedAnswer:
    half = replace(options, seconds=options.seconds / 2)
    before = base or solve(book, half, stop=stop)
    now = 0 if before.plan is None else ahead(book, before.plan, person, work.key)
    pair = (work.key, person)
    wanted = book.forced({pair: asked}) if asked else book.forced({}, [pair])
    rest = half if base is None else options
    there = before.plan is not None and (now >= asked if asked else not now)
    after = before if there else solve(wanted, rest, stop=stop, hint=before.plan)
    forced = None if after.plan is None else Worth.of(book, after)
    worth = Worth.of(book, before).improved(forced)
    return ForcedAnswer(
        question="why_not" if asked else "why",
        person=person,
        demand=work.key,
        minutes=asked,
        before=now,
        outcome=after.outcome,
        base=worth,
        forced=forced,
        losses=() if forced is None else tuple(_restricted(forced - worth)),
        rules=blames(wanted, after.conflicts, places),
        obstacles=obstacles(book, person, work) if asked else (),
        moves=_moves(before.plan, after.plan),
    )


def _restricted(losses: tuple[Loss, ...]) -> tuple[Loss, ...]:
    """A book that asks for more is never better: its first goal cannot gain."""
    if not losses or losses[0].least is None:
        return losses
    first = losses[0].model_copy(update={"least": max(0, losses[0].least)})
    return (first, *losses[1:])


def _moves(before: Plan | None, after: Plan | None) -> tuple[Move, ...]:
    """What two plans give people differently, most minutes first."""
    if before is None or after is None:
        return ()
    was: Mapping[tuple[str, str], int] = before.by_pair
    now: Mapping[tuple[str, str], int] = after.by_pair
    moves = [
        Move(demand=pair[0], person=pair[1], before=was.get(pair, 0), after=now.get(pair, 0))
        for pair in sorted({*was, *now})
        if was.get(pair, 0) != now.get(pair, 0)
    ]
    return tuple(sorted(moves, key=lambda move: -abs(move.after - move.before)))
