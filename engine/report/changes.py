"""What a plan changes against the published one, week by week: who has to be told, and what.

A change of hours inside a week that somebody works on a demand in both plans is told too, but is no change in the
sense of the goal `steady` and of the rule `change_budget`: those count who works on what in which week.
"""

from engine.domain.base import Model
from engine.domain.book import Book
from engine.plan import Plan


class ChangeReport(Model):
    """Somebody's week on a demand that is not what was published. Weeks without a day to come are left out."""

    person: str
    demand: str
    week: str
    """ISO week, `2027-W03`."""
    published_minutes: int
    planned_minutes: int
    counts: bool
    """Whether it is a change in the sense of `steady`: work begins or goes, and does not only grow or shrink."""


def changes(book: Book, plan: Plan) -> list[ChangeReport]:
    """Every week that differs, by person, week and demand; none where nothing is published."""
    if not book.published:
        return []
    before, after = Plan(book.published).by_pair_week(book), plan.by_pair_week(book)
    found = []
    for demand, person, week in sorted(set(before) | set(after), key=lambda key: (key[1], key[2], key[0])):
        then, now = before.get((demand, person, week), 0), after.get((demand, person, week), 0)
        if then != now and book.week_days(week)[-1] >= book.today:
            found.append(
                ChangeReport(
                    person=person,
                    demand=demand,
                    week=book.week_label(week),
                    published_minutes=then,
                    planned_minutes=now,
                    counts=not (then and now),
                )
            )
    return found
