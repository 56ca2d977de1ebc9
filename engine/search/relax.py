"""A network that leaves out the hard rules: what it cannot reach, no plan can.

Minutes flow from demands over cells to people's days and weeks. The network keeps skills, windows, efforts,
day and week limits, sustained load (over runs of weeks that do not overlap) and a cut for small crews; it leaves out
blocks, projects at once, precedence, pairing and all the rest. Every plan is a flow, so the best flow is a true bound;
the reverse is not promised.
"""

import numpy as np
from ortools.graph.python import min_cost_flow

from engine.domain.book import Book
from engine.goals.base import Goal
from engine.grid import Grid, Ints
from engine.rules.no_overload import past_minutes, sustained_most, week_most, windows
from engine.search.bounds import Bounds


class Relaxation(Bounds):
    """The network of one grid, built once; every goal that is linear in minutes can be bounded by it."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.grid = grid
        self._build(grid)

    def worth(self, goal: Goal) -> tuple[int, Ints] | None:
        """(constant, worth of a minute by cell)."""
        return goal.worth(self.grid)

    def best(self, gain: Ints) -> int:
        """The most that any flow of minutes earns, and what the past earns: it is no decision."""
        past = int((gain * np.where(self.grid.cells.past, self.grid.cells.given, 0)).sum())
        return self.flow(gain)[0] + past

    # -- the network ----------------------------------------------------------------------------------

    def flow(self, gain: Ints) -> tuple[int, Ints]:
        """(what the best flow earns, minutes by cell). Past cells hold nothing here."""
        solver = min_cost_flow.SimpleMinCostFlow()
        useful = np.nonzero((gain > 0) & (self._cell_cap > 0))[0]
        cost = np.zeros(len(self._fixed_tail), dtype=np.int64)
        solver.add_arcs_with_capacity_and_unit_cost(self._fixed_tail, self._fixed_head, self._fixed_cap, cost)
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            self._cell_tail[useful], self._cell_head[useful], self._cell_cap[useful], -gain[useful]
        )
        solver.set_node_supply(0, self._supply)
        solver.set_node_supply(1, -self._supply)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise AssertionError(f"min-cost flow ended with status {status}")
        minutes = np.zeros(len(gain), dtype=np.int64)
        minutes[useful] = solver.flows(arcs)
        return -int(solver.optimal_cost()), minutes

    def _build(self, grid: Grid) -> None:
        """Nodes: 0 source, 1 sink, demands, (demand, week) where a crew is small, person-days, person-weeks."""
        book, cells, axes = grid.book, grid.cells, grid.axes
        tails: list[int] = [0]
        heads: list[int] = [1]
        caps: list[int] = [0]
        count = 2
        demand_node = {}
        for number, demand in enumerate(axes.demands):
            demand_node[number], count = count, count + 1
            asked = max(0, demand.effort - book.actual_of.get(demand.key, 0))
            if demand.presence:
                asked = int(cells.size[grid.cells_of_demand[number]].sum())
            elif "effort" in book.policy.rules_off:
                asked = int(cells.most[grid.cells_of_demand[number]].sum())
            tails.append(0)
            heads.append(demand_node[number])
            caps.append(asked)
        week_node: dict[tuple[int, int], int] = {}
        day_node: dict[tuple[int, int], int] = {}
        runs = {week: run for run in sustained_runs(book) for week in range(run[0], run[1] + 1)}
        run_node: dict[tuple[int, tuple[int, int]], int] = {}
        for (person, week), members in grid.cells_of_person_week.items():
            week_node[person, week], count = count, count + 1
            name = axes.people[person]
            free = [day for day in book.week_days(week) if day >= book.today]
            room = sum(int(grid.room[person, day]) for day in free)
            if "no_overload" not in book.policy.rules_off:
                used = book.actual_in_week.get((name, week), 0)
                room = min(room, max(0, week_most(book, name, week) - used))
            run = runs.get(week)
            if run is not None and (person, run) not in run_node:
                run_node[person, run], count = count, count + 1
                tails.append(run_node[person, run])
                heads.append(1)
                caps.append(max(0, sustained_most(book, name, *run) - past_minutes(book, name, *run)))
            tails.append(week_node[person, week])
            heads.append(1 if run is None else run_node[person, run])
            caps.append(room)
            for cell in members:
                first = int(cells.first[cell])
                if cells.first[cell] == cells.last[cell] and (person, first) not in day_node:
                    day_node[person, first], count = count, count + 1
                    tails.append(day_node[person, first])
                    heads.append(week_node[person, week])
                    caps.append(int(grid.room[person, first]))
        crew_node = self._crew_nodes(grid, demand_node, count, tails, heads, caps)
        self._fixed_tail, self._fixed_head = np.array(tails, dtype=np.int64), np.array(heads, dtype=np.int64)
        self._supply = sum(caps[1 : 1 + len(axes.demands)])
        caps[0] = self._supply
        self._fixed_cap = np.array(caps, dtype=np.int64)
        self._cell_cap = np.where(cells.past, 0, np.where(cells.size > 0, cells.size, cells.most))
        tail, head = [], []
        for cell in range(len(cells)):
            asks, person, week = int(cells.demand[cell]), int(cells.person[cell]), int(cells.week[cell])
            tail.append(crew_node.get((asks, week), demand_node[asks]))
            single = cells.first[cell] == cells.last[cell]
            head.append(day_node[person, int(cells.first[cell])] if single else week_node[person, week])
        self._cell_tail, self._cell_head = np.array(tail, dtype=np.int64), np.array(head, dtype=np.int64)

    @staticmethod
    def _crew_nodes(
        grid: Grid,
        demand_node: dict[int, int],
        count: int,
        tails: list[int],
        heads: list[int],
        caps: list[int],
    ) -> dict[tuple[int, int], int]:
        """A crew of at most k gives a week no more than the k people with most time in it could."""
        made: dict[tuple[int, int], int] = {}
        if "crew" in grid.book.policy.rules_off:
            return made
        cells = grid.cells
        for number, demand in enumerate(grid.axes.demands):
            pairs = grid.pairs_of_demand[number]
            crew = demand.crew_max
            if crew is None or len(pairs) <= crew or demand.key in grid.book.actual_of:
                continue
            by_week: dict[int, list[int]] = {}
            for pair in pairs:
                weeks: dict[int, int] = {}
                for cell in grid.cells_of_pair[pair]:
                    week = int(cells.week[cell])
                    weeks[week] = weeks.get(week, 0) + int(cells.most[cell])
                for week, most in weeks.items():
                    by_week.setdefault(week, []).append(most)
            for week, most_of in by_week.items():
                made[number, week], count = count, count + 1
                tails.append(demand_node[number])
                heads.append(made[number, week])
                caps.append(sum(sorted(most_of, reverse=True)[:crew]))
        return made


def sustained_runs(book: Book) -> list[tuple[int, int]]:
    """Runs of weeks (first, last) whose sustained load is bounded and of which no two overlap."""
    if book.policy.sustained_load is None or "no_overload" in book.policy.rules_off:
        return []
    found = windows(book)
    return found[:: found[0][1] - found[0][0] + 1]
