"""What a solve tells while it runs and when it ends. Plain data; no solver in it.

Four outcomes, never confused: the plan is proved best; it is the best so far, with a bound; no plan exists,
with reasons; or none was found yet, and why.
"""

from dataclasses import dataclass, field
from enum import Enum

from engine.plan import Plan


class Outcome(str, Enum):
    """How a solve ended."""

    PROVED_BEST = "proved_best"
    BEST_SO_FAR = "best_so_far"
    IMPOSSIBLE = "impossible"
    NOTHING_FOUND = "nothing_found"


@dataclass(frozen=True)
class Options:
    """How a solve runs. ``seconds`` is wall time, or deterministic effort in deterministic mode."""

    seconds: float = 30.0
    gap: float = 0.0
    """Stop a tier when its gap is at most this (0.005 is half a per cent)."""
    seed: int = 1
    workers: int = 2
    deterministic: bool = False
    """Same scenario and seed give the same plan to the last byte; one thread of search, no wall clock."""


@dataclass(frozen=True)
class Progress:
    """One piece of news from a running solve."""

    tier: int
    """Number of the tier, from 0."""
    goal: str
    value: float | None
    """Best value so far, in the tier's unit; None while there is no plan."""
    bound: float | None
    """No plan is better than this; None while nothing is proved."""
    seconds: float
    """Since the solve began."""
    source: str
    """Which part of the search speaks, and what it does."""
    plan: Plan | None = field(default=None, repr=False, compare=False)
    """The best plan so far, which the checker has accepted; None while there is none. On its way through a tier it
    may be somewhat behind ``value``, for checking a plan takes time."""

    @property
    def gap(self) -> float | None:
        """Relative distance between value and bound."""
        return gap_between(self.value, self.bound)


@dataclass(frozen=True)
class Stage:
    """One step of a tier that is a comparison in steps (leximax)."""

    name: str
    value: int
    bound: int
    proved: bool


@dataclass(frozen=True)
class TierResult:
    """What was reached in one tier, in whole units of ``1 / scale``."""

    goal: str
    unit: str
    value: int
    bound: int
    proved: bool
    scale: int = 1
    final: int | None = None
    """The value of this tier in the plan that is handed back, after later tiers gave some of it up."""
    stages: tuple[Stage, ...] = ()

    @property
    def gap(self) -> float:
        """|bound - value| / max(1, |value|), in the tier's unit."""
        found = gap_between(self.value / self.scale, self.bound / self.scale)
        return 0.0 if found is None else found


@dataclass(frozen=True)
class Subject:
    """What a breach or a conflict is about, by the user's own ids; empty fields do not apply."""

    person: str = ""
    demand: str = ""
    project: str = ""
    phase: str = ""
    cohort: str = ""
    first: str = ""
    """First day, as a date."""
    last: str = ""
    """Last day, as a date."""

    def __str__(self) -> str:
        named = [
            f"{kind} {name}"
            for kind, name in (
                ("person", self.person),
                ("demand", self.demand),
                ("phase", self.phase),
                ("project", self.project),
                ("cohort", self.cohort),
            )
            if name
        ]
        if self.first:
            named.append(self.first if self.first == self.last or not self.last else f"{self.first} to {self.last}")
        return ", ".join(named) or "the scenario"


@dataclass(frozen=True)
class Breach:
    """A rule that a plan breaks, and where."""

    rule: str
    about: Subject
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.about}: {self.text}"


@dataclass(frozen=True)
class Conflict:
    """One of the business rules that cannot all hold together."""

    rule: str
    about: Subject
    text: str


@dataclass(frozen=True)
class Result:
    """How a solve ended, with all there is to say about it."""

    outcome: Outcome
    plan: Plan | None
    tiers: tuple[TierResult, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    reason: str = ""
    """For `nothing_found`: why (time, memory, stopped). For `impossible`: a sentence."""
    seconds: float = 0.0
    seed: int = 1
    price_of_fairness: float | None = None
    """What share of the billable tier's best the fair tier and later ones cost; None where there is no such tier."""
    notes: tuple[str, ...] = field(default=())


def gap_between(value: float | None, bound: float | None) -> float | None:
    """|bound - value| / max(1, |value|); None while either is missing."""
    if value is None or bound is None:
        return None
    return abs(bound - value) / max(1.0, abs(value))
