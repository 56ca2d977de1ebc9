"""How the agency wants to work: limits, fairness, and goals in order."""

from typing import Annotated, Literal

from pydantic import Field

from engine.domain.base import Id, Minutes, Model, Money

GoalName = Literal[
    "delivered", "billable", "fair", "steady", "focused", "margin", "revenue",
    "preferences", "overtime", "finish", "team", "cost",
]  # fmt: skip
RuleName = Literal[
    "skill_match", "department_line", "availability", "no_overload", "focus", "work_window", "effort", "presence",
    "crew", "quality_gates", "spread", "fairness_band", "budget", "pinned",
    "change_budget",
]  # fmt: skip


class Overtime(Model):
    """How far beyond their available time people may be planned. Nothing, where left out."""

    day: Minutes = 0
    """Most minutes beyond what is available on a working day."""
    week: Minutes = 0
    """Most minutes beyond what is available in a week."""


class SustainedLoad(Model):
    """Over any so many weeks in a row, at most so many per cent of the available time are planned."""

    weeks: Annotated[int, Field(ge=1, le=104)]
    percent: Annotated[int, Field(ge=1, le=200)]


class Fairness(Model):
    """Who is compared with whom, and how far apart they may be."""

    cohort: Literal["department_and_skill", "department", "role", "skill", "everyone"] = "department_and_skill"
    band: Annotated[int, Field(ge=0, le=5000)] | None = None
    """Most difference between the highest and the lowest burden of a cohort, per mille; off where left out."""
    levels: Annotated[int, Field(ge=1, le=200)] = 3
    """How deep the `fair` goal looks: the most loaded, the next, ...; as deep as the largest cohort is exact."""


class ChangeBudget(Model):
    """How far a plan may be from the published one. Nothing is limited where nothing is published."""

    changes: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """Most (person, demand, week)s in which somebody works in one of the two plans and not in the other."""
    people: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """Most people with such a change."""
    frozen_weeks: Annotated[int, Field(ge=0, le=520)] = 0
    """So many weeks from today on stay as they were published, as far as they still can."""


class Tier(Model):
    """One step of the order of goals: goals of one unit with whole weights, and what later tiers may cost it."""

    goal: GoalName | None = None
    """A single goal."""
    goals: dict[GoalName, Annotated[int, Field(ge=1, le=1_000_000)]] = Field(default={})
    """Or several of one unit with weights."""
    give_up: Annotated[int, Field(ge=0)] = 0
    """Later tiers may make this one worse by so many of its units."""
    give_up_per_mille: Annotated[int, Field(ge=0, le=1000)] = 0
    """Or by so many per mille of its value; the larger of the two holds."""

    @property
    def weights(self) -> dict[GoalName, int]:
        """Goal to weight, whichever way it was written."""
        return dict(self.goals) if self.goals else ({self.goal: 1} if self.goal else {})


DEFAULT_TIERS = (
    Tier(goal="delivered"),
    Tier(goal="billable", give_up_per_mille=5),
    Tier(goal="fair", give_up_per_mille=20),
    Tier(goal="steady"),
    Tier(goal="focused"),
)


class Concessions(Model):
    """What it counts, in money, to give way where no plan exists; the cheapest way out is looked for."""

    slip_day: Money = 50_000
    """A phase, or the deadline it must keep, ends a day later."""
    overtime_hour: Money = 6_000
    """An hour a week of overtime that a person is asked to be ready for."""
    contractor_day: Money = 60_000
    """A day under contract of somebody hired for the work."""
    drop_hour: Money = 20_000
    """An hour of work that must be done need not be done in full any more."""
    unpin_day: Money = 5_000
    """A person's day that was fixed is open again."""
    band_step: Money = 10_000
    """The fairness band is 50 per mille wider."""


class Policy(Model):
    """Limits, fairness, and the goals in order."""

    overtime: Overtime = Overtime()
    sustained_load: SustainedLoad | None = None
    day_limit: Minutes | None = None
    """Most planned minutes on one day, for everybody without a limit of their own."""
    week_limit: Minutes | None = None
    """Most planned minutes in one week, for everybody without a limit of their own."""
    projects_at_once: Annotated[int, Field(ge=1, le=100)] | None = None
    """Most projects a person works on in one week."""
    smallest_block: Minutes = 0
    """A person's worked week on a demand holds at least this."""
    change_budget: ChangeBudget = ChangeBudget()
    one_pm: bool = True
    """One person does all the project management of a project."""
    quality_gates: tuple[Id, ...] = ()
    """Phase kinds that every confirmed client project (retainers apart) must have and staff in full."""
    fairness: Fairness = Fairness()
    tentative: Literal["weighted", "full", "ignored"] = "weighted"
    """How tentative work counts in goals: by its probability, like won work, or not at all."""
    tiers: tuple[Tier, ...] = Field(default=DEFAULT_TIERS, min_length=1, max_length=12)
    concessions: Concessions = Concessions()
    """Prices of giving way, for the question what an impossible scenario would take."""
    rules_off: tuple[RuleName, ...] = ()
    """Rules that do not hold in this scenario; for experiments, and shown in every report."""
