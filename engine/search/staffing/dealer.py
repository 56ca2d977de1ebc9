"""Turns: people are dealt to tables, every table's work is improved by itself, and next time they are dealt anew.

A table is small enough for a process of its own. What a demand has at a table stays there; what it still misses is
dealt to one table, so that what comes back from all of them fits together whatever they did.

Where the book is not too large, every table sees all of the plan and may touch only its own people's part: then the
arcs are made once, and a turn costs next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from engine.grid import Axes, Bools, Grid, Ints
from engine.search.staffing.job import Work
from engine.search.staffing.scope import Scope
from engine.search.staffing.terms import Frame, Terms

SHARED_ARCS = 3_000_000
"""Up to so many arcs all tables share one set of them. (A worker holds some 200 bytes an arc.)"""


@dataclass(frozen=True)
class Ledger:
    """The whole plan: quanta by (demand, person, first day of the cell), as one sorted key.

    It does not change: tables are seated in one thread while what came of others is written down in another.
    """

    people: int
    days: int
    keys: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    quanta: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def key(self, demand: Ints, person: Ints, day: Ints) -> Ints:
        """The keys of cells."""
        return (demand * self.people + person) * self.days + day

    @property
    def demand(self) -> Ints:
        """By entry."""
        return self.keys // self.days // self.people

    @property
    def person(self) -> Ints:
        """By entry."""
        return self.keys // self.days % self.people

    def at(self, keys: Ints) -> Ints:
        """Quanta of cells; 0 where there are none."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, self.quanta[place], 0)

    def put(self, people: Ints, keys: Ints, quanta: Ints) -> Ledger:
        """The ledger in which these people have other work."""
        gone = np.zeros(self.people, dtype=bool)
        gone[people] = True
        kept, new = ~gone[self.person], quanta > 0
        keys, quanta = np.concatenate((self.keys[kept], keys[new])), np.concatenate((self.quanta[kept], quanta[new]))
        order = np.argsort(keys)
        return replace(self, keys=keys[order], quanta=quanta[order])


@dataclass(frozen=True)
class Table:
    """Some people, what they may have, and what stands: ``keys`` and ``quanta`` by arc of the terms. The arcs are
    these people's, or everybody's."""

    scope: Scope
    grid: Grid
    terms: Terms
    keys: Ints
    quanta: Ints


