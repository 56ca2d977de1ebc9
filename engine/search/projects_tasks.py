"""A book of seats as tasks on one line of working days: what takes how long, needs whom, and comes after what.

In an agency: workshops, shoots and site weeks, each with so many people who are there from the first day to the last.

Time is counted in *positions*, the working days of the one calendar that all of the work shares. People who may do
exactly the same work, and are away on the same days, are one **group**: a group of three is three equal seats, and
nobody needs to decide which of the three comes until the dates stand (intervals of which at most three overlap can
always be given to three people; interval graphs are perfect). Resources of PSPLIB become single groups in this way.

What is written here leaves rules out (budgets, focus, fairness, ...). So whatever these tasks cannot do, no plan of the
book can; what they can do is a plan only when the checker says so.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, combinations

import numpy as np

from engine.domain.book import Book
from engine.domain.entries import PhaseWork
from engine.grid import Axes, Bools
from engine.rules import rules_of
from engine.rules.work_window import hard_deadline

__all__ = ["Group", "HallRow", "Need", "Task", "Tasks", "tasks_of"]

CORE = {"presence", "work_window", "availability", "skill_match", "department_line"}
"""The rules that make a seat a seat; where one is off, tasks say nothing about the book."""
GOALS = {"finish", "cost", "team"}
"""Goals that tasks can be searched by, after all seats are filled."""
MOST_UNIONS, MOST_PAIRS = 10, 60
"""Up to so many kinds of need every union of kinds is looked at; up to so many kinds, pairs and all together; beyond,
kinds and all together."""


@dataclass(frozen=True)
class Group:
    """Interchangeable people."""

    people: tuple[str, ...]
    away: tuple[tuple[int, int], ...]
    """Stretches of positions [from, to) on which none of them can sit."""
    cost: int
    """What a position of one of them costs, in the cost goal's units; 0 where no tier asks."""

    @property
    def size(self) -> int:
        """How many people."""
        return len(self.people)


@dataclass(frozen=True)
class Need:
    """The seats of one demand, and the groups they can be filled from."""

    demand: str
    seats: int
    groups: tuple[int, ...]


@dataclass(frozen=True)
class Task:
    """A phase: it takes ``length`` positions and starts between ``first`` and ``last``."""

    phase: str
    length: int
    first: int
    last: int
    needs: tuple[Need, ...]
    after: tuple[tuple[int, int], ...]
    """(number of a task, positions that lie at least between its end and this start)."""
    counts: bool
    """Whether the finish of the book waits for it (tentative work is not waited for)."""


@dataclass(frozen=True)
class HallRow:
    """Of these people (``groups``), never more than ``room`` can sit at once; ``seats`` by task are only for them."""

    groups: frozenset[int]
    seats: tuple[int, ...]
    room: int


