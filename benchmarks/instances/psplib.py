"""PSPLIB: single-mode projects on shared resources (Kolisch & Sprecher 1996), by shortest makespan.

A resource of capacity c is c people who have that one skill; an activity is a phase, and a request of n units is a
demand of n seats. Supersource and supersink last no time and fall away.

Reads ``j30/*.sm``, ``j60/*.sm``, ``j120/*.sm`` and ``best_known.csv`` (set, instance, lb, ub).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.instances.base import Document, Instance
from benchmarks.instances.seats import Need, Task, bounds_on_record, document, folder, instances_of, name_order, person

__all__ = ["instances", "read"]

SOURCE = "Kolisch & Sprecher 1996, PSPLIB single mode; records: best_known.csv"


def instances(data: Path) -> Iterator[Instance]:
    """Every file below the folder, in order of set and name."""
    root = folder(data, "psplib")
    files = sorted(root.glob("**/*.sm"), key=lambda file: name_order(file.stem))
    return instances_of(files, read, "finish", bounds_on_record(root / "best_known.csv"), SOURCE)


def read(file: Path) -> Document:
    """One ``.sm`` file as a scenario. Raises ValueError where it is not one."""
    text = file.read_text(encoding="latin-1")
    successors = _rows(text, "PRECEDENCE RELATIONS:", file)
    modes = _rows(text, "REQUESTS/DURATIONS:", file)
    [capacities] = _rows(text, "RESOURCEAVAILABILITIES:", file)
    before: dict[int, list[int]] = defaultdict(list)
    for job, _, _, *after in successors:
        for other in after:
            before[other].append(job)
    tasks = [
        Task(
            f"j{job}",
            duration,
            tuple(Need(f"r{number}", seats) for number, seats in enumerate(requests, 1) if seats),
            tuple(f"j{other}" for other in before[job]),
        )
        for job, _, duration, *requests in modes
    ]
    people = [
        person(f"r{number}.{unit}", {f"r{number}": 1})
        for number, capacity in enumerate(capacities, 1)
        for unit in range(1, capacity + 1)
    ]
    return document(file.stem, f"PSPLIB {file.stem}", "finish", sum(task.days for task in tasks), people, tasks)


def _rows(text: str, heading: str, file: Path) -> list[list[int]]:
    """The rows of whole numbers below a heading, up to the next line of asterisks."""
    _, found, rest = text.partition(heading)
    if not found:
        raise ValueError(f"{file}: there is no section `{heading}`; is it a PSPLIB single-mode file?")
    lines = rest.partition("****")[0].splitlines()
    return [[int(word) for word in line.split()] for line in lines if re.fullmatch(r"[\d\s]*\d[\d\s]*", line)]
