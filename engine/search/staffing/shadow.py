"""Shadow prices: what the flow that bounds a plan says its demands and people's weeks are worth; and where, by such
prices, a plan loses most.
"""

from dataclasses import dataclass

import numpy as np

from engine.search.compiled import compiled
from engine.search.staffing.terms import Ints


@dataclass(frozen=True)
class Shadow:
    """Prices of a best flow, by quantum.

    By demand: ``worth``, and ``surplus``, what is left of it when the time that it takes is paid for. By week slot:
    ``rent``, the price of that time. What a plan lacks of the bound is what it leaves undone of the one, what it leaves
    unused of the other, and time that it gives to work that is not worth its rent.
    """

    worth: Ints
    surplus: Ints
    rent: Ints


@compiled
def lost(price: Ints, asked: Ints, stands: Ints, waste: Ints) -> int:
    """What all demands lose: the price of what each misses, and what it wastes."""
    total = 0
    for demand in range(len(price)):
        total += price[demand] * max(0, asked[demand] - stands[demand]) + waste[demand]
    return total


@compiled
def drawn(price: Ints, asked: Ints, stands: Ints, waste: Ints, at: int) -> int:
    """The demand that what is lost comes to ``at`` with, when it is added up in order."""
    demand = -1
    while at >= 0:
        demand += 1
        at -= price[demand] * max(0, asked[demand] - stands[demand]) + waste[demand]
    return demand


@compiled
def wasted(
    pairs: Ints,
    of_pair: Ints,
    pair_demand: Ints,
    pair_arcs: Ints,
    quanta: Ints,
    week: Ints,
    surplus: Ints,
    rent: Ints,
    worth: Ints,
) -> Ints:
    """By demand: what the time that it has is worth more than its work. Of some ``pairs``; see `Standing`, `Shadow`."""
    waste = np.zeros(len(worth), np.int64)
    for pair in pairs:
        if of_pair[pair] > 0:
            asks = pair_demand[pair]
            for arc in range(pair_arcs[pair], pair_arcs[pair + 1]):
                waste[asks] += max(0, surplus[asks] + rent[week[arc]] - worth[asks]) * quanta[arc]
    return waste
