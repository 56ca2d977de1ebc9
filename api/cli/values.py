"""What people write behind ``--time`` and ``--gap``."""

import re

import typer

SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60
LONGEST = 7 * 24 * 3600.0
"""A week: longer searches are a mistake in typing."""

_TIME = re.compile(
    r"^(?:(?P<hours>\d{1,4})h)?(?:(?P<minutes>\d{1,6})m)?(?:(?P<rest>\d{1,9}(?:\.\d{1,3})?)(?P<unit>s?))?$"
)
_NUMBER = re.compile(r"^\d{1,9}(?:\.\d{1,12})?$")


def seconds(text: str | float) -> float:
    """``30s``, ``2m``, ``1m30``, ``1h30``, ``90`` as seconds."""
    if not isinstance(text, str):
        return text
    found = _TIME.match(text.strip().lower())
    if found is None or not found[0]:
        raise typer.BadParameter(f"`{text}` is not a time; write for example 30s, 2m, 1m30 or 90")
    hours, minutes, rest = (float(found[name] or 0) for name in ("hours", "minutes", "rest"))
    if found["hours"] and not found["minutes"] and not found["unit"]:
        minutes, rest = rest, 0.0  # 1h30 means half past one, as it does in scenario files
    total = (hours * MINUTES_PER_HOUR + minutes) * SECONDS_PER_MINUTE + rest
    if not 0 < total <= LONGEST:
        raise typer.BadParameter(f"`{text}` is not a time between nothing and a week")
    return total


def share(text: str | float) -> float:
    """``0.5%`` or ``0.005`` as a share of one."""
    if not isinstance(text, str):
        return text
    written = text.strip()
    percent = written.endswith("%")
    number = written.removesuffix("%").strip()
    if not _NUMBER.match(number):
        raise typer.BadParameter(f"`{text}` is not a gap; write for example 0.5% or 0.005")
    value = float(number) / 100 if percent else float(number)
    if value >= 1:
        hint = "" if percent else f"; did you mean {number}%?"
        raise typer.BadParameter(f"`{text}` is too wide a gap: it must be below 100 %{hint}")
    return value