class Tasks:
    """All tasks of a book, in an order in which nothing comes before what it follows."""

    def __init__(self, days: Sequence[int], tasks: Sequence[Task], groups: Sequence[Group]) -> None:
        self.days = tuple(days)
        """The day number of each position."""
        self.tasks = tuple(tasks)
        self.groups = tuple(groups)
        self.horizon = len(self.days)

    @cached_property
    def head(self) -> list[int]:
        """The earliest start of each task, by its window and all that comes before it."""
        head: list[int] = []
        for task in self.tasks:
            ready = (head[other] + self.tasks[other].length + lag for other, lag in task.after)
            head.append(max(task.first, max(ready, default=0)))
        return head

    @cached_property
    def followers(self) -> list[list[tuple[int, int]]]:
        """(task, lag) of what comes after each task."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.tasks]
        for number, task in enumerate(self.tasks):
            for other, lag in task.after:
                found[other].append((number, lag))
        return found

    @cached_property
    def tail(self) -> list[int]:
        """Positions from the end of each task to the end of the book, at least."""
        tail = [0] * len(self.tasks)
        for number in reversed(range(len(self.tasks))):
            reach = (lag + self.tasks[after].length + tail[after] for after, lag in self.followers[number])
            tail[number] = max(reach, default=0)
        return tail

    @cached_property
    def ahead(self) -> list[int]:
        """By task, all that has to end before it begins, as bits."""
        ahead: list[int] = []
        for task in self.tasks:
            some = 0
            for other, _ in task.after:
                some |= ahead[other] | 1 << other
            ahead.append(some)
        return ahead

    @property
    def stands(self) -> bool:
        """Whether every task can start on one day only."""
        return all(head == task.last for head, task in zip(self.head, self.tasks, strict=True))

    @cached_property
    def single(self) -> bool:
        """Whether dates alone decide: each need has one group to fill it."""
        return all(len(need.groups) == 1 for task in self.tasks for need in task.needs)

    @cached_property
    def seats(self) -> list[tuple[int, int]]:
        """(task, need of the task) of every seat."""
        return [
            (number, place)
            for number, task in enumerate(self.tasks)
            for place, need in enumerate(task.needs)
            for _ in range(need.seats)
        ]

    @cached_property
    def hall_rows(self) -> list[HallRow]:
        """Hall's condition for kinds of need and unions of kinds, the largest first, where it says anything.

        Of rows that ask for the same seats the tightest is kept.
        """
        kinds = sorted({frozenset(need.groups) for task in self.tasks for need in task.needs}, key=sorted)
        most = len(kinds) if len(kinds) <= MOST_UNIONS else 2 if len(kinds) <= MOST_PAIRS else 1
        unions = {frozenset().union(*some): None for size in range(1, most + 1) for some in combinations(kinds, size)}
        unions[frozenset().union(*kinds)] = None
        rows: dict[tuple[int, ...], HallRow] = {}
        for groups in sorted(unions, key=lambda groups: (-len(groups), sorted(groups))):
            row = self.hall_row(groups)
            if sum(row.seats) > row.room and (row.seats not in rows or row.room < rows[row.seats].room):
                rows[row.seats] = row
        return list(rows.values())

    def hall_row(self, groups: frozenset[int]) -> HallRow:
        """Hall's condition for the needs that nobody outside of these groups can fill."""
        seats = tuple(sum(need.seats for need in task.needs if groups.issuperset(need.groups)) for task in self.tasks)
        return HallRow(groups, seats, sum(self.groups[group].size for group in groups))

    def finish(self, starts: Sequence[int]) -> int:
        """How many positions lie before everything that counts has ended."""
        return max((s + task.length for s, task in zip(starts, self.tasks, strict=True) if task.counts), default=0)

    def spans(self, starts: Sequence[int]) -> dict[str, tuple[int, int]]:
        """First and last day of every phase."""
        return {
            task.phase: (self.days[start], self.days[start + task.length - 1])
            for start, task in zip(starts, self.tasks, strict=True)
        }

    def worth(self, goal: str, seats: Mapping[tuple[int, int, int], int], starts: Sequence[int]) -> int:
        """What an answer is worth by `finish` (in positions), `cost` or `team`: less is better."""
        if goal == "finish":
            return self.finish(starts)
        if goal == "cost":
            return sum(
                count * self.tasks[task].length * self.groups[group].cost for (task, _, group), count in seats.items()
            )
        return sum(self.in_use(group, seats, starts) for group in range(len(self.groups)))

    def in_use(self, group: int, seats: Mapping[tuple[int, int, int], int], starts: Sequence[int]) -> int:
        """How many people of a group are needed for its seats: the most that sit at the same time."""
        changes: dict[int, int] = defaultdict(int)
        for (task, _, other), count in seats.items():
            if other == group:
                changes[starts[task]] += count
                changes[starts[task] + self.tasks[task].length] -= count
        return max(accumulate(n for _, n in sorted(changes.items())), default=0)

    def placed(self, starts: Sequence[int]) -> "Tasks":
        """The same tasks, each nailed to its start."""
        tasks = [replace(task, first=start, last=start) for start, task in zip(starts, self.tasks, strict=True)]
        return Tasks(self.days, tasks, self.groups)


def tasks_of(book: Book) -> Tasks | None:
    """The book as tasks; None where its work or its goals are of another kind, or a phase fits nowhere."""
    if not _of_seats(book):
        return None
    [days] = {book.working_days[phase.project.id] for phase in book.phases.values()}
    axes = Axes(book)
    columns = _columns(book, axes)
    groups, group_of = _groups(book, axes, columns, days)
    needs = _needs(axes, columns, groups, group_of)
    phases = _in_order(book)
    if phases is None:
        return None
    number = {phase.key: n for n, phase in enumerate(phases)}
    tasks = []
    for phase in phases:
        first, last = _window(book, phase, days)
        if first > last:
            return None
        after = tuple((number[key], lag) for key, lag in phase.after)
        counts = phase.project.status != "tentative"
        tasks.append(Task(phase.key, phase.length_min, first, last, needs.get(phase.key, ()), after, counts))
    return Tasks(days, tasks, groups)


