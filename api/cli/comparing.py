"""``fairload compare``: load, solve each scenario, set them side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

import engine
from api.cli.answers import Code, code_of, from_plan_file, page, refuse, side, tell_json
from api.cli.planning import loaded, make_room, unwritable
from api.show.comparison import comparison
from api.show.comparison_page import comparison_page


def compare(
    scenario: Path,
    overlays: Sequence[str],
    options: engine.Options,
    *,
    plan: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare a scenario with its what-ifs; ends with 3 only where the base itself is impossible."""
    if out is not None:
        make_room(out, as_json=as_json)
    base = loaded(scenario, (), as_json=as_json)
    others = [named(scenario, split(overlay), as_json=as_json) for overlay in overlays]
    hint = None if plan is None else read_plan(plan, engine.Book(base.scenario), as_json=as_json)
    trials = engine.Trials(shared(options, len(others)), options.workers, teller("scenarios"))
    found = engine.compare(engine.Named(base.scenario.name, base.scenario), others, trials, hint)
    document = found.as_json()
    if as_json:
        tell_json(document)
    else:
        comparison(document, page())
    if out is not None:
        _write(out, document, base.scenario.title or base.scenario.name, as_json=as_json)
    raise typer.Exit(code_of(found.base.outcome) if found.base.outcome.value == "impossible" else Code.FINE)


def split(overlay: str) -> list[Path]:
    """``B.yaml+C.yaml`` as two files; a file whose own name has a plus is one."""
    return [Path(overlay)] if Path(overlay).exists() else [Path(part) for part in overlay.split("+") if part]


def named(scenario: Path, overlays: Sequence[Path], *, as_json: bool) -> engine.Named:
    """A scenario with the name of its overlays."""
    source = loaded(scenario, overlays, as_json=as_json)
    sentences = tuple(dict.fromkeys(change.sentence for change in source.trail))
    return engine.Named(
        " + ".join(source.overlays) or source.scenario.name, source.scenario, source.overlays, sentences
    )


def shared(options: engine.Options, others: int) -> engine.Options:
    """The whole time, shared out: first the base, then the others, as many at once as there are workers."""
    rounds = 1 + ceil(others / max(1, options.workers))
    return engine.Options(
        seconds=options.seconds / rounds,
        gap=options.gap,
        seed=options.seed,
        workers=options.workers,
        deterministic=options.deterministic,
    )


def read_plan(path: Path, book: engine.Book, *, as_json: bool) -> engine.Plan:
    """The plan of a plan.json, against a book; what of it the book does not know is dropped."""
    return from_plan_file(path, lambda data: engine.earlier_plan(data, book), as_json=as_json)


def teller(what: str) -> Any:
    """News of a long answer, for somebody who watches a terminal."""
    console = side()
    if not console.is_terminal:
        return None
    return lambda done, total: console.print(f"{done} of {total} {what} solved")


def _write(out: Path, document: Mapping[str, Any], title: str, *, as_json: bool) -> None:
    texts = {
        "comparison.json": engine.document_text(document),
        "comparison.csv": table_csv(document),
        "comparison.html": comparison_page(document, f"{title}: what if?"),
    }
    write_texts(out, texts, as_json=as_json)


def write_texts(out: Path, texts: Mapping[str, str], *, as_json: bool) -> None:
    """Write the files of an answer."""
    try:
        for name, text in texts.items():
            engine.write_text(out / name, text)
    except OSError as error:
        refuse([unwritable(out, error)], "--out cannot be used", as_json=False)
    if not as_json:
        page().print(Text(f"\nWritten to {out}: {', '.join(texts)}"), soft_wrap=True)


def table_csv(document: Mapping[str, Any]) -> str:
    """One line a scenario, in plain units: minutes, minor units of money, shares."""
    out = io.StringIO()
    columns = [document["base"], *document["columns"]]
    figures = list(dict.fromkeys(name for column in columns for name in column["figures"]))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "outcome", *figures, "people_affected", "reason"])
    people = ["", *(len(difference["people"]) for difference in document["differences"])]
    for column, affected in zip(columns, people, strict=True):
        values = [column["figures"].get(figure) for figure in figures]
        writer.writerow([safe(column["name"]), column["outcome"], *values, affected, safe(column["reason"])])
    return out.getvalue()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
