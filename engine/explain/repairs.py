"""What would it take? The cheapest concessions that make an impossible scenario possible.

In an agency: "Either the ferries' check may end three days later, or a contractor comes for two; everything else is
dearer." Concessions are steps with prices (see `engine.explain.concessions`), and an answer is an overlay that can
be applied as it is.

How it is found: of every combination that is tried and still impossible, the steps are raised as far as it stays so.
Whatever repairs the scenario must go beyond that somewhere; and a small integer program gives the cheapest combination
that goes beyond all that was learnt (implicit hitting sets: Chandrasekaran et al. 2011; Moreno-Centeno & Karp 2013).
The first of these that is possible is the cheapest of all; until then its price is a bound.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from threading import Event
from typing import Any

from ortools.sat.python import cp_model

from engine.domain.base import Model
from engine.domain.book import Book
from engine.explain.answer import Explanation
from engine.explain.concessions import Concession, catalogue, changes_of
from engine.files.load import with_changes
from engine.outcome import Options, Outcome, Progress
from engine.plan import Plan
from engine.search import solve
from engine.search.bare import band_holds
from engine.search.diagnose import SMALL_PAIRS, Trial
from engine.search.either import Either
from engine.units import money_text
from engine.verify import verify

__all__ = ["Given", "RepairAnswer", "repair"]

RESERVE = 0.3
"""The share of the time that is kept for finding any repair at all."""
WITNESS = 0.6
"""The share of the time left that looking for one plan may take."""


class Given(Model):
    """One concession of a repair."""

    kind: str
    about: str
    text: str
    steps: int
    price: int
    """Of all its steps, minor units."""


class RepairAnswer(Explanation):
    """What it takes to make a scenario possible."""

    already: bool
    """There is a plan as it is."""
    found: bool
    concessions: tuple[Given, ...]
    price: int | None
    """Minor units; None where no repair was found."""
    bound: int | None
    """No repair is cheaper; None where nothing that is offered can repair it."""
    proved: bool
    changes: tuple[dict[str, Any], ...]
    """The repair as the changes of an overlay."""
    tried: int
    why: str = ""
    """Where nothing was found: how far it came."""

    @property
    def overlay(self) -> dict[str, Any]:
        """The repair as an overlay file holds it."""
        return {"name": "repair", "changes": list(self.changes)}

    def sentences(self) -> tuple[str, ...]:
        if self.already:
            return ("There is a plan as it is; nothing need be given up.",)
        if not self.found and self.bound is None:
            return ("Nothing that is offered makes it possible, not even all of it together (proved).",)
        if not self.found:
            return (f"No repair was found in time; none is cheaper than {money_text(self.bound or 0)}. {self.why}",)
        least = (
            "no cheaper way out exists (proved)"
            if self.proved
            else f"none is cheaper than {money_text(self.bound or 0)}"
        )
        head = f"It becomes possible at a price of {money_text(self.price or 0)}; {least}."
        return (head, *(f"{each.text} ({money_text(each.price)})" for each in self.concessions))


def repair(
    book: Book, options: Options | None = None, stop: Event | None = None, plan: Plan | None = None
) -> RepairAnswer:
    """Find the cheapest repair within the options' seconds. A ``plan`` that keeps every rule answers at once."""
    chosen = options or Options()
    search = _Repair(book, Trial(chosen, chosen.seconds, stop), stop)
    return search.answer(plan)


Levels = tuple[int, ...]


