"""Ever smaller teams for seats whose dates are fixed: lines of people, and branch and bound beside them.

In an agency: every shift of the month is set; how few of us can do them all?
"""

from collections.abc import Callable

from engine.search.projects_clique import MOST_LITERALS, CliqueProgram
from engine.search.projects_model import Answer, Best
from engine.search.projects_tasks import Tasks
from engine.search.projects_team import Seats, smaller_teams
from engine.search.tiers import Clock

__all__ = ["shrink"]

News = Callable[[Answer | None, int | None, str], None]
"""Called with an answer, or with a bound, and with who has found it."""

SHRINKING = 0.8
"""Share of the time that smaller teams are looked for."""
LINES = 3_000_000
"""In deterministic mode, so many lines of a person make a minute."""
LINES_ALONE = 0.02
"""Mostly smaller teams meet their bound by then, and nobody needs to prove a better one."""


def shrink(tasks: Tasks, best: Best, clock: Clock, seconds: float, news: News) -> None:
    """Tell of ever smaller teams, and of what bounds them, until `best` is proved or its share of the time is over.

    Every task can start on one day only, and no earlier tier limits who is taken.
    """
    if clock.stopped:
        return
    options, start = clock.options, clock.left
    most = round(LINES * min(1.0, seconds / 60))
    seats, least = Seats(tasks), best.bound or 1
    beside = not options.deterministic and options.workers > 1 and 0 < seats.able.sum() <= MOST_LITERALS
    program: CliqueProgram | None = None

    def enough(lines: int) -> bool:
        nonlocal program
        gone = start - clock.left
        if program is not None:
            _heed(program, seats, best, news)
        elif beside and gone > LINES_ALONE * seconds:
            program = CliqueProgram(seats, least, SHRINKING * seconds, options.seed)
        late = lines > most if options.deterministic else gone > SHRINKING * seconds
        return late or clock.stopped or best.proved

    for answer in smaller_teams(seats, least, options.seed, enough):
        news(answer, None, "one line after another is changed until a smaller team can do it")
    if program is not None:
        _heed(program, seats, best, news)
        program.stop()


def _heed(program: CliqueProgram, seats: Seats, best: Best, news: News) -> None:
    """A smaller team or a better bound by branch and bound."""
    if program.who is not None and (best.value is None or (program.team or 0) < best.value):
        news(seats.answer(program.who), None, "branch and bound has found a smaller team")
    if program.bound > (best.bound or 0):
        news(None, program.bound, "branch and bound needs more people than the busiest moment")
