"""iMOPSE: tasks of one person each, who needs a skill at a level (Myszkowski et al. 2014), by shortest makespan.

A task is a phase with one seat. Whoever does not list the skill cannot do the task, also where level 0 is asked: that
is how the set's own program reads it. A salary a time unit is a cost rate.

Reads ``**/*.def`` and, beside them, ``reference_values.csv`` and ``reference_small.csv``. These are computations and no
published records: critical path, load bound, and the makespan of a plain CP-SAT model in 30 s.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.instances.base import Document, Instance
from benchmarks.instances.seats import MOST_DAYS, Need, Task, document, folder, person

__all__ = ["instances", "read"]

SOURCE = "Myszkowski et al. 2014, iMOPSE; reference values computed, see reference_values.csv"
RULE = re.compile(r"^={10,}\s*$", re.MULTILINE)


def instances(data: Path) -> Iterator[Instance]:
    """Every file below the folder, in order of set and name."""
    root = folder(data, "imopse")
    records = _records(root)
    for file in sorted(root.glob("**/*.def")):
        known = records.get(file.stem, (None, None))
        yield Instance(file.stem, partial(read, file), "finish", known[1], known[0], SOURCE)


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


def _person(line: str) -> dict[str, object]:
    number, salary, *rest = line.split()
    levels = re.findall(r"(\S+):\s*(\d+)", " ".join(rest))
    return person(f"p{number}", {skill: int(level) for skill, level in levels}, cost_rate=salary)


def _task(line: str) -> Task:
    number, duration, skill, level, *before = line.split()
    need = Need(skill.rstrip(":"), level=int(level))
    return Task(f"t{number}", int(duration), (need,), tuple(f"t{other}" for other in before))


def _days(people: Sequence[dict[str, object]], tasks: Sequence[Task]) -> int:
    """A horizon that surely holds a plan: all tasks one after another; where that is longer than a horizon may be, as
    long as it takes when each task, in order, goes to whoever can begin it first."""
    total = sum(task.days for task in tasks)
    return total if total <= MOST_DAYS else _one_by_one(people, tasks)


def _one_by_one(people: Sequence[dict[str, object]], tasks: Sequence[Task]) -> int:
    free = {str(one["id"]): 0 for one in people}
    levels = {str(one["id"]): one["skills"] for one in people}
    ends: dict[str, int] = {}
    waiting = list(tasks)
    while waiting:
        task = next(task for task in waiting if all(other in ends for other in task.after))
        waiting.remove(task)
        [need] = task.needs
        able = [id for id in free if levels[id].get(need.skill, -1) >= need.level]  # type: ignore[attr-defined]
        ready = max((ends[other] for other in task.after), default=0)
        if not able:
            return MOST_DAYS
        chosen = min(able, key=lambda id: max(free[id], ready))
        ends[task.id] = free[chosen] = max(free[chosen], ready) + task.days
    return max(ends.values())


def _records(root: Path) -> dict[str, tuple[float, float]]:
    """(bound, makespan) by instance."""
    found: dict[str, tuple[float, float]] = {}
    for row in _csv(root / "reference_values.csv"):
        bounds = (row["cp_lb"], row["load_lb"], row["cpsat_lb_30s"])
        found[row["instance"]] = (max(float(bound) for bound in bounds), float(row["cpsat_ub_30s"]))
    for row in _csv(root / "reference_small.csv"):
        found[row["instance"]] = (float(row["optimal_makespan"]), float(row["optimal_makespan"]))
    return found


def _csv(file: Path) -> list[dict[str, str]]:
    if not file.exists():
        return []
    with file.open(newline="", encoding="utf-8") as rows:
        return list(csv.DictReader(rows))
