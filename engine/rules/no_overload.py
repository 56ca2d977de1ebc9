"""No overload.

**In an agency.** Nobody carries more than is healthy: not in a day, not in a week, and not month after month.

**Sets and data.** Per person p: the day limit and the week limit (minutes, the person's own or the policy's, off where
neither is given); A[p, w], available minutes in week w; v[p], overtime minutes a week that policy allows; the
sustained load: N weeks, L per cent.

**Formula.** Day: planned <= day limit. Week: planned <= A[p, w] + v[p], and <= week limit. Any N weeks in a row:
100 * planned <= L * available.

**Edge cases.** Windows of N weeks lie inside the horizon; a shorter horizon is one window. A week with no available
time takes no work. What is past counts towards weeks and windows, but where the past alone is above a limit the
limit becomes just that: nothing may be added.

**Source.** Timefold's employee model ("work limits per rolling period"); the charter's "nobody is overloaded".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule, day_text, week_about
from engine.units import MINUTES_PER_DAY, PERCENT, show_minutes

if TYPE_CHECKING:
    from engine.model.draft import Draft


class NoOverload(Rule):
    """Per day, per week, and over any rolling weeks; overtime only where policy allows it."""

    name = "no_overload"

    def day_room(self, book: Book) -> dict[str, list[int]] | None:
        limits = {person: book.day_limit(person) for person in book.people}
        if all(limit is None for limit in limits.values()):
            return None
        return {person: [MINUTES_PER_DAY if limit is None else limit] * book.days for person, limit in limits.items()}

    def ties(self, draft: Draft) -> None:
        book = draft.book
        for number, person in enumerate(draft.grid.axes.people):
            for week in range(book.weeks):
                days = [day for day in book.week_days(week) if day >= book.today]
                if not days or (number, week) not in draft.grid.cells_of_person_week:
                    continue
                limit = max(week_most(book, person, week), past_minutes(book, person, week, week))
                holds = sum(int(draft.grid.room[number, day]) for day in days) + past_minutes(book, person, week, week)
                if draft.diagnose or limit < holds:
                    about = Subject(person=person, **week_about(book, week))
                    draft.require(self.name, about, draft.week_load(number, week) <= limit)
            sustained = book.policy.sustained_load
            if sustained is None:
                continue
            for first, last in windows(book):
                limit = sustained_most(book, person, first, last)
                weeks = [
                    cell
                    for week in range(first, last + 1)
                    for cell in draft.grid.cells_of_person_week.get((number, week), ())
                ]
                if weeks and book.week_days(last)[-1] >= book.today:
                    about = Subject(
                        person=person,
                        first=day_text(book, book.week_days(first)[0]),
                        last=day_text(book, book.week_days(last)[-1]),
                    )
                    draft.require(self.name, about, draft.minutes(weeks) <= limit)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        for (person, day), minutes in plan.by_person_day.items():
            day_most = book.day_limit(person)
            if day_most is not None and day >= book.today and minutes > day_most:
                yield self.breach(
                    f"{person} is planned {show_minutes(minutes)} on one day, the limit is {show_minutes(day_most)}",
                    person=person,
                    first=day_text(book, day),
                )
        by_week = plan.by_person_week(book)
        for (person, week), minutes in by_week.items():
            limit = max(week_most(book, person, week), past_minutes(book, person, week, week))
            if minutes > limit and book.week_days(week)[-1] >= book.today:
                yield self.breach(
                    f"{person} is planned {show_minutes(minutes)} in {book.week_label(week)}, "
                    f"the limit is {show_minutes(limit)}",
                    person=person,
                    **week_about(book, week),
                )
        if book.policy.sustained_load is None:
            return
        for person in plan.by_person:
            for first, last in windows(book):
                planned = sum(by_week.get((person, week), 0) for week in range(first, last + 1))
                limit = sustained_most(book, person, first, last)
                if planned > limit and book.week_days(last)[-1] >= book.today:
                    yield self.breach(
                        f"{person} is planned {show_minutes(planned)} over {last - first + 1} weeks, "
                        f"the sustained limit is {show_minutes(limit)}",
                        person=person,
                        first=day_text(book, book.week_days(first)[0]),
                        last=day_text(book, book.week_days(last)[-1]),
                    )


def week_most(book: Book, person: str, week: int) -> int:
    """Most planned minutes in a week: what is available with overtime, and no more than the week limit."""
    available = book.available_in_week(person, week)
    most = available + book.overtime_week(person) if available else 0
    limit = book.week_limit(person)
    return most if limit is None else min(most, limit)


def windows(book: Book) -> list[tuple[int, int]]:
    """First and last week of every run of weeks that the sustained load looks at."""
    sustained = book.policy.sustained_load
    if sustained is None:
        return []
    length = min(sustained.weeks, book.weeks)
    return [(first, first + length - 1) for first in range(book.weeks - length + 1)]


def sustained_most(book: Book, person: str, first: int, last: int) -> int:
    """Most planned minutes from week ``first`` to week ``last``."""
    sustained = book.policy.sustained_load
    available = sum(book.available_in_week(person, week) for week in range(first, last + 1))
    percent = PERCENT if sustained is None else sustained.percent
    return max(available * percent // PERCENT, past_minutes(book, person, first, last))


def past_minutes(book: Book, person: str, first: int, last: int) -> int:
    """Minutes that are past in these weeks."""
    return sum(book.actual_in_week.get((person, week), 0) for week in range(first, last + 1))
