"""From what people type to single phases: templates are filled in, repeated phases cut into months.

In an agency: "Lighthouse is a standard website from mid January" and "the care retainer is 40 hours a month"
are each one line in the file, and a dozen phases in the plan.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.domain.document import Document
from engine.domain.work import After, Demand, Phase, Project, Template, TemplateUse
from engine.units import PERCENT, ceil_to


@dataclass(frozen=True)
class PlacedPhase:
    """A phase with the window it may use (dates, not yet cut at the horizon) and what it stems from."""

    id: str
    source: Phase
    first: date
    last: date
    demands: tuple[Demand, ...]
    after: tuple[After, ...]
    share_of: tuple[date, date]
    """The days over which the demands' efforts were meant; the window itself unless a month is cut."""


def template_phases(template: Template, use: TemplateUse, quantum: int) -> tuple[Phase, ...]:
    """A template's phases for one project: scaled, skipped phases bridged, none before the start."""
    skipped = {phase.id: phase.after for phase in template.phases if phase.id in use.skip}

    def bridged(after: tuple[After, ...], depth: int = 0) -> tuple[After, ...]:
        kept: dict[str, int] = {}
        for link in after:
            links: tuple[After, ...] = (link,)
            if link.phase in skipped and depth <= len(skipped):
                links = tuple(
                    After(phase=before.phase, lag=max(before.lag, link.lag))
                    for before in bridged(skipped[link.phase], depth + 1)
                )
            for each in links:
                kept[each.phase] = max(kept.get(each.phase, 0), each.lag)
        return tuple(After(phase=phase, lag=lag) for phase, lag in kept.items())

    return tuple(
        phase.model_copy(
            update={
                "earliest": max(use.start, phase.earliest or use.start),
                "latest": phase.latest or use.latest,
                "after": bridged(phase.after),
                "demands": tuple(_scaled(demand, use.scale, quantum) for demand in phase.demands),
            }
        )
        for phase in template.phases
        if phase.id not in use.skip
    )


def _scaled(demand: Demand, percent: int, quantum: int) -> Demand:
    if demand.effort is None or percent == PERCENT:
        return demand
    return demand.model_copy(update={"effort": ceil_to(-(-demand.effort * percent // PERCENT), quantum)})


def project_phases(project: Project, templates: Mapping[str, Template], quantum: int) -> tuple[Phase, ...]:
    """A project's phases with its template filled in; own phases win over the template's."""
    if project.template is None or project.template.use not in templates:
        return project.phases
    own = {phase.id: phase for phase in project.phases}
    filled = template_phases(templates[project.template.use], project.template, quantum)
    result = [own.pop(phase.id, phase) for phase in filled]
    return (*result, *own.values())


def placed_phases(document: Document, phases: tuple[Phase, ...]) -> list[PlacedPhase]:
    """Phases with explicit windows, repeated ones cut into months (``care`` -> ``care-2027-01``, ...)."""
    placed: list[PlacedPhase] = []
    for phase in phases:
        first = phase.start or phase.earliest or document.horizon.first
        last = phase.end or phase.latest or document.horizon.last
        if phase.repeat is None:
            placed.append(PlacedPhase(phase.id, phase, first, last, phase.demands, phase.after, (first, last)))
            continue
        for month_first, month_last in months_between(first, last):
            stretched = last
            if phase.carry_over_months:
                ends = [end for _, end in months_between(month_first, last)]
                stretched = ends[min(phase.carry_over_months, len(ends) - 1)]
            placed.append(
                PlacedPhase(
                    id=month_id(phase.id, month_first),
                    source=phase,
                    first=max(first, month_first),
                    last=min(last, stretched if phase.carry_over_months else month_last),
                    demands=phase.demands,
                    after=(),
                    share_of=(month_first, month_last),
                )
            )
    return placed


def month_id(phase: str, day: date) -> str:
    """The id of a repeated phase's month."""
    return f"{phase}-{day.year:04d}-{day.month:02d}"


def months_between(first: date, last: date) -> list[tuple[date, date]]:
    """First and last day of every calendar month that touches the stretch, whole months."""
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        months.append((date(year, month, 1), date(year, month, monthrange(year, month)[1])))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months
