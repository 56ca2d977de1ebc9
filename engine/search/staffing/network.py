"""One min-cost flow after another on the same arcs: demands into days, weeks, runs of weeks, people, and out.

The arcs are laid once a dive; between its flows only capacities change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.search.compiled import compiled
from engine.search.staffing.simplex import cheapest_flow

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Layer:
    """Nodes that those below lead through: above whom each of these stands, and the arcs that lead on from each node
    of the layer, with rising costs: widths[node, step], costs[step]."""

    of: Ints
    widths: Ints
    costs: Ints


class Network:
    """The most worth that quanta on arcs can have.

    Parameters
    ----------
    demand, node
        By arc: its demand (0 ..), and the node that it leads to: days first, then weeks.
    worth
        By arc, of one quantum; whole numbers, 0 or more.
    demands, nodes
        How many there are.
    inner
        By day: the week node that it leads to.
    layers
        What weeks lead through on their way out: none, one, or the second above the first.
    """

    def __init__(
        self, demand: Ints, node: Ints, worth: Ints, demands: int, nodes: int, inner: Ints, layers: list[Layer]
    ) -> None:
        out = demands + nodes + sum(len(layer.widths) for layer in layers)
        each = np.arange(demands, dtype=np.int64)
        days = demands + np.arange(len(inner), dtype=np.int64)
        tails, heads = [demand, each, days], [demands + node, np.full(demands, out), demands + inner]
        costs = [-worth, np.zeros(demands + len(inner), dtype=np.int64)]
        # By node of the layer at hand: as many arcs as it has steps.
        below, count, prices = demands + np.arange(len(inner), nodes, dtype=np.int64), 1, np.zeros(1, dtype=np.int64)
        first = demands + nodes
        for layer in layers:
            tails.append(np.repeat(below, count))
            heads.append(np.repeat(first + layer.of, count))
            costs.append(np.tile(prices, len(below)))
            below = first + np.arange(len(layer.widths), dtype=np.int64)
            count, prices, first = len(layer.costs), layer.costs, first + len(layer.widths)
        tails.append(np.repeat(below, count))
        heads.append(np.full(len(below) * count, out))
        costs.append(np.tile(prices, len(below)))
        self._tail, self._head, self._cost = (np.concatenate(parts) for parts in (tails, heads, costs))
        widths = [layer.widths.ravel() for layer in layers]
        self._widths = np.concatenate(widths) if widths else np.zeros(0, dtype=np.int64)
        self._demand, self._node, self._inner = demand, node, inner
        # The last of what leads on from a node, by its number: of rising costs it is the one that is never short.
        self._way_out = np.zeros(out + 1, dtype=np.int64)
        self._way_out[self._tail[len(demand) :]] = np.arange(len(demand), len(self._tail))

    def solve(self, most: Ints, floor: Ints, asked: Ints, room: Ints) -> Ints:
        """Quanta by arc, ``floor`` at least and ``most`` at most; ``room`` by node, days first."""
        flow: Ints = _above(
            self._tail,
            self._head,
            self._cost,
            self._way_out,
            self._demand,
            self._node,
            self._inner,
            self._widths,
            most,
            floor,
            asked,
            room,
        )
        return flow


@compiled
def _above(
    tail: Ints,
    head: Ints,
    cost: Ints,
    way_out: Ints,
    demand: Ints,
    node: Ints,
    inner: Ints,
    widths: Ints,
    most: Ints,
    floor: Ints,
    asked: Ints,
    room: Ints,
) -> Ints:
    """The floor, and the best flow of what it leaves."""
    arcs, demands = len(demand), len(asked)
    supply, cap = np.zeros(len(way_out), np.int64), np.empty(len(tail), np.int64)
    left = room.copy()
    supply[:demands] = asked
    for arc in range(arcs):
        cap[arc] = max(0, most[arc] - floor[arc])
        if floor[arc]:
            supply[demand[arc]] -= floor[arc]
            left[node[arc]] -= floor[arc]
            if node[arc] < len(inner):
                left[inner[node[arc]]] -= floor[arc]
    supply[:demands] = np.maximum(0, supply[:demands])
    rooms = arcs + demands
    cap[arcs:rooms] = supply[:demands] + 1
    cap[rooms : rooms + len(room)] = np.maximum(0, left)
    cap[rooms + len(room) :] = widths
    flow: Ints = cheapest_flow(tail, head, cap, cost, way_out, supply)
    quanta: Ints = flow[:arcs] + floor
    return quanta
