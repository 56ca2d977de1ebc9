"""Spread.

**In an agency.** A project manager's four hours a week are four hours every week, not a hundred hours in May.

**Sets and data.** For an `even` demand d with effort E whose phase has n[w] of its N working days in week w: the
share E * n[w] / N, rounded down (least) and up (most) to the quantum; for person p the possible minutes in w: the
sum over the phase's days in w of min(available, most a day), each in whole quanta.

**Formula.** In every week: minutes of d <= most[w]. For every person p on d: minutes of d >= min(least[w],
possible[p, w]).

**Edge cases.** What leave makes impossible counts as shortfall: possible is small then. A demand nobody is on
breaks nothing here. For a movable phase (of one length) the weeks' shares follow its start. Weeks with a past day
are not judged; where the past did more than its share, the weeks to come share what is left.

**Source.** Float's and Scoro's "fixed allocation over a range"; DESIGN: within one quantum of proportion.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule, week_about
from engine.units import MINUTES_PER_DAY, floor_to, show_minutes

if TYPE_CHECKING:
    from engine.model.draft import Draft


class Spread(Rule):
    """`even` demands get, every week, minutes in proportion to the phase's working days in that week."""

    name = "spread"

    def ties(self, draft: Draft) -> None:
        for number, demand in enumerate(draft.grid.axes.demands):
            if demand.demand.spread == "even":
                moving = draft.moving(demand.phase)
                starts = [(1, demand.phase.first, demand.phase.last)]
                if moving is not None:
                    length = demand.phase.length_min
                    starts = [
                        (moving.starts_at(k), moving.days[k], moving.days[k + length - 1]) for k in moving.positions
                    ]
                self._tie(draft, number, demand, starts)

    def _tie(self, draft: Draft, number: int, demand: DemandWork, starts: list[tuple[int, int, int]]) -> None:
        """``starts`` holds (whether the phase starts so, first day, last day) for every way it can run."""
        grid, book = draft.grid, draft.book
        about = Subject(demand=demand.key)
        shares = [(chosen, first, last, book.even_share(demand, first, last)) for chosen, first, last in starts]
        weeks = {week for *_, share in shares for week in share}
        weeks.update(int(grid.cells.week[cell]) for cell in grid.cells_of_demand[number])
        for week in sorted(weeks):
            if book.week_days(week)[0] < book.today:
                continue
            cells = [c for pair in grid.pairs_of_demand[number] for c in grid.cells_of_pair_week.get((pair, week), ())]
            minutes = draft.minutes(cells)
            most = sum(chosen * share.get(week, (0, 0))[1] for chosen, *_, share in shares)
            if cells:
                draft.require(self.name, about, minutes <= most)
            for pair in grid.pairs_of_demand[number]:
                person = grid.axes.people[int(grid.pair_person[pair])]
                least = sum(
                    chosen * min(share.get(week, (0, 0))[0], possible(book, demand, person, week, first, last))
                    for chosen, first, last, share in shares
                )
                draft.require(self.name, about, minutes >= least, when=[draft.works(pair)])

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        by_week: dict[str, dict[int, int]] = {}
        for (key, _, week), minutes in plan.by_pair_week(book).items():
            of_demand = by_week.setdefault(key, {})
            of_demand[week] = of_demand.get(week, 0) + minutes
        for key, crew in plan.crews.items():
            demand = book.demands[key]
            if demand.demand.spread != "even":
                continue
            first, last = plan.span(demand.phase)
            shares = book.even_share(demand, first, last)
            for week in sorted({*shares, *by_week[key]}):
                least, most = shares.get(week, (0, 0))
                if book.week_days(week)[0] < book.today:
                    continue
                minutes = by_week[key].get(week, 0)
                owed = max(min(least, possible(book, demand, person, week, first, last)) for person in crew)
                if not owed <= minutes <= most:
                    yield self.breach(
                        f"gets {show_minutes(minutes)} in {book.week_label(week)}, "
                        f"its even share is {show_minutes(least)} to {show_minutes(most)}",
                        demand=key,
                        **week_about(book, week),
                    )


def possible(book: Book, demand: DemandWork, person: str, week: int, first: int, last: int) -> int:
    """Minutes a person could give the demand in a week with nothing else to do, in whole quanta a day."""
    a_day = demand.demand.most_per_day or MINUTES_PER_DAY
    return sum(
        floor_to(min(book.available[person][day], a_day), book.quantum)
        for day in book.week_days(week)
        if first <= day <= last
    )
