"""Hours, money, dates and goal values in the words of the page."""

from __future__ import annotations

from datetime import date

import engine

SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}


def hours(minutes: int | float) -> str:
    """``1,234 h``, to the nearest hour; small amounts to the minute, ``7h30``."""
    whole = round(minutes)
    if abs(whole) < 10 * engine.units.MINUTES_PER_HOUR and whole % engine.units.MINUTES_PER_HOUR:
        return engine.units.show_minutes(whole)
    return f"{bare_hours(whole)} h"


def bare_hours(minutes: int) -> str:
    """``1,234``, to the nearest hour, for a column that says what it holds."""
    return f"{engine.units.divide_rounding(minutes, engine.units.MINUTES_PER_HOUR):,}"


def money(minor: int | float, currency: str) -> str:
    """``£12,345``, to the nearest whole one."""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{'-' if minor < 0 else ''}{symbol}{bare_money(abs(minor))}"


def bare_money(minor: int | float) -> str:
    """``12,345``, for a column that names its currency."""
    return f"{engine.units.divide_rounding(round(minor), engine.units.MINOR_PER_MAJOR):,}"


def percent(share: float | None, digits: int = 1) -> str:
    """``71.4 %``; ``--`` where there is nothing to divide by."""
    return "--" if share is None else f"{share * engine.units.PERCENT:.{digits}f} %"


def of_mille(load: int | None) -> str:
    """A load in per mille as ``92 %``."""
    return percent(None if load is None else load / engine.units.PER_MILLE, 0)


def gap_text(gap: float) -> str:
    """``0.42 %``; never rounded down to nothing."""
    if gap == 0:
        return "0 %"
    if gap < 0.0001:
        return "under 0.01 %"
    return "over 999 %" if gap > 9.99 else f"{gap * engine.units.PERCENT:.2f} %"


UNITS = {"minutes": "h", "weighted minutes": "h weighted", "per mille": "‰", "person-demand pairs": "pairs"}


def unit_text(unit: str, currency: str) -> str:
    """What `bare_amount` counts in."""
    return SYMBOLS.get(currency, currency) if unit == "money" else UNITS.get(unit, unit)


def bare_amount(value: int | float, unit: str) -> str:
    """A goal's value without its unit: hours, whole money, or what is counted."""
    if unit in ("minutes", "weighted minutes"):
        return bare_hours(round(value))
    return bare_money(value) if unit == "money" else f"{value:,.0f}"


def amount(value: int | float, unit: str, currency: str) -> str:
    """A goal's value with its unit."""
    if unit == "money":
        return money(value, currency)
    return f"{bare_amount(value, unit)} {unit_text(unit, currency)}"


def day(iso: str, *, year: bool = False) -> str:
    """``4 Jan`` or ``4 Jan 2027``."""
    read = date.fromisoformat(iso)
    return f"{read.day} {read:%b}" + (f" {read.year}" if year else "")


def month(iso: str) -> str:
    """``Jan``."""
    return f"{date.fromisoformat(iso):%b}"


def fitted(text: str, width: int) -> str:
    """The text in just so many characters, with an ellipsis where it is cut."""
    return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 person``, ``3 people``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
