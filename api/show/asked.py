"""Answers to commercial questions, for people: one sentence that answers, then the table that shows why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.show.words import counted, hours, money, of_mille, percent

Document = Mapping[str, Any]
VERDICTS = {
    "possible": "possible",
    "costs_others": "costs other promises",
    "impossible": "impossible",
    "undecided": "not decided in time",
}


def when(document: Document, console: Console) -> None:
    """How early a project can start or be done."""
    verb = "start" if document["question"] == "start" else "be done"
    if document["earliest"] is None:
        sentence = f"{document['project']} cannot {verb} in any week." if document["proved"] else "No answer yet."
    else:
        sure = "Proved: no earlier week will do." if document["proved"] else "Earlier weeks are not all decided."
        before = "by" if document["question"] == "finish" else "in the week of"
        sentence = f"{document['project']} can {verb} {before} {document['earliest']}. {sure}"
    _say(console, sentence, document["reason"])
    if document["reference"] is not None:
        proved = "proved best" if document["reference_proved"] else "best known"
        _say(console, f"Measured against {hours(document['reference'])} (weighted) undone without it, {proved}.")
    rows = [
        (week["week"], f"{week['weeks']:+d}", VERDICTS[week["verdict"]], week["finish"] or "--", week["reason"])
        for week in document["weeks"]
    ]
    _table(console, ("Week", "Weeks", "Verdict", "Done", "Why not"), rows)


def values(document: Document, console: Console) -> None:
    """What candidates are worth, best first."""
    currency = document["currency"]
    rows = []
    for value in document["values"]:
        gain = value["gain"]
        if gain is None:
            rows.append((value["name"], "--", money(value["cost"], currency), "--", "--", value["worth"]["reason"]))
            continue
        rows.append(
            (
                value["name"],
                money(gain["margin"], currency),
                money(value["cost"], currency),
                money(value["net"], currency),
                hours(gain["shortfall"]),
                _between(gain, currency),
            )
        )
    heads = ("Candidate", "Gain", "Cost", "Net", "Undone (weighted)", "The gain lies between")
    _table(console, heads, rows)


def fee(document: Document, console: Console) -> None:
    """The lowest fee of a pitch."""
    currency = document["currency"]
    if document["fee"] is None:
        _say(console, f"There is no fee for {document['project']}: {document['reason']}")
        return
    _say(
        console,
        f"{document['project']} pays from {money(document['fee'], currency)} on: its own work costs "
        f"{money(document['own_cost'], currency)}, and margin of {money(document['displaced'], currency)} is lost.",
        f"By proof, the lowest fee lies between {money(document['least'], currency)} and "
        f"{money(document['safe'], currency)}.",
    )
    if document["shortfall"]:
        _say(console, f"Other promises lose {hours(document['shortfall'])} (weighted), which no fee makes good.")


def portfolio(document: Document, console: Console) -> None:
    """Which pitches to take."""
    currency = document["currency"]
    best = ", ".join(document["best"]) or "none of them"
    sure = "Every set was looked at." if document["exact"] else "Not every set is decided."
    _say(console, f"Take {best}. {sure}")
    rows = [
        (
            ", ".join(bid["projects"]) or "none",
            {True: "yes", False: "no", None: "not decided"}[bid["can"]],
            "--" if bid["worth"] is None or bid["worth"]["margin"] is None else money(bid["worth"]["margin"], currency),
            "--" if bid["gain"] is None else _between(bid["gain"], currency),
            bid["reason"],
        )
        for bid in document["bids"]
    ]
    _table(console, ("Pitches", "Can be taken", "Margin", "Gain lies between", "Why not"), rows)


def expectation(document: Document, console: Console) -> None:
    """What to expect of the pitches."""
    currency = document["currency"]
    how = "over all outcomes" if document["exact"] else f"over drawn outcomes (seed {document['seed']})"
    if document["margin"] is not None:
        _say(
            console,
            f"Expected margin {money(document['margin'], currency)} {how}; at best "
            f"{money(document['margin_bound'], currency)}.",
        )
    if document["without_plan"]:
        _say(console, f"In {percent(document['without_plan'])} of the cases there is no plan.")
    rows = [
        (
            ", ".join(each["projects"]) or "none",
            percent(each["probability"]),
            "--" if each["worth"]["margin"] is None else money(each["worth"]["margin"], currency),
            "--" if each["worth"]["shortfall"] is None else hours(each["worth"]["shortfall"]),
            each["worth"]["reason"],
        )
        for each in sorted(document["outcomes"], key=lambda each: -each["probability"])
    ]
    _table(console, ("Won", "Probability", "Margin", "Undone (weighted)", "Why no plan"), rows)


def slip(document: Document, console: Console) -> None:
    """Who is freed and who clashes; the comparison is printed by its own page."""
    freed = _by_person(document["freed"])
    clashes = _by_person(document["clashes"])
    weeks = counted(abs(document["weeks"]), "week")
    _say(console, f"{document['project']} moves {weeks} {'later' if document['weeks'] >= 0 else 'earlier'}.")
    _say(console, "If everybody just moved along with it:")
    for person, (minutes, when_) in freed.items():
        _say(console, f"  {person} is free for {hours(minutes)} ({when_})")
    for person, (minutes, when_) in clashes.items():
        _say(console, f"  {person} clashes: {hours(minutes)} more than the days hold ({when_})")
    if document["beyond_minutes"]:
        _say(console, f"  {hours(document['beyond_minutes'])} fall on days when nobody works or after the horizon")
    _say(console, "", "Planned anew:")


def curve(document: Document, console: Console) -> None:
    """A frontier or a curve of changes, point by point."""
    rows = [
        (
            str(point["key"]),
            "--" if point["value"] is None else f"{point['value']:,.0f}",
            "--" if point["bound"] is None else f"{point['bound']:,.0f}",
            "yes" if point["proved"] else "no",
            percent(point["billable_utilisation"]),
            "--" if point["margin"] is None else money(point["margin"], document["currency"]),
            of_mille(point["fairness_range"]) if point["fairness_range"] is not None else "--",
            "--" if point["changes"] is None else str(point["changes"]),
            point["reason"],
        )
        for point in document["points"]
    ]
    heads = ("At", f"{document['goal']} ({document['unit']})", "Bound", "Proved", "Utilisation", "Margin")
    _table(console, (*heads, "Range of burdens", "Changes", "Why no plan"), rows)


def _by_person(entries: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, str]]:
    """Person -> (minutes in all, the weeks)."""
    found: dict[str, tuple[int, str]] = {}
    for entry in entries:
        minutes, weeks = found.get(entry["person"], (0, ""))
        found[entry["person"]] = (minutes + entry["minutes"], f"{weeks}, {entry['week']}".strip(", "))
    return found


def _between(gain: Mapping[str, Any], currency: str) -> str:
    mark = " (undecided)" if gain["undecided"] else ""
    return f"{money(gain['least'], currency)} and {money(gain['most'], currency)}{mark}"


def _say(console: Console, *lines: str) -> None:
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def _table(console: Console, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table without the columns in which nothing stands."""
    kept = [n for n, _ in enumerate(heads) if any(row[n] not in ("", "--") for row in rows)]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for n in kept:
        table.add_column(heads[n], overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[n]) for n in kept))
    if rows:
        console.print()
        console.print(table)
