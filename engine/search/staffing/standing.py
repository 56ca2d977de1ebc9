"""The plan as it stands during a search by dives: quanta by arc, and the sums that every piece asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.search.staffing.terms import Bools, Ints, Terms


@dataclass
class Standing:
    """Quanta by arc; by demand, by week slot, by pair; and how many people are on each demand."""

    terms: Terms
    quanta: Ints
    of_pair: Ints
    of_demand: Ints
    of_slot: Ints
    of_day: Ints
    crew: Ints

    @classmethod
    def of(cls, terms: Terms, quanta: Ints) -> Standing:
        """Everything worked out anew."""
        of_pair = np.bincount(terms.pair, weights=quanta, minlength=len(terms.pair_demand)).astype(np.int64)
        single = terms.day >= 0
        return cls(
            terms,
            quanta,
            of_pair,
            np.bincount(terms.demand, weights=quanta, minlength=len(terms.frame.asked)).astype(np.int64),
            np.bincount(terms.week, weights=quanta, minlength=len(terms.frame.room)).astype(np.int64),
            np.bincount(terms.day[single], weights=quanta[single], minlength=len(terms.day_room)).astype(np.int64),
            np.bincount(terms.pair_demand[of_pair > 0], minlength=len(terms.frame.asked)),
        )

    def put(self, arcs: Ints, quanta: Ints) -> None:
        """Give arcs other quanta."""
        terms = self.terms
        change = quanta - self.quanta[arcs]
        moved = np.nonzero(change)[0]
        at, change = arcs[moved], change[moved]
        self.quanta[at] += change
        pairs = np.unique(terms.pair[at])
        before = self.of_pair[pairs] > 0
        np.add.at(self.of_pair, terms.pair[at], change)
        np.add.at(self.of_demand, terms.demand[at], change)
        np.add.at(self.of_slot, terms.week[at], change)
        single = terms.day[at] >= 0
        np.add.at(self.of_day, terms.day[at][single], change[single])
        np.add.at(self.crew, terms.pair_demand[pairs], (self.of_pair[pairs] > 0).astype(np.int64) - before)


def ranges(starts: Ints, ends: Ints) -> Ints:
    """The numbers of all ranges [start, end), one after another."""
    sizes = ends - starts
    total = int(sizes.sum())
    if not total:
        return np.zeros(0, dtype=np.int64)
    offsets = np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
    return offsets + np.arange(total, dtype=np.int64)


@dataclass(frozen=True)
class Piece:
    """Some people's work, free to be planned anew while everything else stands still; its own numbering throughout.

    By arc: the arc in the terms, pair, demand, slot node (days first, then weeks), parcel, most, need of its parcel.
    By pair, demand, node: see `Terms`; ``asked``, ``crew`` and ``room`` are what the rest leaves.
    """

    arcs: Ints
    pairs: Ints
    demands: Ints
    slots: Ints
    pair: Ints
    demand: Ints
    node: Ints
    slot: Ints
    parcel: Ints
    most: Ints
    pair_demand: Ints
    inner: Ints
    asked: Ints
    crew: Ints
    room: Ints
    standing: Standing

    @property
    def days(self) -> int:
        """How many nodes are days."""
        return len(self.inner)


def piece_of(standing: Standing, pairs: Ints, asked: Ints, crew: Ints) -> Piece:
    """The piece of these pairs, in order. ``asked`` and ``crew``: what each demand may have at most, all told."""
    terms = standing.terms
    demand_of = terms.pair_demand[pairs]
    used = standing.of_pair[pairs] > 0
    left = asked - standing.of_demand
    own = np.zeros(len(left), dtype=np.int64)
    np.add.at(own, demand_of, standing.of_pair[pairs])
    seats = crew - standing.crew
    np.add.at(seats, demand_of[used], 1)
    possible = ((left + own)[demand_of] > 0) & (seats[demand_of] > 0)
    if len(terms.rivals):
        possible &= ~_shut_by_rivals(standing, pairs)[pairs]
    pairs, demand_of = pairs[possible], demand_of[possible]
    demands, pair_demand = np.unique(demand_of, return_inverse=True)
    starts, ends = terms.pair_arcs[pairs], terms.pair_arcs[pairs + 1]
    arcs = ranges(starts, ends)
    pair = np.repeat(np.arange(len(pairs), dtype=np.int64), ends - starts)
    quanta = standing.quanta[arcs]
    slots, slot = np.unique(terms.week[arcs], return_inverse=True)
    room = terms.frame.room[slots] - standing.of_slot[slots] + _sums(slot, quanta, len(slots))
    single = terms.day[arcs] >= 0
    if single.any():
        days, day = np.unique(terms.day[arcs[single]], return_inverse=True)
        node = len(days) + slot
        node[single] = day
        day_room = terms.day_room[days] - standing.of_day[days] + _sums(day, quanta[single], len(days))
        room = np.concatenate((day_room, room))
        inner = len(days) + np.searchsorted(slots, terms.day_week[days])
    else:
        node, inner = slot, np.zeros(0, dtype=np.int64)
    _, parcel = np.unique(terms.parcel[arcs], return_inverse=True)
    return Piece(
        arcs,
        pairs,
        demands,
        slots,
        pair,
        pair_demand[pair],
        node,
        slot,
        parcel,
        terms.most[arcs],
        pair_demand,
        inner,
        (left + own)[demands],
        seats[demands],
        room,
        standing,
    )


def _shut_by_rivals(standing: Standing, pairs: Ints) -> Bools:
    """Pairs that something outside the piece excludes."""
    rivals = standing.terms.rivals
    stays = standing.of_pair > 0
    stays[pairs] = False
    shut = np.zeros(len(stays), dtype=bool)
    shut[rivals[stays[rivals[:, 0]], 1]] = True
    shut[rivals[stays[rivals[:, 1]], 0]] = True
    return shut


def _sums(keys: Ints, amounts: Ints, count: int) -> Ints:
    return np.bincount(keys, weights=amounts, minlength=count).astype(np.int64)
