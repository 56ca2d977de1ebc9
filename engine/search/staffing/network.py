"""One min-cost flow after another on the same arcs: demands into days, weeks, runs of weeks, people, and out.

Ahuja, Magnanti & Orlin 1993. The solver is built once a dive; between its flows only capacities change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

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
        tail, head, cost = (np.concatenate(parts) for parts in (tails, heads, costs))
        self._widths = [layer.widths.ravel() for layer in layers]
        self._solver = min_cost_flow.SimpleMinCostFlow()
        self._numbers = self._solver.add_arcs_with_capacity_and_unit_cost(tail, head, np.zeros_like(tail), cost)
        self._mine = self._numbers[: len(demand)]
        self._nodes = np.arange(out + 1, dtype=np.int64)

    def solve(self, most: Ints, asked: Ints, room: Ints) -> Ints:
        """Quanta by arc; ``room`` by node, days first."""
        solver = self._solver
        solver.set_arc_capacities(self._numbers, np.concatenate((most, asked, room, *self._widths)))
        supplies = np.zeros(len(self._nodes), dtype=np.int64)
        supplies[: len(asked)] = asked
        supplies[-1] = -int(asked.sum())
        solver.set_nodes_supplies(self._nodes, supplies)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise AssertionError(f"min-cost flow ended with status {status}")
        return np.asarray(solver.flows(self._mine), dtype=np.int64)
