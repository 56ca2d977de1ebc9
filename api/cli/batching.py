"""``fairload batch``: a folder or a grid of scenarios, every answer filed as soon as it is there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import typer
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

import engine
from api.cli.answers import Code, page, refuse, side, tell_json
from api.cli.comparing import safe
from api.cli.planning import make_room, unwritable
from api.cli.serving import ready
from api.show.comparison import OUTCOMES

SPREAD_THREADS = 2
"""Of each solve that a worker does: `fairload serve` has a worker for every two processors."""


def batch(
    folder: Path,
    options: engine.Options,
    *,
    out: Path,
    workers: int,
    resume: bool,
    as_json: bool,
    database: str | None = None,
) -> None:
    """Solve all there is, write the results table, and end with 2 where some files could not be used, with 4 where
    some solves broke down. With a database its workers solve, and not this process."""
    make_room(out, as_json=as_json)
    if not folder.is_dir():
        refuse([engine.Fault((), "this is no folder", place=str(folder))], "There is no batch", as_json=as_json)
    try:
        jobs = engine.jobs_of(folder)
    except engine.InputError as error:
        refuse(error.faults, "There is no batch", as_json=as_json)
    versions = {"fairload": engine.__version__, "ortools": version("ortools")}
    try:
        with _work(out, options, versions, database, resume=resume) as work:
            entries = _watched(work, jobs, workers, resume=resume)
        ordered = sorted(entries, key=lambda entry: [job.name for job in jobs].index(entry.name))
        engine.write_text(out / "results.csv", results_csv(ordered))
    except OSError as error:
        refuse([unwritable(out, error)], "--out cannot be used", as_json=as_json)
    if as_json:
        tell_json({"entries": [entry.as_json() for entry in ordered]})
    else:
        _tell(ordered, out)
    raise typer.Exit(_code({entry.outcome for entry in ordered}))


@contextmanager
def _work(
    out: Path, options: engine.Options, versions: dict[str, str], database: str | None, *, resume: bool
) -> Iterator[engine.Batch]:
    """What solves: this machine, or whoever works on the database."""
    if database is None:
        yield engine.Batch(out, options, versions)
        return
    from api.jobs.sweep import SpreadBatch

    store = ready(database)
    spread = SpreadBatch(out, options, versions, store, resume=resume, say=lambda words: side().print(Text(words)))
    try:
        yield spread
    except KeyboardInterrupt:
        side().print("What was asked for stays in line; the same command with --resume collects it.")
        raise
    finally:
        spread.close()
        store.close()


def _code(outcomes: set[str]) -> Code:
    if "bad_input" in outcomes:
        return Code.BAD_INPUT
    return Code.NOTHING_FOUND if "failed" in outcomes else Code.FINE


def _watched(work: engine.Batch, jobs: Sequence[engine.Job], workers: int, *, resume: bool) -> list[engine.Entry]:
    """All entries, with a bar on a terminal."""
    console = side()
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("scenarios", total=len(jobs))
        found = []
        for entry, left in work.run(jobs, workers, resume=resume):
            found.append(entry)
            bar.update(task, completed=len(jobs) - left, description=entry.name)
    return found


def results_csv(entries: Sequence[engine.Entry]) -> str:
    """One line a scenario, in plain units: minutes, minor units of money, shares."""
    out = io.StringIO()
    goals = list(dict.fromkeys(tier["goal"] for entry in entries for tier in entry.tiers))
    figures = list(dict.fromkeys(name for entry in entries for name in entry.figures))
    heads = [f"{goal} {part}" for goal in goals for part in ("value", "bound", "proved")]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "key", "outcome", *heads, *figures, "reason"])
    for entry in entries:
        tiers = {tier["goal"]: tier for tier in entry.tiers}
        told = [tiers.get(goal, {}).get(part) for goal in goals for part in ("value", "bound", "proved")]
        values = [entry.figures.get(name) for name in figures]
        writer.writerow([safe(entry.name), entry.key, entry.outcome, *told, *values, safe(entry.reason)])
    return out.getvalue()


def _tell(entries: Sequence[engine.Entry], out: Path) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for head in ("Scenario", "Outcome", "First goal", "Bound", "Reason"):
        table.add_column(head, overflow="fold")
    for entry in entries:
        first = entry.tiers[0] if entry.tiers else None
        told = ("--", "--") if first is None else (f"{first['value']:,.0f}", f"{first['bound']:,.0f}")
        outcome = {**OUTCOMES, "bad_input": "cannot be used", "failed": "failed"}[entry.outcome]
        table.add_row(*(Text(cell) for cell in (entry.name, outcome, *told, entry.reason)))
    console = page()
    console.print(table)
    console.print(Text(f"\nWritten to {out}: results.csv, and a plan.json a scenario in answers/"), soft_wrap=True)
