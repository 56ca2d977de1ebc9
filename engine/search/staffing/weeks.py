"""What dives ask again and again of people's weeks, compiled: sustained load."""

import numpy as np

from engine.search.compiled import compiled
from engine.search.staffing.terms import NONE, Ints


@compiled
def runs(
    slots: Ints, before: Ints, held: Ints, of_slot: Ints, windows: Ints, weeks: int, size: int, offset: int
) -> tuple[Ints, Ints]:
    """Runs of ``size`` weeks, one after another from week ``offset`` on: (by slot its run, by run what it may hold).

    By slot of the piece: ``slots``, ``before`` and ``held`` as in `lighten`. Weeks before the first run are one
    without a limit, and so is what is left at the end.
    """
    of, most, count = np.empty(len(slots), np.int64), np.empty(len(slots), np.int64), 0
    last_person, last_run = -1, -1
    for place in range(len(slots)):
        person, week = slots[place] // weeks, slots[place] % weeks
        run = -1 if week < offset else (week - offset) // size
        if place == 0 or person != last_person or run != last_run:
            start = offset + run * size
            most[count] = NONE
            if run >= 0 and start < windows.shape[1]:
                first, end, limit = windows[person, start, 0], windows[person, start, 1], windows[person, start, 2]
                most[count] = limit - of_slot[first:end].sum()
            count += 1
            last_person, last_run = person, run
        of[place] = count - 1
        if most[count - 1] != NONE:
            most[count - 1] += before[place] - held[place]
    return of, np.maximum(0, most[:count])


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
