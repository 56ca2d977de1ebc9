"""What a dive gives up after a flow, compiled: the smallest of what is too many, and what is too little to be worth it.

All of it works on the arcs of one piece: ``open`` says which may still be used, and is changed. Some go at a time, for
what is left may then do more.
"""

import numpy as np

from engine.search.compiled import compiled
from engine.search.staffing.terms import Bools, Ints

SHARE_BITS = 20
"""How well shares of a smallest block are told apart."""


@compiled
def smallest(keys: Ints, sizes: Ints, most: Ints, share: float) -> Bools:
    """Which go of members with a size: a share of those that a key has beyond ``most[key]``, the smallest first."""
    count = np.zeros(len(most), np.int64)
    for member in range(len(keys)):
        if sizes[member] > 0:
            count[keys[member]] += 1
    left = np.zeros(len(most), np.int64)
    some = False
    for key in range(len(most)):
        more = count[key] - most[key]
        if more > 0:
            left[key] = max(1, int(np.round(more * share)))
            some = True
    gone = np.zeros(len(keys), np.bool_)
    if some:
        for member in np.argsort(sizes * len(keys) + np.arange(len(keys))):
            key = keys[member]
            if sizes[member] > 0 and left[key] > 0:
                left[key] -= 1
                gone[member] = True
    return gone


@compiled
def shut_pairs(gone: Bools, pair: Ints, open_: Bools, floor: Ints) -> bool:
    """Close all arcs of some pairs; whether there are any."""
    some = gone.any()
    if some:
        for arc in range(len(pair)):
            if gone[pair[arc]]:
                open_[arc] = False
                floor[arc] = 0
    return bool(some)


@compiled
def shut_seats(sizes: Ints, seat: Ints, group: Ints, outside: Bools, most: Ints, share: float) -> Bools:
    """Which pairs go with those who give the least to a group of demands that has too many people.

    By pair: what it gives (``sizes``), and its ``seat``; by seat and by group: see `Few`.
    """
    size = np.zeros(len(group), np.int64)
    for pair in range(len(seat)):
        if seat[pair] >= 0 and not outside[seat[pair]]:
            size[seat[pair]] += sizes[pair]
    leaves = smallest(group, size, most, share)
    gone = np.zeros(len(seat), np.bool_)
    for pair in range(len(seat)):
        gone[pair] = seat[pair] >= 0 and leaves[seat[pair]]
    return gone


@compiled
def shut_rivals(sizes: Ints, one: Ints, two: Ints) -> Bools:
    """Of pairs of which one at most may be used, (one, two), the smaller one, where both are. By pair: ``sizes``."""
    gone = np.zeros(len(sizes), np.bool_)
    for number in range(len(one)):
        first, second = sizes[one[number]], sizes[two[number]]
        if first > 0 and second > 0:
            gone[one[number] if first < second else two[number]] = True
    return gone


@compiled
def shut_scattered(
    quanta: Ints,
    floor: Ints,
    pair: Ints,
    even: Bools,
    spot: Ints,
    slot: Ints,
    outside: Bools,
    most: Ints,
    share: float,
    open_: Bools,
) -> bool:
    """Close the smallest of too many projects in a week; whether there were any.

    By arc: ``quanta``, ``floor``, ``pair``, ``even`` (its demand wants its share every week or nothing, so it goes
    altogether), ``spot``; by spot: ``slot``, ``outside``; by slot: ``most``. See `Few`.
    """
    size = np.zeros(len(slot), np.int64)
    held = np.zeros(len(slot), np.bool_)
    for arc in range(len(quanta)):
        size[spot[arc]] += quanta[arc]
        held[spot[arc]] |= floor[arc] > 0
    largest = size.max() + 1 if len(size) else 1
    for number in range(len(slot)):
        if outside[number]:
            size[number] = 0
        elif held[number]:
            size[number] += largest  # what must have its share every week goes last
    gone = smallest(slot, size, most, share)
    some = bool(gone.any())
    if some:
        pairs = np.zeros(pair.max() + 1, np.bool_)
        for arc in range(len(quanta)):
            if gone[spot[arc]]:
                open_[arc] = False  # no other demand of that project in that week either
                if even[arc] and quanta[arc] > 0:
                    pairs[pair[arc]] = True
        shut_pairs(pairs, pair, open_, floor)
    return some


@compiled
def shut_too_little(quanta: Ints, parcel: Ints, least: Ints, share: float, open_: Bools) -> bool:
    """Close weeks below their smallest block, the least filled first, a share of them; whether there are any.

    By arc: ``quanta``, ``parcel``, ``least`` (of its parcel).
    """
    parcels = parcel.max() + 1 if len(parcel) else 0
    size, block = np.zeros(parcels, np.int64), np.zeros(parcels, np.int64)
    for arc in range(len(quanta)):
        size[parcel[arc]] += quanta[arc]
        block[parcel[arc]] = least[arc]
    short = np.nonzero((size > 0) & (size < block))[0]
    if not len(short):
        return False
    # In whole numbers: sorting those is compiled already.
    filled = (size[short] << SHARE_BITS) // block[short]
    gone = np.zeros(parcels, np.bool_)
    for place in np.argsort(filled)[: max(1, int(np.round(len(short) * share)))]:
        gone[short[place]] = True
    for arc in range(len(quanta)):
        if gone[parcel[arc]]:
            open_[arc] = False
    return True
