"""Fairness band.

**In an agency.** Among people who could do each other's work, nobody drowns while somebody else waits.

**Sets and data.** Cohorts: employees with available time and with work they could do, grouped as policy says.
Burden u[p]: planned minutes over available minutes, over the target utilisation, per mille rounded up, plus what is
carried over. The band, per mille; off where not given.

**Formula.** In every cohort: max u[p] - min u[p] <= band.

**Edge cases.** Contractors, placeholders, people with no available time and people with no work they could do are in no
cohort. A cohort of one is always fair.

**Source.** Timefold `loadBalance`; Bertsimas, Farias & Trichakis 2011 on what fairness may cost.
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


class FairnessBand(Rule):
    """Within a cohort the burdens stay within a band."""

    name = "fairness_band"

    def ties(self, draft: Draft) -> None:
        band = draft.book.policy.fairness.band
        if band is None:
            return
        for cohort, people in draft.book.cohorts.items():
            if len(people) < 2:
                continue
            ends = [draft.burden_ends(person) for person in people]
            lowest = draft.model.new_int_var(
                min(least for least, _ in ends), max(most for _, most in ends), f"lowest burden of {cohort}"
            )
            for person in people:
                about = Subject(cohort=cohort)
                draft.require(self.name, about, draft.burden(person) >= lowest)
                draft.require(self.name, about, draft.burden(person) <= lowest + band)

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        band = book.policy.fairness.band
        if band is None:
            return
        for cohort, people in book.cohorts.items():
            burdens = {person: book.burden(person, plan.by_person.get(person, 0)) for person in people}
            top, low = max(burdens, key=lambda p: burdens[p]), min(burdens, key=lambda p: burdens[p])
            if burdens[top] - burdens[low] > band:
                yield self.breach(
                    f"burdens reach from {burdens[low]} ({low}) to {burdens[top]} ({top}) per mille, "
                    f"the band is {band}",
                    cohort=cohort,
                )
