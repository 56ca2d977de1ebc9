"""``fairload check``: is this scenario whole, and does this plan keep its rules?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

import engine
from api.cli.answers import Code, breach_data, from_plan_file, page, tell_json, there_are
from api.cli.figures import false_figures
from api.cli.planning import loaded
from api.show import inventory, trail

MOST_SHOWN = 200


def check(scenario: Path, overlays: Sequence[Path], plan: Path | None, *, as_json: bool) -> None:
    """Check a scenario, or a plan against it; ends with 0 where all is well and with 2 where not."""
    source = loaded(scenario, overlays, as_json=as_json)
    breaches: list[engine.Breach] = []
    notes = list(source.notes)
    if plan is not None:
        breaches, more = _verified(source, plan, as_json=as_json)
        notes += more
    if as_json:
        tell_json(_answer(source, plan, breaches, notes))
    else:
        _tell(page(), source, plan, breaches, notes)
    raise typer.Exit(Code.BAD_INPUT if breaches else Code.FINE)


def _verified(source: engine.Loaded, path: Path, *, as_json: bool) -> tuple[list[engine.Breach], list[str]]:
    """The breaches of a plan file, and what is worth a note; ends the command where it cannot be read."""
    book = engine.Book(source.scenario)

    def read(data: Any) -> tuple[engine.Plan, Mapping[str, Any]]:
        plan = engine.read_plan(data, book)
        if data.get("outcome") in ("impossible", "nothing_found"):
            raise engine.InputError([engine.Fault(("outcome",), f"`{data['outcome']}`: there is no plan in this file")])
        return plan, data

    plan, document = from_plan_file(path, read, f" of {source.scenario.name}", as_json=as_json)
    breaches = engine.verify_plan(book, plan)
    if not any(breach.rule == "plan" for breach in breaches):
        breaches += false_figures(book, plan, document)
    stated = document.get("scenario")
    notes = []
    if isinstance(stated, Mapping) and stated.get("hash") != source.scenario.hash:
        notes.append("the plan was made for another version of this scenario, or with other overlays")
    return breaches, notes


def _answer(
    source: engine.Loaded, plan: Path | None, breaches: Sequence[engine.Breach], notes: Sequence[str]
) -> dict[str, Any]:
    scenario = source.scenario
    answer: dict[str, Any] = {
        "scenario": {"name": scenario.name, "hash": scenario.hash, "overlays": list(source.overlays)},
        "faults": [],
        "notes": list(notes),
        "trail": [change.as_json() for change in source.trail],
    }
    if plan is not None:
        answer["verified"] = not breaches
        answer["breaches"] = [breach_data(breach) for breach in breaches]
    return answer


def _tell(
    console: Console,
    source: engine.Loaded,
    plan: Path | None,
    breaches: Sequence[engine.Breach],
    notes: Sequence[str],
) -> None:
    def say(words: str, style: str = "") -> None:
        console.print(Text(words, style=style), soft_wrap=True)

    say(inventory(source.scenario))
    changes = trail([change.as_json() for change in source.trail])
    if changes is not None:
        console.print(changes, soft_wrap=True)
    for note in notes:
        say(f"note: {note}")
    if plan is None:
        say("No faults.", "bold")
    elif not breaches:
        say(f"{plan} keeps every rule, and its figures are right.", "bold")
    else:
        say(f"{plan} is not right, {there_are(len(breaches), 'breach', 'breaches')}:", "bold")
        for breach in breaches[:MOST_SHOWN]:
            say(f"  {breach}")
        if len(breaches) > MOST_SHOWN:
            say(f"  and {len(breaches) - MOST_SHOWN:,} more; --json has them all")
