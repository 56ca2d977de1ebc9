"""The search by dives: free what a few people do, dive again, keep what is not worse.

Ruin and recreate (Schrimpf et al. 2000) with a flow dive as the repair. Small pieces win: loss sits in local
mis-packings, and pieces a second count. A piece begins at a demand that misses something, drawn by what it misses, and
takes in people who could do it, people who could do what these do now (so that work moves on in chains), and others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from engine.search.staffing.dive import Dive
from engine.search.staffing.scope import Scope
from engine.search.staffing.shadow import Shadow, drawn, lost, wasted
from engine.search.staffing.standing import Piece, Standing, piece_of, ranges
from engine.search.staffing.terms import Bools, Ints, Terms

SIZES_COLD, SIZES_HOT = (0.35, 0.8, 0.92, 1.0), (0.1, 0.5, 0.75, 1.0)
"""How often a piece has one person, at most two, three, four. Most find what they need with one or two, and quickly;
where heat lets plans grow worse on the way, larger ones find more."""
WHOLE = 3
"""So many people of a piece at most have all their work freed: its dives cost several times as much."""
WINDOWED = 0.8
"""The share of pieces that free only what lies near the demand they began at."""
MARGIN = 2
"""And how many weeks near is."""
SHADOWED = 0.8
"""The share of pieces that begin where shadow prices say that something is lost; others, where anything is missing."""
RECKONED = 50
"""After so many pieces it is reckoned anew what time is wasted."""
CHAINED = 0.5
"""The share of pieces whose people follow from what the ones before them do."""
FREEST = 0.6
"""How often the next one is whoever has most time left, and not anybody."""
TOLERANCE = 3
"""A dive is given up when its flow falls so many quanta of the dearest work short of what there is."""
HEAT = 0.7
"""How much worse a piece may leave the plan, in quanta of the dearest work, times what an exponential draw says."""


class Local:
    """Improves a standing plan.

    Parameters
    ----------
    shadow
        Prices that say where it pays to begin; None where there are none.
    worths
        By arc, for every tier that is linear in minutes up to the one at hand, and the one that decides between equals.
    slack
        For every tier before the one at hand: how much of it may be given up.
    finished
        Asked with the number of pieces so far.
    """

    def __init__(
        self,
        standing: Standing,
        worths: Sequence[Ints],
        slack: Sequence[int],
        scope: Scope,
        shadow: Shadow | None,
        seed: int,
        finished: Callable[[int], bool],
    ) -> None:
        self.standing = standing
        self.terms: Terms = standing.terms
        self.frame = standing.terms.frame
        self.scope = scope
        self.shadow = shadow
        self.random = np.random.default_rng(seed)
        self.worths = worths
        self.slack = list(slack)
        self.single = len(worths) == 1
        """Whether one worth alone decides."""
        self.worth = blended(worths)
        self._tolerance = TOLERANCE * int(self.worth.max(initial=0))
        self.finished = finished
        self.pieces = 0
        self.heat = 0.0
        self._trail: list[tuple[Ints, Ints]] = []
        """What was there before each change since the plan was at its best: (arcs, quanta)."""
        demands = len(self.frame.asked)
        self._nothing = np.zeros(demands, dtype=np.int64)
        self._waste, self._reckoned = self._nothing, -RECKONED
        self._mine = np.nonzero(scope.includes(self.terms.pair_person, self.frame.people))[0]
        order = self._mine[np.argsort(self.terms.pair_demand[self._mine], kind="stable")]
        self._able = self.terms.pair_person[order]
        self._able_start = np.searchsorted(self.terms.pair_demand[order], np.arange(demands + 1))
        self._matters = np.zeros(demands, dtype=np.int64)
        np.maximum.at(self._matters, self.terms.demand, self.worth)
        self._matters[np.diff(self._able_start) == 0] = 0
        self._surplus = self._matters if shadow is None else np.where(self._matters > 0, shadow.surplus, 0)

    def construct(self) -> None:
        """A first plan: one dive on everything."""
        self._dive(piece_of(self.standing, self.pairs_of(self.scope.people), self.scope))

    def run(self, cooling: Callable[[], float]) -> None:
        """Pieces until the search is finished, or nothing is missing any more; keeps the best plan there was.

        ``cooling`` tells what part of the time is left, 1 to 0. The heat is used where one worth alone decides.
        """
        dearest = int(self.worths[-1].max(initial=0))
        ahead = 0
        while not self.finished(self.pieces):
            demand = self._beginning()
            if demand is None:
                break
            self.heat = HEAT * dearest * cooling() if self.single else 0.0
            ahead += self._dive(self._piece(demand))
            if ahead > 0 or not self.single:
                self._trail.clear()
                ahead = 0
        if ahead < 0:
            for arcs, quanta in reversed(self._trail):
                self.standing.put(arcs, quanta)

    def _beginning(self) -> int | None:
        """A demand that more could be made of; None where nothing is missing."""
        asked, stands = self.scope.asked, self.standing.of_demand
        losses = [(self._matters, self._nothing)]
        if self.shadow is not None and self.random.random() < SHADOWED:
            if self.pieces >= self._reckoned + RECKONED:
                self._waste, self._reckoned = self._wasted(self.shadow), self.pieces
            losses.insert(0, (self._surplus, self._waste))
        for price, waste in losses:
            total = lost(price, asked, stands, waste)
            if total > 0:
                return int(drawn(price, asked, stands, waste, self.random.integers(total)))
        return None

    def _wasted(self, shadow: Shadow) -> Ints:
        """By demand: what the time that it has is worth more than its work."""
        waste: Ints = wasted(
            self._mine,
            self.standing.of_pair,
            self.terms.pair_demand,
            self.terms.pair_arcs,
            self.standing.quanta,
            self.terms.week,
            shadow.surplus,
            shadow.rent,
            shadow.worth,
        )
        return waste

    # -- pieces -----------------------------------------------------------------------------------------

    def _piece(self, demand: int) -> Piece:
        """A few people around a demand, with all their work or what lies near it."""
        people = self._chain(demand) if self.random.random() < CHAINED else self._circle(demand)
        if self.random.random() < WINDOWED:
            pairs = self.pairs_of(people)
            pairs = pairs[self._near(self.terms.pair_demand[pairs], demand, MARGIN)]
        else:
            pairs = self.pairs_of(people[:WHOLE])
        return piece_of(self.standing, pairs, self.scope)

    def pairs_of(self, people: Sequence[int] | Ints) -> Ints:
        """The pairs of these people, in order."""
        begins, who = self.terms.person_pairs, np.sort(np.asarray(people, dtype=np.int64))
        return ranges(begins[who], begins[who + 1])

    def _near(self, others: Ints, demand: int, margin: int) -> Bools:
        """Which demands lie inside a demand's window and so many weeks around it."""
        frame = self.frame
        first, last = frame.first[demand] - margin, frame.last[demand] + margin
        near: Bools = (frame.first[others] >= first) & (frame.last[others] <= last)
        return near

    def _size(self) -> int:
        """How many people a piece has."""
        sizes = SIZES_HOT if self.single else SIZES_COLD
        return 1 + int(np.searchsorted(sizes, self.random.random(), side="right"))

    def _circle(self, demand: int) -> list[int]:
        """People who could do it, or what one of them could do."""
        random, begins = self.random, self.terms.person_pairs
        able = self._able_of(demand)
        count = self._size()
        chosen = [self._one_of(demand, able)]
        for _ in range(2 * len(SIZES_HOT)):
            if len(chosen) == count:
                break
            if random.random() < 0.5:
                other = int(random.choice(able))
            else:
                person = chosen[int(random.integers(len(chosen)))]
                pair = int(random.integers(begins[person], begins[person + 1]))
                other = int(random.choice(self._able_of(int(self.terms.pair_demand[pair]))))
            if other not in chosen:
                chosen.append(other)
        return chosen

    def _chain(self, demand: int) -> list[int]:
        """Somebody who could do it, somebody who could take over what that one does meanwhile, and so on."""
        terms, frame, random = self.terms, self.frame, self.random
        count = self._size()
        chosen: list[int] = []
        link = demand
        for _ in range(2 * len(SIZES_HOT)):
            if len(chosen) == count:
                break
            person = self._one_of(link, self._able_of(link))
            if person not in chosen:
                chosen.append(person)
            pairs = np.arange(terms.person_pairs[person], terms.person_pairs[person + 1])
            does = terms.pair_demand[pairs[self.standing.of_pair[pairs] > 0]]
            meanwhile = does[(frame.first[does] <= frame.last[link]) & (frame.last[does] >= frame.first[link])]
            link = int(random.choice(meanwhile)) if len(meanwhile) else demand
        return chosen

    def _one_of(self, demand: int, able: Ints) -> int:
        """Anybody who could do it; or of a few of them the one with most time left in its window."""
        if self.random.random() >= FREEST:
            return int(self.random.choice(able))
        frame, few = self.frame, self.random.choice(able, min(len(able), 8), replace=False)
        first, last = frame.first[demand], frame.last[demand] + 1
        room, held = (of.reshape(-1, frame.weeks)[few, first:last] for of in (frame.room, self.standing.of_slot))
        left = (room - held).sum(axis=1)
        return int(few[int(np.argmax(left))])

    def _able_of(self, demand: int) -> Ints:
        return self._able[self._able_start[demand] : self._able_start[demand + 1]]

    # -- keeping ----------------------------------------------------------------------------------------

    def _dive(self, piece: Piece) -> int:
        """Dive on a piece and keep what is not worse; what that gained in the tier at hand."""
        self.pieces += 1
        if not len(piece.arcs):
            return 0
        worth = self.worth[piece.arcs]
        # Where one worth alone decides, a dive that falls short will not be kept.
        least = int(worth @ piece.quanta) - self._tolerance if self.single else None
        quanta = Dive(piece, worth, self.random).run(least)
        if quanta is None:
            return 0
        change = quanta - piece.quanta
        gains = [int(worth[piece.arcs] @ change) for worth in self.worths]
        earlier, now = gains[: len(self.slack)], gains[len(self.slack) :]
        if any(slack + gain < 0 for slack, gain in zip(self.slack, earlier, strict=True)):
            return 0
        allowed = -self.heat * self.random.exponential() if self.heat else 0.0
        if now[0] < allowed or (not self.heat and now < [0] * len(now)):
            return 0
        self.slack = [slack + gain for slack, gain in zip(self.slack, earlier, strict=True)]
        self._trail.append((piece.arcs, piece.quanta))
        self.standing.put(piece.arcs, quanta)
        return now[0]


def blended(worths: Sequence[Ints]) -> Ints:
    """One worth that puts earlier ones far above later ones, in numbers that a flow adds up quickly."""
    total = np.zeros_like(worths[0])
    for worth in worths:
        largest = int(np.abs(worth).max(initial=0))
        fine = 1000 if len(worths) == 1 else 200
        scaled = worth if largest <= fine else worth * fine // largest
        total = total * 10 + scaled
    return np.maximum(0, total)
