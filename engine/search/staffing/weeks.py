"""What dives ask again and again of people's weeks, compiled: which projects are there anyway, and sustained load."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.search.compiled import compiled
from engine.search.staffing.standing import Piece
from engine.search.staffing.terms import NONE, Bools, Ints


@dataclass(frozen=True)
class Spots:
    """Projects in people's weeks, of a piece.

    By arc: its spot. By spot: its slot, and whether the project is there from outside the piece anyway. By slot: how
    many more projects there may be. Not limited: nobody minds how many there are.
    """

    of: Ints
    slot: Ints
    outside: Bools
    most: Ints
    limited: bool

    @classmethod
    def of_piece(cls, piece: Piece) -> Spots:
        """The spots of a piece as the plan stands."""
        standing = piece.standing
        terms, frame = standing.terms, standing.terms.frame
        most = frame.projects_most[piece.slots // frame.weeks]
        nothing = np.zeros(0, dtype=np.int64)
        if (most == NONE).all():
            return cls(nothing, nothing, nothing.astype(bool), nothing, limited=False)
        count = int(frame.project.max()) + 1
        keys, of = np.unique(piece.slot * count + frame.project[piece.demands[piece.demand]], return_inverse=True)
        people = np.unique(piece.slots // frame.weeks)
        firsts = terms.pair_arcs[terms.person_pairs[people]]
        lasts = terms.pair_arcs[terms.person_pairs[people + 1]]
        outside, there = _outside(
            piece.arcs,
            firsts,
            lasts,
            standing.quanta,
            terms.week,
            terms.demand,
            frame.project,
            piece.slots,
            keys,
            count,
        )
        return cls(of.astype(np.int64), keys // count, outside, most - there, limited=True)


@compiled
def _outside(
    arcs: Ints,
    firsts: Ints,
    lasts: Ints,
    quanta: Ints,
    week: Ints,
    demand: Ints,
    project: Ints,
    slots: Ints,
    keys: Ints,
    count: int,
) -> tuple[Bools, Ints]:
    """(whether the project of a key is there from outside, how many such projects by slot)."""
    seen = np.zeros(len(slots) * count, np.bool_)
    outside, there = np.zeros(len(keys), np.bool_), np.zeros(len(slots), np.int64)
    for number in range(len(firsts)):
        own = np.searchsorted(arcs, firsts[number])
        for arc in range(firsts[number], lasts[number]):
            if own < len(arcs) and arcs[own] == arc:
                own += 1
                continue
            if quanta[arc] == 0:
                continue
            slot = np.searchsorted(slots, week[arc])
            if slot == len(slots) or slots[slot] != week[arc]:
                continue
            key = slot * count + project[demand[arc]]
            if not seen[key]:
                seen[key] = True
                there[slot] += 1
                spot = np.searchsorted(keys, key)
                if spot < len(keys) and keys[spot] == key:
                    outside[spot] = True
    return outside, there


@compiled
def lighten(
    slots: Ints, own: Ints, of_slot: Ints, before: Ints, held: Ints, windows: Ints, weeks: int, room: Ints
) -> bool:
    """Take room from weeks of windows that are too full, in proportion to what is free in each; whether any was taken.

    By slot of the piece: ``slots`` (in order), ``own`` (what it would hold of the piece), ``before`` (what it holds of
    it now), ``held`` (what of it must stay), ``room``, which is changed. ``of_slot``: what each slot holds in all.
    ``windows`` as in `Frame`.
    """
    some, begin = False, 0
    while begin < len(slots):
        person = slots[begin] // weeks
        start, end = person * weeks, begin
        load = of_slot[start : start + weeks].copy()
        free, cut = np.zeros(weeks, np.int64), np.zeros(weeks, np.int64)
        while end < len(slots) and slots[end] < start + weeks:
            at = slots[end] - start
            load[at] += own[end] - before[end]
            free[at] = own[end] - held[end]
            end += 1
        for window in range(windows.shape[1]):
            first, last, most = (
                windows[person, window, 0] - start,
                windows[person, window, 1] - start,
                windows[person, window, 2],
            )
            over = (load[first:last] - cut[first:last]).sum() - most
            if over > 0:
                _share_out(over, free[first:last], cut[first:last])
        for place in range(begin, end):
            less = cut[slots[place] - start]
            if less > 0:
                room[place] = own[place] - less
                some = True
        begin = end
    return some


@compiled
def _share_out(over: int, free: Ints, cut: Ints) -> None:
    """Cut weeks by so much in all, each in proportion to what is left of it; less where there is less."""
    left = free - cut
    total = left.sum()
    if total <= 0:
        return
    over = min(over, total)
    rest = over
    remains = np.zeros(len(left), np.int64)
    for week in range(len(left)):
        cut[week] += left[week] * over // total
        remains[week] = left[week] * over % total
        rest -= left[week] * over // total
    for _ in range(rest):
        largest = np.argmax(remains)
        cut[largest] += 1
        remains[largest] = -1
