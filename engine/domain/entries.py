"""What the book of work holds: phases and demands with every default filled in, and the groups that share people."""

from dataclasses import dataclass, field

from engine.domain.people import Function
from engine.domain.work import Demand, Project


@dataclass(frozen=True)
class PhaseWork:
    """A phase of the book. ``first`` and ``last`` bound the days it may use; ``fixed`` phases use them all."""

    key: str
    project: Project
    kind: str
    first: int
    last: int
    fixed: bool
    length_min: int
    """Working days of the project's calendar; for a fixed phase all of them."""
    length_max: int
    after: tuple[tuple[str, int], ...]
    """(phase key, lag in working days)."""
    month: str | None
    """`2027-01` for a month of a repeated phase."""
    source: str
    """The phase's id as it was typed; repeated phases share it."""
    share: tuple[int, int] = field(default=(1, 1), compare=False)
    """What part of the typed effort falls on this phase: a month or a window cut short asks for less."""


@dataclass(frozen=True)
class DemandWork:
    """A demand of the book, with every default filled in; minutes are multiples of the quantum."""

    key: str
    project: Project
    phase: PhaseWork
    demand: Demand
    effort: int
    """Minutes asked for; for presence, seats x working days x the calendar's minutes (see `Book.seat_minutes`)."""
    typed: int
    """Minutes asked for in all, those beyond the horizon included: what a fee is spread over."""
    seats: int
    """0 for mode effort."""
    billable: bool
    crew_max: int | None
    block: int
    """A person's worked week holds at least so many minutes."""
    must: bool
    weight: int
    """What a missing minute counts: the project's priority for decided work, 0 for tentative work."""
    chance: int
    """Per cent by which goals count this work: 100, or the probability of a tentative project."""
    deadline: int | None
    """Day number of the project's deadline, which may lie outside the horizon."""
    not_with: tuple[str, ...]
    with_: tuple[str, ...]

    @property
    def presence(self) -> bool:
        """Whether people sit on it full-time."""
        return self.seats > 0

    @property
    def function(self) -> Function:
        """What kind of department it is for."""
        return self.demand.function


@dataclass(frozen=True)
class CrewGroup:
    """Demands that are shared by at most ``most`` people together: continuity, one PM a project."""

    name: str
    demands: tuple[str, ...]
    most: int
    about: str
    """The demand by which a conflict names the group."""
