"""One turn at some people's work, as data that goes to a worker and comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from engine.search.staffing.level import Leveller, Levels
from engine.search.staffing.local import Local, Scope
from engine.search.staffing.standing import Standing
from engine.search.staffing.terms import Ints, Terms

PIECES_A_SECOND = 100
"""What a second of effort means where no clock may decide (deterministic mode)."""


@dataclass(frozen=True)
class Job:
    """What to improve, from where, and for how long.

    ``quanta`` by arc; ``worths`` and ``slack`` as in `Local`; ``levels``: make the load fair instead.
    ``construct``: nothing stands yet. ``clocked``: seconds are seconds, and not a number of pieces.
    """

    terms: Terms
    scope: Scope
    quanta: Ints
    worths: tuple[Ints, ...]
    slack: tuple[int, ...]
    levels: Levels | None
    construct: bool
    seed: int
    seconds: float
    clocked: bool
    heat: tuple[float, float] = (1.0, 0.0)
    """What part of the whole time is left when it begins, and when it ends."""


def work_on(job: Job, stop: Callable[[], bool]) -> Ints:
    """Quanta by arc after the turn."""
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

    standing = Standing.of(job.terms, job.quanta.copy())
    if job.levels is not None:
        leveller = Leveller(standing, job.worths, job.slack, job.scope, job.levels, job.seed, finished)
        leveller.run()
        return leveller.standing.quanta
    local = Local(standing, job.worths, job.slack, job.scope, job.seed, finished)
    if job.construct:
        local.construct()
    local.run(cooling)
    return local.standing.quanta
