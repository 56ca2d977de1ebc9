"""What a plan is worth, whoever made it: our checker's breaches and our goals' measures, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import GOALS, Book, Plan, measures, tier_scale, verify_plan


@dataclass(frozen=True)
class Verdict:
    """A plan, judged."""

    breaches: tuple[str, ...]
    values: Mapping[str, float]
    """Goal (or goals of a tier, joined by `+`) to value, in the unit that people read."""
    spread: float | None
    """Mean over the cohorts of highest less lowest burden, per mille; None where no cohort has two people."""


def judge(book: Book, plan: Plan) -> Verdict:
    """Judge a plan by the scenario it was made for."""
    scales = {"+".join(tier.weights): tier_scale(tier) for tier in book.policy.tiers}
    values = {name: value / scales[name] for name, value in measures(book, plan).items()}
    return Verdict(tuple(str(breach) for breach in verify_plan(book, plan)), values, spread(book, plan))


def spread(book: Book, plan: Plan) -> float | None:
    """Mean distance between the most and the least loaded of a cohort."""
    apart = []
    for people in book.cohorts.values():
        burdens = [book.burden(person, plan.by_person.get(person, 0)) for person in people]
        if len(burdens) > 1:
            apart.append(max(burdens) - min(burdens))
    return sum(apart) / len(apart) if apart else None


def sense_of(goal: str) -> str:
    """`max` or `min`."""
    return GOALS[goal].sense
