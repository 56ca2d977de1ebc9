"""One min-cost flow after another on the same arcs: demands into day slots, week slots, and out.

Ahuja, Magnanti & Orlin 1993. The solver is built once a dive; between its runs only capacities change.
"""

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

Ints = NDArray[np.int64]


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
    steps
        Weeks lead out directly; or, with (person of each week, width of each step by person, cost of each step),
        through their person, whose quanta cost the more, the more there are.
    """

    def __init__(
        self,
        demand: Ints,
        node: Ints,
        worth: Ints,
        demands: int,
        nodes: int,
        inner: Ints,
        steps: tuple[Ints, Ints, Ints] | None = None,
    ) -> None:
        people = 0 if steps is None else len(steps[1])
        out = demands + nodes + people
        each = np.arange(demands, dtype=np.int64)
        weeks = np.arange(len(inner), nodes, dtype=np.int64) + demands
        days = np.arange(len(inner), dtype=np.int64) + demands
        above = np.full(len(weeks), out) if steps is None else demands + nodes + steps[0]
        tails = [demand, each, days, weeks]
        heads = [demands + node, np.full(demands, out), demands + inner, above]
        costs = [-worth, np.zeros(demands + nodes, dtype=np.int64)]
        self._widths = np.zeros(0, dtype=np.int64)
        if steps is not None:
            _, widths, prices = steps
            tails.append(np.repeat(demands + nodes + np.arange(people, dtype=np.int64), len(prices)))
            heads.append(np.full(widths.size, out))
            costs.append(np.tile(prices, people))
            self._widths = widths.ravel()
        tail, head, cost = (np.concatenate(parts) for parts in (tails, heads, costs))
        self._solver = min_cost_flow.SimpleMinCostFlow()
        self._numbers = self._solver.add_arcs_with_capacity_and_unit_cost(tail, head, np.zeros_like(tail), cost)
        self._mine = self._numbers[: len(demand)]
        self._nodes = np.arange(out + 1, dtype=np.int64)

    def solve(self, most: Ints, asked: Ints, room: Ints) -> Ints:
        """Quanta by arc; ``room`` by node, days first."""
        solver = self._solver
        solver.set_arc_capacities(self._numbers, np.concatenate((most, asked, room, self._widths)))
        supplies = np.zeros(len(self._nodes), dtype=np.int64)
        supplies[: len(asked)] = asked
        supplies[-1] = -int(asked.sum())
        solver.set_nodes_supplies(self._nodes, supplies)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise AssertionError(f"min-cost flow ended with status {status}")
        return np.asarray(solver.flows(self._mine), dtype=np.int64)
