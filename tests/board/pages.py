"""Small helpers for pages under test."""

import time
from typing import Any


def until(page: Any, expression: str, seconds: float = 60) -> None:
    """Waits until an expression holds in the page. (Playwright's own wait needs `eval`, which the page forbids.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(50)
