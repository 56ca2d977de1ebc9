"""Minutes, money and ratios: every conversion and every rounding of Fairload happens here.

Inside the engine time is whole minutes and money whole minor units (pence, cents). Files speak as people
do: ``7h30``, ``7:30``, ``90m`` and ``42.50`` pounds. Nothing else in the code base multiplies by 60 or 100.
"""

import re
from decimal import Decimal, DecimalException

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
MINOR_PER_MAJOR = 100
PER_MILLE = 1000
PERCENT = 100

MOST_MINUTES = 100_000 * MINUTES_PER_HOUR
"""The longest duration a file may name: 100,000 hours, some fifty years of one person's work."""
MOST_MONEY = 10**13
"""The largest amount a file may name, in minor units."""

_HOURS = re.compile(r"^(?P<hours>\d{1,15}(?:\.\d{1,4})?)\s*h(?:\s*(?P<minutes>[0-5]?\d)\s*(?:m|min)?)?$")
_CLOCK = re.compile(r"^(?P<hours>\d{1,15}):(?P<minutes>[0-5]\d)$")
_MINUTES = re.compile(r"^(?P<minutes>\d{1,15})\s*(?:m|min)$")


def parse_minutes(value: object) -> int:
    """Read a duration: ``7h30``, ``7.5h``, ``7:30``, ``90m``, or a bare whole number of minutes.

    Raises ValueError for anything else, for negative durations, and for more than 100,000 hours.
    """
    minutes = _minutes_of(value)
    if minutes < 0:
        raise ValueError(f"a duration cannot be negative, but {value!r} is")
    if minutes > MOST_MINUTES:
        raise ValueError(f"{value!r} is more than {MOST_MINUTES // MINUTES_PER_HOUR:,} hours")
    return minutes


def _minutes_of(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = value.strip().lower()
        if match := _CLOCK.match(text):
            return int(match["hours"]) * MINUTES_PER_HOUR + int(match["minutes"])
        if match := _MINUTES.match(text):
            return int(match["minutes"])
        if match := _HOURS.match(text):
            if match["minutes"] and "." in match["hours"]:
                raise ValueError(f"{value!r} mixes a decimal hour with minutes; write 7h30 or 7.5h")
            whole = Decimal(match["hours"]) * MINUTES_PER_HOUR
            if whole != whole.to_integral_value():
                raise ValueError(f"{value!r} is not a whole number of minutes")
            return int(whole) + int(match["minutes"] or 0)
    raise ValueError(
        f"{value!r} is not a duration; write for example 7h30, 7.5h, 7:30, 90m, or minutes as a whole number"
    )


def show_minutes(minutes: int) -> str:
    """``450`` -> ``7h30``; the shortest form that `parse_minutes` reads back."""
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    return f"{sign}{hours}h{rest:02d}" if rest else f"{sign}{hours}h"


def parse_money(value: object) -> int:
    """Read an amount in major units (``42.50`` pounds) into minor units (4250 pence), exactly.

    Raises ValueError for more than two decimals, for anything that is not a number, and beyond 10^11.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError(f"{value!r} is not an amount of money; write for example 42.50")
    try:
        amount = Decimal(str(value).strip().replace("_", "")) * MINOR_PER_MAJOR
    except DecimalException:
        raise ValueError(f"{value!r} is not an amount of money; write for example 42.50") from None
    if not amount.is_finite():
        raise ValueError(f"{value!r} is not an amount of money; write for example 42.50")
    if abs(amount) > MOST_MONEY:
        raise ValueError(f"{value!r} is too large an amount")
    if amount != amount.to_integral_value():
        raise ValueError(f"{value!r} has more than two decimals")
    if amount < 0:
        raise ValueError(f"an amount cannot be negative here, but {value!r} is")
    return int(amount)


def money_text(minor: int) -> str:
    """``4250`` -> ``42.50``; what `parse_money` reads back."""
    sign = "-" if minor < 0 else ""
    major, rest = divmod(abs(minor), MINOR_PER_MAJOR)
    return f"{sign}{major}.{rest:02d}"


def divide_rounding(numerator: int, denominator: int) -> int:
    """``numerator / denominator`` to the nearest whole number, halves away from zero."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    top, bottom = abs(numerator), abs(denominator)
    return sign * ((2 * top + bottom) // (2 * bottom))


def divide_up(numerator: int, denominator: int) -> int:
    """``numerator / denominator`` rounded up; the denominator is positive."""
    return -(-numerator // denominator)


def floor_to(minutes: int, quantum: int) -> int:
    """The largest multiple of the quantum that is not above ``minutes``."""
    return minutes // quantum * quantum


def ceil_to(minutes: int, quantum: int) -> int:
    """The smallest multiple of the quantum that is not below ``minutes``."""
    return divide_up(minutes, quantum) * quantum


def cost_of(rate_per_hour: int, minutes: int) -> int:
    """Minor units for ``minutes`` at an hourly rate in minor units, to the nearest whole one."""
    return divide_rounding(rate_per_hour * minutes, MINUTES_PER_HOUR)


def ratio(part: int, whole: int) -> float | None:
    """``part / whole`` to four decimals, or None where there is nothing to divide by."""
    return None if whole == 0 else round(part / whole, 4)


def percent_text(share: float | None) -> str:
    """``0.714`` -> ``71 %``; ``--`` where there is no ratio."""
    return "--" if share is None else f"{share * PERCENT:.0f} %"
