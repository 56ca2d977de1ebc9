"""The plan as it stands during a search by dives: quanta by arc, and the sums that every piece asks for.

A search asks for a thousand pieces a second, of some hundred arcs each, out of books of a million: what a piece costs
should follow its own size and not the book's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.search.staffing.few import Few, few_of
from engine.search.staffing.lay import entered, lay, possible, rivals_within, summed
from engine.search.staffing.scope import Scope
from engine.search.staffing.terms import Ints, Terms


@dataclass
class Standing:
    """Quanta by arc; by demand, week slot, day slot, pair, seat and spot; how many people are on each demand and in
    each group, how many projects are in each week slot, and how many rivals of each pair are used."""

    terms: Terms
    quanta: Ints
    of_pair: Ints
    of_demand: Ints
    of_slot: Ints
    of_day: Ints
    of_seat: Ints
    of_spot: Ints
    crew: Ints
    members: Ints
    projects: Ints
    rivals: Ints

    @classmethod
    def of(cls, terms: Terms, quanta: Ints) -> Standing:
        """Everything worked out anew."""
        frame = terms.frame
        of_pair = summed(terms.pair, quanta, len(terms.pair_demand))
        single, seated = terms.day >= 0, terms.seat >= 0
        of_seat = summed(terms.seat[seated], of_pair[seated], len(terms.seat_group))
        of_spot = summed(terms.spot, quanta, len(terms.spot_slot))
        return cls(
            terms,
            quanta,
            of_pair,
            summed(terms.demand, quanta, len(frame.asked)),
            summed(terms.week, quanta, len(frame.room)),
            summed(terms.day[single], quanta[single], len(terms.day_room)),
            of_seat,
            of_spot,
            np.bincount(terms.pair_demand[of_pair > 0], minlength=len(frame.asked)),
            np.bincount(terms.seat_group[of_seat > 0], minlength=len(frame.group_most)),
            np.bincount(terms.spot_slot[of_spot > 0], minlength=len(frame.room)),
            summed(_owners(terms.rival_start), (of_pair[terms.rival] > 0).astype(np.int64), len(of_pair)),
        )

    def put(self, arcs: Ints, quanta: Ints) -> None:
        """Give arcs other quanta."""
        terms = self.terms
        entered(
            arcs,
            quanta,
            terms.pair,
            terms.demand,
            terms.week,
            terms.day,
            terms.seat,
            terms.seat_group,
            terms.spot,
            terms.spot_slot,
            terms.rival_start,
            terms.rival,
            self.quanta,
            self.of_pair,
            self.of_demand,
            self.of_slot,
            self.of_day,
            self.of_seat,
            self.of_spot,
            self.crew,
            self.members,
            self.projects,
            self.rivals,
        )


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

    By arc: the arc in the terms, pair, demand, slot node (days first, then weeks), parcel, most, quanta as they stand.
    By pair, demand, node: see `Terms`; ``asked``, ``crew`` and ``room`` are what the rest leaves.
    ``seats``, by pair: people in groups; ``spots``, by arc: projects in weeks. ``rivals``: (one, two) of pairs of which
    one at most may be used.
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
    quanta: Ints
    pair_demand: Ints
    inner: Ints
    asked: Ints
    crew: Ints
    room: Ints
    seats: Few
    spots: Few
    rivals: tuple[Ints, Ints]
    standing: Standing

    @property
    def days(self) -> int:
        """How many nodes are days."""
        return len(self.inner)


def piece_of(standing: Standing, pairs: Ints, scope: Scope) -> Piece:
    """The piece of these pairs, in order, with what the scope allows each demand and group."""
    terms = standing.terms
    frame = terms.frame
    pairs, demands, pair_demand, asked, crew = possible(
        pairs,
        terms.pair_demand,
        standing.of_pair,
        scope.asked,
        standing.of_demand,
        scope.crew,
        standing.crew,
        standing.rivals,
        terms.rival_start,
        terms.rival,
    )
    arcs, pair, person, slots, slot, node, inner, parcel, quanta, room = lay(
        pairs,
        terms.pair_arcs,
        terms.pair_person,
        terms.week,
        terms.day,
        terms.parcel,
        terms.day_room,
        frame.room,
        standing.quanta,
        standing.of_slot,
        standing.of_day,
    )
    seats = spots = Few.none()
    if len(terms.seat_group):
        seats = few_of(
            terms.seat[pairs],
            terms.pair_person[pairs],
            standing.of_pair[pairs],
            terms.seat_group,
            standing.of_seat,
            standing.members,
            scope.group_most,
            own=False,
        )
    if len(terms.spot):
        spots = few_of(
            terms.spot[arcs],
            person,
            quanta,
            terms.spot_slot,
            standing.of_spot,
            standing.projects,
            frame.projects_most_of_slot,
            own=True,
        )
    return Piece(
        arcs=arcs,
        pairs=pairs,
        demands=demands,
        slots=slots,
        pair=pair,
        demand=pair_demand[pair],
        node=node,
        slot=slot,
        parcel=parcel,
        most=terms.most[arcs],
        quanta=quanta,
        pair_demand=pair_demand,
        inner=inner,
        asked=asked,
        crew=crew,
        room=room,
        seats=seats,
        spots=spots,
        rivals=rivals_within(pairs, terms.rival_start, terms.rival),
        standing=standing,
    )


def _owners(starts: Ints) -> Ints:
    """By entry of lists, one after another: whose list it is."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))
