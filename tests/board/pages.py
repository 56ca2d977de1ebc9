"""Small helpers for pages under test."""

import time
from typing import Any

import pytest


def until(page: Any, expression: str, seconds: float = 60) -> None:
    """Waits until an expression holds in the page. (Playwright's own wait needs `eval`, which the page forbids.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(50)


def violations(page: Any) -> list[str]:
    """What axe finds wrong: rule, and where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for each in found
        for node in each["nodes"][:4]
    ]
