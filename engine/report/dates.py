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
    """Calendar days beyond the deadline; 0 where it is in time. A deadline with a penalty is measured at the end
    of the last phase, as the penalty is (`Plan.days_late`); a hard one at the finish."""
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
        project.id: _dates(book, plan, project, starts.get(project.id), finishes.get(project.id))
        for project in book.projects.values()
    }


def _dates(book: Book, plan: Plan, project: Project, start: int | None, finish: int | None) -> Dates:
    if project.deadline_penalty is not None:
        late = plan.days_late(book, project)
        return Dates(start, finish, late, late * project.deadline_penalty)
    if finish is None or project.deadline is None:
        return Dates(start, finish, 0, 0)
    return Dates(start, finish, max(0, finish - book.horizon.index(project.deadline)), 0)
