"""A project slips: who is freed, who clashes, and what it does to money and dates.

Two looks at the same slip. First without planning anew: everybody keeps their hours on the project, some weeks later;
whoever is then free where they worked is *freed*, and whoever has more in a day than it holds *clashes*. Then the whole
book is solved again, and the difference to the plan without the slip is told project by project.
"""

from collections import defaultdict

from engine.answer import Answer
from engine.domain.book import Book
from engine.domain.capacity import DAYS_PER_WEEK
from engine.domain.scenario import Scenario
from engine.plan import Plan
from engine.whatif.compare import Comparison, Named, compared
from engine.whatif.trials import Case, Trials
from engine.whatif.vary import project_of, varied


class Freed(Answer):
    """Somebody who has time in the weeks that the project leaves."""

    person: str
    week: str
    minutes: int


class Clash(Answer):
    """Somebody whose week no longer holds what is planned in it, if the project is just moved."""

    person: str
    week: str
    minutes: int
    """Beyond what the days hold."""
    projects: tuple[str, ...]
    """The other projects in those days."""


class Slip(Answer):
    """What a slip does, before and after planning anew."""

    project: str
    weeks: int
    freed: tuple[Freed, ...]
    clashes: tuple[Clash, ...]
    beyond_minutes: int
    """Minutes that would fall outside the horizon, or on days when nobody works."""
    comparison: Comparison


def slip_report(scenario: Scenario, name: str, weeks: int, trials: Trials, plan: Plan | None = None) -> Slip:
    """What it does that a project slips by so many weeks. Raises InputError where that cannot be."""
    project_of(scenario, name)
    slipped = varied(scenario, {"slip": {"project": name, "weeks": weeks}})
    seconds = trials.share(1)
    before = trials.solve([Case(scenario, plan)], seconds)[0]
    after = trials.solve([Case(slipped, before.plan)], seconds)[0]
    named = Named(f"{name} {weeks:+d} weeks", slipped, ("slip",))
    comparison = compared(Named(scenario.name, scenario), before, [(named, after)], seed=trials.options.seed)
    book = Book(scenario)
    freed, clashes, beyond = _moved(book, before.plan or Plan({}), name, weeks)
    return Slip(project=name, weeks=weeks, freed=freed, clashes=clashes, beyond_minutes=beyond, comparison=comparison)


def _moved(book: Book, plan: Plan, name: str, weeks: int) -> tuple[tuple[Freed, ...], tuple[Clash, ...], int]:
    """The project's hours moved as they are."""
    mine = {work: n for work, n in plan.minutes.items() if book.demands[work[0]].project.id == name}
    ahead = {work: n for work, n in mine.items() if work[2] >= book.today}
    leaves: dict[tuple[str, int], int] = defaultdict(int)
    comes: dict[tuple[str, int], int] = defaultdict(int)
    beyond = 0
    for (_, person, day), minutes in ahead.items() if weeks else ():
        leaves[person, day] += minutes
        there = day + DAYS_PER_WEEK * weeks
        if 0 <= there < book.days and book.available[person][there]:
            comes[person, there] += minutes
        else:
            beyond += minutes
    freed: dict[tuple[str, int], int] = defaultdict(int)
    for (person, day), minutes in leaves.items():
        freed[person, book.week(day)] += max(0, minutes - comes.get((person, day), 0))
    return _freed(book, freed), _clashes(book, plan, leaves, comes), beyond


def _freed(book: Book, freed: dict[tuple[str, int], int]) -> tuple[Freed, ...]:
    return tuple(
        Freed(person=person, week=book.week_label(week), minutes=minutes)
        for (person, week), minutes in sorted(freed.items())
        if minutes
    )


def _clashes(
    book: Book, plan: Plan, leaves: dict[tuple[str, int], int], comes: dict[tuple[str, int], int]
) -> tuple[Clash, ...]:
    over: dict[tuple[str, int], int] = defaultdict(int)
    others: dict[tuple[str, int], set[str]] = defaultdict(set)
    for (person, day), minutes in comes.items():
        stays = plan.by_person_day.get((person, day), 0) - leaves.get((person, day), 0)
        extra = stays + minutes - book.day_room(person, day)
        if extra > 0:
            over[person, book.week(day)] += extra
            others[person, book.week(day)] |= {
                book.demands[demand].project.id for demand, who, when in plan.minutes if (who, when) == (person, day)
            }
    return tuple(
        Clash(person=person, week=book.week_label(week), minutes=minutes, projects=tuple(sorted(others[person, week])))
        for (person, week), minutes in sorted(over.items())
    )
