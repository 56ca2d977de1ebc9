"""Which pitches to take, and what to expect of those that are out.

A set of pitches can be *taken* when all of each is delivered in full and no other promise suffers: the shortfall of
the decided work is no greater than without any pitch. Of the sets that can be taken, the best is the one with the
greatest margin. Where no fairness band ties people together, a set that cannot be taken cannot be taken with more in
it either, so whole families of sets are passed over without solving them.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from random import Random

from engine.answer import Answer
from engine.domain.policy import ChangeBudget
from engine.domain.scenario import Scenario
from engine.domain.work import Project
from engine.errors import InputError
from engine.outcome import Outcome
from engine.plan import Plan
from engine.units import PERCENT
from engine.whatif.trials import Trials
from engine.whatif.vary import in_full, project_of, tentative_of, varied
from engine.whatif.worth import Gain, Worth, gain, worth, worths

MOST_TOGETHER = 6
"""Up to so many pitches every set is looked at; beyond, the set grows by the best pitch at a time."""
MOST_OUTCOMES = 64
"""Up to so many outcomes all are solved; beyond, so many are drawn."""


class Bid(Answer):
    """A set of pitches, all won and all others lost."""

    projects: tuple[str, ...]
    can: bool | None
    """Whether it can be taken; null where neither a plan nor a proof was found."""
    reason: str = ""
    worth: Worth | None
    gain: Gain | None
    """Against taking none."""


class Portfolio(Answer):
    """The best set of pitches to take, and the others that were looked at, best first."""

    currency: str
    best: tuple[str, ...]
    exact: bool
    """Every set was solved or ruled out; false where sets were only grown step by step."""
    bids: tuple[Bid, ...]
    passed_over: int
    """Sets with a part that already cannot be taken."""


class PitchOutcome(Answer):
    """One way in which the pitches may go."""

    projects: tuple[str, ...]
    """Those that are won."""
    probability: float
    worth: Worth


class Expectation(Answer):
    """What to expect over all ways in which the pitches may go. Money in minor units."""

    currency: str
    exact: bool
    """All outcomes were solved; false where they were drawn with the seed."""
    seed: int
    margin: float | None
    """Expected margin over the outcomes that have a plan."""
    margin_bound: float | None
    """The expected margin of best plans is no greater."""
    shortfall: float | None
    """Expected weighted minutes of undone promises."""
    without_plan: float
    """Probability that no plan keeps all rules (or none was found)."""
    outcomes: tuple[PitchOutcome, ...]


def portfolio(scenario: Scenario, trials: Trials, plan: Plan | None = None) -> Portfolio:
    """The best set of pitches to take."""
    names = [project.id for project in tentative_of(scenario)]
    search = _Search(scenario, names, trials, plan)
    exact = len(names) <= MOST_TOGETHER
    (search.every if exact else search.grow)()
    bids = sorted(search.bids.values(), key=_rank)
    best = next((bid.projects for bid in bids if bid.can), ())
    decided = all(bid.can is not None for bid in bids)
    return Portfolio(
        currency=scenario.currency, best=best, exact=exact and decided, bids=tuple(bids), passed_over=search.passed_over
    )


class _Search:
    """Looks at sets of pitches, from none upwards."""

    def __init__(self, scenario: Scenario, names: Sequence[str], trials: Trials, plan: Plan | None) -> None:
        self.scenario, self.names, self.trials = scenario, list(names), trials
        self.seconds = trials.share(2 ** min(len(names), MOST_TOGETHER) - 1)
        self.bids: dict[tuple[str, ...], Bid] = {}
        self.passed_over = 0
        policy = scenario.policy
        self._prunes = policy.fairness.band is None and policy.change_budget == ChangeBudget()
        first = worths(trials, [resolved(scenario, ())], plan, self.seconds)[0]
        self.plan, self.none = first.plan, worth(first)
        self.bids[()] = Bid(
            projects=(), can=first.plan is not None or None, reason=self.none.reason, worth=self.none, gain=None
        )

    def every(self) -> None:
        """All sets, by size."""
        for size in range(1, len(self.names) + 1):
            wanted = []
            for chosen in combinations(self.names, size):
                if self._prunes and any(self._ruled_out(part) for part in combinations(chosen, size - 1)):
                    self.passed_over += 1
                else:
                    wanted.append(chosen)
            self._look(wanted)

    def grow(self) -> None:
        """The best pitch at a time, as long as one can be added for a gain."""
        chosen: tuple[str, ...] = ()
        while True:
            left = [tuple(n for n in self.names if n in (*chosen, name)) for name in self.names if name not in chosen]
            self._look(left)
            better = [self.bids[each] for each in left if self.bids[each].can]
            best = min(better, key=_rank, default=None)
            if best is None or _rank(best) >= _rank(self.bids[chosen]):
                return
            chosen = best.projects

    def _ruled_out(self, chosen: tuple[str, ...]) -> bool:
        return chosen not in self.bids or self.bids[chosen].can is False

    def _look(self, sets: Sequence[tuple[str, ...]]) -> None:
        books: dict[tuple[str, ...], Scenario] = {}
        for chosen in sets:
            try:
                books[chosen] = in_full(resolved(self.scenario, chosen), chosen)
            except InputError as error:
                # Won as they stand, they would not make a scenario: a quality gate is missing, for example.
                self.bids[chosen] = Bid(projects=chosen, can=False, reason=_unfit(error), worth=None, gain=None)
        results = worths(self.trials, list(books.values()), self.plan, self.seconds)
        for chosen, result in zip(books, results, strict=True):
            self.bids[chosen] = self._bid(chosen, worth(result))

    def _bid(self, chosen: tuple[str, ...], found: Worth) -> Bid:
        limit = self.none.shortfall
        can: bool | None = None
        reason = found.reason
        if found.outcome is Outcome.IMPOSSIBLE:
            can = False
        elif found.shortfall is not None and limit is not None:
            if found.shortfall <= limit:
                can = True
            elif (found.shortfall_bound or 0) > limit:
                can, reason = False, f"it leaves {found.shortfall - limit} more weighted minutes of promises undone"
            else:
                more = f"{found.shortfall - limit} more weighted minutes of promises undone"
                reason = f"the plan that was found leaves {more}; a better one is not ruled out, more seconds decide it"
        return Bid(projects=chosen, can=can, reason=reason, worth=found, gain=gain(self.none, found))


def _unfit(error: InputError) -> str:
    """Why pitches that are won as they are written make no book; what to do about it is in each fault's own words."""
    return f"it cannot be won as it is written: {'; '.join(fault.message for fault in error.faults)}"


