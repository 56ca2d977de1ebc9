"""How a piece is laid out of the terms, and how what came of it is entered, compiled: loops over the piece alone."""

import numpy as np

from engine.search.compiled import compiled
from engine.search.staffing.terms import Ints


@compiled
def summed(key: Ints, amount: Ints, count: int) -> Ints:
    """Amounts by key, of so many."""
    sums = np.zeros(count, np.int64)
    for entry in range(len(key)):
        sums[key[entry]] += amount[entry]
    return sums


@compiled
def numbered(key: Ints, person: Ints) -> tuple[Ints, Ints]:
    """(the keys that occur, in order, and by entry which of them it has); keys below 0 are none, and stay -1.

    Entries come by ``person``, and the keys of a later person are higher: so each is numbered within their own range.
    """
    found, of, count = np.empty(len(key), np.int64), np.full(len(key), -1, np.int64), 0
    begin = 0
    while begin < len(key):
        end, low, high = begin, -1, -1
        while end < len(key) and person[end] == person[begin]:
            if key[end] >= 0:
                low = key[end] if low < 0 else min(low, key[end])
                high = max(high, key[end])
            end += 1
        if high >= 0:
            number = np.full(high - low + 1, -1, np.int64)
            for entry in range(begin, end):
                if key[entry] >= 0:
                    number[key[entry] - low] = 0
            for place in range(len(number)):
                if number[place] == 0:
                    found[count], number[place] = low + place, count
                    count += 1
            for entry in range(begin, end):
                if key[entry] >= 0:
                    of[entry] = number[key[entry] - low]
        begin = end
    return found[:count].copy(), of


@compiled
def possible(
    pairs: Ints,
    pair_demand: Ints,
    of_pair: Ints,
    asked: Ints,
    of_demand: Ints,
    most: Ints,
    crew: Ints,
    rivals: Ints,
    rival_start: Ints,
    rival: Ints,
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Those of some pairs, in order, that may hold anything while all others stand still.

    By demand of the terms: what is ``asked`` and what stands, and how many people there may be at ``most`` and are.
    ``rivals``: how many of each pair's are used.
    Returns (pairs; their demands; by pair its demand's number among these; by demand what it may have, and its crew).
    """
    every, of = numbered(pair_demand[pairs], np.zeros(len(pairs), np.int64))
    left, seats = asked[every] - of_demand[every], most[every] - crew[every]
    for place in range(len(pairs)):
        if of_pair[pairs[place]] > 0:
            left[of[place]] += of_pair[pairs[place]]
            seats[of[place]] += 1
    can, used = np.zeros(len(pairs), np.bool_), np.zeros(len(every), np.bool_)
    for place in range(len(pairs)):
        pair = pairs[place]
        if left[of[place]] > 0 and seats[of[place]] > 0:
            can[place] = True
            if rivals[pair] > 0:
                for at in range(rival_start[pair], rival_start[pair + 1]):
                    if of_pair[rival[at]] > 0 and _place_of(rival[at], pairs) < 0:
                        can[place] = False
            used[of[place]] |= can[place]
    kept, demands = np.nonzero(can)[0], np.nonzero(used)[0]
    number = np.empty(len(every), np.int64)
    for place in range(len(demands)):
        number[demands[place]] = place
    return pairs[kept], every[demands], number[of[kept]], left[demands], seats[demands]


@compiled
def _place_of(key: int, keys: Ints) -> int:
    """Where a key is among others, in order; -1 where it is not."""
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low if low < len(keys) and keys[low] == key else -1


@compiled
def lay(
    pairs: Ints,
    pair_arcs: Ints,
    pair_person: Ints,
    week: Ints,
    day: Ints,
    parcel: Ints,
    day_room: Ints,
    week_room: Ints,
    quanta: Ints,
    of_slot: Ints,
    of_day: Ints,
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]:
    """The arcs of some pairs, in order, and what they lead to; see `Terms` and `Standing` for what goes in.

    Returns, by arc: (arc of the terms, pair, person; the week slots, and by arc its slot; its node; by day node the
    week node that it leads to; by arc its parcel and its quanta; by node what room there is for the piece).
    """
    count = 0
    for pair in pairs:
        count += pair_arcs[pair + 1] - pair_arcs[pair]
    arcs, of, person = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    parcels, at, last, number = np.empty(count, np.int64), 0, -1, -1
    for place in range(len(pairs)):
        for arc in range(pair_arcs[pairs[place]], pair_arcs[pairs[place] + 1]):
            arcs[at], of[at], person[at] = arc, place, pair_person[pairs[place]]
            if parcel[arc] != last:
                last, number = parcel[arc], number + 1
            parcels[at] = number
            at += 1
    slots, slot = numbered(week[arcs], person)
    days, node = numbered(day[arcs], person)
    inner = np.empty(len(days), np.int64)
    room = np.empty(len(days) + len(slots), np.int64)
    room[: len(days)] = day_room[days] - of_day[days]
    room[len(days) :] = week_room[slots] - of_slot[slots]
    held = quanta[arcs]
    for place in range(count):
        room[len(days) + slot[place]] += held[place]
        if node[place] >= 0:
            room[node[place]] += held[place]
            inner[node[place]] = len(days) + slot[place]
        else:
            node[place] = len(days) + slot[place]
    return arcs, of, person, slots, slot, node, inner, parcels, held, room


@compiled
def rivals_within(pairs: Ints, rival_start: Ints, rival: Ints) -> tuple[Ints, Ints]:
    """(one, two): places of pairs, in order, of which one at most may be used."""
    many = 0
    for pair in pairs:
        many += rival_start[pair + 1] - rival_start[pair]
    one, two, count = np.empty(many, np.int64), np.empty(many, np.int64), 0
    for place in range(len(pairs)):
        for at in range(rival_start[pairs[place]], rival_start[pairs[place] + 1]):
            other = _place_of(rival[at], pairs)
            if place < other:
                one[count], two[count] = place, other
                count += 1
    return one[:count].copy(), two[:count].copy()


@compiled
def entered(
    arcs: Ints,
    quanta: Ints,
    pair: Ints,
    demand: Ints,
    week: Ints,
    day: Ints,
    seat: Ints,
    seat_group: Ints,
    spot: Ints,
    spot_slot: Ints,
    rival_start: Ints,
    rival: Ints,
    stands: Ints,
    of_pair: Ints,
    of_demand: Ints,
    of_slot: Ints,
    of_day: Ints,
    of_seat: Ints,
    of_spot: Ints,
    crew: Ints,
    members: Ints,
    projects: Ints,
    rivals: Ints,
) -> None:
    """Give arcs other quanta, and keep all sums: see `Standing`."""
    for place in range(len(arcs)):
        arc = arcs[place]
        change = quanta[place] - stands[arc]
        if change == 0:
            continue
        stands[arc] += change
        of_demand[demand[arc]] += change
        of_slot[week[arc]] += change
        if day[arc] >= 0:
            of_day[day[arc]] += change
        who = pair[arc]
        more = _added(of_pair, who, change)
        if more != 0:
            crew[demand[arc]] += more
            for at in range(rival_start[who], rival_start[who + 1]):
                rivals[rival[at]] += more
        if seat[who] >= 0:
            members[seat_group[seat[who]]] += _added(of_seat, seat[who], change)
        if len(spot):
            projects[spot_slot[spot[arc]]] += _added(of_spot, spot[arc], change)


@compiled
def _added(held: Ints, member: int, change: int) -> int:
    """Change what a member holds; whether it counts now and did not before (1), or the other way round (-1)."""
    before = held[member] > 0
    held[member] += change
    return int(held[member] > 0) - int(before)
