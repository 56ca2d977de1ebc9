"""The independent checker: is this plan of that scenario right, by the calendar alone?

It knows no solver and no grid. It asks every rule for its breaches and every goal for its measure, and it looks
at the plan itself: known names, days inside the horizon, whole quanta. `solve()` hands out nothing that this
rejects; ``fairload check --plan`` runs it on plans from anywhere.
"""

from engine.domain.book import Book
from engine.goals import tier_value
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules import rules_of

__all__ = ["measures", "verify"]


def verify(book: Book, plan: Plan) -> list[Breach]:
    """Every breach in a plan; an empty list means that it keeps every rule that the policy has on."""
    strangers = list(_strangers(book, plan))
    if strangers:
        return strangers
    return [breach for rule in rules_of(book.policy.rules_off) for breach in rule.breaches(book, plan)]


def measures(book: Book, plan: Plan) -> dict[str, int]:
    """The value of every tier of the policy in this plan, in its goal's whole units."""
    return {"+".join(tier.weights): tier_value(book, plan, tier) for tier in book.policy.tiers}


def _strangers(book: Book, plan: Plan) -> list[Breach]:
    """What the scenario does not know at all: no rule can judge it."""
    found = []
    for (demand, person, day), minutes in plan.minutes.items():
        about = Subject(demand=demand, person=person)
        if demand not in book.demands or person not in book.people:
            found.append(Breach("plan", about, "is not in the scenario"))
        elif not 0 <= day < book.days:
            found.append(Breach("plan", about, f"day {day} is outside the horizon"))
        elif minutes < 0 or (day >= book.today and not book.demands[demand].presence and minutes % book.quantum):
            found.append(Breach("plan", about, f"{minutes} minutes are not a positive multiple of {book.quantum}"))
    found.extend(
        Breach("plan", Subject(phase=phase), "is not a movable phase of the scenario")
        for phase in plan.phases
        if phase not in book.phases or book.phases[phase].fixed
    )
    return found
