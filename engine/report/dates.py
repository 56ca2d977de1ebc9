"""When a project's work begins and ends, and how late that is."""

from dataclasses import dataclass

from engine.domain.book import Book
from engine.domain.work import Project
from engine.plan import Plan


@dataclass(frozen=True)
class Dates:
    """A project's days, by number, and how they stand to its deadline."""

    start: int | None
    """First planned day; None where nothing is planned."""
    finish: int | None
    """Last planned day, or the last day of a movable phase if that is later (a phase may run without planned
    work). The typed end of a fixed phase is a limit and not a finish."""
    late: int
    """Calendar days from the deadline to the finish; 0 where it is in time."""
    penalty: int
    """Minor units."""


def project_dates(book: Book, plan: Plan) -> dict[str, Dates]:
    """The dates of every project."""
    starts: dict[str, int] = {}
    finishes: dict[str, int] = {}
    for demand, _, day in plan.minutes:
        project = book.demands[demand].project.id
        starts[project] = min(day, starts.get(project, day))
        finishes[project] = max(day, finishes.get(project, day))
    for key, (_, last) in plan.phases.items():
        project = book.phases[key].project.id
        finishes[project] = max(last, finishes.get(project, last))
    return {
        project.id: _dates(book, project, starts.get(project.id), finishes.get(project.id))
        for project in book.projects.values()
    }


def _dates(book: Book, project: Project, start: int | None, finish: int | None) -> Dates:
    late = 0
    if finish is not None and project.deadline is not None:
        late = max(0, finish - book.horizon.index(project.deadline))
    return Dates(start, finish, late, late * (project.deadline_penalty or 0))
