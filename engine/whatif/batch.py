"""A batch: many scenarios, each solved once, every answer on disk as soon as it is there.

An answer is filed under the hash of what it answers (the scenario, the options, the versions). So whatever killed a
batch, the next run finds what is done and does the rest; and a scenario that was edited in between is solved anew. The
results table is written from the answers alone, in the order of the names: a batch that was killed and resumed ends
with the same table as one that never was.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path
from typing import Any

from engine.answer import Answer
from engine.domain.book import Book
from engine.errors import Fault, InputError
from engine.explain.places import place_of
from engine.files.load import Loaded, load
from engine.outcome import Options, Result
from engine.report import document_text, plan_document, write_text
from engine.whatif.columns import FIGURES
from engine.whatif.trials import Case, Trials

ANSWERS = "answers"
"""The folder inside `--out` that holds one plan document a scenario."""


class Entry(Answer):
    """One line of the results table."""

    name: str
    key: str
    """What its answer is filed under."""
    outcome: str
    """As of a plan; `bad_input` where the files could not be read, `failed` where the solve broke down."""
    reason: str = ""
    tiers: tuple[dict[str, Any], ...] = ()
    figures: dict[str, int | float | None]


class Job(Answer):
    """One scenario of a batch: its files, or why they cannot be used."""

    name: str
    base: str
    overlays: tuple[str, ...]


def jobs_of(folder: Path) -> list[Job]:
    """The scenarios of a folder.

    With a `base.yaml` (or .json), a grid: the base by itself, and with every choice of one overlay or none from each
    sub-folder of `overlays` (the files right in `overlays` are one such choice). Without, every scenario file by
    itself. Raises InputError where there is nothing to solve.
    """
    base = next((folder / name for name in ("base.yaml", "base.yml", "base.json") if (folder / name).is_file()), None)
    if base is None:
        if not _files(folder):
            raise InputError([Fault((), "there is no scenario in this folder", place=str(folder))])
        return [Job(name=path.stem, base=str(path), overlays=()) for path in _files(folder)]
    dimensions = [_files(each) for each in (folder / "overlays", *_folders(folder / "overlays"))]
    grid = product(*([None, *files] for files in dimensions if files))
    found = []
    for choice in grid:
        overlays = [path for path in choice if path is not None]
        name = " + ".join(path.stem for path in overlays) or "base"
        found.append(Job(name=name, base=str(base), overlays=tuple(str(path) for path in overlays)))
    return sorted(found, key=lambda job: (len(job.overlays), job.name))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml", ".json") and path.is_file())


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


class Batch:
    """Solves jobs and files their answers. Where they are solved is `documents`, which a subclass may do elsewhere.

    Parameters
    ----------
    versions
        Of everything that may change an answer; part of the key it is filed under.
    """

    def __init__(self, out: Path, options: Options, versions: Mapping[str, str]) -> None:
        self.out = out
        self.options = options
        self.versions = dict(versions)

    def run(self, jobs: Sequence[Job], processes: int, *, resume: bool) -> Iterator[tuple[Entry, int]]:
        """Every job's entry as it is done, with how many are left; those that are filed already come first."""
        left: list[tuple[Job, Loaded, str]] = []
        waiting = len(jobs)
        for job in jobs:
            try:
                loaded = load(job.base, job.overlays)
            except InputError as error:
                waiting -= 1
                yield self._refused(job, error), waiting
                continue
            key = self.key(loaded)
            entry = self.filed(job, key) if resume else None
            if entry is None:
                left.append((job, loaded, key))
                continue
            waiting -= 1
            yield entry, waiting
        for entry in self._solve(left, processes):
            waiting -= 1
            yield entry, waiting

    def key(self, loaded: Loaded) -> str:
        """What the answer to a scenario is filed under."""
        options = {name: value for name, value in asdict(self.options).items() if name != "workers"}
        if not self.options.deterministic:
            options["workers"] = self.options.workers
        what = {"scenario": loaded.scenario.hash, "options": options, "versions": self.versions}
        return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:20]

    def filed(self, job: Job, key: str) -> Entry | None:
        """The entry of an answer that is on disk; None where there is none, or only a broken one."""
        try:
            document = json.loads(self._path(key).read_text("utf-8"))
            return entry_of(job.name, key, document)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def documents(
        self, left: Mapping[str, tuple[Job, Loaded]], processes: int
    ) -> Iterator[tuple[str, dict[str, Any] | str]]:
        """The plan document of each key as it is solved, or why there is none."""
        key_of = {loaded.scenario.hash: key for key, (_, loaded) in left.items()}
        trials = Trials(self.options, processes)
        for found, result in trials.stream([Case(loaded.scenario) for _, loaded in left.values()]):
            key = key_of[found]
            yield key, self._document(left[key][1], result)

    def _document(self, loaded: Loaded, result: Result) -> dict[str, Any]:
        document = plan_document(
            Book(loaded.scenario),
            replace(result, notes=(*loaded.notes, *result.notes)),
            name=loaded.scenario.name,
            overlays=loaded.overlays,
            trail=[change.as_json() for change in loaded.trail],
            versions=self.versions,
            seconds=None if self.options.deterministic else round(result.seconds, 3),
        )
        for conflict, told in zip(result.conflicts, document["conflicts"], strict=True):
            if place := place_of(loaded, conflict.about):
                told["about"]["place"] = place
        return document

    def _solve(self, left: Sequence[tuple[Job, Loaded, str]], processes: int) -> Iterator[Entry]:
        """Solve what is left; scenarios of the same key once, filed with the overlays of the first of them."""
        by_key: dict[str, list[tuple[Job, Loaded]]] = {}
        for job, loaded, key in left:
            by_key.setdefault(key, []).append((job, loaded))
        for key, document in self.documents({key: same[0] for key, same in by_key.items()}, processes):
            if not isinstance(document, str):
                self._path(key).parent.mkdir(parents=True, exist_ok=True)
                write_text(self._path(key), document_text(document))
            for job, _ in by_key[key]:
                yield _failed(job, key, document) if isinstance(document, str) else entry_of(job.name, key, document)

    def _path(self, key: str) -> Path:
        return self.out / ANSWERS / f"{key}.json"

    @staticmethod
    def _refused(job: Job, error: InputError) -> Entry:
        told = "; ".join(str(fault) for fault in error.faults[:3])
        more = f" and {len(error.faults) - 3} more" if len(error.faults) > 3 else ""
        return Entry(name=job.name, key="", outcome="bad_input", reason=f"{told}{more}", figures={})


def _failed(job: Job, key: str, reason: str) -> Entry:
    return Entry(name=job.name, key=key, outcome="failed", reason=reason, figures={})


def entry_of(name: str, key: str, document: Mapping[str, Any]) -> Entry:
    """The line of a plan document."""
    told = document["kpis"] or {}
    figures = {figure: told[figure] for figure in FIGURES if figure in told}
    return Entry(
        name=name,
        key=key,
        outcome=document["outcome"],
        reason=document["reason"],
        tiers=tuple(
            {field: tier[field] for field in ("goal", "unit", "value", "bound", "proved")} for tier in document["tiers"]
        ),
        figures=figures,
    )
