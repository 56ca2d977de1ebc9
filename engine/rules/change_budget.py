"""Change budget.

**In an agency.** The week has been promised: a replan moves at most a few people, and nothing in the days that are
frozen.

**Sets and data.** P[d, p, t], minutes of the published plan; a change is a (demand, person, week) that one of the two
plans has and the other has not; F, the days of the first `frozen_weeks` weeks from today on.

**Formula.** At most `changes` changes; at most `people` people with a change. On a frozen day of a person the minutes
are exactly those of P; on a frozen day on which P no longer fits (the person has become ill, the phase has moved) they
are at most those of P.

**Edge cases.** Off where nothing is published. Weeks without a future day are no decision and do not count. A seat is
kept or not, whatever its minutes. A change that must be (somebody left) counts like any other, so a budget that is too
small makes the scenario impossible, and the conflict says so.

**Source.** Timefold non-disruptive replanning; frozen zone of the master production schedule (APICS).
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
    from engine.model.expression import LinearExprT


class ChangeBudget(Rule):
    """A replan changes no more than the budget allows, and nothing in the frozen weeks."""

    name = "change_budget"

    def ties(self, draft: Draft) -> None:
        if not draft.book.published:
            return
        budget = draft.book.policy.change_budget
        if budget.changes is not None or budget.people is not None:
            self._count(draft)
        for day in draft.book.frozen_days:
            self._freeze(draft, day)

    def _count(self, draft: Draft) -> None:
        budget, people = draft.book.policy.change_budget, draft.grid.axes.people
        by_person = _changes(draft)
        total: LinearExprT = sum(change for changes in by_person.values() for change in changes)
        if budget.changes is not None:
            draft.require(self.name, Subject(), total <= budget.changes)
        if budget.people is not None:
            touched = []
            for person, changes in by_person.items():
                moves = draft.model.new_bool_var(f"{people[person]} has a change")
                draft.model.add(sum(changes) <= len(changes) * moves)
                touched.append(moves)
            draft.require(self.name, Subject(), sum(touched) <= budget.people)

    def _freeze(self, draft: Draft, day: int) -> None:
        grid, axes, published = draft.grid, draft.grid.axes, draft.book.published
        told = {(demand, person): minutes for (demand, person, when), minutes in published.items() if when == day}
        for cell in draft.cells_on(day):
            key = (axes.demands[int(grid.cells.demand[cell])].key, axes.people[int(grid.cells.person[cell])])
            minutes, about = told.pop(key, 0), Subject(demand=key[0], person=key[1], first=day_text(draft.book, day))
            seat = bool(grid.cells.size[cell])
            now, then = (draft.steps[cell], int(minutes > 0)) if seat else (draft.minutes([cell]), minutes)
            draft.require(self.name, about, now == then if _fits(draft.book, key[1], day) else now <= then)
        for demand, person in told:
            if _fits(draft.book, person, day):
                about = Subject(demand=demand, person=person, first=day_text(draft.book, day))
                draft.require(self.name, about, False)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        if not book.published:
            return
        budget, changes = book.policy.change_budget, changes_of(book, plan)
        if budget.changes is not None and len(changes) > budget.changes:
            yield self.breach(f"{len(changes)} changes against the published plan, at most {budget.changes} may be")
        people = {person for _, person, _ in changes}
        if budget.people is not None and len(people) > budget.people:
            yield self.breach(
                f"{len(people)} people have a change ({', '.join(sorted(people))}), at most {budget.people} may"
            )
        for day in book.frozen_days:
            yield from self._thawed(book, plan, day)

    def _thawed(self, book: Book, plan: Plan, day: int) -> Iterator[Breach]:
        pairs = {work[:2] for minutes in (plan.minutes, book.published) for work in minutes if work[2] == day}
        for demand, person in sorted(pairs):
            now = plan.minutes.get((demand, person, day), 0)
            then = book.published.get((demand, person, day), 0)
            told = (show_minutes(now), show_minutes(then))
            if book.demands[demand].presence:
                now, then = int(now > 0), int(then > 0)
            if now > then or (now < then and _fits(book, person, day)):
                date = day_text(book, day)
                yield self.breach(
                    f"{date} is frozen: {person} has {told[0]}, the published plan {told[1]}",
                    demand=demand,
                    person=person,
                    first=date,
                )


def changes_of(book: Book, plan: Plan) -> set[tuple[str, str, int]]:
    """(demand, person, week) that one of plan and published plan has and the other has not."""
    planned = {key for key in plan.by_pair_week(book) if book.week_days(key[2])[-1] >= book.today}
    weeks = {(demand, person, book.week(day)) for demand, person, day in book.published}
    return planned ^ {key for key in weeks if book.week_days(key[2])[-1] >= book.today}


def _changes(draft: Draft) -> dict[int, list[LinearExprT]]:
    """By person: what is 1 for each change of theirs and 0 for what stays."""
    grid, axes, book = draft.grid, draft.grid.axes, draft.book
    published = {
        (axes.demand_number[demand], axes.person_number[person], book.week(day))
        for demand, person, day in book.published
    }
    found: dict[int, list[LinearExprT]] = {}
    for (pair, week), cells in grid.cells_of_pair_week.items():
        if book.week_days(week)[-1] < book.today or not cells:
            continue
        key = (int(grid.pair_demand[pair]), int(grid.pair_person[pair]), week)
        works = draft.works_in(pair, week)
        found.setdefault(key[1], []).append(1 - works if key in published else works)
        published.discard(key)
    for _, person, week in published:
        if book.week_days(week)[-1] >= book.today:
            found.setdefault(person, []).append(1)
    return found


def _fits(book: Book, person: str, day: int) -> bool:
    """Whether what the published plan has of a person's day can still be done on it."""
    if (person, day) not in book.published_room:
        return True
    minutes, inside = book.published_room[person, day]
    return inside and minutes <= book.day_room(person, day)
