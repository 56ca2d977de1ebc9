"""Effort.

**In an agency.** A demand gets what was asked and never more, and no one day is swallowed by it where that was not
wanted.

**Sets and data.** E[d], minutes asked for; M[d], most minutes one person spends on it in one day (off where not given).

**Formula.** The minutes of d over all people and days are at most E[d]; the minutes of d, p on each day at most M[d].

**Edge cases.** Less than E is a shortfall, counted by the goal `delivered`, never hidden. Where the past alone
exceeds E, nothing may be added. Presence demands are bounded by their seats (rule `presence`).

**Source.** The charter: billable hours must be profitable, so nobody works beyond what was sold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule, day_text
from engine.units import show_minutes

if TYPE_CHECKING:
    from engine.model.draft import Draft


class Effort(Rule):
    """Never more than asked; confirmed work's shortfall is counted, not hidden."""

    name = "effort"

    def ties(self, draft: Draft) -> None:
        grid, book = draft.grid, draft.book
        for number, demand in enumerate(grid.axes.demands):
            if demand.presence:
                continue
            about = Subject(demand=demand.key)
            most = max(demand.effort, book.actual_of.get(demand.key, 0))
            cells = grid.cells_of_demand[number]
            if cells:
                draft.require(self.name, about, draft.minutes(cells) <= most)
            a_day = demand.demand.most_per_day
            if a_day is None:
                continue
            for cell in cells:
                if grid.cells.past[cell]:
                    continue
                first, last = int(grid.cells.first[cell]), int(grid.cells.last[cell])
                person = int(grid.cells.person[cell])
                # In diagnose mode what a day holds is for other rules to say.
                rooms = [a_day if draft.diagnose else int(grid.room[person, day]) for day in range(first, last + 1)]
                cap = sum(min(a_day, room) for room in rooms)
                if draft.diagnose or cap < int(grid.cells.most[cell]) or first == last:
                    draft.require(self.name, about, draft.minutes([cell]) <= cap)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        for key, minutes in plan.by_demand.items():
            demand = book.demands[key]
            if not demand.presence and minutes > max(demand.effort, book.actual_of.get(key, 0)):
                yield self.breach(f"gets {show_minutes(minutes)}, asked were {show_minutes(demand.effort)}", demand=key)
        for (key, person, day), minutes in plan.minutes.items():
            most = book.demands[key].demand.most_per_day
            if most is not None and day >= book.today and minutes > most:
                yield self.breach(
                    f"{person} spends {show_minutes(minutes)} on it on one day, "
                    f"at most {show_minutes(most)} are allowed",
                    demand=key,
                    person=person,
                    first=day_text(book, day),
                )
