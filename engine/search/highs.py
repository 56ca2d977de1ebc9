"""HiGHS as the searches use it: quiet, on one thread; and beside something else, in a thread of its own."""

from threading import Event, Thread
from typing import Any

import highspy
import numpy as np

PATIENCE = 0.5
"""Seconds that nobody waits longer for HiGHS to hear of a stop."""
MARGIN = 1e-6
"""Relative margin by which its bound is worsened before it is believed: its arithmetic is not exact."""


class _Quiet(highspy.Highs):
    """HiGHS without its banner, which would otherwise go to standard output before any option can be set."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # highspy leaves it untyped


def solver(seed: int, seconds: float | None = None) -> highspy.Highs:
    """A solver on one thread, with a limit of seconds or none."""
    highs = _Quiet()  # type: ignore[no-untyped-call]  # its constructor is untyped
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", seed)
    if seconds is not None:
        highs.setOptionValue("time_limit", float(seconds))
    return highs


def program(matrix: Any, low: Any, high: Any, lower: Any, upper: Any, weights: Any) -> highspy.HighsLp:
    """``min weights . x`` with ``low <= matrix x <= high`` and ``lower <= x <= upper``."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = weights.astype(float)
    model.col_lower_, model.col_upper_ = lower.astype(float), upper.astype(float)
    model.row_lower_, model.row_upper_ = low, high
    columnwise = matrix.tocsc()
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = columnwise.indptr
    model.a_matrix_.index_ = columnwise.indices
    model.a_matrix_.value_ = columnwise.data
    return model


class Beside:
    """Branch and bound in a thread of its own; kinds of it say what they take from it while it runs."""

    def __init__(self, highs: highspy.Highs) -> None:
        self._highs = highs
        self._halt = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def found(self, solution: Any) -> None:
        """A solution better than those before."""
        raise NotImplementedError

    def bounded(self, least: float) -> None:
        """No solution is below this; it may be infinite."""

    def stop(self) -> None:
        """End it. The solver hears of it when it next looks; longer than a moment nobody waits for that."""
        self._halt.set()
        self._thread.join(PATIENCE)

    def join(self) -> None:
        """Wait until it has come to its own end."""
        self._thread.join()

    def _run(self) -> None:
        self._highs.cbMipInterrupt.subscribe(self._look)
        self._highs.cbMipImprovingSolution.subscribe(lambda event: self.found(np.array(event.data_out.mip_solution)))
        self._highs.run()
        self.bounded(self._highs.getInfo().mip_dual_bound)

    def _look(self, event: Any) -> None:
        self.bounded(event.data_out.mip_dual_bound)
        if self._halt.is_set():
            event.interrupt()
