"""What planned work earns and costs.

In an agency: time and materials earns the rate of whoever does it; a fixed fee is earned as its billable hours
are delivered, and no faster; a retainer's monthly fee likewise over its months; internal and other work that is
not billed earns nothing. Everybody costs what their hour costs, contractors and open roles included.

Every amount is rounded once, to a whole minor unit, where it is shown. A project's figures are rounded, and
the agency's are the sums of the projects'; so the project table adds up to the last penny. Figures of people,
departments and weeks are rounded each by itself, and their sums may differ from the agency's by some pennies.
"""

from collections import defaultdict
from functools import cached_property

from engine.domain.book import RATE_SCALE, Book
from engine.domain.entries import DemandWork
from engine.domain.work import Project
from engine.plan import Plan
from engine.units import MINUTES_PER_HOUR, PERCENT, divide_rounding

GRAIN = 10**9
"""Shares of a project's revenue are held in billionths of a minor unit a minute, as whole numbers."""


class Money:
    """Revenue and cost of a plan, in minor units."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self.book = book
        self.plan = plan

    def delivered(self, demand: DemandWork) -> int:
        """Minutes delivered to a demand: asked for and not missing."""
        return demand.effort - self.plan.shortfall(demand)

    @cached_property
    def revenue(self) -> dict[str, int]:
        """What each project earns, were it won: `tentative` projects at full value."""
        return {
            project.id: self._fee_earned(project) if project.fee is not None else self._time_and_materials(project)
            for project in self.book.projects.values()
        }

    @cached_property
    def cost(self) -> dict[str, int]:
        """What each project's planned work costs."""
        sixtieths: dict[str, int] = defaultdict(int)
        for (key, person), minutes in self.plan.by_pair.items():
            sixtieths[self.book.demands[key].project.id] += self.book.cost_rate(person) * minutes
        return {project: divide_rounding(sixtieths[project], MINUTES_PER_HOUR) for project in self.book.projects}

    def grains(self, demand: DemandWork, person: str) -> int:
        """What a minute of this person on this demand earns, in `GRAIN`-ths of a minor unit.

        A fee is shared among the people of its project by their billable minutes.
        """
        project = demand.project
        if not demand.billable:
            return 0
        if project.fee is None:
            return divide_rounding(self.book.bill_rate(demand, person) * GRAIN, RATE_SCALE * MINUTES_PER_HOUR)
        minutes = self._billable_minutes[project.id]
        return divide_rounding(self.revenue[project.id] * GRAIN, minutes) if minutes else 0

    @cached_property
    def _billable_minutes(self) -> dict[str, int]:
        minutes: dict[str, int] = defaultdict(int)
        for key, planned in self.plan.by_demand.items():
            demand = self.book.demands[key]
            if demand.billable:
                minutes[demand.project.id] += planned
        return minutes

    def _time_and_materials(self, project: Project) -> int:
        earned = self._earned_by_rate[project.id]
        return divide_rounding(earned, RATE_SCALE * MINUTES_PER_HOUR)

    @cached_property
    def _earned_by_rate(self) -> dict[str, int]:
        earned: dict[str, int] = defaultdict(int)
        for (key, person), minutes in self.plan.by_pair.items():
            demand = self.book.demands[key]
            earned[demand.project.id] += self.book.bill_rate(demand, person) * minutes
        return earned

    def _fee_earned(self, project: Project) -> int:
        """The fee, in proportion to what is delivered of the billable minutes asked for."""
        asked = self.book.fee_minutes.get(project.id, 0)
        if not asked:
            return 0
        fee = (project.fee or 0) * self.book.fee_months(project)
        return divide_rounding(fee * self._billable_delivered[project.id], asked)

    @cached_property
    def _billable_delivered(self) -> dict[str, int]:
        delivered: dict[str, int] = defaultdict(int)
        for demand in self.book.demands.values():
            if demand.billable:
                delivered[demand.project.id] += self.delivered(demand)
        return delivered


def expected(amount: int, chance: int) -> int:
    """An amount weighted by a chance in per cent."""
    return divide_rounding(amount * chance, PERCENT)
