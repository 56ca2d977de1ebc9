"""Of how many different things somebody may have a few only: people in a group, projects in a week.

A *member* belongs to one *owner* (a person in a group to the group, a project in a week to that week of a person) and
counts while it holds anything at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.search.compiled import compiled
from engine.search.staffing.lay import numbered
from engine.search.staffing.terms import Bools, Ints


@dataclass(frozen=True)
class Few:
    """Members of a piece.

    ``of`` by entry (an arc or a pair): its member, -1 for none. By member: its ``owner``, and whether it holds
    something ``outside`` the piece and so counts anyway. By owner: how many others there may be at ``most``.
    """

    of: Ints
    owner: Ints
    outside: Bools
    most: Ints

    @classmethod
    def none(cls) -> Few:
        """Nothing that anybody minds."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(nothing, nothing, nothing.astype(bool), nothing)


def few_of(
    member: Ints, person: Ints, quanta: Ints, owner_of: Ints, held: Ints, count: Ints, most: Ints, own: bool
) -> Few:
    """The members of a piece's entries; ``own``: owners are somebody's own, and come in the same order.

    By entry: ``member``, ``person`` (in order; members of a later one have higher numbers), ``quanta`` as they stand.
    By any member: its owner, and what it is ``held`` for. By any owner: the ``count`` of its members that hold
    something, and the ``most`` that may.
    """
    return Few(*_few_of(member, person, quanta, owner_of, held, count, most, own))


@compiled
def _few_of(
    member: Ints, person: Ints, quanta: Ints, owner_of: Ints, held: Ints, count: Ints, most: Ints, own: bool
) -> tuple[Ints, Ints, Bools, Ints]:
    members, of = numbered(member, person)
    here, whose = np.zeros(len(members), np.int64), np.zeros(len(members), np.int64)
    for entry in range(len(of)):
        if of[entry] >= 0:
            here[of[entry]] += quanta[entry]
            whose[of[entry]] = person[entry] if own else 0
    owners, owner = numbered(owner_of[members], whose)
    left = most[owners] - count[owners]
    outside = np.zeros(len(members), np.bool_)
    for number in range(len(members)):
        if held[members[number]] > here[number]:
            outside[number] = True
        elif here[number] > 0:
            left[owner[number]] += 1
    return of, owner, outside, left
