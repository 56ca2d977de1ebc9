"""What there is to do: clients, rates, projects, phases, demands, and what is already allocated."""

from typing import Annotated, Literal

from pydantic import Field

from engine.domain.base import Day, DemandRef, Id, Level, Minutes, Model, Money, Percent, Text
from engine.domain.people import Function

Status = Literal["confirmed", "tentative", "internal"]
Billing = Literal["time_and_materials", "fixed_fee", "retainer", "internal"]


class Rate(Model):
    """What an hour of a role is billed at, from a level upwards."""

    role: Id
    level: Level = 0
    """Holds for people whose level in the demanded skill is at least this; the highest that fits is used."""
    rate: Money
    """Amount an hour."""


class Client(Model):
    """Who pays, with the rates agreed with them."""

    id: Id
    name: Text = ""
    rates: tuple[Rate, ...] = ()
    """In place of the rate card."""


class Crew(Model):
    """How many different people may share a demand."""

    min: Annotated[int, Field(ge=1, le=1000)] = 1
    """If anybody works on it, at least so many do."""
    max: Annotated[int, Field(ge=1, le=1000)] | None = None
    """At most so many; no limit where left out."""


class Demand(Model):
    """A need for one skill in one phase.

    ``effort`` (the default): so many minutes within the phase, in pieces, next to other work.
    ``presence``: so many people (``seats``) full-time on every working day of the phase, doing nothing else.
    """

    id: Id
    name: Text = ""
    skill: Id
    level: Level = 0
    """Least level; the skill must be listed even at level 0."""
    mode: Literal["effort", "presence"] = "effort"
    effort: Minutes | None = None
    """Minutes of work, for mode `effort`."""
    seats: Annotated[int, Field(ge=1, le=1000)] | None = None
    """How many people, for mode `presence`."""
    crew: Crew = Crew()
    billable: bool | None = None
    """Billable unless the project is internal, where left out."""
    rate: Money | None = None
    """Agreed rate an hour for just this demand."""
    most_per_day: Minutes | None = None
    """Most minutes one person spends on it in one day."""
    smallest_block: Minutes | None = None
    """A person's worked week on it holds at least this; the policy's value where left out."""
    spread: Literal["flexible", "even"] = "flexible"
    """`even`: every week in proportion to the phase's working days in it."""
    function: Function = "delivery"
    """Demands for project management and for account work name their department's function."""
    allowed_people: tuple[Id, ...] = ()
    """Nobody but these, where not empty."""
    excluded_people: tuple[Id, ...] = ()
    allowed_departments: tuple[Id, ...] = ()
    """Nobody from outside these, where not empty."""
    excluded_departments: tuple[Id, ...] = ()
    not_with: tuple[DemandRef, ...] = ()
    """Nobody works on this and on one of these: quality assurance is done by somebody who did not do the work."""
    with_: tuple[DemandRef, ...] = Field(default=(), alias="with")
    """In a week in which somebody works on this, somebody else works on each of these: pairing."""
    same_person_as: DemandRef | None = None
    """Continuity: both demands together are shared by no more people than the larger crew (one, by default)."""
    must: bool = False
    """True: delivered in full, or there is no plan. Demands of quality gates always are."""


class After(Model):
    """Finish to start: this phase begins when that one has ended and the lag has passed."""

    phase: Id
    lag: Annotated[int, Field(ge=0, le=1000)] = 0
    """Working days of the project's calendar between the end of that phase and the start of this one."""


class Length(Model):
    """How long a phase takes, in working days of the project's calendar."""

    min: Annotated[int, Field(ge=1, le=2000)]
    max: Annotated[int, Field(ge=1, le=2000)]


class Phase(Model):
    """A stretch of a project: a fixed window (``start``, ``end``), or a ``length`` to be placed between
    ``earliest`` and ``latest`` and ``after`` other phases.
    """

    id: Id
    name: Text = ""
    kind: Id = "delivery"
    """What sort of phase: `onboarding`, `setup`, `qa`, ... as named by the policy's quality gates."""
    start: Day | None = None
    end: Day | None = None
    earliest: Day | None = None
    latest: Day | None = None
    length: Length | None = None
    after: tuple[After, ...] = ()
    repeat: Literal["monthly"] | None = None
    """`monthly`: the fixed window is cut into calendar months, and each month asks for every demand anew
    (a month cut short by the window asks for its share). Unused hours lapse unless `carry_over_months`."""
    carry_over_months: Annotated[int, Field(ge=0, le=12)] = 0
    """How many months later unused hours of a month may still be used."""
    demands: tuple[Demand, ...] = ()


class Template(Model):
    """Phases that need not be typed again; every phase is placed by length and precedence."""

    id: Id
    name: Text = ""
    phases: tuple[Phase, ...] = Field(min_length=1)


class TemplateUse(Model):
    """How a project uses a template: its phases from ``start`` on, efforts scaled, some left out."""

    use: Id
    start: Day
    """No phase begins before this day."""
    latest: Day | None = None
    """Every phase has ended by this day; the end of the horizon where left out."""
    scale: Annotated[int, Field(ge=1, le=10_000)] = 100
    """Per cent of the template's efforts, rounded up to the quantum."""
    skip: tuple[Id, ...] = ()
    """Phases left out; what came after them comes after what they came after."""


class Project(Model):
    """One engagement, confirmed, tentative or internal."""

    id: Id
    name: Text = ""
    client: Id | None = None
    status: Status = "confirmed"
    probability: Percent | None = None
    """Chance of winning, per cent; for tentative projects only, and asked of them."""
    priority: Annotated[int, Field(ge=1, le=5)] | None = None
    """5 is most important; a missing minute weighs so much. 3 where left out, 1 for internal projects."""
    billing: Billing | None = None
    """`time_and_materials` where left out, `internal` for internal projects."""
    fee: Money | None = None
    """The whole fee (`fixed_fee`) or the fee a month (`retainer`)."""
    budget: Money | None = None
    """Most that the planned work may cost."""
    deadline: Day | None = None
    """Last day of work; hard where there is no penalty."""
    deadline_penalty: Money | None = None
    """Amount for each day that the last phase ends after the deadline; makes the deadline soft."""
    calendar: Id | None = None
    """Counts the project's working days; the first calendar where left out."""
    pm: Id | None = None
    """The named project manager; to be chosen where left out."""
    account_lead: Id | None = None
    """The named account lead; to be chosen where left out."""
    rates: tuple[Rate, ...] = ()
    """In place of the client's rates and the rate card."""
    quality_gates: tuple[Id, ...] | None = None
    """Phase kinds this project must have and staff in full; the policy's where left out."""
    template: TemplateUse | None = None
    phases: tuple[Phase, ...] = ()
    """Own phases; one with the id of a template's phase takes its place."""


class Allocation(Model):
    """A person on a demand: ``minutes_per_day`` on every working day of the person from ``start`` to ``end``
    (a row of a single day means that day, working or not)."""

    demand: Annotated[str, Field(pattern=r"^[^/\s]+/[^/\s]+/[^/\s]+$", max_length=250)]
    """`project/phase/demand`; a repeated phase is named with its month, as in `care-2027-01`."""
    person: Id
    start: Day
    end: Day
    minutes_per_day: Annotated[Minutes, Field(ge=1, le=1440)]
    status: Literal["pinned", "actual", "published"] = "pinned"
    """`pinned` stays as it is; `actual` is past; `published` is what changes are counted against."""
