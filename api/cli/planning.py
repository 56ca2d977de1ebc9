"""``fairload plan``: load, solve, tell."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

import engine
from api.cli.answers import code_of, from_plan_file, page, refuse, side, tell_json, there_are
from api.cli.watching import solve_watched
from api.show import report

MOST_WORKERS = 8


def all_workers() -> int:
    """One search thread a processor that we may use, but no more than help."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_WORKERS, usable)


def loaded(scenario: Path, overlays: Sequence[Path], *, as_json: bool) -> engine.Loaded:
    """The scenario with its overlays; ends the command where there is anything wrong with them."""
    try:
        return engine.load(scenario, overlays)
    except engine.InputError as error:
        heading = f"{scenario} cannot be used, {there_are(len(error.faults), 'fault')}"
        refuse(error.faults, heading, as_json=as_json)


def plan(
    scenario: Path,
    overlays: Sequence[Path],
    options: engine.Options,
    *,
    published: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Plan a scenario and print the answer; the exit code says which of the four outcomes it is."""
    source = loaded(scenario, overlays, as_json=as_json)
    if out is not None:
        make_room(out, as_json=as_json)
    earlier = None if published is None else replanned(scenario, source.scenario, published, as_json=as_json)
    book = engine.Book(source.scenario if earlier is None else earlier.scenario)
    try:
        result = solve_watched(book, options, side(), hint=None if earlier is None else earlier.plan)
    except MemoryError:
        reason = (
            "The memory of this machine is not enough for this scenario; plan fewer weeks, or fewer of them by the day."
        )
        result = engine.Result(engine.Outcome.NOTHING_FOUND, None, reason=reason, seed=options.seed)
    if earlier is not None:
        result = replace(result, notes=(*earlier.notes, *result.notes))
    document = document_of(source, book, result, options)
    if as_json:
        tell_json(document)
    else:
        report(document, page())
    if out is not None:
        _write(out, document, as_json=as_json)
    raise typer.Exit(code_of(result.outcome))


def replanned(scenario: Path, changed: engine.Scenario, path: Path, *, as_json: bool) -> engine.Published:
    """The scenario with an earlier plan published in it; ends the command where the file is no plan."""
    before = loaded(scenario, (), as_json=as_json).scenario
    return from_plan_file(path, lambda data: engine.published(data, before, changed), as_json=as_json)


def document_of(
    source: engine.Loaded, book: engine.Book, result: engine.Result, options: engine.Options
) -> dict[str, Any]:
    """The plan document of a result, with the places in the files of what it conflicts about."""
    document = engine.plan_document(
        book,
        replace(result, notes=(*source.notes, *result.notes)),
        name=source.scenario.name,
        overlays=source.overlays,
        trail=[change.as_json() for change in source.trail],
        versions={"fairload": engine.__version__, "ortools": version("ortools")},
        seconds=None if options.deterministic else round(result.seconds, 3),
    )
    for conflict, told in zip(result.conflicts, document["conflicts"], strict=True):
        if place := engine.place_of(source, conflict.about):
            told["about"]["place"] = place
    return document


def make_room(out: Path, *, as_json: bool) -> None:
    """Find out before a long search, and not after it, that nothing can be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not os.access(out, os.W_OK | os.X_OK):
            raise PermissionError(0, "permission denied")
    except OSError as error:
        refuse([unwritable(out, error)], "--out cannot be used", as_json=as_json)


def _write(out: Path, document: dict[str, Any], *, as_json: bool) -> None:
    """Write the files; the plan has been printed by now and is not lost when the disk is full."""
    try:
        written = engine.write_out(out, document)
    except OSError as error:
        refuse([unwritable(out, error)], "--out cannot be used", as_json=False)
    if not as_json:
        page().print(Text(f"\nWritten to {out}: {', '.join(path.name for path in written)}"), soft_wrap=True)


def unwritable(out: Path, error: OSError) -> engine.Fault:
    """The fault of a folder that cannot be written."""
    return engine.Fault((), f"the results cannot be written there: {error.strerror or error}", place=str(out))
