"""The sums behind every figure, by person and week; groups are sums of sums, never means of ratios.

In an agency: "were we busy?" has one answer for Ana's third week, for Ana, for her department and for the whole
house, because each is the same few sums over a different set of cells. A cell is one person in one week.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.domain.work import Project
from engine.plan import Plan
from engine.report.dates import Dates, project_dates
from engine.report.money import Money
from engine.units import PERCENT

Cell = tuple[str, int]
"""Person id and week number."""


class Tally(NamedTuple):
    """Whole sums over any set of cells. Minutes, unless said otherwise; every field adds up."""

    contracted: int = 0
    effective: int = 0
    """Contracted less time off."""
    available: int = 0
    """Effective less standing commitments."""
    planned: int = 0
    billable: int = 0
    tentative: int = 0
    """Planned on tentative projects; part of ``planned``."""
    tentative_billable: int = 0
    """Part of ``billable``."""
    chance_billable: int = 0
    """Billable minutes times the per cent of their project's probability (100 for decided work)."""
    bench: int = 0
    """Available and unplanned: max(0, available - planned) of each person and week."""
    overtime: int = 0
    """Planned beyond what is available: max(0, planned - available) of each person and week."""
    revenue: int = 0
    """Of decided work, in `engine.report.money.GRAIN`-ths of a minor unit."""
    tentative_revenue: int = 0
    chance_revenue: int = 0
    """Revenue times per cent of probability."""
    cost: int = 0
    """Of decided work, in sixtieths of a minor unit: hourly rate times minutes."""
    tentative_cost: int = 0
    chance_cost: int = 0
    """Cost times per cent of probability."""


def add_up(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies, field by field; the empty tally for none."""
    columns = list(zip(*tallies, strict=True))
    return Tally(*map(sum, columns)) if columns else Tally()


def chance_of(project: Project) -> int:
    """Per cent by which a project counts in expected figures: its probability, or 100 once it is decided.

    Unlike `DemandWork.chance` it does not depend on how the policy's goals weigh tentative work.
    """
    return (project.probability or 0) if is_tentative(project) else PERCENT


def is_tentative(project: Project) -> bool:
    """Whether the project is not won yet."""
    return project.status == "tentative"


class Ledger:
    """A plan summed by person and week. Make one per plan; everything is worked out once."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self.book = book
        self.plan = plan
        self.money = Money(book, plan)

    @cached_property
    def dates(self) -> dict[str, Dates]:
        """When each project's work begins and ends."""
        return project_dates(self.book, self.plan)

    @cached_property
    def cells(self) -> dict[Cell, Tally]:
        """The tally of every person in every week, people in the scenario's order."""
        work: dict[Cell, list[tuple[str, int]]] = defaultdict(list)
        for (demand, person, week), minutes in self.plan.by_pair_week(self.book).items():
            work[person, week].append((demand, minutes))
        return {
            (person, week): self._cell(person, week, work.get((person, week), []))
            for person in self.book.people
            for week in range(self.book.weeks)
        }

    def total(self, people: Iterable[str] | None = None) -> Tally:
        """The sum over some people, or over everybody."""
        chosen = self.book.people if people is None else people
        return add_up(self.by_person[person] for person in chosen)

    @cached_property
    def by_person(self) -> dict[str, Tally]:
        """The tally of each person over the horizon."""
        weeks = range(self.book.weeks)
        return {person: add_up(self.cells[person, week] for week in weeks) for person in self.book.people}

    def weeks_of(self, person: str) -> Iterator[tuple[int, Tally]]:
        """Each week of a person with its tally."""
        return ((week, self.cells[person, week]) for week in range(self.book.weeks))

    def by_week(self) -> Iterator[tuple[int, Tally]]:
        """Each week with the sum over everybody."""
        for week in range(self.book.weeks):
            yield week, add_up(self.cells[person, week] for person in self.book.people)

    def _cell(self, person: str, week: int, work: list[tuple[str, int]]) -> Tally:
        days = self.book.week_days(week)
        available = sum(self.book.available[person][day] for day in days)
        planned = sum(minutes for _, minutes in work)
        capacity = Tally(
            contracted=sum(self.book.contracted[person][day] for day in days),
            effective=sum(self.book.effective[person][day] for day in days),
            available=available,
            bench=max(0, available - planned),
            overtime=max(0, planned - available),
        )
        return add_up([capacity, *(self._entry(person, self.book.demands[key], minutes) for key, minutes in work)])

    def _entry(self, person: str, demand: DemandWork, minutes: int) -> Tally:
        """What some minutes of one person on one demand add to the person's week."""
        billable = minutes if demand.billable else 0
        revenue = self.money.grains(demand, person) * minutes
        cost = self.book.cost_rate(person) * minutes
        tentative, chance = is_tentative(demand.project), chance_of(demand.project)
        return Tally(
            planned=minutes,
            billable=billable,
            tentative=minutes if tentative else 0,
            tentative_billable=billable if tentative else 0,
            chance_billable=chance * billable,
            revenue=0 if tentative else revenue,
            tentative_revenue=revenue if tentative else 0,
            chance_revenue=chance * revenue,
            cost=0 if tentative else cost,
            tentative_cost=cost if tentative else 0,
            chance_cost=chance * cost,
        )
