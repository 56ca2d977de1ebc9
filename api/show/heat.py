"""The heat map: who is how busy in which week. Red is kept for overload; without colour the signs say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.text import Text

import engine
from api.show.people import label
from api.show.words import month

Document = Mapping[str, Any]

NAME = 20
FULL, BUSY, HALF = 1000, 750, 500
STEPS = "▁▂▃▄▅▆▇█"
NOTHING, OVER, AWAY = "·", "!", " "
WIDE, NARROW = 5, 2
"""Columns of a week: with its figure in per cent, or with a sign."""


@dataclass(frozen=True)
class Cell:
    """A week of somebody: load in per mille, or None where no time is available."""

    load: int | None

    @property
    def style(self) -> str:
        """Green is well used, blue has room, red is too much."""
        if not self.load:
            return "dim"
        if self.load > FULL:
            return "bold white on dark_red"
        if self.load >= BUSY:
            return "white on dark_green"
        return "white on dodger_blue3" if self.load >= HALF else "white on blue3"

    def text(self, columns: int) -> str:
        """The cell in so many columns."""
        if self.load is None:
            return AWAY * columns
        if not self.load:
            return f"{NOTHING:>{columns - 1}} "
        if columns == WIDE:
            figure = engine.units.divide_rounding(self.load * engine.units.PERCENT, FULL)
            return f"{figure:>{columns - 1}}{OVER if self.load > FULL else ' '}"
        return (OVER if self.load > FULL else STEPS[min(7, (self.load * 8 - 1) // FULL)]) + " "


def heat(document: Document, width: int) -> Text:
    """People down, weeks across; in several bands where the weeks do not fit beside each other."""
    weeks = document["weeks"]
    columns = WIDE if NAME + 1 + WIDE * len(weeks) <= width else NARROW
    most = max(1, (width - NAME - 1) // columns)
    bands = range(0, len(weeks), most)
    lines = [line for first in bands for line in _band(document, weeks[first : first + most], first, columns)]
    return Text("\n").join([*lines, _legend(columns)])


def _band(document: Document, weeks: Sequence[Mapping[str, Any]], first: int, columns: int) -> Iterator[Text]:
    yield _months(weeks, columns)
    if columns == WIDE:
        yield Text(" " * (NAME + 1) + "".join(f"{week['week'][-3:]:>{columns - 1}} " for week in weeks), style="dim")
    span = slice(first, first + len(weeks))
    for department in document["departments"]:
        yield Text(department["name"], style="bold")
        for person in document["people"]:
            if person["department"] == department["department"]:
                yield _row(label(person, NAME), person["weeks"][span], columns)
    yield _row("everybody".ljust(NAME), weeks, columns)


def _months(weeks: Sequence[Mapping[str, Any]], columns: int) -> Text:
    """The name of a month over the first week that begins in it."""
    line, before = "", 0
    for number, week in enumerate(weeks):
        now = date.fromisoformat(week["start"]).month
        if now != before and len(line) <= number * columns:
            line = line.ljust(number * columns) + month(week["start"]) + " "
        before = now
    return Text(" " * (NAME + 1) + line.rstrip(), style="dim")


def _row(name: str, weeks: Sequence[Mapping[str, Any]], columns: int) -> Text:
    line = Text(f"{name} ")
    for week in weeks:
        cell = Cell(week["load_per_mille"])
        line.append(cell.text(columns), style=cell.style)
    line.rstrip()
    return line


def _legend(columns: int) -> Text:
    line = Text("" if columns == WIDE else f"{STEPS[0]} to {STEPS[-1]} load  ", style="dim")
    for load, words in ((1, "<50 %"), (HALF, "<75 %"), (BUSY, "to 100 %"), (FULL + 1, "over")):
        cell = Cell(load)
        line.append(f" {OVER if load > FULL else ' '} ", style=cell.style)
        line.append(f" {words}  ", style="dim")
    return line.append(f"{NOTHING} free  blank away", style="dim")
