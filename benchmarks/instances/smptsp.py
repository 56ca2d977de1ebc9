"""SMPTSP: who of a large team does today's jobs, with as few people as can be (Krishnamoorthy, Ernst & Baatar 2012).

A job is a phase on fixed days with one seat; its allowed people are the workers whose list names it.

Only who is busy at the same time matters, so the file's clock is read in its telling moments: those at which some job
begins and, before another begins, some job ends. Jobs that are at work in the same moment form a clique, each largest
set of jobs that overlap is the jobs of one such moment (intervals have Helly's property), and every job is at work in
at least one. Each moment becomes one working day. Two jobs share a day exactly when they overlap in the file.

Reads ``**/*.dat`` and ``best_known.csv`` (instance, lb, ub; a SAT approach of 2013, 1,800 s).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.instances.base import Document, Instance
from benchmarks.instances.seats import Need, Task, bounds_on_record, document, folder, instances_of, name_order, person

__all__ = ["instances", "moments", "read"]

SOURCE = "Krishnamoorthy, Ernst & Baatar 2012; bounds on record: SAT, 2013, in best_known.csv"


def instances(data: Path) -> Iterator[Instance]:
    """Every file below the folder, in order of their numbers."""
    root = folder(data, "smptsp")
    files = sorted(root.glob("**/*.dat"), key=lambda file: name_order(file.stem))
    return instances_of(files, read, "team", bounds_on_record(root / "best_known.csv"), SOURCE)


def read(file: Path) -> Document:
    """One ``.dat`` file as a scenario. Raises ValueError where a part of it is missing."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    jobs_at, workers_at = _heading(lines, "Jobs", file), _heading(lines, "Qualifications", file)
    spans = [(int(start), int(end)) for start, end in (line.split() for line in lines[jobs_at + 1 : workers_at])]
    able: dict[int, list[str]] = defaultdict(list)
    workers = [[int(job) for job in line.partition(":")[2].split()] for line in lines[workers_at + 1 :]]
    for number, jobs in enumerate(workers):
        for job in jobs:
            able[job].append(f"w{number}")
    idle = [job for job in range(len(spans)) if not able[job]]
    if idle:
        raise ValueError(f"{file}: no worker's list names job {idle[0]}")
    points = moments(spans)
    tasks = []
    for job, (start, end) in enumerate(spans):
        first, last = bisect_left(points, start), bisect_left(points, end) - 1
        need = Need("shift", allowed=tuple(able[job]))
        tasks.append(Task(f"j{job}", last - first + 1, (need,), start=first))
    people = [person(f"w{number}", {"shift": 1}) for number in range(len(workers))]
    return document(file.stem, f"SMPTSP {file.stem}", "team", len(points), people, tasks)


def moments(spans: Sequence[tuple[int, int]]) -> list[int]:
    """The starts after which some job ends before the next one starts: where a largest set of jobs overlaps.

    Jobs are at work from their start up to, but not at, their end.
    """
    starts = sorted({start for start, _ in spans})
    ends = sorted(end for _, end in spans)
    found = []
    for start, following in zip(starts, [*starts[1:], ends[-1]], strict=True):
        at = bisect_left(ends, start + 1)
        if at < len(ends) and ends[at] <= following:
            found.append(start)
    return found


def _heading(lines: Sequence[str], name: str, file: Path) -> int:
    for number, line in enumerate(lines):
        if re.match(rf"{name}\s*=", line):
            return number
    raise ValueError(f"{file}: there is no line `{name} = ...`")
