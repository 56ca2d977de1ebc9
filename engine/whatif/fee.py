"""The lowest fee at which a pitch is worth taking, with the work that it displaces.

Best margin of the book without the pitch, less best margin of the book in which all of the pitch is done and earns
nothing: at that fee both are worth the same. Both books keep their other promises as well as each can; where the pitch
costs promises too, the answer says how much, because no fee makes that good.
"""

from math import ceil

from engine.answer import Answer
from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.outcome import Outcome
from engine.plan import Plan
from engine.report import Ledger
from engine.whatif.trials import Trials
from engine.whatif.vary import project_of, taken, without
from engine.whatif.worth import Worth, gain, worth, worths


class Fee(Answer):
    """What a pitch must pay at least. Money in minor units."""

    project: str
    currency: str
    outcome: Outcome
    """Of doing all of the pitch: `impossible` where no plan does."""
    reason: str = ""
    fee: int | None
    """The lowest fee that pays for the pitch and for what it displaces; never below nothing."""
    least: int | None
    """No fee below this pays, by proof."""
    safe: int | None
    """This fee pays, by proof."""
    own_cost: int | None
    """What the work on the pitch itself costs in that plan."""
    displaced: float | None
    """Margin of other work that is lost to it."""
    shortfall: int | None
    """Weighted minutes of other promises that stay undone because of it."""
    without: Worth
    taken: Worth


def lowest_fee(scenario: Scenario, name: str, trials: Trials, plan: Plan | None = None) -> Fee:
    """The lowest acceptable fee of a tentative project. Raises InputError for anything else."""
    project = project_of(scenario, name, tentative=True)
    seconds = trials.share(1)
    bare = worths(trials, [without(scenario, project)], plan, seconds)[0]
    before = worth(bare)
    book = _for_nothing(taken(scenario, project), name)
    result = worths(trials, [book], bare.plan, seconds)[0]
    after = worth(result)
    less = gain(after, before)
    own = None if result.plan is None else _own_cost(book, result.plan, name)
    return Fee(
        project=name,
        currency=scenario.currency,
        outcome=after.outcome,
        reason=after.reason or before.reason,
        fee=None if less is None else max(0, ceil(less.margin)),
        least=None if less is None else max(0, ceil(less.least)),
        safe=None if less is None else max(0, ceil(less.most)),
        own_cost=own,
        displaced=None if less is None or own is None else less.margin - own,
        shortfall=None if less is None else -less.shortfall,
        without=before,
        taken=after,
    )


def _for_nothing(scenario: Scenario, name: str) -> Scenario:
    """The book in which the project earns nothing."""
    projects = tuple(
        project.model_copy(update={"billing": "fixed_fee", "fee": 0}) if project.id == name else project
        for project in scenario.projects
    )
    return scenario.model_copy(update={"projects": projects})


def _own_cost(scenario: Scenario, plan: Plan, name: str) -> int:
    return Ledger(Book(scenario), plan).money.cost[name]
