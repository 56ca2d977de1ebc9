"""Which parts of a book are worth planning anew together: the neighbourhoods of the large-neighbourhood search.

A piece is a project with its phases, or people around somebody's unmet demand: those who could do it, those who share
work with them, and so on until the piece is as large as asked. Chains matter: to free the tester for a pitch, an
engineer takes tests, and somebody else the engineer's pages. (Shaw 1998: relatedness; here, work in common.)
"""

from random import Random

import numpy as np

from engine.grid import Grid
from engine.model.draft import Draft
from engine.search.pieces import Columns
from engine.search.rows import Ints

BY_PROJECT, BY_SHORTAGE = 0.1, 0.8
"""Of all pieces, the share that is a project; and the share up to which it is people around a shortage."""
WINDOWED = 0.5
"""The share of pieces that take more people for fewer weeks."""


class Neighbourhoods:
    """Draws pieces of one draft: lists of columns that are to be free together."""

    def __init__(self, draft: Draft, columns: Columns) -> None:
        self.draft = draft
        self.grid: Grid = draft.grid
        self.columns = columns
        self._weight = [len(found) for found in columns.of_pair]
        self._tied: dict[int, list[int]] = {}
        for group in draft.book.crew_groups:
            numbers = [self.grid.axes.demand_number[key] for key in group.demands]
            self._tied.update(dict.fromkeys(numbers, numbers))
        self._matters = np.array([d.weight or d.chance / 100 for d in self.grid.axes.demands])

    def draw(self, random: Random, size: int, solution: Ints) -> list[Ints]:
        """A piece of about so many columns."""
        kind = random.random()
        if kind < BY_PROJECT:
            return self.project(random.choice(self.grid.axes.demands).project.id)
        short = self.shortages(solution) if kind < BY_SHORTAGE else {}
        if short:
            return self._around(random.choices(list(short), weights=list(short.values()))[0], random, size)
        start = random.randrange(self.draft.book.days)
        return self._people([random.randrange(len(self.grid.axes.people))], random, size, (start, start + 28), [])

    def project(self, project: str) -> list[Ints]:
        """A project with its phases and everybody who could work on it."""
        demands = self.grid.axes.demands
        chosen = [
            self.columns.of_pair[pair]
            for number, demand in enumerate(demands)
            if demand.project.id == project
            for pair in self.grid.pairs_of_demand[number]
        ]
        phases = self.draft.book.phases
        return chosen + [found for key, found in self.columns.of_phase.items() if phases[key].project.id == project]

    def shortages(self, solution: Ints) -> dict[int, float]:
        """Demands that get less than they ask for, somebody being able, with what that weighs."""
        minutes = np.zeros(len(self.grid.axes.demands), dtype=np.int64)
        cells = self.grid.cells
        scale = np.where(cells.size > 0, cells.size, cells.unit)
        np.add.at(minutes, cells.demand, solution[self.columns.of_cell] * scale)
        return {
            number: float(demand.effort - minutes[number]) * float(self._matters[number])
            for number, demand in enumerate(self.grid.axes.demands)
            if self.grid.pairs_of_demand[number] and demand.effort > minutes[number] and self._matters[number]
        }

    def _around(self, demand: int, random: Random, size: int) -> list[Ints]:
        """People who could do something that is short, and others who share work with them."""
        able = [int(self.grid.pair_person[pair]) for pair in self.grid.pairs_of_demand[demand]]
        people = random.sample(able, min(len(able), random.randint(1, 3)))
        # Demands tied together by continuity move together or not at all.
        whole = [
            pair
            for number in self._tied.get(demand, [demand])
            for pair in self.grid.pairs_of_demand[number]
            if int(self.grid.pair_person[pair]) in people or random.random() < 0.5
        ]
        phase = self.grid.axes.demands[demand].phase
        return self._people(people, random, size, (phase.first, phase.last), whole)

    def _people(
        self, people: list[int], random: Random, size: int, days: tuple[int, int], whole: list[int]
    ) -> list[Ints]:
        """The work of these people and of enough others for a piece of the size; some pairs come whole and first."""
        windowed = random.random() < WINDOWED
        room = size * 3 if windowed else size
        taken = set(people)
        pairs = [pair for person in people for pair in self.grid.pairs_of_person[person]]
        total = sum(self._weight[pair] for pair in pairs)
        misses = 0
        while total < room and len(taken) < len(self.grid.axes.people) and misses < 20:
            other = self._neighbour(random.choice(pairs), random) if pairs else None
            if other is None or other in taken:
                misses += 1
                continue
            taken.add(other)
            more = self.grid.pairs_of_person[other]
            total += sum(self._weight[pair] for pair in more)
            pairs += more
        first = set(whole)
        rest = [pair for pair in pairs if pair not in first]
        chosen = [self.columns.of_pair[pair] for pair in whole]
        if total <= size * 1.5:
            return chosen + [self.columns.of_pair[pair] for pair in rest]
        margin = random.choice((0, 7, 14))
        return chosen + self._inside(rest, random, size, (days[0] - margin, days[1] + margin))

    def _neighbour(self, pair: int, random: Random) -> int:
        """Somebody who could do the same work."""
        return int(self.grid.pair_person[random.choice(self.grid.pairs_of_demand[int(self.grid.pair_demand[pair])])])

    def _inside(self, pairs: list[int], random: Random, size: int, days: tuple[int, int]) -> list[Ints]:
        """The columns of these pairs in a stretch of days, until the piece is full."""
        first, last, cells = self.grid.cells.first, self.grid.cells.last, self.grid.cells_of_pair
        chosen: list[Ints] = []
        room = size
        random.shuffle(pairs)
        for pair in pairs:
            inside = [cell for cell in cells[pair] if last[cell] >= days[0] and first[cell] <= days[1]]
            if inside:
                found = np.union1d(self.columns.of_cell[inside], self.columns.derived_of_pair[pair])
                chosen.append(found)
                room -= len(found)
                if room <= 0:
                    break
        return chosen
