"""How much there is to do, and for whom: the load bound of a book of tasks.

In an agency: the two engineers carry 460 days between them whatever the dates, so the book takes 230 days at least.

**Formula.** f[k, g] positions of work of kind k (needs that the same groups can fill) done by group g; the least L with
sum of f[k, .] = all the work of kind k and sum of f[., g] <= size[g] * L. A linear program of a few hundred columns.
Work that cannot begin before position a and leaves a tail of b behind it is looked at by itself as well: the book takes
a + L + b then (the idea is that of Carlier & Pinson's heads and tails, 1989, with people who differ).

The bound is made safe from the program's dual prices by exact whole numbers: for any prices y >= 0 of the groups, all
the work at the price of its cheapest group, divided by the price of everybody together, is a lower bound on L.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import linprog

from engine.search.projects_tasks import Tasks
from engine.units import divide_up

__all__ = ["finish_bound", "spread_out"]

Kind = tuple[int, ...]
PRICE_SCALE = 1_000_000
"""Prices are rounded to a millionth: any whole prices give a true bound, finer ones a tighter bound."""
MOST_HEADS = 12
"""So many different earliest starts, and as many tails, are looked at."""


def finish_bound(tasks: Tasks) -> int:
    """No plan has finished everything that counts before this position."""
    counting = [number for number, task in enumerate(tasks.tasks) if task.counts]
    best = max((tasks.head[number] + tasks.tasks[number].length + tasks.tail[number] for number in counting), default=0)
    for head in spread_out((tasks.head[number] for number in counting), MOST_HEADS):
        for tail in spread_out((tasks.tail[number] for number in counting), MOST_HEADS):
            inside = [n for n in counting if tasks.head[n] >= head and tasks.tail[n] >= tail]
            work = _work(tasks, inside)
            # All the work by a single person is the most that the load bound could say.
            if work and head + tail + sum(work.values()) > best:
                best = max(best, head + tail + load_bound(tasks, work))
    return best


def load_bound(tasks: Tasks, work: Mapping[Kind, int]) -> int:
    """The least positions in which the groups can do this work, rounded up."""
    solved = _program(tasks, work)
    if solved is None:
        return 0
    prices = np.maximum(0, -np.asarray(solved.ineqlin.marginals))
    whole = [round(float(price) * PRICE_SCALE) for price in prices]
    everybody = sum(price * group.size for price, group in zip(whole, tasks.groups, strict=True))
    if not everybody:
        return 0
    owed = sum(amount * min(whole[group] for group in kind) for kind, amount in work.items() if kind)
    return divide_up(owed, everybody)


def _work(tasks: Tasks, numbers: Iterable[int]) -> dict[Kind, int]:
    """Positions of work of each kind."""
    work: dict[Kind, int] = defaultdict(int)
    for number in numbers:
        for need in tasks.tasks[number].needs:
            work[need.groups] += need.seats * tasks.tasks[number].length
    return dict(work)


def _program(tasks: Tasks, work: Mapping[Kind, int]) -> Any:
    """The solution of the linear program; None where there is no work, or somebody is missing for some."""
    columns = [(kind, group) for kind in work for group in kind]
    if not columns or any(not kind for kind in work):
        return None
    kinds = {kind: n for n, kind in enumerate(work)}
    does = np.zeros((len(kinds), len(columns) + 1))
    carries = np.zeros((len(tasks.groups), len(columns) + 1))
    for n, (kind, group) in enumerate(columns):
        does[kinds[kind], n] = carries[group, n] = 1
    carries[:, -1] = [-group.size for group in tasks.groups]
    price = np.zeros(len(columns) + 1)
    price[-1] = 1
    solved = linprog(price, carries, np.zeros(len(tasks.groups)), does, list(work.values()), method="highs")
    return solved if solved.status == 0 else None


def spread_out(values: Iterable[int], most: int) -> list[int]:
    """At most so many of the different values, spread over them all, the least included."""
    found = sorted(set(values))
    step = max(1, -(-len(found) // most))
    return found[::step]
