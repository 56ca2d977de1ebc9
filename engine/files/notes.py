"""What a scenario may say, but perhaps does not mean: notes for its author, never faults."""

from collections.abc import Iterator

from engine.domain.book import Book
from engine.domain.expand import placed_phases, project_phases
from engine.domain.scenario import Scenario
from engine.errors import Fault


def notes_on(scenario: Scenario) -> list[Fault]:
    """Everything that deserves a second look, in the form of a fault with the path of the value."""
    book = Book(scenario)
    return [*_outside(scenario), *_unbilled(book), *_nobody(book), *_pinned_away(book)]


def _outside(scenario: Scenario) -> Iterator[Fault]:
    """Phases of which no day is planned."""
    horizon = scenario.horizon
    templates = {template.id: template for template in scenario.templates}
    for number, project in enumerate(scenario.projects):
        positions = {phase.id: index for index, phase in enumerate(project.phases)}
        phases = project_phases(project, templates, horizon.quantum)
        for phase in phases:
            placed = placed_phases(scenario, (phase,))
            if all(each.last < horizon.first or each.first > horizon.last for each in placed):
                first, last = min(each.first for each in placed), max(each.last for each in placed)
                path = ("phases", positions[phase.id]) if phase.id in positions else ("template",)
                yield Fault(
                    ("projects", number, *path),
                    f"phase `{phase.id}` ({first} to {last}) lies wholly outside the horizon and is not planned",
                )


def _unbilled(book: Book) -> Iterator[Fault]:
    """Billable work by the hour for which somebody who could do it has no rate."""
    for key, demand in book.demands.items():
        if not demand.billable or demand.project.fee is not None or demand.project.billing == "internal":
            continue
        free = [person for person in book.able[key] if not book.bill_rate(demand, person)]
        if free:
            number = list(book.projects).index(demand.project.id)
            names = ", ".join(f"`{person}`" for person in free[:5]) + (", ..." if len(free) > 5 else "")
            yield Fault(
                ("projects", number), f"billable demand `{key}` earns nothing when done by {names}: no rate fits"
            )


def _nobody(book: Book) -> Iterator[Fault]:
    """Demands that nobody could ever do."""
    numbers = {name: number for number, name in enumerate(book.projects)}
    for key, people in book.able.items():
        if not people:
            demand = book.demands[key].demand
            yield Fault(
                ("projects", numbers[book.demands[key].project.id]),
                f"nobody can do demand `{key}`: skill `{demand.skill}` at level {demand.level}, "
                f"function `{demand.function}`",
            )


def _pinned_away(book: Book) -> Iterator[Fault]:
    """Pinned work of people who are not there then."""
    for number, allocation in enumerate(book.scenario.allocations):
        if allocation.status != "pinned":
            continue
        if not any(book.available[allocation.person][day] for day in book.allocation_days(allocation)):
            yield Fault(
                ("allocations", number),
                f"`{allocation.person}` is pinned to `{allocation.demand}` from {allocation.start} to "
                f"{allocation.end}, but has no working time then",
            )
