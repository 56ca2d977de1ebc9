"""Who does what before anybody asks when: shares of the work, as even as heads and tails need.

In an agency: first deal the jobs out, so that nobody has more than 459 days of work; then see in which order they go.

**Formula.** n[k, g] seats of need k filled by group g, whole numbers; over the groups they are the seats of the need,
and no task takes more of a group than it has people. For heads a and tails b: what a group does of the tasks that
cannot begin before position a and leave at least b behind them takes it no longer than the finish less a and b. The
least finish that such shares allow is a bound; it is that of the load (`projects_load`), of shares that are whole.

With shares that stand every need has one group to fill it, and dates alone decide.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from ortools.sat.python import cp_model

from engine.search.projects_load import spread_out
from engine.search.projects_tasks import Need, Tasks

__all__ = ["Shares", "Sharing", "shared"]

MOST_HEADS, MANY = 8, 20_000
"""So many different heads, and as many tails, are looked at; the least alone where more counts are to be decided."""

Shares = Mapping[tuple[int, int, int], int]
"""Seats by (task, need of the task, group)."""


class Sharing:
    """Shares as a CP-SAT model; `finish` is what they allow, between ``least`` and ``most``."""

    def __init__(self, tasks: Tasks, least: int, most: int) -> None:
        self.model = cp_model.CpModel()
        self.finish = self.model.new_int_var(min(least, most), most, "finish")
        self._tasks = tasks
        self._count: dict[tuple[int, int, int], cp_model.IntVar] = {}
        for number, task in enumerate(tasks.tasks):
            for place, need in enumerate(task.needs):
                for group in need.groups:
                    name = f"{need.demand} from {tasks.groups[group].people[0]}"
                    self._count[number, place, group] = self.model.new_int_var(0, need.seats, name)
                self.model.add(sum(self._count[number, place, group] for group in need.groups) == need.seats)
        in_order = sorted(self._count.items(), key=lambda item: (item[0][2], item[0]))
        for group, some in groupby(in_order, key=lambda item: item[0][2]):
            self._even(group, [(number, count) for (number, _, _), count in some])

    def _even(self, group: int, mine: list[tuple[int, cp_model.IntVar]]) -> None:
        """No task takes more of a group than there are, and none of its stretches of work is too long."""
        tasks, size = self._tasks, self._tasks.groups[group].size
        for _, some in groupby(mine, key=lambda item: item[0]):
            self.model.add(sum(count for _, count in some) <= size)
        most = MOST_HEADS if len(self._count) <= MANY else 1
        counting = [(number, count) for number, count in mine if tasks.tasks[number].counts]
        seen: set[tuple[int, ...]] = set()
        for head in spread_out((tasks.head[number] for number, _ in counting), most):
            for tail in spread_out((tasks.tail[number] for number, _ in counting), most):
                inside = [(n, count) for n, count in counting if tasks.head[n] >= head and tasks.tail[n] >= tail]
                numbers = tuple(number for number, _ in inside)
                if inside and numbers not in seen:
                    seen.add(numbers)
                    apart = min(tasks.head[n] for n in numbers) + min(tasks.tail[n] for n in numbers)
                    load = sum(tasks.tasks[number].length * count for number, count in inside)
                    self.model.add(load <= size * (self.finish - apart))

    def read(self, found: cp_model.CpSolverSolutionCallback) -> Shares:
        """The shares that the solver has just found."""
        counts = {key: int(found.value(count)) for key, count in self._count.items()}
        return {key: count for key, count in counts.items() if count}


def shared(tasks: Tasks, shares: Shares) -> Tasks:
    """The tasks with every seat for the group that has it."""
    needs: list[list[Need]] = [[] for _ in tasks.tasks]
    for (number, place, group), count in shares.items():
        needs[number].append(Need(tasks.tasks[number].needs[place].demand, count, (group,)))
    return Tasks(tasks.days, [replace(t, needs=tuple(needs[n])) for n, t in enumerate(tasks.tasks)], tasks.groups)
