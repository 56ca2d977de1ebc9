"""MSPSP-InstLib: projects of people with several skills (Young, Feydy & Schutt 2017), by shortest makespan.

An activity is a phase; ``sreq`` gives its demands, so many seats of each skill; ``mastery`` gives people their skills.
A person serves one skill an activity, for its whole duration: that is what a presence demand means.

Reads ``**/*.dzn`` and ``best_known.csv`` (instance, critical_path_lb, makespan_ub, proved_optimal).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.instances.base import Document, Instance
from benchmarks.instances.seats import Need, Records, Task, document, folder, instances_of, person, rows_of

__all__ = ["instances", "read"]

SOURCE = "Young, Feydy & Schutt 2017, MSPSP-InstLib; records: Chuffed, 600 s, in best_known.csv"


def instances(data: Path) -> Iterator[Instance]:
    """Every file below the folder, in order of set and name."""
    root = folder(data, "mspsp")
    files = sorted(root.glob("**/*.dzn"))
    return instances_of(files, read, "finish", _records(root / "best_known.csv", files), SOURCE)


def read(file: Path) -> Document:
    """One ``.dzn`` file as a scenario. Raises ValueError where a part of it is missing."""
    text = "\n".join(line.partition("%")[0] for line in file.read_text(encoding="utf-8").splitlines())
    durations = [int(n) for n in _list(text, "dur", file)]
    requests = [[int(n) for n in row] for row in _matrix(text, "sreq", file)]
    mastery = _matrix(text, "mastery", file)
    before: dict[int, list[int]] = defaultdict(list)
    for first, second in zip(_list(text, "pred", file), _list(text, "succ", file), strict=True):
        before[int(second)].append(int(first))
    tasks = [
        Task(
            f"a{number}",
            duration,
            tuple(Need(f"s{skill}", seats) for skill, seats in enumerate(row, 1) if seats),
            tuple(f"a{other}" for other in before[number]),
        )
        for number, (duration, row) in enumerate(zip(durations, requests, strict=True), 1)
    ]
    people = [
        person(f"p{number}", {f"s{skill}": 1 for skill, able in enumerate(row, 1) if able == "true"})
        for number, row in enumerate(mastery, 1)
    ]
    return document(file.stem, f"MSPSP {file.stem}", "finish", sum(durations), people, tasks)


def _list(text: str, name: str, file: Path) -> list[str]:
    found = re.search(rf"^\s*{name}\s*=\s*\[([^|\]]*)\]", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"{file}: there is no list `{name}`")
    return [word.strip() for word in found[1].split(",") if word.strip()]


def _matrix(text: str, name: str, file: Path) -> list[list[str]]:
    found = re.search(rf"^\s*{name}\s*=\s*\[\|(.*?)\|\s*\]", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"{file}: there is no matrix `{name}`")
    rows = [[word.strip() for word in row.split(",") if word.strip()] for row in found[1].split("|")]
    return [row for row in rows if row]


def _records(table: Path, files: Sequence[Path]) -> Records:
    """The bound is the critical path's where nothing was proved.

    Some names stand twice in the table, for two instances: the file's own critical path tells which of them it is.
    """
    told: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(table, "instance", "critical_path_lb", "makespan_ub", "proved_optimal"):
        told[row["instance"]].append(row)
    records: Records = {}
    for file in files:
        rows = told[file.stem]
        if len(rows) > 1:
            chain = re.search(r"^\s*mint\s*=\s*(\d+)", file.read_text(encoding="utf-8"), re.MULTILINE)
            rows = [row for row in rows if chain is not None and row["critical_path_lb"] == chain[1]]
        if len(rows) == 1:
            (row,) = rows
            proved = row["proved_optimal"] == "1"
            records[file.stem] = (
                float(row["makespan_ub" if proved else "critical_path_lb"]),
                float(row["makespan_ub"]),
            )
    return records