class Dealer:
    """Deals people and what demands miss to tables, and takes back what came of it.

    ``pairs``: bool[demand, person], who may work on what; ``room``: minutes[person, day].
    """

    def __init__(self, axes: Axes, pairs: Bools, room: Ints, frame: Frame, seed: int) -> None:
        self.axes, self.pairs, self.room, self.frame = axes, pairs, room, frame
        self.ledger = Ledger(frame.people, axes.book.days)
        self.shared: Table | None = None
        """Everybody's arcs, once they are gathered."""
        self._random = np.random.default_rng(seed)
        demand, person = np.nonzero(pairs)
        self._able = person.astype(np.int64)
        self._able_start = np.searchsorted(demand, np.arange(len(frame.asked) + 1))

    @property
    def arcs(self) -> int:
        """About how many arcs everybody has."""
        weeks = np.where(self.frame.asked > 0, self.frame.last - self.frame.first + 1, 0)
        return int(weeks @ self.pairs.sum(axis=1))

    def gather(self) -> None:
        """Make everybody's arcs, for all turns to come; what is pinned stands."""
        table = self.seat(self.deal(1)[0])
        quanta = np.maximum(table.quanta, table.terms.least)
        self.ledger = self.ledger.put(table.scope.people, table.keys, quanta)
        self.shared = replace(table, quanta=quanta)

    def deal(self, tables: int) -> list[Scope]:
        """Everybody at one of so many tables, by chance."""
        frame, ledger = self.frame, self.ledger
        table = np.empty(frame.people, dtype=np.int64)
        table[self._random.permutation(frame.people)] = np.arange(frame.people) % tables
        owner, group_owner = self._owners(table)
        pair = np.unique(ledger.demand * frame.people + ledger.person)
        demand, person = pair // frame.people, pair % frame.people
        group = frame.group[demand]
        seat = np.unique(group[group >= 0] * frame.people + person[group >= 0])
        has = _counted(tables, len(frame.asked), table[ledger.person], ledger.demand, ledger.quanta)
        crew = _counted(tables, len(frame.asked), table[person], demand)
        members = _counted(tables, len(frame.group_most), table[seat % frame.people], seat // frame.people)
        there, people, grouped = has.sum(axis=0), crew.sum(axis=0), members.sum(axis=0)

        def at(number: int, own: Ints, everybody: Ints, owned: Ints, most: Ints) -> Ints:
            """What stands at the table, or at all where it sees that; and what is missing, if that is its to add."""
            stands = own[number] if self.shared is None else everybody
            found: Ints = stands + (owned == number) * (most - everybody)
            return found

        return [
            Scope(
                people=np.nonzero(table == number)[0],
                asked=at(number, has, there, owner, frame.asked),
                crew=at(number, crew, people, owner, frame.crew),
                group_most=at(number, members, grouped, group_owner, frame.group_most),
            )
            for number in range(tables)
        ]

    def seat(self, scope: Scope) -> Table:
        """The table of a scope, with what stands of it."""
        if self.shared is not None:
            return replace(self.shared, scope=scope)
        mine = np.zeros(self.frame.people, dtype=bool)
        mine[scope.people] = True
        pairs = self.pairs & mine[None, :] & ((scope.asked > 0) & (scope.crew > 0))[:, None]
        grid = Grid(self.axes, pairs, self.room, nested=True)
        terms = Terms.of(self.frame, grid)
        person = terms.pair_person[terms.pair]
        ledger = self.ledger
        keys = ledger.key(terms.demand, person, grid.cells.first[terms.cell])
        return Table(scope, grid, terms, keys, ledger.at(keys))

    def take(self, table: Table, work: Work) -> None:
        """Write down what came of a table."""
        self.ledger = self.ledger.put(table.scope.people, table.keys[work.arcs], work.quanta)
        if self.shared is not None:
            quanta = np.where(table.scope.arcs_in(table.terms), 0, self.shared.quanta)
            quanta[work.arcs] = work.quanta
            self.shared = replace(self.shared, quanta=quanta)

    def standing(self) -> tuple[Grid, Ints]:
        """(a grid of those who work on something, quanta by its cells)."""
        used = np.zeros(self.axes.shape, dtype=bool)
        used[self.ledger.demand, self.ledger.person] = True
        grid = Grid(self.axes, used, self.room, nested=True)
        cells = grid.cells
        return grid, self.ledger.at(self.ledger.key(cells.demand, cells.person, cells.first))

    def _owners(self, table: Ints) -> tuple[Ints, Ints]:
        """For each demand, and each group, the table that may do what is missing: that of anybody who could."""
        frame = self.frame
        count = np.diff(self._able_start)
        drawn = self._able_start[:-1] + (self._random.random(len(count)) * count).astype(np.int64)
        owner = np.full(len(count), -1, dtype=np.int64)
        owner[count > 0] = table[self._able[drawn[count > 0]]]
        grouped = np.nonzero((frame.group >= 0) & (owner >= 0))[0]
        of_group = np.full(len(frame.group_most), -1, dtype=np.int64)
        of_group[frame.group[grouped]] = owner[grouped]
        owner[grouped] = of_group[frame.group[grouped]]
        return owner, of_group


def _counted(tables: int, count: int, table: Ints, key: Ints, amount: Ints | int = 1) -> Ints:
    """sums[table, key] of amounts."""
    sums = np.zeros((tables, count), dtype=np.int64)
    np.add.at(sums, (table, key), amount)
    return sums
