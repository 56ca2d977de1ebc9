"""Small helpers for pages under test.

After an address changes, the page still shows what it showed before, and then nothing, until the new plan has come: a
test that asks at once may be answered by the old board. So tests wait for a fact of the new one: `shown` for a plan on
the board, `checked` for a change that the service has answered, `until` and `counts` for anything else.
"""

import time
from typing import Any

import pytest


def until(page: Any, expression: str, seconds: float = 60) -> None:
    """Waits until an expression holds in the page. (Playwright's own wait needs `eval`, which the page forbids.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(50)


def counts(page: Any, selector: str, number: int) -> None:
    """Waits until so many elements are in the page."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    sync_api.expect(page.locator(selector)).to_have_count(number, timeout=60_000)


def identity(page: Any) -> str:
    """The plan that the address names."""
    return str(page.evaluate("location.hash.split('/')[2] ?? ''"))


def shown(page: Any, plan: str) -> None:
    """Waits until this plan is on the board, with its bookings."""
    page.wait_for_selector(f"main[data-plan='{plan}'] .bar[data-block]")


def goes_on(page: Any, before: str) -> str:
    """Waits until the page has gone on from a plan to another one, with its bookings: which one."""
    until(page, f"(location.hash.split('/')[2] ?? '{before}') !== '{before}'")
    plan = identity(page)
    shown(page, plan)
    return plan


def checked(page: Any, label: str) -> None:
    """Waits until the last change by hand begins with this word, and the service has told its effect."""
    page.wait_for_selector(f".effect[aria-busy=false] .effect-label:has-text('{label}')")


def violations(page: Any) -> list[str]:
    """What axe finds wrong: rule, and where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for each in found
        for node in each["nodes"][:4]
    ]
