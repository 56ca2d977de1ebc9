"""Steady: the fewest changes against the published plan.

**In an agency.** People have already told their families; move as few of them as possible.

**Formula.** minimise the number of (person, demand, week) in which somebody works in one of the two plans and not
in the other.

**Edge cases.** Weeks without a future day are no decision and do not count. Without a published plan every plan has
0 changes.

**Source.** Timefold non-disruptive replanning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.goals.base import Goal
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT


class Steady(Goal):
    """Fewest person-demand-weeks that differ from the published plan."""

    name = "steady"
    sense = "min"

    def expression(self, draft: Draft) -> LinearExprT:
        published = published_weeks(draft.book)
        if not published:
            return 0
        grid, axes = draft.grid, draft.grid.axes
        changes: LinearExprT = len(published)
        for (pair, week), cells in grid.cells_of_pair_week.items():
            if draft.book.week_days(week)[-1] < draft.book.today or not cells:
                continue
            key = (
                axes.demands[int(grid.pair_demand[pair])].key,
                axes.people[int(grid.pair_person[pair])],
                week,
            )
            works = draft.works_in(pair, week)
            changes += -works if key in published else works
        return changes

    def measure(self, book: Book, plan: Plan) -> int:
        published = published_weeks(book)
        if not published:
            return 0
        planned = {key for key in plan.by_pair_week(book) if book.week_days(key[2])[-1] >= book.today}
        return len(published ^ planned)


def published_weeks(book: Book) -> set[tuple[str, str, int]]:
    """(demand, person, week) of the published plan, in weeks with a future day."""
    weeks = {(demand, person, book.week(day)) for demand, person, day in book.published}
    return {key for key in weeks if book.week_days(key[2])[-1] >= book.today}
