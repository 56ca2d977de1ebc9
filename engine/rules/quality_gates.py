"""Quality gates.

**In an agency.** Every project is set up, on-boarded and tested, and nobody signs off their own work.

**Sets and data.** Demands that must be delivered: those of gate phases of confirmed projects, and those marked
`must`; for demand d the demands `not_with` it and the demands it is paired `with`; E[d] the effort, or the seats.

**Formula.** Must: minutes of d = E[d] (seats filled = seats). Independence: no person has minutes on d and on a
demand in not_with(d). Pairing: in every week in which p works on d, somebody other than p works on each demand in
with(d).

**Edge cases.** That gate phases exist is checked when the scenario is read. Tentative projects have no gates yet.
Pairing looks at whole weeks, Monday to Sunday. Work that is past is not judged, but it counts for and against what
is to come.

**Source.** The charter: set up, on-boarded, planned, and finished with its quality assured; segregation of duties.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule, week_about
from engine.units import show_minutes

if TYPE_CHECKING:
    from engine.model.draft import Draft


class QualityGates(Rule):
    """Gate phases are staffed in full; QA is independent; juniors are paired."""

    name = "quality_gates"

    def ties(self, draft: Draft) -> None:
        grid = draft.grid
        for number, demand in enumerate(grid.axes.demands):
            about = Subject(demand=demand.key)
            if demand.must and demand.effort:
                draft.require(self.name, about, draft.delivered(number) >= demand.effort)
            for pair in grid.pairs_of_demand[number]:
                person = int(grid.pair_person[pair])
                for other in demand.not_with:
                    theirs = grid.pair_number.get((grid.axes.demand_number[other], person))
                    if theirs is not None:
                        draft.require(self.name, about, draft.works_ahead(pair) + draft.works(theirs) <= 1)
                        draft.require(self.name, about, draft.works(pair) + draft.works_ahead(theirs) <= 1)
                for other in demand.with_:
                    self._pair_up(draft, about, pair, person, other)

    def _pair_up(self, draft: Draft, about: Subject, pair: int, person: int, other: str) -> None:
        grid = draft.grid
        partners = [
            p for p in grid.pairs_of_demand[grid.axes.demand_number[other]] if int(grid.pair_person[p]) != person
        ]
        for week in sorted({int(grid.cells.week[cell]) for cell in grid.cells_of_pair[pair]}):
            if draft.book.week_days(week)[-1] < draft.book.today:
                continue
            somebody = sum(draft.works_in(partner, week) for partner in partners)
            draft.require(self.name, about, draft.works_ahead_in(pair, week) <= somebody)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        future = set(plan.future_pairs(book))
        for demand in book.demands.values():
            missing = plan.shortfall(demand)
            if demand.must and missing:
                yield self.breach(f"must be staffed, but {show_minutes(missing)} are missing", demand=demand.key)
            crew = set(plan.crews.get(demand.key, ()))
            for other in demand.not_with:
                for person in sorted(crew & set(plan.crews.get(other, ()))):
                    if (demand.key, person) not in future and (other, person) not in future:
                        continue
                    yield self.breach(f"{person} also works on {other}", demand=demand.key, person=person)
        by_week: dict[tuple[str, int], set[str]] = {}
        ahead: dict[tuple[str, int], set[str]] = {}
        for key, person, day in plan.minutes:
            by_week.setdefault((key, book.week(day)), set()).add(person)
            if day >= book.today:
                ahead.setdefault((key, book.week(day)), set()).add(person)
        for (key, week), people in ahead.items():
            for other in book.demands[key].with_:
                partners = by_week.get((other, week), set())
                for person in sorted(people):
                    if not partners - {person}:
                        yield self.breach(
                            f"{person} works on it in {book.week_label(week)}, and nobody else on {other}",
                            demand=key,
                            person=person,
                            **week_about(book, week),
                        )
