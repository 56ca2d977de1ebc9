"""Who there is: departments, skills, roles, calendars and people."""

from typing import Annotated, Literal

from pydantic import Field

from engine.domain.base import Day, Id, Level, Minutes, Model, Money, Percent, Period, Text, Weekday, WeekPattern

Function = Literal["delivery", "project_management", "client_services"]
"""What a department or a demand is for. Client Services and Project Management never do each other's job."""


class Skill(Model):
    """Something a person can do, and a demand asks for."""

    id: Id
    name: Text = ""


class Department(Model):
    """A part of the agency, with the one function it has."""

    id: Id
    name: Text = ""
    function: Function = "delivery"
    """`project_management` and `client_services` are kept apart by the department line."""


class Role(Model):
    """What somebody is employed as; the ground for rates, and for the cost of placeholders."""

    id: Id
    name: Text = ""
    cost_rate: Money = 0
    """Cost an hour of a person in this role who has no cost rate of their own."""


class PublicHolidays(Model):
    """The public holidays of a country or region.

    ``dates`` are frozen from the ``holidays`` library when a file is loaded, so that a newer version of
    the library cannot change an old plan; write them yourself to do without the library.
    """

    country: Annotated[str, Field(min_length=2, max_length=3)]
    """ISO country code, such as GB."""
    subdivision: Annotated[str, Field(max_length=10)] | None = None
    """Region inside the country, such as SCT."""
    dates: tuple[Day, ...] | None = None
    """The days themselves; filled in from the library where left out."""


class Closure(Period):
    """Days on which the company is closed."""

    name: Text = ""


class Calendar(Model):
    """Working hours by weekday, public holidays and closures."""

    id: Id
    week: WeekPattern = Field(default={"mon": 450, "tue": 450, "wed": 450, "thu": 450, "fri": 450}, min_length=1)
    """Minutes of work by weekday."""
    holidays: PublicHolidays | None = None
    closures: tuple[Closure, ...] = ()
    time_zone: Text = "Europe/London"


class TimeOff(Period):
    """Holiday, illness, parental leave: whole days, or a part of each day."""

    minutes_per_day: Minutes | None = None
    """How much of each day is off; the whole day where left out."""
    reason: Text = ""


class Commitment(Model):
    """Standing internal time (line management, training) that is not planned but is not available either."""

    name: Text = ""
    minutes_per_day: Minutes
    """Taken from every working day it falls on."""
    weekdays: tuple[Weekday, ...] = ()
    """Only on these weekdays; on every working day where empty."""
    first: Day | None = None
    last: Day | None = None


class Limits(Model):
    """What one person may carry; each is off where left out, and the policy's value holds then."""

    day: Minutes | None = None
    """Most planned minutes on one day."""
    week: Minutes | None = None
    """Most planned minutes in one week, Monday to Sunday."""
    projects: Annotated[int, Field(ge=1, le=100)] | None = None
    """Most projects in one week."""
    overtime: bool = True
    """False: no overtime for this person even where policy allows it."""


class Wishes(Model):
    """What a person would like to meet, or to be spared."""

    projects: tuple[Id, ...] = ()
    skills: tuple[Id, ...] = ()
    people: tuple[Id, ...] = ()


class Preferences(Model):
    """Likes and dislikes; they steer the `preferences` goal and never forbid anything."""

    likes: Wishes = Wishes()
    avoids: Wishes = Wishes()


class Person(Model):
    """Somebody who can be planned: an employee, a contractor, or a placeholder for an open role.

    A contractor has a cost and no utilisation target. A placeholder is a role that is not filled yet: it is
    costed at its role's rate, never free.
    """

    id: Id
    name: Text = ""
    kind: Literal["employee", "contractor", "placeholder"] = "employee"
    department: Id
    role: Id
    skills: dict[Id, Level] = Field(default={})
    """Skill to level; a skill that is not listed is not there, whatever the level asked for."""
    main_skill: Id | None = None
    """For fairness: the skill people are compared by. The highest level (first of equals) where left out."""
    calendar: Id | None = None
    """The first calendar of the scenario where left out."""
    first_day: Day | None = None
    """First day of the contract."""
    last_day: Day | None = None
    """Last day of the contract."""
    week: WeekPattern | None = None
    """This person's own working week, in place of the calendar's."""
    fte: Annotated[int, Field(ge=1, le=100)] = 100
    """Per cent of the working week; every day is shortened by it."""
    time_off: tuple[TimeOff, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    cost_rate: Money | None = None
    """Cost an hour; the role's where left out."""
    bill_rate: Money | None = None
    """What clients pay an hour for this person, where no agreed rate says otherwise."""
    target_utilisation: Annotated[Percent, Field(ge=1)] | None = None
    """Per cent of available time that should be planned; the measure of a fair burden."""
    limits: Limits = Limits()
    preferences: Preferences = Preferences()
    carried_over: Annotated[int, Field(ge=-1000, le=1000)] = 0
    """Burden carried over from earlier periods, per mille: positive for those who carried more."""
