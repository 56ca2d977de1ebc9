"""What a search may touch of a plan that others work on as well."""

from dataclasses import dataclass

import numpy as np

from engine.search.staffing.terms import Bools, Ints, Terms


@dataclass(frozen=True)
class Scope:
    """What a search may touch: these people; and what each demand, and each group of people, may have at most, of
    everything in the terms."""

    people: Ints
    asked: Ints
    crew: Ints
    group_most: Ints

    def includes(self, person: Ints, people: int) -> Bools:
        """Which of these are its people, of so many."""
        mine = np.zeros(people, dtype=bool)
        mine[self.people] = True
        return mine[person]

    def arcs_in(self, terms: Terms) -> Bools:
        """Which arcs belong to its people."""
        return np.repeat(self.includes(terms.pair_person, terms.frame.people), np.diff(terms.pair_arcs))