def _rank(bid: Bid) -> tuple[int, float, int, tuple[str, ...]]:
    """What can be taken first, then the greatest margin, then the fewest pitches."""
    margin = bid.worth.margin if bid.worth is not None and bid.worth.margin is not None else float("-inf")
    return {True: 0, None: 1, False: 2}[bid.can], -margin, len(bid.projects), bid.projects


def expectation(scenario: Scenario, trials: Trials, plan: Plan | None = None) -> Expectation:
    """What to expect of the pitches: every outcome, or as many as are drawn with the seed, weighted by its chance."""
    pitches = tentative_of(scenario)
    exact = 2 ** len(pitches) <= MOST_OUTCOMES
    chances = _all(pitches) if exact else _drawn(pitches, trials.options.seed)
    books, found = {}, {}
    for chosen in chances:
        try:
            books[chosen] = resolved(scenario, chosen)
        except InputError as error:
            found[chosen] = Worth(outcome=Outcome.IMPOSSIBLE, reason=_unfit(error))
    results = worths(trials, list(books.values()), plan, trials.share(len(books)))
    found.update({chosen: worth(result) for chosen, result in zip(books, results, strict=True)})
    outcomes = [
        PitchOutcome(projects=chosen, probability=float(chance), worth=found[chosen])
        for chosen, chance in chances.items()
    ]
    planned = [(chances[each.projects], each.worth) for each in outcomes if each.worth.margin is not None]
    certain = sum((chance for chance, _ in planned), Fraction(0))
    return Expectation(
        currency=scenario.currency,
        exact=exact,
        seed=trials.options.seed,
        margin=_mean(planned, "margin", certain),
        margin_bound=_mean(planned, "margin_bound", certain),
        shortfall=_mean(planned, "shortfall", certain),
        without_plan=float(1 - certain),
        outcomes=tuple(outcomes),
    )


def resolved(scenario: Scenario, won: Sequence[str]) -> Scenario:
    """The book when these pitches are won and all others lost."""
    pitches = [project.id for project in tentative_of(scenario)]
    for name in won:
        project_of(scenario, name, tentative=True)
    return varied(scenario, *({"win" if name in won else "lose": name} for name in pitches))


def _mean(planned: Sequence[tuple[Fraction, Worth]], figure: str, certain: Fraction) -> float | None:
    """The mean over the outcomes that have a plan."""
    if not certain:
        return None
    return float(sum(chance * Fraction(getattr(found, figure)) for chance, found in planned) / certain)


def _all(pitches: Sequence[Project]) -> dict[tuple[str, ...], Fraction]:
    """Every outcome that can happen, with its probability."""
    found: dict[tuple[str, ...], Fraction] = {}
    for results in product((True, False), repeat=len(pitches)):
        chance = Fraction(1)
        for project, wins in zip(pitches, results, strict=True):
            won = Fraction(project.probability or 0, PERCENT)
            chance *= won if wins else 1 - won
        if chance:
            found[tuple(project.id for project, wins in zip(pitches, results, strict=True) if wins)] = chance
    return found


def _drawn(pitches: Sequence[Project], seed: int) -> dict[tuple[str, ...], Fraction]:
    """As many outcomes as are solved at most, drawn; an outcome that comes up again weighs more."""
    random = Random(f"{seed}/outcomes")
    found: dict[tuple[str, ...], Fraction] = {}
    for won in _draws(pitches, random):
        found[won] = found.get(won, Fraction(0)) + Fraction(1, MOST_OUTCOMES)
    return found


def _draws(pitches: Sequence[Project], random: Random) -> Iterator[tuple[str, ...]]:
    for _ in range(MOST_OUTCOMES):
        yield tuple(project.id for project in pitches if random.randrange(PERCENT) < (project.probability or 0))
