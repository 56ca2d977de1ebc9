"""The ground all domain objects stand on: frozen, closed, and written the way people write."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema

from engine.units import MOST_MINUTES, money_text, parse_minutes, parse_money


class Model(BaseModel):
    """A frozen object that refuses unknown fields; a change is a new object, checked again."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=True)


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$", max_length=80)]
"""A short name that files refer to: letters, digits, dot, dash, underscore."""

DemandRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.\-]+(/[A-Za-z0-9_.\-]+){0,2}$", max_length=250)]
"""``demand``, ``phase/demand`` or ``project/phase/demand``; the shorter forms mean the same phase or project."""

Text = Annotated[str, StringConstraints(max_length=400)]

Minutes = Annotated[
    int,
    BeforeValidator(parse_minutes),
    WithJsonSchema(
        {
            "description": "A duration: 7h30, 7.5h, 7:30, 90m, or whole minutes.",
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": MOST_MINUTES},
                {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*(h|H|m|M|min|:)"},
            ],
        }
    ),
]
"""Whole minutes inside; ``7h30`` in files."""

Money = Annotated[
    int,
    BeforeValidator(parse_money),
    PlainSerializer(money_text, return_type=str),
    WithJsonSchema(
        {
            "description": "An amount in major units (pounds, euros), at most two decimals.",
            "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\d+(\.\d{1,2})?$"}],
        }
    ),
]
"""Whole minor units inside; major units (``42.50``) in files and in Python constructors."""

Percent = Annotated[int, Field(ge=0, le=100)]
Level = Annotated[int, Field(ge=0, le=99)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WeekPattern = dict[Weekday, Annotated[Minutes, Field(le=1440)]]
"""Minutes by weekday; a weekday that is not named is free."""


Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]
"""A calendar day of our times; everything that counts days can trust that there are not millions of them."""


class Period(Model):
    """A stretch of whole days, both ends included."""

    first: Day
    """First day."""
    last: Day
    """Last day, included."""
