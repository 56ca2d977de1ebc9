"""One turn at some people's work, as data that goes to a worker and comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np

from engine.search.staffing.level import Leveller, Levels
from engine.search.staffing.local import Local
from engine.search.staffing.scope import Scope
from engine.search.staffing.shadow import Shadow
from engine.search.staffing.standing import Standing
from engine.search.staffing.terms import Bools, Ints, Terms

PIECES_A_SECOND = 100
"""What a second of effort means where no clock may decide (deterministic mode)."""


@dataclass(frozen=True)
class Setting:
    """What several turns share: the terms, by arc the worths of the tiers (see `Local`), and shadow prices."""

    terms: Terms
    worths: tuple[Ints, ...]
    shadow: Shadow | None


@dataclass(frozen=True)
class Work:
    """Who has how much of what: arcs that are not empty, and their quanta."""

    arcs: Ints
    quanta: Ints

    @classmethod
    def of(cls, quanta: Ints, among: Bools | None = None) -> Work:
        """The work in quanta by arc; that of some arcs only."""
        arcs = np.nonzero(quanta if among is None else (quanta > 0) & among)[0]
        return cls(arcs, quanta[arcs])

    def spread(self, count: int) -> Ints:
        """Quanta by arc, of so many."""
        quanta = np.zeros(count, dtype=np.int64)
        quanta[self.arcs] = self.quanta
        return quanta


@dataclass(frozen=True)
class Job:
    """What to improve, from where, and for how long.

    ``setting``: None where whoever does the job holds it already. ``slack`` as in `Local`; ``levels``: make the load
    fair instead. ``construct``: nothing stands yet. ``clocked``: seconds are seconds, and not a number of pieces.
    """

    setting: Setting | None
    scope: Scope
    work: Work
    slack: tuple[int, ...]
    levels: Levels | None
    construct: bool
    seed: int
    seconds: float
    clocked: bool
    heat: tuple[float, float] = (1.0, 0.0)
    """What part of the whole time is left when it begins, and when it ends."""


def work_on(job: Job, setting: Setting, stop: Callable[[], bool]) -> Work:
    """What the people of the scope do after the turn."""
    began = monotonic()
    most = max(1, int(job.seconds * PIECES_A_SECOND))
    pieces = 0

    def finished(number: int) -> bool:
        nonlocal pieces
        pieces = number
        return stop() or (monotonic() - began >= job.seconds if job.clocked else number >= most)

    def cooling() -> float:
        passed = (monotonic() - began) / job.seconds if job.clocked else pieces / most
        first, last = job.heat
        return max(0.0, first + (last - first) * passed)

    terms, worths = setting.terms, setting.worths
    standing = Standing.of(terms, job.work.spread(len(terms.pair)))
    if job.levels is not None:
        leveller = Leveller(standing, worths, job.slack, job.scope, job.levels, job.seed, finished)
        leveller.run()
    else:
        local = Local(standing, worths, job.slack, job.scope, setting.shadow, job.seed, finished)
        if job.construct:
            local.construct()
        local.run(cooling)
    return Work.of(standing.quanta, job.scope.arcs_in(terms))