def _of_seats(book: Book) -> bool:
    """Whether all work is seats that must be filled, on one calendar, and goals are those that tasks know."""
    named = [tier.weights for tier in book.policy.tiers]
    delivered_first = set(named[0]) == {"delivered"} and not (
        book.policy.tiers[0].give_up or book.policy.tiers[0].give_up_per_mille
    )
    wanted = named[1:] if delivered_first else named
    priced = any("cost" in weights for weights in named)
    return (
        bool(wanted)
        and all(list(weights.values()) == [1] and set(weights) <= GOALS for weights in wanted)
        and bool(book.demands)
        and all(d.presence and (d.must or (delivered_first and d.weight > 0)) for d in book.demands.values())
        and not book.scenario.allocations
        and book.today == 0
        and len({book.working_days[phase.project.id] for phase in book.phases.values()}) == 1
        and not CORE & set(book.policy.rules_off)
        and not (priced and any(len(set(minutes) - {0}) > 1 for minutes in book.available.values()))
    )


def _columns(book: Book, axes: Axes) -> Bools:
    """may[demand, person]: what no rule closes."""
    may = np.ones(axes.shape, dtype=bool)
    for rule in rules_of(book.policy.rules_off):
        closed = rule.closes(axes)
        if closed is not None:
            may &= ~closed
    return may


def _groups(book: Book, axes: Axes, may: Bools, days: Sequence[int]) -> tuple[list[Group], list[int]]:
    """The groups, and the group of each person (-1 for those who can do nothing)."""
    priced = any("cost" in tier.weights for tier in book.policy.tiers)
    found: dict[tuple[bytes, tuple[tuple[int, int], ...], int], list[int]] = defaultdict(list)
    for number, person in enumerate(axes.people):
        if may[:, number].any():
            away = _away([book.can_sit(person, day) for day in days])
            cost = book.cost_rate(person) * max(book.available[person]) if priced else 0
            found[may[:, number].tobytes(), away, cost].append(number)
    group_of = [-1] * len(axes.people)
    groups: list[Group] = []
    for (_, away, cost), members in found.items():
        for member in members:
            group_of[member] = len(groups)
        groups.append(Group(tuple(axes.people[member] for member in members), away, cost))
    return groups, group_of


def _away(there: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    stretches: list[tuple[int, int]] = []
    for position, is_there in enumerate(there):
        if not is_there:
            if stretches and stretches[-1][1] == position:
                stretches[-1] = (stretches[-1][0], position + 1)
            else:
                stretches.append((position, position + 1))
    return tuple(stretches)


def _needs(axes: Axes, may: Bools, groups: Sequence[Group], group_of: Sequence[int]) -> dict[str, tuple[Need, ...]]:
    """The needs of each phase."""
    able = np.array(group_of)
    found: dict[str, list[Need]] = defaultdict(list)
    for number, demand in enumerate(axes.demands):
        numbers = sorted({int(group) for group in able[may[number]]})
        found[demand.phase.key].append(Need(demand.key, demand.seats, tuple(numbers)))
    return {key: tuple(needs) for key, needs in found.items()}


def _in_order(book: Book) -> list[PhaseWork] | None:
    """Phases such that each stands after those it follows; None where they go in circles."""
    waiting = dict(book.phases)
    done: dict[str, PhaseWork] = {}
    while waiting:
        ready = [phase for phase in waiting.values() if all(key in done for key, _ in phase.after)]
        if not ready:
            return None
        for phase in ready:
            done[phase.key] = waiting.pop(phase.key)
    return list(done.values())


def _window(book: Book, phase: PhaseWork, days: Sequence[int]) -> tuple[int, int]:
    """The first and the last position at which a phase may start."""
    first, end = bisect_left(days, phase.first), bisect_right(days, phase.last)
    deadline = hard_deadline(book, phase)
    if deadline is not None:
        end = min(end, bisect_right(days, deadline))
    return first, end - phase.length_min
