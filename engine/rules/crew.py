"""Crew and continuity.

**In an agency.** Two designers share the redesign, not seven; whoever discovers it designs it; one PM runs the project.

**Sets and data.** For demand d the least and most people, c[d] and C[d]; groups G of demands with a most k[G]: demands
joined by `same_person_as` (k is the larger crew, 1 where none is given), and all project-management demands of one
project (k = 1, where policy asks for one PM).

**Formula.** The number of people with minutes on d is 0 or between c[d] and C[d]. The number of people with minutes on
any demand of G is at most k[G].

**Edge cases.** A demand nobody works on, or nobody any more, breaks nothing here. Where the past alone touched more
people than allowed, nobody may be added. Presence demands are bounded by their seats.

**Source.** Walter & Zimmermann 2016 (team size); the charter: every project has its one project manager.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules.base import Rule

if TYPE_CHECKING:
    from engine.model.draft import Draft


class Crew(Rule):
    """Between min and max people; continuity; one PM for the whole project."""

    name = "crew"

    def ties(self, draft: Draft) -> None:
        grid, book = draft.grid, draft.book
        for number, demand in enumerate(grid.axes.demands):
            pairs = grid.pairs_of_demand[number]
            about = Subject(demand=demand.key)
            past = past_crew(book, (demand.key,))
            if demand.crew_max is not None and len(pairs) > demand.crew_max:
                draft.require(self.name, about, draft.crew(number) <= max(demand.crew_max, len(past)))
            least = demand.demand.crew.min
            if least > 1 and not demand.presence:
                for pair in pairs:
                    draft.require(self.name, about, draft.crew(number) >= least, when=[draft.works_ahead(pair)])
        for group in book.crew_groups:
            numbers = [grid.axes.demand_number[key] for key in group.demands]
            by_person: dict[int, list[int]] = {}
            for number in numbers:
                for pair in grid.pairs_of_demand[number]:
                    by_person.setdefault(int(grid.pair_person[pair]), []).append(pair)
            most = max(group.most, len(past_crew(book, group.demands)))
            if len(by_person) <= most:
                continue
            about = Subject(demand=group.about)
            members = []
            for person, pairs in by_person.items():
                member = draft.member(f"{grid.axes.people[person]} in {group.name}", pairs)
                members.append(member)
            draft.require(self.name, about, sum(members) <= most)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        ahead = {demand for demand, _ in plan.future_pairs(book)}
        for key, crew in plan.crews.items():
            demand = book.demands[key]
            if demand.crew_max is not None and len(crew) > max(demand.crew_max, len(past_crew(book, (key,)))):
                yield self.breach(f"{len(crew)} people share it, at most {demand.crew_max} may", demand=key)
            if key in ahead and not demand.presence and len(crew) < demand.demand.crew.min:
                yield self.breach(f"{len(crew)} people share it, at least {demand.demand.crew.min} must", demand=key)
        for group in book.crew_groups:
            people = {person for key in group.demands for person in plan.crews.get(key, ())}
            if len(people) > max(group.most, len(past_crew(book, group.demands))):
                yield self.breach(
                    f"{group.name}: {', '.join(sorted(people))} work on it, at most {group.most} may",
                    demand=group.about,
                )


def past_crew(book: Book, demands: tuple[str, ...]) -> set[str]:
    """The people who worked on any of the demands before today."""
    wanted = set(demands)
    return {person for demand, person, _ in book.actual if demand in wanted}
