"""Presence.

**In an agency.** Who sits in the workshop sits in the workshop: all of it, the whole day, and nothing else.

**Sets and data.** For a presence demand d: its seats; T, the working days of the project's calendar on which its phase
runs; A[p, t], available minutes.

**Formula.** At most `seats` people are on d. Whoever is on d spends A[p, t] on it on every t in T, nothing on other
days, nothing else on those days, and is wholly there (no part of the day off) on each of them.

**Edge cases.** An empty seat is a shortfall of its share of the phase. Somebody who is away on one of the days cannot
take the seat. Two presence demands of one phase are two seats: one person fills one of them. Who sat in the past keeps
the seat in the count, and need not come back.

**Source.** MSPSP (Montoya et al. 2014; Young, Feydy & Schutt 2017): a person serves one skill per activity, for its
whole duration.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule, day_text
from engine.rules.crew import past_crew

if TYPE_CHECKING:
    from engine.model.draft import Draft


class Presence(Rule):
    """So many people full-time for the phase's whole duration, each filling one seat at a time."""

    name = "presence"

    def ties(self, draft: Draft) -> None:
        grid, book = draft.grid, draft.book
        for number, demand in enumerate(grid.axes.demands):
            if not demand.presence:
                continue
            about = Subject(demand=demand.key)
            if grid.pairs_of_demand[number]:
                most = max(demand.seats, len(past_crew(book, (demand.key,))))
                draft.require(self.name, about, draft.crew(number) <= most)
            first = max(demand.phase.first, book.today)
            days = book.working_days_in(demand.project.id, first, demand.phase.last)
            moving = draft.moving(demand.phase)
            for pair in grid.pairs_of_demand[number]:
                person = grid.axes.people[int(grid.pair_person[pair])]
                ahead = [cell for cell in grid.cells_of_pair[pair] if not grid.cells.past[cell]]
                seated = {int(grid.cells.first[cell]): cell for cell in ahead}
                for day in days:
                    runs = 1 if moving is None else moving.runs_on(day)
                    if not book.can_sit(person, day) or day not in seated:
                        draft.require(self.name, about, draft.works_ahead(pair) + runs <= 1)
                    elif draft.diagnose:  # in plan mode a seat is one decision to begin with
                        draft.require(self.name, about, draft.works_ahead(pair) + runs <= 1 + draft.steps[seated[day]])
                        draft.require(self.name, about, draft.steps[seated[day]] <= runs)
                for day, cell in seated.items():
                    if day not in days:
                        draft.require(self.name, about, draft.steps[cell] <= 0)
                    else:
                        self._nothing_else(draft, about, cell, day)

    def _nothing_else(self, draft: Draft, about: Subject, cell: int, day: int) -> None:
        """While somebody sits, no other cell of that single day holds anything. (Longer spans lose the day's
        whole room where the grid's week is made to fit its days.)"""
        grid = draft.grid
        person, week = int(grid.cells.person[cell]), int(grid.cells.week[cell])
        for other in grid.cells_of_person_week[person, week]:
            if other != cell and int(grid.cells.first[other]) == int(grid.cells.last[other]) == day:
                most = 1 if grid.cells.size[other] else int(grid.cells.most[other] // grid.cells.unit[other])
                draft.require(self.name, about, draft.steps[other] + most * draft.steps[cell] <= most)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        sitting: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        for (key, person, day), minutes in plan.minutes.items():
            if book.demands[key].presence and day >= book.today:
                sitting[key, person][day] = minutes
        for (key, person), days in sitting.items():
            demand = book.demands[key]
            first, last = plan.span(demand.phase)
            asked = [day for day in book.working_days_in(demand.project.id, first, last) if day >= book.today]
            for day in sorted(set(asked) | set(days)):
                there = day in days and book.can_sit(person, day) and days[day] == book.available[person][day]
                alone = plan.by_person_day[person, day] == days[day] if day in days else False
                if not (day in asked and there and alone):
                    yield self.breach(
                        f"{person} is not there all day and for this alone on {day_text(book, day)}",
                        demand=key,
                        person=person,
                        first=day_text(book, day),
                    )
        for key, crew in plan.crews.items():
            demand = book.demands[key]
            if demand.presence and len(crew) > max(demand.seats, len(past_crew(book, (key,)))):
                yield self.breach(f"{len(crew)} people for {demand.seats} seats", demand=key)
