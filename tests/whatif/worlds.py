"""Worlds small enough to try every plan of, in which questions have short answers that are not always the same.

Two or three people, one confirmed project and up to two pitches, whole days of work in windows of one to three days.
The truth about a question is put together here from nothing but the exhaustive oracle (tests/oracle.py): every variant
of the world is written down by hand, and none by the code under test.
"""

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.goals import GOALS
from engine.outcome import Options
from engine.whatif import Trials
from tests.build import DAY, a_demand, a_person, a_phase, a_project, a_scenario, day
from tests.oracle import Answer, solve_by_trying

MOST = 4000
MARGIN = GOALS["margin"].scale
SKILLS = ("design", "code")


@dataclass(frozen=True)
class Work:
    """A project of one phase and one demand."""

    id: str
    first: int
    last: int
    days: int
    skill: str
    status: str = "confirmed"
    rate: int = 100
    probability: int = 50
    must: bool = False
    fee: int | None = None
    priority: int | None = None
    deadline: int | None = None

    def project(self) -> Any:
        """As a project of a scenario."""
        fields: dict[str, Any] = {"status": self.status}
        if self.status == "tentative":
            fields["probability"] = self.probability
        if self.fee is not None:
            fields |= {"billing": "fixed_fee", "fee": self.fee}
        if self.deadline is not None:
            fields["deadline"] = day(self.deadline)
        if self.priority is not None:
            fields["priority"] = self.priority
        rate = {} if self.fee is not None else {"rate": self.rate}
        demand = a_demand("work", effort=DAY * self.days, skill=self.skill, must=self.must, **rate)
        phase = a_phase("make", demand, start=day(self.first), end=day(self.last))
        return a_project(self.id, phase, **fields)


@dataclass(frozen=True)
class World:
    """People by their skills, and work."""

    people: tuple[tuple[str, tuple[str, ...], int], ...]
    """(id, skills, cost an hour)."""
    works: tuple[Work, ...]
    weeks: int = 2
    policy: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)

    def scenario(self, goals: tuple[str, ...] = ("delivered", "margin")) -> Scenario:
        """As a scenario with these goals."""
        people = [a_person(id, skills=skills, cost_rate=cost) for id, skills, cost in self.people]
        return a_scenario(
            people,
            [work.project() for work in self.works],
            weeks=self.weeks,
            horizon={"quantum": DAY, "daily_weeks": 4},
            policy={"tiers": [{"goal": goal} for goal in goals], **self.policy},
            skills=tuple({"id": skill} for skill in SKILLS),
            **self.fields,
        )

    def truth(self, goals: tuple[str, ...] = ("delivered", "margin")) -> Answer | None:
        """Everything that is true of it."""
        return solve_by_trying(Book(self.scenario(goals)), MOST)

    def with_work(self, id: str, **changed: Any) -> "World":
        """The same world with a project changed."""
        works = tuple(replace(work, **changed) if work.id == id else work for work in self.works)
        return replace(self, works=works)

    def without(self, *ids: str) -> "World":
        """The same world without these projects."""
        return replace(self, works=tuple(work for work in self.works if work.id not in ids))


def a_world(seed: int, pitches: int = 1) -> World:
    """The world of a seed: `site` is promised, `shop` and `lab` are pitches."""
    rng = Random(f"whatif/{seed}")
    people = tuple(
        (name, rng.choice([("design",), ("code",), SKILLS]), rng.choice([20, 40, 60]))
        for name in ("ana", "ben")[: rng.choice([1, 2, 2])]
    )
    works = [a_work(rng, "site")]
    works += [
        replace(a_work(rng, name), status="tentative", probability=rng.choice([20, 50, 75]))
        for name in ("shop", "lab")[:pitches]
    ]
    return World(people, tuple(works))


def a_work(rng: Random, id: str) -> Work:
    first = rng.choice([0, 0, 1, 2])
    length = rng.choice([0, 1, 1, 2])
    days = rng.choice([1, 1, 2])
    return Work(id, first, min(4, first + length), days, rng.choice(SKILLS), rate=rng.choice([30, 90, 120]))


def trials(processes: int = 1) -> Trials:
    """A workshop whose answers are proved on worlds as small as these."""
    return Trials(Options(seconds=60, workers=1, seed=1, deterministic=True), processes)


def reached(truth: Answer | None) -> tuple[int, float] | None:
    """(weighted shortfall, margin in minor units) of a truth about delivered and margin."""
    return None if truth is None else (truth.tiers[0].value, truth.tiers[1].value / MARGIN)
