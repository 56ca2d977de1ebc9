"""Focus.

**In an agency.** Nobody is spread over six projects in one week, and nobody is booked for half an hour here and there.

**Sets and data.** k[p], most projects of person p in one week (the person's own or the policy's, off where neither is
given); b[d], the smallest block of demand d in minutes a week; m[d, p, w], minutes in week w.

**Formula.** The number of projects with m > 0 for p in w is at most k[p]. For every d, p, w: m[d, p, w] = 0 or
m[d, p, w] >= b[d].

**Edge cases.** A demand that asks for less than its block has its whole effort as its block. Presence is full-time
and `even` demands have their weekly share: neither has a block. Internal projects are projects. Weeks that hold no
future day are not judged, and where the past alone touched more projects than allowed, no further one may be added.

**Source.** Walter & Zimmermann 2016 (anti-scattering); the charter's "morale is kept".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule, week_about
from engine.units import show_minutes

if TYPE_CHECKING:
    from engine.model.draft import Draft


class Focus(Rule):
    """At most k projects a person and week; a worked week on a demand is at least its smallest block."""

    name = "focus"

    def ties(self, draft: Draft) -> None:
        grid, book = draft.grid, draft.book
        for (pair, week), cells in grid.cells_of_pair_week.items():
            demand = grid.axes.demands[int(grid.pair_demand[pair])]
            if demand.block <= book.quantum or all(grid.cells.past[cell] for cell in cells):
                continue
            about = Subject(demand=demand.key, person=grid.axes.people[int(grid.pair_person[pair])])
            draft.require(self.name, about, draft.minutes(cells) >= demand.block * draft.works_ahead_in(pair, week))
        for (person, week), cells in grid.cells_of_person_week.items():
            limit = book.project_limit(grid.axes.people[person])
            if limit is None or all(grid.cells.past[cell] for cell in cells):
                continue
            projects = {grid.axes.demands[int(grid.cells.demand[cell])].project.id for cell in cells}
            past = {
                grid.axes.demands[int(grid.cells.demand[cell])].project.id for cell in cells if grid.cells.past[cell]
            }
            if len(projects) > limit:
                about = Subject(person=grid.axes.people[person], **week_about(book, week))
                on_them = sum(draft.on_project(person, project, week) for project in sorted(projects))
                draft.require(self.name, about, on_them <= max(limit, len(past)))

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        judged = {book.week(day) for day in range(book.today, book.days)}
        future = {(demand, person, book.week(day)) for demand, person, day in plan.minutes if day >= book.today}
        projects: dict[tuple[str, int], set[str]] = defaultdict(set)
        past: dict[tuple[str, int], set[str]] = defaultdict(set)
        for (demand, person, week), minutes in plan.by_pair_week(book).items():
            work = book.demands[demand]
            projects[person, week].add(work.project.id)
            if (demand, person, week) in future and not work.presence and minutes < work.block:
                yield self.breach(
                    f"{person} has {show_minutes(minutes)} on it in {book.week_label(week)}, "
                    f"the smallest block is {show_minutes(work.block)}",
                    demand=demand,
                    person=person,
                    **week_about(book, week),
                )
        for demand, person, day in plan.minutes:
            if day < book.today:
                past[person, book.week(day)].add(book.demands[demand].project.id)
        for (person, week), touched in projects.items():
            limit = book.project_limit(person)
            if limit is not None and week in judged and len(touched) > max(limit, len(past[person, week])):
                yield self.breach(
                    f"{person} works on {len(touched)} projects in {book.week_label(week)}, "
                    f"at most {limit} are allowed",
                    person=person,
                    **week_about(book, week),
                )
