"""From solved cells to days: a week's minutes are spread so that every daily limit holds.

That this always succeeds is the grid's promise (Hall's condition; see `engine.grid`). A cell is given equal minutes
a day where that fits, because a person reads "two hours every day" more easily than "Monday and half of Tuesday".
"""

from collections.abc import Mapping, Sequence

from ortools.graph.python import max_flow

from engine.compile import taken_by_seat
from engine.errors import UnverifiedPlanError
from engine.grid import Grid
from engine.plan import Work

Steps = Sequence[int]


def spread(grid: Grid, minutes: Sequence[int]) -> dict[Work, int]:
    """Minutes by (demand, person, day) for ``minutes[cell]``; whole quanta a day."""
    result: dict[Work, int] = {}
    weeks: dict[tuple[int, int], list[int]] = {}
    used: dict[tuple[int, int], int] = {}
    people, demands, cells = grid.axes.people, grid.axes.demands, grid.cells
    for cell, amount in enumerate(minutes):
        if not amount:
            continue
        person = int(cells.person[cell])
        if cells.first[cell] == cells.last[cell]:
            work = (demands[int(cells.demand[cell])].key, people[person], int(cells.first[cell]))
            result[work] = result.get(work, 0) + amount
            taken = taken_by_seat(grid, grid.room, cell) if cells.size[cell] else amount
            used[person, work[2]] = used.get((person, work[2]), 0) + taken
        else:
            weeks.setdefault((person, int(cells.week[cell])), []).append(cell)
    for (person, _), long_cells in weeks.items():
        for (cell, day), amount in _spread_week(grid, person, long_cells, minutes, used).items():
            result[demands[int(cells.demand[cell])].key, people[person], day] = amount
    return result


def _spread_week(
    grid: Grid, person: int, cells: Sequence[int], minutes: Sequence[int], used: Mapping[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """One person's cells of several days, over the days of their week."""
    quantum = grid.book.quantum
    days = range(min(int(grid.cells.first[c]) for c in cells), max(int(grid.cells.last[c]) for c in cells) + 1)
    free = {day: max(0, int(grid.room[person, day]) // quantum - used.get((person, day), 0) // quantum) for day in days}
    caps = {
        (cell, day): min(
            free[day], grid.day_most(grid.axes.demands[int(grid.cells.demand[cell])], person, day) // quantum
        )
        for cell in cells
        for day in range(int(grid.cells.first[cell]), int(grid.cells.last[cell]) + 1)
        if free[day] > 0
    }
    wanted = {cell: minutes[cell] // quantum for cell in cells}
    even: dict[tuple[int, int], int] = {}
    for cell in cells:
        open_days = [day for day in days if caps.get((cell, day), 0) > 0]
        each = wanted[cell] // len(open_days) if open_days else 0
        for day in open_days:
            even[cell, day] = min(each, caps[cell, day])
    for start in (even, {}):
        steps = _fill(wanted, caps, free, start)
        if steps is not None:
            return {key: amount * quantum for key, amount in steps.items() if amount}
    raise UnverifiedPlanError(f"minutes of {grid.axes.people[person]} do not fit the days from {days[0]} to {days[-1]}")


def _fill(
    wanted: Mapping[int, int],
    caps: Mapping[tuple[int, int], int],
    free: Mapping[int, int],
    start: Mapping[tuple[int, int], int],
) -> dict[tuple[int, int], int] | None:
    """Complete a start to all that is wanted by a maximum flow; None where that cannot be."""
    left = {cell: wanted[cell] - sum(n for (c, _), n in start.items() if c == cell) for cell in wanted}
    room = {day: free[day] - sum(n for (_, d), n in start.items() if d == day) for day in free}
    if min(room.values(), default=0) < 0:
        return None
    if not any(left.values()):
        return dict(start)
    flow = max_flow.SimpleMaxFlow()
    source, sink = 0, 1
    cell_node = {cell: number + 2 for number, cell in enumerate(wanted)}
    day_node = {day: number + 2 + len(cell_node) for number, day in enumerate(room)}
    arcs = {}
    for cell, amount in left.items():
        flow.add_arc_with_capacity(source, cell_node[cell], amount)
    for (cell, day), cap in caps.items():
        arcs[cell, day] = flow.add_arc_with_capacity(cell_node[cell], day_node[day], cap - start.get((cell, day), 0))
    for day, amount in room.items():
        flow.add_arc_with_capacity(day_node[day], sink, amount)
    flow.solve(source, sink)
    if flow.optimal_flow() < sum(left.values()):
        return None
    return {key: start.get(key, 0) + flow.flow(arc) for key, arc in arcs.items()}
