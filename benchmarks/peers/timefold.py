"""Timefold: the open local-search solver, with real constraints for our rules.

The Python package needs Java 17; its development was halted in July 2025 (TimefoldAI/timefold-solver, discussion 1698),
and its readme calls it significantly slower than Timefold in Java, but it is the open engine of that kind that Python
can run. One thread: more are sold, not given away. The start of the Java machine is not counted.

The model stands in `timefold_model`. Work is cut into pieces of `PIECE_HOURS` and more, each of them put into one
(person, week) or left out; a piece is never smaller than the smallest block. A piece is worth what a minute of its
demand is worth with the dearest person who may do it: exact where the demand has a rate of its own.
"""

import time
from collections import defaultdict
from typing import Any

from benchmarks.peers.base import COMMON, Unavailable, beyond_staffing, worths
from benchmarks.peers.days import open_days, plan_of, sustained_limits, week_most, weeks_of, work_room
from engine import Book, Plan
from engine.units import MINUTES_PER_HOUR

PIECE_HOURS = 8
"""Small enough to be spread over weeks, large enough that there are not too many."""
NO_LIMIT = 10**6
"""More people than a crew, or projects than a week, could have."""


class Timefold:
    """Local search over pieces of work."""

    name = "timefold"
    honours = COMMON | {"focus", "quality_gates"}

    def __init__(self) -> None:
        try:
            import timefold.solver as library
        except ImportError:
            raise Unavailable("the Python package timefold is not installed") from None
        try:
            library.init()
        except RuntimeError:  # running already
            pass
        except Exception as missing:  # jpype raises its own kinds, which cannot be named without it
            raise Unavailable(f"there is no Java machine to run it: {missing}") from None
        from benchmarks.peers import timefold_model

        self._model = timefold_model
        self._model.warm_up()

    def refuses(self, book: Book) -> str | None:
        """What staffing peers refuse, and limits a day."""
        if any(demand.demand.most_per_day is not None for demand in book.demands.values()):
            return "its pieces have no most a day"
        return beyond_staffing(book)

    def solve(self, book: Book, seconds: float, seed: int) -> Plan | None:
        """Construction, then late acceptance, as the package has it by default. A board that breaks rules is none."""
        begun = time.monotonic()
        board = self._board(book)
        left = max(1, round(seconds - (time.monotonic() - begun)))
        placed = self._model.solve(board, left, seed)
        if placed.score is None or not placed.score.is_feasible:
            return None
        weekly: dict[tuple[str, str, int], int] = defaultdict(int)
        for piece in placed.pieces:
            if piece.slot is not None:
                weekly[piece.demand, piece.slot.person, piece.slot.week] += piece.size * book.quantum
        return plan_of(book, weekly)

    def _board(self, book: Book) -> Any:
        model, off = self._model, book.policy.rules_off
        slots = {
            (person, week): model.Slot(person, week, week_most(book, person, week) // book.quantum, limit or NO_LIMIT)
            for person in book.people
            for limit in [None if "focus" in off else book.project_limit(person)]
            for week in range(book.weeks)
        }
        runs = [
            model.Run(person, first, last, most // book.quantum)
            for person in book.people
            for first, last, most in sustained_limits(book, person)
        ]
        aparts = [
            model.Apart(demand.key, other)
            for demand in book.demands.values()
            if "quality_gates" not in off
            for other in demand.not_with
        ]
        return model.Board(runs, aparts, self._pieces(book, slots))

    def _pieces(self, book: Book, slots: dict[tuple[str, int], Any]) -> list[Any]:
        pieces: list[Any] = []
        groups = {demand: group for group in book.crew_groups for demand in group.demands}
        worth: dict[str, int] = defaultdict(int)
        for (demand, _), minute in worths(book).items():
            worth[demand] = max(worth[demand], minute)
        for key, work in book.demands.items():
            group = groups.get(key)
            lists: dict[int, list[Any]] = {}
            for minutes in cut(work.effort, work.block, book.quantum):
                if minutes not in lists:  # pieces share their lists: each is carried over to Java once
                    lists[minutes] = [
                        slots[person, week]
                        for week in weeks_of(book, key)
                        for person in book.able[key]
                        if _room(book, key, person, week) >= minutes
                    ]
                piece = self._model.Piece(
                    id=len(pieces),
                    demand=key,
                    project=work.project.id,
                    crew=work.crew_max or NO_LIMIT,
                    group=group.name if group else "",
                    group_crew=group.most if group else NO_LIMIT,
                    size=minutes // book.quantum,
                    worth=worth[key],
                    slots=lists[minutes],
                )
                if lists[minutes]:
                    pieces.append(piece)
        # Its construction takes pieces as they stand: dearest first is what a user of it would write.
        return sorted(pieces, key=lambda piece: -piece.worth)


def cut(effort: int, block: int, quantum: int) -> list[int]:
    """Pieces of a demand: whole quanta, none smaller than the block, the last one taking what is left over."""
    size = max(PIECE_HOURS * MINUTES_PER_HOUR, block)
    size -= size % quantum
    count, rest = divmod(effort, size)
    if count and 0 < rest < block:
        return [*[size] * (count - 1), size + rest]
    return [size] * count + ([rest] if rest else [])


def _room(book: Book, demand: str, person: str, week: int) -> int:
    return sum(work_room(book, demand, person, day) for day in open_days(book, demand, week))
