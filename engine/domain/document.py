"""The fields of a scenario, each of them right by itself; `Scenario` checks them together."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.domain.base import Day, Id, Model, Text
from engine.domain.people import Calendar, Department, Person, Role, Skill
from engine.domain.policy import Policy
from engine.domain.work import Allocation, Client, Project, Rate, Template


class Horizon(Model):
    """The days that are planned, and how finely the search looks at them."""

    first: Day
    """First day."""
    last: Day
    """Last day, included."""
    daily_weeks: Annotated[int, Field(ge=0, le=160)] = 4
    """So many weeks are modelled day by day, later ones by the week. Plans are by the day in any case."""
    quantum: Annotated[int, Field(ge=1, le=720)] = 30
    """Planned minutes of a person on a demand on a day are a multiple of this."""
    today: Day | None = None
    """Days before this are past: they hold what `actual` allocations say, and nothing is planned there."""

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    def day(self, index: int) -> date:
        """The date of day ``index``, counted from 0."""
        return self.first + timedelta(days=index)

    def index(self, day: date) -> int:
        """The number of a date, counted from 0; negative or beyond ``days`` outside the horizon."""
        return (day - self.first).days


class Document(Model):
    """The whole book of work of an agency, its people, and how it wants to work."""

    name: Id
    """Short name, used in reports and file names."""
    title: Text = ""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "GBP"
    horizon: Horizon
    calendars: tuple[Calendar, ...] = Field(default=(Calendar(id="standard"),), min_length=1, max_length=500)
    departments: tuple[Department, ...] = Field(min_length=1, max_length=1000)
    skills: tuple[Skill, ...] = Field(min_length=1, max_length=5000)
    roles: tuple[Role, ...] = Field(min_length=1, max_length=1000)
    people: tuple[Person, ...] = Field(min_length=1, max_length=20_000)
    clients: tuple[Client, ...] = Field(default=(), max_length=20_000)
    rate_card: tuple[Rate, ...] = Field(default=(), max_length=5000)
    templates: tuple[Template, ...] = Field(default=(), max_length=1000)
    projects: tuple[Project, ...] = Field(default=(), max_length=20_000)
    allocations: tuple[Allocation, ...] = Field(default=(), max_length=1_000_000)
    policy: Policy = Policy()
