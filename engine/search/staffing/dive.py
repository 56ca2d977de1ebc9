"""A flow dive: the best flow of a piece, then again without what the rules do not allow, until it keeps them all.

A flow spreads a demand over many people, a little each. Whoever is on it at all counts, so where more would count than
the crew allows, the smallest contributions go; likewise the smallest of too many projects in a week, and weeks below
a smallest block. Some go at a time, and chance has a say in how many: the next dive ends elsewhere.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from engine.search.staffing.drops import (
    shut_pairs,
    shut_rivals,
    shut_scattered,
    shut_seats,
    shut_too_little,
    smallest,
)
from engine.search.staffing.lay import summed
from engine.search.staffing.network import Layer, Network
from engine.search.staffing.standing import Piece
from engine.search.staffing.terms import NONE, Bools, Ints, Terms
from engine.search.staffing.weeks import lighten, runs

MOST_FLOWS = 40
"""Flows of one dive; one that gets nowhere by then is given up."""
NARROW_PAIRS, NARROW_ARCS = 3, 5
"""After so many flows only people who are on a demand may stay on it; then only in the weeks in which they are."""
FINE = 10
"""Worth is counted so much finer, that noise can tell people apart."""
SHORT = 0.7
"""The share of weeks below their smallest block that go at a time."""
LEVEL = 0.3
"""Where a sustained load is asked for: the share of dives that ask it of every single week."""
NOISE = 0.06
"""A pair is worth up to so much less, at random."""


class Dive:
    """One dive on one piece."""

    def __init__(self, piece: Piece, worth: Ints, random: np.random.Generator) -> None:
        self.piece = piece
        self.terms = piece.standing.terms
        self.frame = self.terms.frame
        self.random = random
        self.worth = worth
        chance = random.uniform(1 - NOISE, 1.0, len(piece.pairs))
        self.costs = (worth * (FINE * chance[piece.pair])).astype(np.int64)
        self.weighed = False
        self.layers: list[Layer] = []
        self.open: Bools = np.ones(len(piece.arcs), dtype=bool)
        self.pinned: Ints = self.terms.least[piece.arcs]
        self.floor: Ints = self.pinned.copy()
        self._pins, self._even = bool(self.pinned.any()), self.frame.even[piece.demands]
        block = self.frame.block[piece.demands]
        self._block = block[piece.demand] if (block > 1).any() else block[:0]
        """The smallest block by arc; empty where there are none to speak of."""
        self.most = piece.most.copy()
        self.room = piece.room.copy()
        if self.frame.windows.size:
            if random.random() < LEVEL:
                self._level_weeks()
            else:
                self.layers.append(self._runs(int(random.integers(self.frame.run_weeks))))
        self.share = random.uniform(0.3, 0.8)

    def weigh(self, people: Ints, widths: Ints, costs: Ints) -> None:
        """Let people's quanta cost the more, the more there are: widths[person, step] and costs of the steps."""
        person = self.piece.slots // self.frame.weeks
        if self.layers:
            below = np.zeros(len(self.layers[0].widths), dtype=np.int64)
            below[self.layers[0].of] = person
            person = below
        self.weighed = True
        self.layers.append(Layer(np.searchsorted(people, person).astype(np.int64), widths, costs * FINE))

    def _level_weeks(self) -> None:
        """No week holds more than its part of the sustained load: then no run of weeks does."""
        piece, frame = self.piece, self.frame
        left = frame.level_room[piece.slots] - piece.standing.of_slot[piece.slots]
        weeks = self.room[piece.days :]
        np.minimum(weeks, np.maximum(0, left + self._before), out=weeks)

    def _runs(self, offset: int) -> Layer:
        """Runs of weeks that hold no more than the sustained load, one after another from a week on. (What lies across
        two of them is seen to by `_overloaded`.)"""
        frame, of_slot = self.frame, self.piece.standing.of_slot
        of, most = runs(
            self.piece.slots,
            self._before,
            self._pinned_of_slot,
            of_slot,
            frame.windows,
            frame.weeks,
            frame.run_weeks,
            offset,
        )
        return Layer(of, most[:, None], np.zeros(1, dtype=np.int64))

    def run(self, least: int | None = None) -> Ints | None:
        """Quanta by arc of the piece; None where no end was found, or none that is worth ``least``.

        What is dropped makes flows worth less and less, so that much of a hopeless dive can be spared.
        """
        network = self._network(self.costs)
        for number in range(MOST_FLOWS):
            quanta = self._flow(network)
            if least is not None and int(self.worth @ quanta) < least:
                return None
            if number >= NARROW_ARCS:
                self.open &= quanta > 0
            elif number >= NARROW_PAIRS:
                self.open &= (self._by_pair(quanta) > 0)[self.piece.pair]
            if not self._drop(quanta):
                return self._exactly(quanta) if self.terms.plain and not self.weighed else quanta
        return None

    def _network(self, costs: Ints) -> Network:
        piece = self.piece
        return Network(piece.demand, piece.node, costs, len(piece.asked), len(piece.room), piece.inner, self.layers)

    def _flow(self, network: Network) -> Ints:
        return network.solve(np.where(self.open, self.most, 0), self.floor, self.piece.asked, self.room)

    def _exactly(self, quanta: Ints) -> Ints:
        """With the people that are left, the best by the worth itself and not by the noisy one."""
        pairs = self._by_pair(quanta) > 0
        self.open &= pairs[self.piece.pair]
        return self._flow(self._network(self.worth))

    # -- what has to go ---------------------------------------------------------------------------------

    def _drop(self, quanta: Ints) -> bool:
        """Close what breaks a rule; whether there was any."""
        by_pair = self._by_pair(quanta)
        some = self._too_many(by_pair)
        if self.terms.plain:
            return some
        some |= self._too_many_in_groups(by_pair)
        some |= self._rivals(by_pair)
        some |= self._scattered(quanta)
        some |= self._too_little(quanta)
        some |= self._overloaded(quanta)
        return some or self._uneven(quanta, by_pair)

    def _by_pair(self, quanta: Ints) -> Ints:
        sums: Ints = summed(self.piece.pair, quanta, len(self.piece.pairs))
        return sums

    def _sizes(self, by_pair: Ints) -> Ints:
        """What pairs give, for comparing who goes first: who is pinned goes last."""
        return by_pair + NONE * self._pinned_pairs if self._pins else by_pair

    @cached_property
    def _pinned_pairs(self) -> Bools:
        return self._by_pair(self.pinned) > 0

    def _close_pairs(self, gone: Bools) -> bool:
        """Close some pairs; whether there are any."""
        return bool(shut_pairs(gone, self.piece.pair, self.open, self.floor))

    def _too_many(self, by_pair: Ints) -> bool:
        return self._close_pairs(smallest(self.piece.pair_demand, self._sizes(by_pair), self._crew, self.share))

    @cached_property
    def _crew(self) -> Ints:
        """How many people there may be on each demand. An even one begins with one."""
        return np.where(self._even, 1, self.piece.crew)

    def _too_many_in_groups(self, by_pair: Ints) -> bool:
        """Continuity: the demands of a group are shared by few people."""
        seats = self.piece.seats
        if not len(seats.owner):
            return False
        sizes = self._sizes(by_pair)
        return self._close_pairs(shut_seats(sizes, seats.of, seats.owner, seats.outside, seats.most, self.share))

    def _rivals(self, by_pair: Ints) -> bool:
        """Who does the work does not assure it: the smaller of the two goes."""
        one, two = self.piece.rivals
        return bool(len(one)) and self._close_pairs(shut_rivals(self._sizes(by_pair), one, two))

    def _scattered(self, quanta: Ints) -> bool:
        """Too many projects in a week: the smallest go."""
        piece, spots = self.piece, self.piece.spots
        if not len(spots.owner):
            return False
        return bool(
            shut_scattered(
                quanta,
                self.floor,
                piece.pair,
                self._even[piece.demand],
                spots.of,
                spots.owner,
                spots.outside,
                spots.most,
                self.share,
                self.open,
            )
        )

    def _too_little(self, quanta: Ints) -> bool:
        """Weeks below the smallest block go, the smallest first."""
        block = self._block
        return bool(len(block)) and bool(shut_too_little(quanta, self.piece.parcel, block, SHORT, self.open))

    def _overloaded(self, quanta: Ints) -> bool:
        """Sustained load: weeks of a window that is too full lose room, each in proportion."""
        piece, frame, standing = self.piece, self.frame, self.piece.standing
        if not frame.windows.size:
            return False
        own = summed(piece.slot, quanta, len(piece.slots))
        room = self.room[piece.days :]
        return bool(
            lighten(
                piece.slots, own, standing.of_slot, self._before, self._pinned_of_slot, frame.windows, frame.weeks, room
            )
        )

    @cached_property
    def _pinned_of_slot(self) -> Ints:
        """What the weeks of the piece hold that nobody may move."""
        sums: Ints = summed(self.piece.slot, self.pinned, len(self.piece.slots))
        return sums

    @cached_property
    def _before(self) -> Ints:
        """What the weeks of the piece hold of it as the plan stands."""
        sums: Ints = summed(self.piece.slot, self.piece.quanta, len(self.piece.slots))
        return sums

    def _uneven(self, quanta: Ints, by_pair: Ints) -> bool:
        """Even demands: who is on one gives it its share every week, or is not on it."""
        piece, terms = self.piece, self.terms
        if not self._even.any():
            return False
        pairs = np.nonzero((by_pair > 0) & self._even[piece.pair_demand])[0]
        some = False
        for pair in pairs.tolist():
            arcs = np.nonzero(piece.pair == pair)[0]
            parcel = piece.parcel[arcs] - piece.parcel[arcs[0]]
            given = np.bincount(parcel, weights=quanta[arcs])
            whole = terms.parcel[piece.arcs[arcs]]
            least, most = np.zeros_like(given), np.zeros_like(given)
            least[parcel], most[parcel] = terms.least_share[whole], terms.most_share[whole]
            if ((least <= given) & (given <= most)).all():
                continue
            some = True
            if self.floor[arcs].any() or not self._reserve(arcs, parcel, least.astype(np.int64), most.astype(np.int64)):
                self._close_pairs(np.arange(len(piece.pairs)) == pair)
        return some

    def _reserve(self, arcs: Ints, parcel: Ints, least: Ints, most: Ints) -> bool:
        """Keep what an even demand needs of somebody's weeks; False where they have not got it."""
        piece = self.piece
        taken = np.bincount(piece.node, weights=self.floor, minlength=len(self.room)).astype(np.int64)
        np.add.at(taken, piece.inner, taken[: piece.days])
        left = self.room - taken
        floor, cap = np.zeros(len(arcs), dtype=np.int64), np.zeros(len(arcs), dtype=np.int64)
        for number, need in enumerate(least.tolist()):
            inside = np.nonzero(parcel == number)[0]
            if need > left[piece.days + int(piece.slot[arcs[inside[0]]])]:
                return False
            for place in inside.tolist():
                node = int(piece.node[arcs[place]])
                here = min(need, int(piece.most[arcs[place]]), int(left[node]))
                floor[place] = cap[place] = here
                need -= here
            if need:
                return False
            # What the share may be more goes to one day alone: no day knows what the others hold.
            first = int(inside[0])
            cap[first] = min(int(piece.most[arcs[first]]), floor[first] + int(most[number]) - int(least[number]))
        if int(floor.sum()) > int(piece.asked[piece.demand[arcs[0]]]):
            return False
        self.floor[arcs] = floor
        self.most[arcs] = cap
        return True


def with_crew(terms: Terms, crew: Bools, worth: Ints) -> Ints:
    """The best quanta by arc when just these pairs may be used: one flow. For plain terms."""
    frame, days = terms.frame, len(terms.day_room)
    node = np.where(terms.day >= 0, terms.day, days + terms.week)
    unit = max(1, int(np.gcd.reduce(worth)))
    network = Network(
        terms.demand,
        node,
        np.maximum(0, worth // unit),
        len(frame.asked),
        days + len(frame.room),
        days + terms.day_week,
        [],
    )
    most, room = np.where(crew[terms.pair], terms.most, 0), np.concatenate((terms.day_room, frame.room))
    return network.solve(most, np.zeros_like(most), frame.asked, room)
