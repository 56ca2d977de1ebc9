"""The bound of a large book of fixed phases: a flow whose arcs do not grow with demands times people.

People who may do a demand hang below one node for each week, which all demands share that the same people may do. So
there are demands x weeks and sets x people x weeks arcs, and not demands x people x weeks: 23,000 demands on 2,000
people take a few seconds. An arc from a demand into a week holds no more than the crew could do that has most time in
it, and nobody's run of weeks holds more than the sustained load. Every plan is such a flow.
"""

from collections.abc import Callable

import numpy as np
from ortools.graph.python import min_cost_flow

from engine.domain.book import Book
from engine.goals.base import Goal
from engine.grid import Axes, Bools, Grid, Ints
from engine.rules.no_overload import sustained_most
from engine.search.bounds import Bounds
from engine.search.relax import sustained_runs
from engine.search.staffing.shadow import Shadow
from engine.search.staffing.terms import Frame

MOST_DOUBLED, HALVED = 8, 5
"""How often a price is doubled, and how often the stretch in which the best one lies is cut by a third."""
LARGEST = 1 << 36
"""Costs stay below this, rounded the safe way, so that what a flow adds up stays a whole number of 64 bits."""


class Ladder(Bounds):
    """Bounds by demand: for goals that do not care who works.

    Parameters
    ----------
    pairs
        bool[demand, person]: who may work on what.
    room
        minutes[person, day], as `Grid` has it.
    """

    def __init__(self, axes: Axes, pairs: Bools, room: Ints, frame: Frame) -> None:
        super().__init__()
        self.book: Book = axes.book
        self.asked = frame.asked
        self._set_of, members = _distinct(pairs)
        weeks, people, sets = frame.weeks, frame.people, len(members)
        # Nodes: demands, (set, week), (person, week), (person, run), and the way out.
        set_node = len(frame.asked) + np.arange(sets * weeks, dtype=np.int64).reshape(sets, weeks)
        week_node = len(frame.asked) + sets * weeks + np.arange(people * weeks, dtype=np.int64).reshape(people, weeks)
        runs = sustained_runs(self.book)
        run_node = int(week_node[-1, -1]) + 1 + np.arange(people * len(runs), dtype=np.int64).reshape(people, len(runs))
        self._out = len(frame.asked) + sets * weeks + people * weeks + people * len(runs)
        rooms = frame.room.reshape(people, weeks)
        below = np.full((people, weeks), self._out, dtype=np.int64)
        most = np.zeros((people, len(runs)), dtype=np.int64)
        for number, (first, last) in enumerate(runs):
            below[:, first : last + 1] = run_node[:, [number]]
            most[:, number] = [sustained_most(self.book, person, first, last) for person in axes.people]
        tails, heads, caps = (
            [week_node.ravel(), run_node.ravel()],
            [below.ravel()],
            [rooms.ravel(), most.ravel() // self.book.quantum],
        )
        heads.append(np.full(run_node.size, self._out, dtype=np.int64))
        self._person = np.concatenate(
            [np.full(week_node.size + run_node.size, -1), *(np.repeat(mine, weeks) for mine in members)]
        )
        """By arc from a set's week into a person's: the person; -1 for those before them."""
        for number, mine in enumerate(members):
            tails.append(np.tile(set_node[number], len(mine)))
            heads.append(week_node[mine].ravel())
            caps.append(rooms[mine].ravel())
        self._demand, week, self._most = _rungs(axes, room, frame, self._set_of, members)
        # Then what a demand goes without, and its arcs into weeks.
        each = np.arange(len(frame.asked), dtype=np.int64)
        tails += [each, self._demand]
        heads += [np.full(len(each), self._out, dtype=np.int64), set_node[self._set_of[self._demand], week]]
        self._tails, self._heads, self._cap = (np.concatenate(parts) for parts in (tails, heads, caps))
        self._weeks = week_node.ravel()

    def worth(self, goal: Goal) -> tuple[int, Ints] | None:
        """(constant, worth of a minute by demand)."""
        return goal.worth_by_demand(self.book)

    def best(self, gain: Ints) -> int:
        """The most that any flow of minutes earns."""
        gains = np.maximum(0, gain)
        if not gains.any():
            return 0
        unit = self._unit(gains)
        return -int(self._flow(-(-gains // unit))[0].optimal_cost()) * unit * self.book.quantum

    def shadow(self, gain: Ints) -> Shadow:
        """What the best flow says that demands and people's weeks are worth.

        Node potentials of the flow, by the shortest paths in what it leaves (Ahuja, Magnanti & Orlin 1993, chapter 9).
        """
        gains = np.maximum(0, gain)
        if not gains.any():
            return Shadow(gains, np.zeros_like(gains), np.zeros(self._weeks.size, dtype=np.int64))
        unit = self._unit(gains)
        solver, costs = self._flow(-(-gains // unit))
        number = np.arange(solver.num_arcs())
        flow, most = solver.flows(number), self._all(np.where(gains > 0, self.asked, 0))
        forth, back = flow < most, flow > 0
        tail = np.concatenate((self._tails[forth], self._heads[back]))
        head = np.concatenate((self._heads[forth], self._tails[back]))
        cost = np.concatenate((costs[forth], -costs[back]))
        order = np.argsort(head, kind="stable")
        tail, cost = tail[order], cost[order]
        heads, first = np.unique(head[order], return_index=True)
        potential = np.zeros(self._out + 1, dtype=np.int64)
        while True:
            reached = np.minimum(potential[heads], np.minimum.reduceat(potential[tail] + cost, first))
            if (reached == potential[heads]).all():
                break
            potential[heads] = reached
        out = potential[self._out]
        surplus = np.maximum(0, potential[: len(gains)] - out) * unit
        return Shadow(gains, surplus, np.maximum(0, out - potential[self._weeks]) * unit)

    def least_load(self, weights: Ints, enough: Callable[[], bool]) -> int:
        """The least that ``weights . minutes`` can come to, by person, while earlier tiers keep what they must.

        What a tier must keep has a price (Lagrange): at each the bound is true, and it is concave in the price. Prices
        are tried until there were ``enough``.
        """
        found = 0
        for kept in self.kept:
            gain = np.maximum(0, kept.worth)
            if not gain.any() or not weights.any() or kept.floor <= 0:
                continue
            unit = int(np.gcd.reduce(gain[gain > 0]))
            gain, floor = gain // unit, -(-kept.floor // unit)
            usual = max(1, int(weights.mean()) // max(1, int(gain[gain > 0].mean())))
            tried: dict[int, int] = {}

            def at(price: int, gain: Ints = gain, floor: int = floor, tried: dict[int, int] = tried) -> int:
                if price not in tried:
                    if enough():
                        return 0
                    most = -int(self._flow(price * gain, weights)[0].optimal_cost()) * self.book.quantum
                    tried[price] = price * floor - most
                return tried[price]

            low, high = 0, usual
            while at(2 * high) > at(high) and high < usual << MOST_DOUBLED:
                low, high = high, 2 * high
            high = 2 * high
            for _ in range(HALVED):
                one, other = low + (high - low) // 3, high - (high - low) // 3
                low, high = (one, high) if at(one) < at(other) else (low, other)
            found = max(found, *tried.values(), 0)
        return found

    @staticmethod
    def _unit(gains: Ints) -> int:
        """What gains are counted in. They are rounded up where they must be: a dearer minute bounds a cheaper one."""
        return max(int(np.gcd.reduce(gains[gains > 0])), int(gains.max()) // LARGEST + 1)

    def _flow(self, worth: Ints, weights: Ints | None = None) -> tuple[min_cost_flow.SimpleMinCostFlow, Ints]:
        """(the solver when it is done, cost by arc): of a quantum by demand, less what a person's weighs."""
        asked = np.where(worth > 0, self.asked, 0)
        costs = np.zeros(len(self._tails), dtype=np.int64)
        costs[len(costs) - len(self._demand) :] = -worth[self._demand]
        if weights is not None:
            costs[: len(self._person)] = np.where(self._person >= 0, weights[self._person], 0)
        solver = min_cost_flow.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(self._tails, self._heads, self._all(asked), costs)
        solver.set_nodes_supplies(np.arange(len(asked), dtype=np.int64), asked)
        solver.set_node_supply(self._out, -int(asked.sum()))
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise AssertionError(f"min-cost flow ended with status {status}")
        return solver, costs

    def _all(self, asked: Ints) -> Ints:
        """Capacities of all arcs; ``asked`` by demand."""
        return np.concatenate((self._cap, asked, self._most))


def _distinct(pairs: Bools) -> tuple[Ints, list[Ints]]:
    """(set number by demand, people of each set): demands that the same people may do share a set."""
    packed = np.packbits(pairs, axis=1)
    _, first, number = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    return number.astype(np.int64).reshape(-1), [np.nonzero(pairs[row])[0] for row in first]


def _rungs(axes: Axes, room: Ints, frame: Frame, set_of: Ints, members: list[Ints]) -> tuple[Ints, Ints, Ints]:
    """(demand, week, most) of every arc from a demand into a week of its window."""
    book = axes.book
    spans: list[tuple[int, int, int, int]] = []
    for number, demand in enumerate(axes.demands):
        for first, last in Grid.windows(demand):
            for week in range(book.week(first), book.week(last) + 1):
                days = book.week_days(week)
                spans.append((number, week, max(first, days[0]), min(last, days[-1])))
    columns: Ints = np.array(spans, dtype=np.int64).reshape(-1, 4).T
    asks, week, first, last = columns
    capped = "effort" not in book.policy.rules_off
    caps = np.array([(d.demand.most_per_day or 0) if capped else 0 for d in axes.demands], dtype=np.int64)
    most = np.zeros(len(asks), dtype=np.int64)
    known: dict[tuple[int, ...], int] = {}
    tables = {cap: _up_to(room, cap, book.quantum) for cap in np.unique(caps).tolist()}
    keys = np.stack((set_of[asks], caps[asks], np.minimum(frame.crew[asks], frame.people), first, last)).T
    for row, key in enumerate(map(tuple, keys.tolist())):
        if key not in known:
            mine, cap, crew, start, end = key
            table = tables[cap][members[mine]]
            able = np.sort(table[:, end + 1] - table[:, start])
            known[key] = int(able[max(0, len(able) - crew) :].sum())
        most[row] = known[key]
    return asks, week, np.minimum(most, frame.asked[asks])


def _up_to(room: Ints, cap: int, quantum: int) -> Ints:
    """quanta[person, day] that lie before each day."""
    days = (np.minimum(room, cap) if cap else room) // quantum
    table = np.zeros((days.shape[0], days.shape[1] + 1), dtype=np.int64)
    np.cumsum(days, axis=1, out=table[:, 1:])
    return table