class _Repair:
    """The search: what is impossible, what that teaches, and what is cheapest beyond it."""

    def __init__(self, book: Book, trial: Trial, stop: Event | None) -> None:
        self.book = book
        self.trial = trial
        self.stop = stop or Event()
        self.offers = catalogue(book)
        self.cuts: list[Levels] = []
        """Each impossible however it is lowered."""
        self.tried = 0

    def answer(self, plan: Plan | None) -> RepairAnswer:
        nothing = tuple(0 for _ in self.offers)
        everything = tuple(offer.steps for offer in self.offers)
        there_is = True if plan is not None and not verify(self.book, plan) else self.fits(nothing)
        if there_is:
            return self._told(nothing, 0, already=True)
        if (self._musts if self._is_large else self.fits)(everything) is False:
            return self._told(None, None)
        bound, levels = 0, nothing
        # What is neither possible nor impossible by now teaches nothing.
        while there_is is False and self._learn(levels):
            levels, bound = self._cheapest()
            if self.trial.left < RESERVE * self.trial.seconds:
                break
            there_is = self.fits(levels)
            if there_is:
                return self._told(levels, bound)
        return self._told(self._lowered(everything), bound, why=self._how_far(levels))

    def _how_far(self, levels: Levels) -> str:
        """What is known where nothing was found."""
        given = self._chosen(levels)
        if not given:
            return "Whether there is a plan as it is was not found out either; give it more seconds."
        told = "; ".join(offer.told(steps) for offer, steps in given.items())
        return f"Not ruled out, and not found to be enough, is this: {told}. Give it more seconds."

    @property
    def _is_large(self) -> bool:
        return len(self.book.demands) * len(self.book.people) > SMALL_PAIRS

    def fits(self, levels: Levels, keys: Sequence[str] | None = None) -> bool | None:
        """Whether a plan exists with these concessions (looking at some demands only, where given)."""
        self.tried += 1
        book = self._book(levels)
        there_is = self.trial.fits(book, tuple(book.demands) if keys is None and self._is_large else keys)
        if there_is and keys is None and self._is_large and band_holds(book):
            return self._witness(book)
        return there_is

    def _musts(self, levels: Levels) -> bool | None:
        """Whether what must be staffed can be, which takes moments: the band may still leave no plan."""
        return self.fits(levels, tuple(self.book.demands))

    def _witness(self, book: Book) -> bool | None:
        """Whether a large book has a plan at all: the search finds a first one much sooner than a proof that there is
        one. (Effort that has no clock cannot be stopped there and leaves the same plan every time.)"""
        if self.trial.options.deterministic or self.trial.left <= 0:
            return self.trial.fits(book)
        enough = Either(self.stop)

        def heard(news: Progress) -> None:
            if news.plan is not None:
                enough.set()

        result = solve(book, replace(self.trial.options, seconds=self.trial.left * WITNESS), heard, enough)
        if result.plan is not None:
            return True
        return False if result.outcome is Outcome.IMPOSSIBLE else None

    def _book(self, levels: Levels) -> Book:
        return Book(with_changes(self.book.scenario, "repair", changes_of(self.book, self._chosen(levels))))

    def _chosen(self, levels: Levels) -> Mapping[Concession, int]:
        return {offer: steps for offer, steps in zip(self.offers, levels, strict=True) if steps}

    # -- learning -----------------------------------------------------------------------------------------

    def _learn(self, levels: Levels) -> bool:
        """Raise an impossible combination as far as it stays impossible, and remember it."""
        keys = self.trial.fewest(self._book(levels))
        known = self.book.demands
        near = [
            n
            for n, offer in enumerate(self.offers)
            if keys is None or not keys or any(offer.touches(known[key]) for key in keys if key in known)
        ]
        raised = tuple(
            steps if n in near else offer.steps
            for n, (offer, steps) in enumerate(zip(self.offers, levels, strict=True))
        )
        if self.fits(raised, keys) is not False:
            raised, near = levels, list(range(len(self.offers)))
        for number in near:
            raised = self._raised(raised, number, keys)
            if self.trial.left <= 0:
                break
        if raised in self.cuts:
            return False
        self.cuts.append(raised)
        return True

    def _raised(self, levels: Levels, number: int, keys: Sequence[str] | None) -> Levels:
        """One concession raised to the last step at which a plan is still impossible."""

        def at(steps: int) -> Levels:
            return (*levels[:number], steps, *levels[number + 1 :])

        low, high = levels[number], self.offers[number].steps
        while low < high:
            middle = high if low == levels[number] and high == self.offers[number].steps else (low + high + 1) // 2
            if self.fits(at(middle), keys) is False:
                low = middle
            else:
                high = middle - 1
        return at(low)

    def _cheapest(self) -> tuple[Levels, int]:
        """The cheapest combination that goes beyond everything that is known to be impossible; of equals the one with
        the fewest concessions."""
        model = cp_model.CpModel()
        reached = [
            [model.new_bool_var(f"{number} {step}") for step in range(1, offer.steps + 1)]
            for number, offer in enumerate(self.offers)
        ]
        for steps in reached:
            for lower, higher in pairwise(steps):
                model.add_implication(higher, lower)
        for cut in self.cuts:
            model.add_bool_or([reached[n][step] for n, step in enumerate(cut) if step < self.offers[n].steps])
        many = sum(len(steps) for steps in reached) + 1
        prices = [many * offer.price + (1 if step == 0 else 0) for offer in self.offers for step in range(offer.steps)]
        model.minimize(cp_model.LinearExpr.weighted_sum([each for steps in reached for each in steps], prices))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.trial.options.seed
        assert solver.solve(model) == cp_model.OPTIMAL, "everything together is possible"
        levels = tuple(sum(solver.value(each) for each in steps) for steps in reached)
        return levels, sum(offer.price * steps for offer, steps in zip(self.offers, levels, strict=True))

    def _lowered(self, levels: Levels) -> Levels | None:
        """Some repair: everything, with the dearest concessions taken back as far as a plan still exists."""
        order = sorted(range(len(levels)), key=lambda n: -self.offers[n].price * levels[n])
        if not self.fits(levels):
            return None
        for number in order:
            without = (*levels[:number], 0, *levels[number + 1 :])
            if self.fits(without):
                levels = without
        return levels

    def _told(self, levels: Levels | None, bound: int | None, *, already: bool = False, why: str = "") -> RepairAnswer:
        given = self._chosen(levels or tuple(0 for _ in self.offers))
        price = sum(offer.price * steps for offer, steps in given.items())
        return RepairAnswer(
            already=already,
            found=levels is not None,
            concessions=tuple(
                Given(kind=o.kind, about=o.about, text=o.told(steps), steps=steps, price=o.price * steps)
                for o, steps in given.items()
            ),
            price=price if levels is not None else None,
            bound=bound,
            proved=levels is not None and price == bound,
            changes=tuple(changes_of(self.book, given)),
            tried=self.tried,
            why="" if levels is not None else why,
        )
