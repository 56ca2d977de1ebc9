"""Pinned.

**In an agency.** What a person has fixed stays fixed, and what is past is past.

**Sets and data.** P[d, p, t], pinned minutes; H[d, p, t], actual minutes of days before today; Q[d, p], least minutes
that a question insists on ("why not Ben?"), and pairs that it keeps apart, where there are any.

**Formula.** Minutes of d, p on t are at least P[d, p, t]. On days before today they are exactly H[d, p, t]. Minutes of
d, p on days to come are at least Q[d, p] (on a presence demand p sits), and none where d, p are kept apart.

**Edge cases.** More of the same work may be planned on a pinned day. A pin never overrides another rule: a pin outside
contract, skill or window makes the scenario impossible, and the conflict says so. A pinned row of several days means
the person's working days in it; a row of one day means that day.

**Source.** Timefold `@PlanningPin`; TaskJuggler bookings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule, day_text
from engine.units import show_minutes

if TYPE_CHECKING:
    from engine.grid import Axes, Bools
    from engine.model.draft import Draft


class Pinned(Rule):
    """What a person fixed stays; what is past is past."""

    name = "pinned"

    def closes(self, axes: Axes) -> Bools | None:
        if not axes.book.barred:
            return None
        closed = np.zeros(axes.shape, dtype=bool)
        for demand, person in axes.book.barred:
            closed[axes.demand_number[demand], axes.person_number[person]] = True
        return closed

    def ties(self, draft: Draft) -> None:
        grid = draft.grid
        day_cell = {
            (int(grid.cells.pair[cell]), int(grid.cells.first[cell])): cell
            for cell in range(len(grid.cells))
            if grid.cells.first[cell] == grid.cells.last[cell]
        }
        for (demand, person, day), minutes in {**draft.book.pinned, **draft.book.actual}.items():
            about = Subject(demand=demand, person=person, first=day_text(draft.book, day))
            pair = grid.pair_number[grid.axes.demand_number[demand], grid.axes.person_number[person]]
            cell = day_cell.get((pair, day))
            draft.require(self.name, about, False if cell is None else draft.minutes([cell]) >= minutes)
        for (demand, person), least in draft.book.insisted.items():
            about = Subject(demand=demand, person=person)
            pair = grid.pair_number[grid.axes.demand_number[demand], grid.axes.person_number[person]]
            ahead = [cell for cell in grid.cells_of_pair[pair] if not grid.cells.past[cell]]
            if draft.book.demands[demand].presence and ahead:
                draft.require(self.name, about, draft.works_ahead(pair) >= 1)
            else:
                draft.require(self.name, about, draft.minutes(ahead) >= least)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        for (demand, person, day), minutes in book.pinned.items():
            kept = plan.minutes.get((demand, person, day), 0)
            if kept < minutes:
                yield self.breach(
                    f"{person} was pinned for {show_minutes(minutes)} on {day_text(book, day)}, "
                    f"the plan has {show_minutes(kept)}",
                    demand=demand,
                    person=person,
                    first=day_text(book, day),
                )
        for (demand, person), least in book.insisted.items():
            done = [n for (d, p, day), n in plan.minutes.items() if (d, p) == (demand, person) and day >= book.today]
            if sum(done) < least and not (done and book.demands[demand].presence):
                yield self.breach(
                    f"{person} was to do at least {show_minutes(least)} of it, the plan has {show_minutes(sum(done))}",
                    demand=demand,
                    person=person,
                )
        for demand, person in plan.future_pairs(book) if book.barred else ():
            if (demand, person) in book.barred:
                yield self.breach(f"{person} was to be kept off it", demand=demand, person=person)
        past = {work: minutes for work, minutes in plan.minutes.items() if work[2] < book.today}
        for demand, person, day in sorted(set(past) | set(book.actual)):
            was, told = book.actual.get((demand, person, day), 0), past.get((demand, person, day), 0)
            if was != told:
                yield self.breach(
                    f"{day_text(book, day)} is past: {person} did {show_minutes(was)}, the plan says "
                    f"{show_minutes(told)}",
                    demand=demand,
                    person=person,
                    first=day_text(book, day),
                )
