"""One run, as it is kept: what was asked, what came back, and how it was judged.

A study is a folder: `runs/KEY.json` for every finished run, `runs.csv` with the same in a table, `study.json` with
the machine. A file appears whole or not at all, so that a study can be stopped at any moment and taken up again.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from engine.outcome import gap_between

OURS = "fairload"
CORES = 2
"""Workers of our search, and threads that a peer may use."""


@dataclass(frozen=True)
class Job:
    """What is asked of one process: this instance, that solver, so many seconds."""

    suite: str
    instance: str
    solver: str
    seconds: float
    seed: int
    without: tuple[str, ...] = ()
    """Rules that are switched off (`policy.rules_off`), because a peer does not know them."""
    data: str | None = None
    """Folder of the public data; not part of the key, since it says nothing about the run."""
    generator_seeds: tuple[int, ...] = (1, 2, 3)
    workers: int = CORES

    @property
    def key(self) -> str:
        """Two jobs with one key are one job."""
        off = f"~without-{'-'.join(self.without)}" if self.without else ""
        return f"{self.instance}{off}~{self.solver}~{self.seconds:g}s~seed{self.seed}"


@dataclass(frozen=True)
class Record:
    """A finished run. Values and bounds are in the unit that people read; None is what there is not."""

    key: str
    suite: str
    instance: str
    instance_hash: str
    goal: str
    sense: str
    solver: str
    without: tuple[str, ...]
    limit: float
    seed: int
    workers: int
    status: str
    """`proved_best`, `best_so_far`, `impossible`, `nothing_found`, `refused` (our checker found breaches),
    `skipped` (the peer cannot be asked this), `crashed` or `killed` (it ran far beyond its time)."""
    reason: str = ""
    value: float | None = None
    """The compared goal in the plan that came back; None where there is no plan, or it breaks a rule."""
    reached: float | None = None
    """What our own search had reached when it turned to later tiers, which may give some of it up."""
    bound: float | None = None
    proved: bool = False
    verified: bool = False
    seconds: float = 0.0
    """Of the solver; reading the scenario and starting a peer's own machine are not counted."""
    load_seconds: float = 0.0
    peak_mib: int = 0
    best_known: float | None = None
    reference_bound: float | None = None
    tiers: tuple[Mapping[str, Any], ...] = ()
    """Of our own solver: goal, unit, value, bound, proved. Of a peer: goal and value, as we measure it."""
    spread: float | None = None
    """Mean over the cohorts of highest less lowest burden, per mille."""
    breaches: tuple[str, ...] = ()
    curve: tuple[tuple[float, float | None, float | None], ...] = ()
    """(seconds, value, bound) of the compared goal, whenever one of them moved."""
    versions: Mapping[str, str] = field(default_factory=dict)
    machine: Mapping[str, str | int] = field(default_factory=dict)
    source: str = ""

    @property
    def gap(self) -> float | None:
        """Relative distance between value and own bound."""
        return gap_between(self.value if self.reached is None else self.reached, self.bound)

    @property
    def variant(self) -> tuple[str, tuple[str, ...]]:
        """What was solved: the instance, less the rules that were off."""
        return self.instance, self.without

    @property
    def case(self) -> tuple[str, tuple[str, ...], str, float, int]:
        """What two studies have in common: instance, rules off, solver, time limit, seed."""
        return self.instance, self.without, self.solver, self.limit, self.seed


NOT_IN_TABLE = ("curve", "machine", "versions", "tiers", "breaches")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)


def save(folder: Path, record: Record) -> None:
    """Keep a run in a study's folder."""
    write_whole(run_file(folder, record.key), json.dumps(asdict(record), indent=1) + "\n")


def run_file(folder: Path, key: str) -> Path:
    """Where a run is kept."""
    return folder / "runs" / f"{key}.json"


def read_study(folder: Path) -> list[Record]:
    """Every run of a study, in order of their keys. Raises ValueError where the folder is none, or a file is broken."""
    files = sorted((folder / "runs").glob("*.json"))
    if not files:
        raise ValueError(f"{folder}: there are no runs in it; is it the --out folder of a study?")
    return [read_run(file) for file in files]


def read_run(file: Path) -> Record:
    """One run. Raises ValueError where the file does not hold one."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        data |= {name: tuple(data[name]) for name in ("without", "tiers", "breaches")}
        data["curve"] = tuple((point[0], point[1], point[2]) for point in data["curve"])
        return Record(**data)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise ValueError(f"{file}: this is not a run of a study ({error})") from None


def write_table(folder: Path, records: Iterable[Record]) -> None:
    """`runs.csv`: a line a run, without curves and the like."""
    names = [each.name for each in fields(Record) if each.name not in NOT_IN_TABLE] + ["gap"]
    rows = io.StringIO()
    table = csv.writer(rows, lineterminator="\n")
    table.writerow(names)
    for record in records:
        table.writerow([_cell(getattr(record, name)) for name in names])
    write_whole(folder / "runs.csv", rows.getvalue())


def _cell(value: object) -> object:
    return " ".join(value) if isinstance(value, tuple) else "" if value is None else value
