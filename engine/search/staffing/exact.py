"""Branch and bound beside the dives, for studios: below some sixty people it is the bound that is missing.

One column for the minutes of an arc, one literal for a pair: who is on a demand at all. The program keeps crews, days,
weeks, runs of weeks and what earlier tiers must keep; it leaves out blocks, projects at once and rivals. So its bound
holds for every book of flexible demands that dives know, and where nothing is left out its people are a plan's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np
from scipy.sparse import coo_array, vstack

from engine.search.highs import MARGIN, Beside, program, solver
from engine.search.staffing.terms import Bools, Ints, Terms

MOST_ARCS = 15_000
"""Beyond so many arcs the program takes longer than it helps."""


class Prover(Beside):
    """Bounds ``worth . quanta`` from above in a thread of its own; read `bound` and `crew` while it runs.

    Parameters
    ----------
    worth
        By arc, the more the better.
    kept
        (worth by arc, least that it must come to) of earlier tiers.
    quanta
        By arc: the plan to begin from.
    """

    def __init__(
        self, terms: Terms, worth: Ints, kept: Sequence[tuple[Ints, int]], quanta: Ints, seconds: float, seed: int
    ) -> None:
        self._terms, self._worth = terms, worth
        self.bound: int | None = None
        self.crew: Bools | None = None
        """By pair: who is on what in the best solution it has found."""
        self._step = max(1, int(np.gcd.reduce(np.abs(worth)))) if len(worth) else 1
        super().__init__(_program(terms, worth / self._step, kept, quanta, seconds, seed))

    def found(self, solution: Any) -> None:
        """Who is on what."""
        self.crew = solution[len(self._worth) :] > 0.5

    def bounded(self, least: float) -> None:
        """The solver minimises: its bound, turned."""
        if np.isfinite(least):
            bound = int(np.floor(-least + MARGIN * max(1.0, abs(least)))) * self._step
            self.bound = bound if self.bound is None else min(self.bound, bound)


def _program(
    terms: Terms, worth: Any, kept: Sequence[tuple[Ints, int]], quanta: Ints, seconds: float, seed: int
) -> highspy.Highs:
    frame = terms.frame
    arcs, pairs = len(terms.pair), len(terms.pair_demand)
    rows, low, high = _rows(terms, kept)
    most = np.concatenate((np.minimum(terms.most, frame.asked[terms.demand]), np.ones(pairs)))
    weights = np.concatenate((-worth, np.zeros(pairs)))
    model = program(rows, low, high, np.zeros(arcs + pairs), most, weights)
    # Minutes may be parts: with the people fixed it is a network, whose best is whole anyway.
    kinds = [highspy.HighsVarType.kContinuous] * arcs + [highspy.HighsVarType.kInteger] * pairs
    model.integrality_ = kinds
    highs = solver(seed, seconds)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.passModel(model)
    start = highspy.HighsSolution()
    on = np.zeros(pairs)
    on[np.unique(terms.pair[quanta > 0])] = 1
    start.col_value = np.concatenate((quanta, on)).astype(float).tolist()
    highs.setSolution(start)
    return highs


def _rows(terms: Terms, kept: Sequence[tuple[Ints, int]]) -> tuple[Any, Any, Any]:
    """(matrix, low, high): demands, weeks, days, runs of weeks, people on demands, earlier tiers."""
    frame = terms.frame
    arcs, pairs = len(terms.pair), len(terms.pair_demand)
    width, every = arcs + pairs, np.arange(arcs)
    blocks: list[Any] = []
    ends: list[Any] = []

    def at_most(row: Ints, column: Ints, value: Any, most: Any) -> None:
        blocks.append(coo_array((np.broadcast_to(value, row.shape).astype(float), (row, column)), (len(most), width)))
        ends.append(np.asarray(most, dtype=float))

    at_most(terms.demand, every, 1.0, frame.asked)
    at_most(terms.week, every, 1.0, frame.room)
    single = np.nonzero(terms.day >= 0)[0]
    at_most(terms.day[single], single, 1.0, terms.day_room)
    if frame.windows.size:
        begins, limits = frame.windows[:, :, 0].ravel(), frame.windows[:, :, 2].ravel()
        inside = terms.week[None, :] - begins[:, None]
        row, column = np.nonzero((inside >= 0) & (inside < frame.run_weeks))
        at_most(row, column, 1.0, limits)
    # Who is on it at all: week by week, which is what makes the bound tight, and in all.
    parcels = int(terms.parcel.max(initial=-1)) + 1
    first = np.searchsorted(terms.parcel, np.arange(parcels))
    most = np.minimum(np.bincount(terms.parcel, weights=terms.most, minlength=parcels), frame.room[terms.week[first]])
    most = np.minimum(most, frame.asked[terms.demand[first]])
    row, column = np.concatenate((terms.parcel, np.arange(parcels))), np.concatenate((every, arcs + terms.pair[first]))
    at_most(row, column, np.concatenate((np.ones(arcs), -most)), np.zeros(parcels))
    whole = np.minimum(np.bincount(terms.pair, weights=terms.most, minlength=pairs), frame.asked[terms.pair_demand])
    link = np.concatenate((terms.pair, np.arange(pairs)))
    at_most(link, np.arange(width), np.concatenate((np.ones(arcs), -whole)), np.zeros(pairs))
    at_most(*_rungs(terms, first, most))
    at_most(terms.pair_demand, arcs + np.arange(pairs), 1.0, np.minimum(frame.crew, frame.people))
    for worth, least in kept:
        at_most(np.zeros(arcs, dtype=np.int64), every, -worth.astype(float), [-float(least)])
    matrix = vstack(blocks, format="csr")
    high = np.concatenate(ends)
    return matrix, np.full(len(high), -highspy.kHighsInf), high


def _rungs(terms: Terms, first: Ints, most: Any) -> tuple[Ints, Ints, float, Any]:
    """(row, column, factor) by arc, and ends: a crew gives a week no more than those could who have most time in it."""
    frame = terms.frame
    demand, week = terms.demand[first], terms.week[first] % frame.weeks
    keys, rung = np.unique(demand * frame.weeks + week, return_inverse=True)
    order = np.lexsort((-most, rung))
    rank = np.arange(len(order)) - np.searchsorted(rung[order], rung[order])
    counted = order[rank < frame.crew[demand[order]]]
    ends = np.bincount(rung[counted], weights=most[counted], minlength=len(keys))
    return rung[terms.parcel].astype(np.int64), np.arange(len(terms.pair), dtype=np.int64), 1.0, ends
