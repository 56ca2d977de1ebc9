"""Work window and precedence.

**In an agency.** Work happens inside its phase, phases come in their order, and a deadline is a deadline.

**Sets and data.** For phase h: its window [a, b] in days; for a movable phase also its length range in working days of
the project's calendar, with start s and end e to be chosen; links (g, h, lag in working days); the project's
deadline.

**Formula.** Minutes of h's demands lie in [s, e] ([a, b] for a fixed phase). a <= s, e <= b, and the working days
from s to e number between least and most length; s and e are working days. For a link: at least lag working days
lie between the end of g and the start of h. Without a penalty, no work after the deadline, and movable phases end
by it.

**Edge cases.** Work on a day that is no working day of the project is inside when the phase runs around it. A
deadline with a penalty closes nothing; its cost is counted by `margin`. Past work is not judged.

**Source.** PyJobShop `EndBeforeStart`; Kolisch & Sprecher 1996 (PSPLIB) for finish-to-start.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.domain.entries import PhaseWork
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule, day_text

if TYPE_CHECKING:
    from engine.model.draft import Draft, Relation


class WorkWindow(Rule):
    """Inside the phase; phases in order with lags; deadlines."""

    name = "work_window"

    def ties(self, draft: Draft) -> None:
        self._keep_cells_inside(draft)
        for phase in draft.book.phases.values():
            for before, lag in phase.after:
                about = Subject(phase=phase.key)
                draft.require(self.name, about, self._order(draft, draft.book.phases[before], phase, lag))
            moving, deadline = draft.moving(phase), hard_deadline(draft.book, phase)
            if moving is not None and deadline is not None:
                last = sum(1 for day in moving.days if day <= deadline) - 1
                draft.require(self.name, Subject(phase=phase.key), moving.end <= last)

    def _keep_cells_inside(self, draft: Draft) -> None:
        cells, demands = draft.grid.cells, draft.grid.axes.demands
        # Otherwise somebody sits exactly on the days on which the phase runs.
        seats_are_free = "presence" in draft.book.policy.rules_off
        for cell in range(len(cells)):
            if cells.past[cell]:
                continue
            demand = demands[int(cells.demand[cell])]
            phase, first = demand.phase, int(cells.first[cell])
            about = Subject(demand=demand.key)
            deadline = hard_deadline(draft.book, phase)
            if not phase.first <= first <= phase.last or (deadline is not None and first > deadline):
                draft.require(self.name, about, draft.steps[cell] <= 0)
            elif not phase.fixed and (seats_are_free or not cells.size[cell]):
                most = int(cells.most[cell] // cells.unit[cell])
                runs = draft.phases[phase.key].runs_on(first)
                draft.require(self.name, about, draft.steps[cell] <= most * runs)

    @staticmethod
    def _order(draft: Draft, before: PhaseWork, after: PhaseWork, lag: int) -> Relation:
        """The end of one phase, the lag, and then the start of the other, in positions of working days."""
        if before.fixed and after.fixed and after.first <= before.last:
            return False  # they overlap, be it on a weekend that no position counts
        days = draft.book.working_days[before.project.id]
        place = {day: number for number, day in enumerate(days)}
        first, second = draft.moving(before), draft.moving(after)
        end = (
            first.end + place[first.days[0]]
            if first is not None
            else place[max(day for day in days if day <= before.last)]
        )
        start = (
            second.start + place[second.days[0]]
            if second is not None
            else place[min(day for day in days if day >= after.first)]
        )
        return end + lag + 1 <= start

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        for (demand, person, day), minutes in plan.minutes.items():
            phase = book.demands[demand].phase
            first, last = plan.span(phase)
            deadline = hard_deadline(book, phase)
            outside = not first <= day <= last
            if day >= book.today and (outside or (deadline is not None and day > deadline)):
                where = (
                    f"phase runs {day_text(book, first)} to {day_text(book, last)}" if outside else "deadline passed"
                )
                yield self.breach(
                    f"{person} works {minutes} minutes on it on {day_text(book, day)}: {where}",
                    demand=demand,
                    person=person,
                    first=day_text(book, day),
                )
        for phase in book.phases.values():
            yield from self._misplaced(book, plan, phase)
            for before, lag in phase.after:
                end, start = plan.span(book.phases[before])[1], plan.span(phase)[0]
                between = len(book.working_days_in(phase.project.id, end + 1, start - 1))
                if start <= end or between < lag:
                    yield self.breach(
                        f"starts {day_text(book, start)}, but {before} ends {day_text(book, end)} "
                        f"and {lag} working days must lie between",
                        phase=phase.key,
                    )

    def _misplaced(self, book: Book, plan: Plan, phase: PhaseWork) -> Iterator[Breach]:
        if phase.fixed:
            return
        if phase.key not in plan.phases:
            yield self.breach("the plan does not say when it runs", phase=phase.key)
            return
        first, last = plan.phases[phase.key]
        days = book.working_days_in(phase.project.id, first, last)
        if not (phase.first <= first and last <= phase.last):
            yield self.breach(
                f"runs {day_text(book, first)} to {day_text(book, last)}, outside its window", phase=phase.key
            )
        if not phase.length_min <= len(days) <= phase.length_max or days[0] != first or days[-1] != last:
            yield self.breach(
                f"takes {len(days)} working days, asked are {phase.length_min} to {phase.length_max}", phase=phase.key
            )
        deadline = hard_deadline(book, phase)
        if deadline is not None and last > deadline:
            yield self.breach(f"ends {day_text(book, last)}, after the deadline", phase=phase.key)


def hard_deadline(book: Book, phase: PhaseWork) -> int | None:
    """The day number of a deadline that may not be passed, if the project has one."""
    project = phase.project
    if project.deadline is None or project.deadline_penalty is not None:
        return None
    return book.horizon.index(project.deadline)
