"""A flow dive: the best flow of a piece, then again without what the rules do not allow, until it keeps them all.

A flow spreads a demand over many people, a little each. Whoever is on it at all counts, so where more would count than
the crew allows, the smallest contributions go; likewise the smallest of too many projects in a week, and weeks below
a smallest block. Some go at a time, and chance has a say in how many: the next dive ends elsewhere.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from engine.search.staffing.drops import shut_pairs, shut_scattered, shut_too_little, smallest
from engine.search.staffing.network import Layer, Network
from engine.search.staffing.standing import Piece
from engine.search.staffing.terms import NONE, Bools, Ints, Terms
from engine.search.staffing.weeks import Spots, lighten

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

    def __init__(self, piece: Piece, worth: Ints, group_most: Ints, random: np.random.Generator) -> None:
        self.piece = piece
        self.group_most = group_most
        self.terms = piece.standing.terms
        self.frame = self.terms.frame
        self.random = random
        self.worth = worth
        chance = random.uniform(1 - NOISE, 1.0, len(piece.pairs))
        self.costs = (worth * (FINE * chance[piece.pair])).astype(np.int64)
        self.weighed = False
        self.layers: list[Layer] = []
        self.open: Bools = np.ones(len(piece.arcs), dtype=bool)
        self.floor: Ints = np.zeros(len(piece.arcs), dtype=np.int64)
        self.most = piece.most.copy()
        self.room = piece.room.copy()
        if self.frame.windows.size:
            if random.random() < LEVEL:
                self._level_weeks()
            else:
                self.layers.append(self._runs(int(random.integers(self.frame.run_weeks))))
        self.share = random.uniform(0.3, 0.8)
        self.plain = plain(self.terms)

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
        piece, frame, standing = self.piece, self.frame, self.piece.standing
        size = frame.run_weeks
        person, week = piece.slots // frame.weeks, piece.slots % frame.weeks
        run = np.where(week < offset, -1, (week - offset) // size)
        _, first, of = np.unique(person * frame.weeks + run + 1, return_index=True, return_inverse=True)
        most = np.full(len(first), NONE, dtype=np.int64)
        own_of_run = np.bincount(of, weights=self._before, minlength=len(first)).astype(np.int64)
        for number, place in enumerate(first.tolist()):
            start = offset + int(run[place]) * size
            if run[place] >= 0 and start < frame.windows.shape[1]:
                begin, end, limit = frame.windows[person[place], start].tolist()
                most[number] = max(0, limit - int(standing.of_slot[begin:end].sum()) + int(own_of_run[number]))
        return Layer(of.astype(np.int64), most[:, None], np.zeros(1, dtype=np.int64))

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
                return self._exactly(quanta) if self.plain and not self.weighed else quanta
        return None

    def _network(self, costs: Ints) -> Network:
        piece = self.piece
        return Network(piece.demand, piece.node, costs, len(piece.asked), len(piece.room), piece.inner, self.layers)

    def _flow(self, network: Network) -> Ints:
        piece, floor = self.piece, self.floor
        most = np.where(self.open, self.most, 0)
        if not floor.any():
            return network.solve(most, piece.asked, self.room)
        asked = piece.asked - np.bincount(piece.demand, weights=floor, minlength=len(piece.asked)).astype(np.int64)
        taken = np.bincount(piece.node, weights=floor, minlength=len(self.room)).astype(np.int64)
        np.add.at(taken, piece.inner, taken[: piece.days])
        most, asked, room = (np.maximum(0, left) for left in (most - floor, asked, self.room - taken))
        return floor + network.solve(most, asked, room)

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
        if self.plain:
            return some
        some |= self._rivals(by_pair)
        some |= self._scattered(quanta)
        some |= self._too_little(quanta)
        some |= self._overloaded(quanta)
        return some or self._uneven(quanta, by_pair)

    def _by_pair(self, quanta: Ints) -> Ints:
        return np.bincount(self.piece.pair, weights=quanta, minlength=len(self.piece.pairs)).astype(np.int64)

    def _close_pairs(self, pairs: Ints) -> bool:
        """Close some pairs; whether there are any."""
        gone = np.zeros(len(self.piece.pairs), dtype=bool)
        gone[pairs] = True
        return bool(shut_pairs(gone, self.piece.pair, self.open, self.floor))

    def _too_many(self, by_pair: Ints) -> bool:
        piece, frame = self.piece, self.frame
        most = np.where(frame.even[piece.demands], 1, piece.crew)
        gone = smallest(piece.pair_demand, by_pair, most, self.share)
        some = bool(shut_pairs(gone, piece.pair, self.open, self.floor))
        if len(frame.group_most):
            some |= self._too_many_in_groups(by_pair)
        return some

    def _too_many_in_groups(self, by_pair: Ints) -> bool:
        """Continuity: the demands of a group are shared by few people; those outside the piece count."""
        piece, terms, frame, standing = self.piece, self.terms, self.frame, self.piece.standing
        used = np.nonzero((by_pair > 0) & (frame.group[piece.demands[piece.pair_demand]] >= 0))[0]
        if not len(used):
            return False
        groups = frame.group[piece.demands[piece.pair_demand[used]]]
        people = terms.pair_person[piece.pairs[used]]
        gone: list[int] = []
        for group in np.unique(groups).tolist():
            members = np.nonzero(frame.group[terms.pair_demand] == group)[0]
            mine = np.isin(members, piece.pairs)
            outside = set(terms.pair_person[members[~mine & (standing.of_pair[members] > 0)]].tolist())
            size: dict[int, int] = {}
            here = used[groups == group]
            for pair, person in zip(here.tolist(), people[groups == group].tolist(), strict=True):
                size[person] = size.get(person, 0) + int(by_pair[pair])
            fresh = sorted((person for person in size if person not in outside), key=lambda p: (size[p], p))
            more = len(fresh) + len(outside) - int(self.group_most[group])
            if more > 0:
                out = set(fresh[: max(1, round(more * self.share))])
                whole = np.nonzero(frame.group[piece.demands[piece.pair_demand]] == group)[0]
                gone += [p for p in whole.tolist() if int(terms.pair_person[piece.pairs[p]]) in out]
        return self._close_pairs(np.array(gone, dtype=np.int64))

    def _rivals(self, by_pair: Ints) -> bool:
        """Who does the work does not assure it: the smaller of the two goes."""
        if not len(self.terms.rivals):
            return False
        one, two = self._rivals_inside
        both = (by_pair[one] > 0) & (by_pair[two] > 0)
        one, two = one[both], two[both]
        return self._close_pairs(np.where(by_pair[one] < by_pair[two], one, two))

    @cached_property
    def _rivals_inside(self) -> tuple[Ints, Ints]:
        """Rivals that are both in the piece."""
        piece, rivals = self.piece, self.terms.rivals
        place = np.full(len(self.terms.pair_demand), -1, dtype=np.int64)
        place[piece.pairs] = np.arange(len(piece.pairs))
        one, two = place[rivals[:, 0]], place[rivals[:, 1]]
        both = (one >= 0) & (two >= 0)
        return one[both], two[both]

    def _scattered(self, quanta: Ints) -> bool:
        """Too many projects in a week: the smallest go."""
        if not self._spots.limited:
            return False
        piece, spots = self.piece, self._spots
        some, pairs = shut_scattered(
            quanta,
            self.floor,
            piece.pair,
            self._even,
            spots.of,
            spots.slot,
            spots.outside,
            spots.most,
            self.share,
            self.open,
        )
        shut_pairs(pairs, piece.pair, self.open, self.floor)
        return bool(some)

    @cached_property
    def _even(self) -> Bools:
        """Which arcs are of demands that want their share every week."""
        even: Bools = self.frame.even[self.piece.demands[self.piece.demand]]
        return even

    @cached_property
    def _spots(self) -> Spots:
        return Spots.of_piece(self.piece)

    def _too_little(self, quanta: Ints) -> bool:
        """Weeks below the smallest block go, the smallest first."""
        block = self._block
        return bool(len(block)) and bool(shut_too_little(quanta, self.piece.parcel, block, SHORT, self.open))

    @cached_property
    def _block(self) -> Ints:
        """The smallest block by arc; empty where there are none to speak of."""
        block = self.frame.block[self.piece.demands]
        return block[self.piece.demand] if (block > 1).any() else np.zeros(0, dtype=np.int64)

    def _overloaded(self, quanta: Ints) -> bool:
        """Sustained load: weeks of a window that is too full lose room, each in proportion."""
        piece, frame, standing = self.piece, self.frame, self.piece.standing
        if not frame.windows.size:
            return False
        own = np.bincount(piece.slot, weights=quanta, minlength=len(piece.slots)).astype(np.int64)
        room = self.room[piece.days :]
        return bool(lighten(piece.slots, own, standing.of_slot, self._before, frame.windows, frame.weeks, room))

    @cached_property
    def _before(self) -> Ints:
        """What the weeks of the piece hold of it as the plan stands."""
        piece = self.piece
        held = np.bincount(piece.slot, weights=piece.standing.quanta[piece.arcs], minlength=len(piece.slots))
        return held.astype(np.int64)

    def _uneven(self, quanta: Ints, by_pair: Ints) -> bool:
        """Even demands: who is on one gives it its share every week, or is not on it."""
        piece, terms, frame = self.piece, self.terms, self.frame
        pairs = np.nonzero((by_pair > 0) & frame.even[piece.demands[piece.pair_demand]])[0]
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
                self._close_pairs(np.array([pair]))
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


def plain(terms: Terms) -> bool:
    """Whether crews are all that a flow may get wrong."""
    frame = terms.frame
    extra = frame.windows.size or frame.block.any() or frame.even.any() or len(frame.group_most) or len(terms.rivals)
    return not extra and bool((frame.projects_most == NONE).all())


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
    most = np.where(crew[terms.pair], terms.most, 0)
    return network.solve(most, frame.asked, np.concatenate((terms.day_room, frame.room)))
