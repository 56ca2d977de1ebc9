"""Nobody asks more often than the service can answer: a bucket of requests that fills at a steady rate."""

from __future__ import annotations

import math
from collections import OrderedDict
from threading import Lock
from time import monotonic

from api.problems import Problem

MOST_BUCKETS = 10_000


class Rates:
    """A bucket for everybody who asks. Kept in this process: the API is one."""

    def __init__(self, a_second: float, at_once: int) -> None:
        self.a_second = a_second
        self.at_once = at_once
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def spend(self, who: str, now: float | None = None) -> None:
        """One request of somebody. Raises Problem 429, saying when to come again."""
        now = monotonic() if now is None else now
        with self._lock:
            left, since = self._buckets.pop(who, (float(self.at_once), now))
            left = min(self.at_once, left + (now - since) * self.a_second)
            enough = left >= 1
            self._buckets[who] = (left - 1 if enough else left, now)
            while len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)
        if not enough:
            wait = math.ceil((1 - left) / self.a_second)
            raise Problem(429, "too-often", "Too many requests", headers={"Retry-After": str(wait)})
