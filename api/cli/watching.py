"""Watching a solve: live on a terminal, silent elsewhere, and stoppable by Ctrl-C everywhere.

The solve runs in a thread of its own. While native code searches, Python's main thread must be free: only there
do signals arrive.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from time import monotonic
from types import FrameType
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

import engine
from api.show.words import amount, gap_text

BEAT = 0.1
"""Seconds between two looks at a running solve."""


class News:
    """The latest word on every tier; written by solver threads, read by the display."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: dict[int, engine.Progress] = {}

    def hear(self, progress: engine.Progress) -> None:
        """Keep the latest of each tier."""
        with self._lock:
            self._latest[progress.tier] = progress

    def tiers(self) -> list[engine.Progress]:
        """The latest of each tier, in order."""
        with self._lock:
            return [self._latest[tier] for tier in sorted(self._latest)]


def solve_watched(
    book: engine.Book, options: engine.Options, screen: Console, hint: engine.Plan | None = None
) -> engine.Result:
    """Solve, showing progress on the screen if it is a terminal. The first Ctrl-C stops early and keeps the best
    plan; the second raises KeyboardInterrupt."""
    news, stop = News(), threading.Event()
    ended: dict[str, Any] = {}
    begin: dict[str, Any] = {} if hint is None else {"hint": hint}

    def work() -> None:
        try:
            ended["result"] = engine.solve(book, options, news.hear, stop, **begin)
        except BaseException as error:  # whatever it is, it belongs to the main thread
            ended["error"] = error

    thread = threading.Thread(target=work, name="solve", daemon=True)
    with _interruptible(stop, screen), _display(book, options, news, screen) as show:
        thread.start()
        while thread.is_alive():
            thread.join(BEAT)
            show()
    if "error" in ended:
        raise ended["error"]
    result: engine.Result = ended["result"]
    return result


@contextmanager
def _interruptible(stop: threading.Event, screen: Console) -> Iterator[None]:
    """Ctrl-C asks to stop once, and means it the second time."""

    def interrupted(signum: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        screen.print("Stopping; the best plan so far follows. Press Ctrl-C again to abort without it.")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _display(book: engine.Book, options: engine.Options, news: News, screen: Console) -> Iterator[Callable[[], None]]:
    """What to call between two looks."""
    if not screen.is_terminal:
        with nullcontext():
            yield lambda: None
        return
    view = View(book, options, news)
    with Live(view.render(), console=screen, transient=True, auto_refresh=False) as live:
        yield lambda: live.update(view.render(), refresh=True)


class View:
    """The progress of a solve as a small table: a line a tier, and who is at work."""

    def __init__(self, book: engine.Book, options: engine.Options, news: News) -> None:
        self.currency = book.scenario.currency
        self.tiers = len(book.policy.tiers)
        self.options = options
        self.news = news
        self.started = monotonic()
        self.spinner = Spinner("line")

    def render(self) -> Table:
        """The table as of now."""
        table = Table.grid(padding=(0, 2))
        table.add_row(self.spinner, Text(self._clock(), style="bold"))
        heard = self.news.tiers()
        if not heard:
            table.add_row("", "getting ready")
        for progress in heard:
            table.add_row("", self._line(progress))
        if heard:
            table.add_row("", Text(f"at work: {heard[-1].source}", style="dim"))
        return table

    def _clock(self) -> str:
        passed = f"{monotonic() - self.started:.0f} s"
        return f"planning, {passed}" + ("" if self.options.deterministic else f" of {self.options.seconds:.0f} s")

    def _line(self, progress: engine.Progress) -> Text:
        unit = engine.GOALS[progress.goal.split("+")[0].split(":")[0]].unit
        best, bound = (
            "none yet" if value is None else amount(value, unit, self.currency)
            for value in (progress.value, progress.bound)
        )
        words = f"goal {progress.tier + 1} of {self.tiers}, {progress.goal}: best {best}, bound {bound}"
        return Text(words + ("" if progress.gap is None else f", gap {gap_text(progress.gap)}"))
