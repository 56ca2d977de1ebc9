"""Which books dives can staff."""

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.plan import Plan
from engine.search.staffing.lines import Line
from engine.verify import verify


def suits(book: Book) -> bool:
    """Whether dives know all the rules that this book uses, and its goals are such that they lead somewhere."""
    lines = [Line.of(number, tier) for number, tier in enumerate(book.policy.tiers)]
    known = lines[0].linear and all(line.linear or line.fair or line.sense == "min" for line in lines)
    policy = book.policy
    plain = not (
        book.today
        or any(row.status != "pinned" for row in book.scenario.allocations)
        or book.barred
        or book.insisted
        or policy.fairness.band is not None
        or any(project.budget is not None for project in book.projects.values())
        or "presence" in policy.rules_off
        or "effort" in policy.rules_off
        or "availability" in policy.rules_off
    )
    grouped = [key for group in book.crew_groups for key in group.demands]
    once = len(grouped) == len(set(grouped))  # a frame has room for one group a demand
    return known and plain and once and _pins_fit(book) and all(_simple(demand) for demand in book.demands.values())


def _pins_fit(book: Book) -> bool:
    """Whether what is pinned is a plan that keeps every rule: dives begin from it, and add to it."""
    if not book.pinned:
        return True
    even = any(book.demands[demand].demand.spread == "even" for demand, _, _ in book.pinned)
    moving = any(not phase.fixed for phase in book.phases.values())
    pinned = {work: -(-minutes // book.quantum) * book.quantum for work, minutes in book.pinned.items()}
    return not even and not moving and not verify(book, Plan(pinned))


def _simple(demand: DemandWork) -> bool:
    """Whether a demand asks for minutes alone, by itself, and may go short."""
    crew = demand.demand.crew
    return not (demand.presence or demand.must or demand.with_ or crew.min > 1)
