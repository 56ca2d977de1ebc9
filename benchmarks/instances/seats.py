"""A book of seats: tasks that people fill full-time, from public scheduling sets, as a scenario document.

All of the project-type sets say the same thing in different files: tasks with a duration or fixed days, so many
people of each skill from the first day to the last, and an order. Here that becomes one project whose phases hold
presence demands, each of which must be filled.

One time unit of a set is one working day of a calendar that works every day of the week and has no holidays, so that
day n of the plan is time n of the set. A day has a single hour: a salary a time unit is then a cost rate an hour.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.instances.base import Document, Instance

FIRST = date(2027, 1, 4)
"""Time 0."""
PROJECT = "project"
MOST_DAYS = 1100
"""The longest horizon that a scenario may have."""


@dataclass(frozen=True)
class Need:
    """So many people with a skill, or out of a list."""

    skill: str
    seats: int = 1
    level: int = 0
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """Work that begins on one day and lasts ``days``; on a fixed day where ``start`` is given."""

    id: str
    days: int
    needs: tuple[Need, ...]
    after: tuple[str, ...] = ()
    start: int | None = None


def person(id: str, levels: dict[str, int], **fields: Any) -> dict[str, Any]:
    """Somebody with these skills."""
    return {"id": id, "department": "team", "role": "member", "skills": levels, **fields}


def document(
    name: str, title: str, goal: str, days: int, people: Sequence[dict[str, Any]], tasks: Sequence[Task]
) -> Document:
    """The scenario: every seat filled, and among such plans the best by one goal."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "1h")
    skills = {skill for one in people for skill in one["skills"]}
    skills |= {need.skill for task in tasks for need in task.needs}
    return {
        "name": name,
        "title": title,
        "horizon": {"first": f"{FIRST}", "last": f"{_day(days - 1)}", "quantum": 60},
        "calendars": [{"id": "every-day", "week": week}],
        "departments": [{"id": "team"}],
        "skills": [{"id": skill} for skill in sorted(skills)],
        "roles": [{"id": "member"}],
        "people": list(people),
        "projects": [{"id": PROJECT, "phases": [_phase(task) for task in _lasting(tasks)]}],
        "policy": {"tiers": [{"goal": goal}]},
    }


def _phase(task: Task) -> dict[str, Any]:
    phase: dict[str, Any] = {"id": task.id, "demands": [_demand(n, need) for n, need in enumerate(task.needs, 1)]}
    if task.start is not None:
        return {**phase, "start": f"{_day(task.start)}", "end": f"{_day(task.start + task.days - 1)}"}
    after = [{"phase": before} for before in task.after]
    return {**phase, "length": {"min": task.days, "max": task.days}, "after": after}


def _demand(number: int, need: Need) -> dict[str, Any]:
    demand = {"id": f"{need.skill}-{number}", "skill": need.skill, "mode": "presence", "seats": need.seats}
    if need.level:
        demand["level"] = need.level
    if need.allowed:
        demand["allowed_people"] = list(need.allowed)
    return {**demand, "must": True}


def _lasting(tasks: Sequence[Task]) -> list[Task]:
    """The tasks that take time. One that takes none hands its order on: what follows it follows what it follows."""
    by_id = {task.id: task for task in tasks}

    def before(task: Task) -> set[str]:
        found: set[str] = set()
        for id in task.after:
            # An id that is not in the file stays, and is named as unknown when the scenario is read.
            found |= {id} if id not in by_id or by_id[id].days else before(by_id[id])
        return found

    return [
        Task(task.id, task.days, task.needs, tuple(sorted(before(task))), task.start) for task in tasks if task.days
    ]


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


# -- files of a set ----------------------------------------------------------------------------------


Records = Mapping[str, tuple[float, float]]
"""(bound, value) on record by instance."""


def instances_of(
    files: Iterable[Path], read: Callable[[Path], Document], goal: str, records: Records, source: str
) -> Iterator[Instance]:
    """An instance a file, named after it, with what is on record about it."""
    for file in files:
        bound, best = records.get(file.stem, (None, None))
        yield Instance(file.stem, partial(read, file), goal, best, bound, source)


def rows_of(file: Path, *columns: str) -> list[dict[str, str]]:
    """The rows of a CSV table that may lie beside a set; none where it does not. Raises ValueError where a column is
    missing."""
    if not file.exists():
        return []
    with file.open(newline="", encoding="utf-8") as text:
        table = csv.DictReader(text)
        missing = [name for name in columns if name not in (table.fieldnames or ())]
        if missing:
            raise ValueError(f"{file}: there is no column `{missing[0]}`")
        return list(table)


def bounds_on_record(file: Path) -> Records:
    """Lower and upper bound by instance, of a table that calls them ``lb`` and ``ub``."""
    return {row["instance"]: (float(row["lb"]), float(row["ub"])) for row in rows_of(file, "instance", "lb", "ub")}


def folder(data: Path, name: str) -> Path:
    """Where a set lies: in its own folder of the data, or the data folder is the set's own."""
    inside = data / name
    return inside if inside.is_dir() else data


def name_order(name: str) -> tuple[str, ...]:
    """Numbers in a name count as numbers: j301_2 before j301_10."""
    return tuple(part.zfill(6) if part.isdigit() else part for part in re.split(r"(\d+)", name))
