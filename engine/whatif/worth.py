"""What a whole book is worth: promises first, then money.

Questions of money are decided by two goals in this order: least weighted shortfall of decided work (`delivered`), and
over the plans that are best at that, most margin (`margin`; pitches count by their chance). So no answer recommends
breaking a promise because something else pays better, and every answer is one number with a bound.
"""

from fractions import Fraction

from engine.answer import Answer
from engine.domain.scenario import Scenario
from engine.outcome import Outcome, Result
from engine.plan import Plan
from engine.whatif.trials import Case, Trials
from engine.whatif.vary import MONEY_FIRST, with_goals


class Worth(Answer):
    """What the best plan of a book reaches. Money in minor units."""

    outcome: Outcome
    reason: str = ""
    """Why there is no plan, where there is none."""
    shortfall: int | None = None
    """Weighted minutes of decided work that stay undone (see the goal `delivered`)."""
    shortfall_bound: int | None = None
    margin: float | None = None
    margin_bound: float | None = None
    """No plan that leaves no more undone has a greater margin."""
    proved: bool = False


class Gain(Answer):
    """What one book is worth more than another: at what was found, and between which values the truth lies."""

    margin: float
    least: float
    most: float
    shortfall: int
    """Weighted minutes that stay undone more (or, below 0, fewer)."""
    undecided: bool
    """Proofs leave open whether this is a gain or a loss."""


def worth(result: Result) -> Worth:
    """The worth of a book that was solved for `MONEY_FIRST`."""
    if result.plan is None or len(result.tiers) < len(MONEY_FIRST):
        return Worth(outcome=result.outcome, reason=reason_of(result))
    delivered, margin = result.tiers
    return Worth(
        outcome=result.outcome,
        shortfall=delivered.value,
        shortfall_bound=delivered.bound,
        margin=float(Fraction(margin.value, margin.scale)),
        margin_bound=float(Fraction(margin.bound, margin.scale)),
        proved=delivered.proved and margin.proved,
    )


def gain(before: Worth, after: Worth) -> Gain | None:
    """What ``after`` is worth more than ``before``; None where either has no plan."""
    if before.margin is None or after.margin is None or before.margin_bound is None or after.margin_bound is None:
        return None
    least, most = after.margin - before.margin_bound, after.margin_bound - before.margin
    return Gain(
        margin=after.margin - before.margin,
        least=least,
        most=most,
        shortfall=(after.shortfall or 0) - (before.shortfall or 0),
        undecided=not (before.proved and after.proved) and least < 0 < most,
    )


def money_first(scenario: Scenario) -> Scenario:
    """The book with the goals of this module."""
    return with_goals(scenario, MONEY_FIRST)


def worths(trials: Trials, scenarios: list[Scenario], hint: Plan | None, seconds: float) -> list[Result]:
    """Each book solved for its worth, from a common first plan."""
    return trials.solve([Case(money_first(scenario), hint) for scenario in scenarios], seconds)


def reason_of(result: Result) -> str:
    """Why there is no plan, with the first of the rules that clash; empty where there is one."""
    if not result.conflicts:
        return result.reason
    told = [f"{conflict.rule} ({conflict.about})" for conflict in result.conflicts[:3]]
    more = f" and {len(result.conflicts) - 3} more" if len(result.conflicts) > 3 else ""
    return f"{result.reason} These cannot all hold together: {'; '.join(told)}{more}."
