"""iMOPSE: tasks of one person each, who needs a skill at a level (Myszkowski et al. 2014), by shortest makespan.

A task is a phase with one seat. Whoever does not list the skill cannot do the task, also where level 0 is asked: that
is how the set's own program reads it. A salary a time unit is a cost rate.

Reads ``**/*.def`` and, beside them, ``reference_values.csv`` and ``reference_small.csv``. These are computations and no
published records: critical path, load bound, and the makespan of a plain CP-SAT model in 30 s.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.instances.base import Document, Instance
from benchmarks.instances.seats import MOST_DAYS, Need, Records, Task, document, folder, instances_of, person, rows_of

__all__ = ["instances", "read"]

SOURCE = "Myszkowski et al. 2014, iMOPSE; reference values computed, see reference_values.csv"
RULE = re.compile(r"^={10,}\s*$", re.MULTILINE)


def instances(data: Path) -> Iterator[Instance]:
    """Every file below the folder, in order of set and name."""
    root = folder(data, "imopse")
    return instances_of(sorted(root.glob("**/*.def")), read, "finish", _records(root), SOURCE)


def read(file: Path, goal: str = "finish") -> Document:
    """One ``.def`` file as a scenario. Raises ValueError where a table is missing."""
    tables = RULE.split(file.read_text(encoding="latin-1"))
    people = [_person(line) for line in _table(tables, "ResourceID", file)]
    tasks = [_task(line) for line in _table(tables, "TaskID", file)]
    return document(file.stem, f"iMOPSE {file.stem}", goal, _days(people, tasks), people, tasks)


def _table(tables: Sequence[str], heading: str, file: Path) -> list[str]:
    for table in tables:
        if table.strip().startswith(heading):
            return [line for line in table.strip().splitlines()[1:] if line.strip()]
    raise ValueError(f"{file}: there is no table that begins with `{heading}`")


def _person(line: str) -> dict[str, Any]:
    number, salary, *rest = line.split()
    levels = re.findall(r"(\S+):\s*(\d+)", " ".join(rest))
    return person(f"p{number}", {skill: int(level) for skill, level in levels}, cost_rate=salary)


def _task(line: str) -> Task:
    number, duration, skill, level, *before = line.split()
    need = Need(skill.rstrip(":"), level=int(level))
    return Task(f"t{number}", int(duration), (need,), tuple(f"t{other}" for other in before))


def _days(people: Sequence[dict[str, Any]], tasks: Sequence[Task]) -> int:
    """A horizon that surely holds a plan: all tasks one after another; where that is longer than a horizon may be, as
    long as it takes when each task, in order, goes to whoever can begin it first."""
    total = sum(task.days for task in tasks)
    return total if total <= MOST_DAYS else _one_by_one(people, tasks)


def _one_by_one(people: Sequence[dict[str, Any]], tasks: Sequence[Task]) -> int:
    free = {one["id"]: 0 for one in people}
    levels = {one["id"]: one["skills"] for one in people}
    ends: dict[str, int] = {}
    waiting = list(tasks)
    while waiting:
        task = next((task for task in waiting if all(other in ends for other in task.after)), None)
        if task is None:
            return MOST_DAYS  # an order in circles, or after a task that is not there: the scenario will be refused
        waiting.remove(task)
        [need] = task.needs
        able = [id for id in free if levels[id].get(need.skill, -1) >= need.level]
        ready = max((ends[other] for other in task.after), default=0)
        if not able:
            return MOST_DAYS
        chosen = min(able, key=lambda id: max(free[id], ready))
        ends[task.id] = free[chosen] = max(free[chosen], ready) + task.days
    return max(ends.values())


def _records(root: Path) -> Records:
    """The best of the bounds that were computed, and the makespan."""
    found: dict[str, tuple[float, float]] = {}
    bounds = ("cp_lb", "load_lb", "cpsat_lb_30s")
    for row in rows_of(root / "reference_values.csv", "instance", *bounds, "cpsat_ub_30s"):
        found[row["instance"]] = (max(float(row[bound]) for bound in bounds), float(row["cpsat_ub_30s"]))
    for row in rows_of(root / "reference_small.csv", "instance", "optimal_makespan"):
        found[row["instance"]] = (float(row["optimal_makespan"]), float(row["optimal_makespan"]))
    return found
