"""What a peer is: a way to plan a book, with the rules it knows.

A peer that lacks a rule is not asked to keep it: it is given, and so is our own search, the scenario with that rule
off (`policy.rules_off`, see `without`). What every peer knows (skills, the department line, availability, overload
with the sustained load, windows of fixed phases, effort and crews) cannot be switched off.
"""

from collections.abc import Iterable
from math import gcd
from typing import Protocol

from benchmarks.instances.base import Document
from engine import Book, Plan

COMMON = frozenset({"skill_match", "department_line", "availability", "no_overload", "work_window", "effort", "crew"})
"""Rules that every peer honours."""
OPTIONAL = ("focus", "spread", "quality_gates", "fairness_band", "budget", "pinned")
"""Rules that a peer may lack, and that a comparison may then do without."""


class Unavailable(Exception):
    """A peer cannot be used here; the text says what is missing."""


class Peer(Protocol):
    """Something that plans."""

    name: str
    honours: frozenset[str]
    """Names of the rules whose breach would be its own fault."""

    def refuses(self, book: Book) -> str | None:
        """Why it cannot be asked for a plan of this book at all; None where it can."""
        ...

    def solve(self, book: Book, seconds: float, seed: int) -> Plan | None:
        """A plan within the seconds, on as many cores as our search uses; None where none was found."""
        ...


def without(document: Document, rules: Iterable[str]) -> Document:
    """The same scenario with these rules off."""
    off = sorted({*document.get("policy", {}).get("rules_off", ()), *rules})
    return {**document, "policy": {**document.get("policy", {}), "rules_off": off}} if off else document


def active_rules(book: Book) -> frozenset[str]:
    """The optional rules that have something to say in this book."""
    policy, demands = book.policy, book.demands.values()
    people, projects = book.people.values(), book.projects.values()
    says = {
        "focus": any(book.project_limit(person) for person in book.people)
        or any(demand.block > book.quantum for demand in demands),
        "spread": any(demand.demand.spread == "even" for demand in demands),
        "quality_gates": any(demand.must or demand.not_with or demand.with_ for demand in demands),
        "fairness_band": policy.fairness.band is not None and len(people) > 1,
        "budget": any(project.budget is not None for project in projects),
        "pinned": bool(book.scenario.allocations),
    }
    return frozenset(rule for rule, here in says.items() if here) - set(policy.rules_off)


def beyond_staffing(book: Book) -> str | None:
    """Why a peer that only gives people to fixed work cannot be asked; None where that is all there is to do."""
    demands = book.demands.values()
    here = {
        "it does not place movable phases": any(not phase.fixed for phase in book.phases.values()),
        "it does not fill seats": any(demand.presence for demand in demands),
        "it does not carry on from a past": book.today > 0,
        "it does not pair people": any(demand.with_ for demand in demands),
        "it does not know least crews": any(demand.demand.crew.min > 1 for demand in demands),
        "it cannot promise what must be done": any(demand.must for demand in demands),
    }
    return next((reason for reason, beyond in here.items() if beyond), None)


LINEAR = ("delivered", "billable", "revenue", "margin", "cost")
"""Goals that are a sum over planned minutes; a staffing peer pursues these, in their order, and no others."""


def worth_of_minute(book: Book, goal: str, demand: str, person: str) -> int:
    """What a planned minute of this person on this demand adds to a goal, pushed up; 0 for goals that are no sum."""
    work = book.demands[demand]
    if goal == "delivered":
        return work.weight
    if goal == "billable":
        return work.chance if work.billable else 0
    earned = work.chance * book.bill_rate(work, person)
    spent = book.cost_rate(person)
    return {"revenue": earned, "margin": earned - work.chance * spent * 1000, "cost": -spent}.get(goal, 0)


def worths(book: Book) -> dict[tuple[str, str], int]:
    """What a minute of each (demand, able person) is worth, over the linear tiers.

    An earlier tier's smallest step outweighs all that later tiers could gain on the same minute: a peer with one
    objective then pursues the tiers in order as well as a weighted sum can.
    """
    pairs = [(key, person) for key, able in book.able.items() for person in able]
    total = dict.fromkeys(pairs, 0)
    for tier in reversed(book.policy.tiers):
        goals = {goal: weight for goal, weight in tier.weights.items() if goal in LINEAR}
        gains = [sum(w * worth_of_minute(book, goal, *pair) for goal, w in goals.items()) for pair in pairs]
        if any(gains):
            unit = gcd(*gains)
            step = 1 + 2 * max(map(abs, total.values()))
            total = {pair: step * (gain // unit) + total[pair] for pair, gain in zip(pairs, gains, strict=True)}
    return total
