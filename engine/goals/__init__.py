"""The goals, one idea a file. One line here registers a goal; `tier_value` measures a whole tier."""

from math import lcm

from engine.domain.book import Book
from engine.domain.policy import Tier
from engine.goals.base import Goal, Sense
from engine.goals.billable import Billable
from engine.goals.delivered import Delivered
from engine.goals.fair import Fair, FairLevel, fairer
from engine.goals.finish import Finish
from engine.goals.focused import Focused
from engine.goals.money import Cost, Margin, Revenue
from engine.goals.overtime import Overtime
from engine.goals.preferences import Preferences
from engine.goals.steady import Steady
from engine.goals.team import Team
from engine.plan import Plan

__all__ = [
    "GOALS",
    "Fair",
    "FairLevel",
    "Goal",
    "Sense",
    "fairer",
    "tier_parts",
    "tier_scale",
    "tier_sense",
    "tier_value",
]

GOALS: dict[str, Goal] = {
    goal.name: goal
    for goal in (
        Delivered(),
        Billable(),
        Fair(),
        Steady(),
        Focused(),
        Margin(),
        Revenue(),
        Preferences(),
        Overtime(),
        Finish(),
        Team(),
        Cost(),
    )
}


def tier_sense(tier: Tier) -> Sense:
    """A tier is pushed up as soon as one of its goals is; goals of the other sense then count negatively."""
    return "max" if any(GOALS[name].sense == "max" for name in tier.weights) else "min"


def tier_scale(tier: Tier) -> int:
    """Whole units of the tier's value in one unit that people read."""
    return lcm(*(GOALS[name].scale for name in tier.weights))


def tier_parts(tier: Tier) -> list[tuple[int, Goal]]:
    """(factor, goal): the tier's value is the sum of factor times the goal's whole units."""
    sense, scale = tier_sense(tier), tier_scale(tier)
    return [
        (weight * scale // GOALS[name].scale * (1 if GOALS[name].sense == sense else -1), GOALS[name])
        for name, weight in tier.weights.items()
    ]


def tier_value(book: Book, plan: Plan, tier: Tier) -> int:
    """The tier's value in a finished plan, in its whole units."""
    return sum(factor * goal.measure(book, plan) for factor, goal in tier_parts(tier))
