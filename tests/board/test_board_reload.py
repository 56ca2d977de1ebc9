"""A reload loses nothing: unsaved changes are there again, as long as the plan is the one they were made on."""

from typing import Any

import pytest

from tests.board.corner import CORNER
from tests.board.pages import checked, counts, shown, until, violations
from tests.board.test_board import Opened, bar_of, board

FULL = "void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })"
"""A browser that has no room left for this page, or was told to keep nothing."""


def changed(opened: Opened, service: Any, plan: str, **more: Any) -> Any:
    """A board with two changes on it: a booking that is pinned, and another one that is gone."""
    page = board(opened, service, plan, **more)
    bar_of(page, "pages").click()
    page.click(".panel button:has-text('Pin')")
    checked(page, "Pinned")
    page.click(".panel .close")  # on a phone it lies over the other booking
    page.wait_for_selector(".panel", state="detached")
    bar_of(page, "checkout").click()
    page.click(".panel button:has-text('Remove')")
    checked(page, "Removed")
    return page


def bars(page: Any) -> list[str]:
    """Every booking as it is told to those who do not see it."""
    return sorted(each.get_attribute("aria-label") for each in page.locator(".bar[data-block]").all())


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_changes_are_there_again_after_a_reload_and_can_be_undone(
    opened, service, corner, photograph, width, height
) -> None:
    page = changed(opened, service, corner, width=width, height=height)
    before, told = bars(page), page.locator(".effect .deltas").inner_text()
    page.reload()
    shown(page, corner)
    checked(page, "Removed")
    assert bars(page) == before
    assert page.locator(".effect .deltas").inner_text() == told
    assert page.locator(".effect-label").inner_text().endswith("and 1 change before kept over the reload")
    photograph(page, f"reload-{width}")
    assert violations(page) == []
    page.keyboard.press("Control+z")
    checked(page, "Pinned")
    assert "reload" not in page.locator(".effect-label").inner_text()
    page.keyboard.press("Control+z")
    page.wait_for_selector(".effect", state="detached")
    page.reload()
    shown(page, corner)
    assert page.locator(".effect, .notice").count() == 0, "what is undone is no change, and nobody talks of it"


def test_changes_of_two_plans_are_kept_apart(opened, service, corner) -> None:
    other = service.ended(service.ask("POST", "/v1/plans", {"scenario": {"plan": corner}, "name": "Twin"})["id"])
    page = changed(opened, service, corner)
    page.evaluate(f"location.hash = '#/board/{other}'")
    shown(page, other)
    assert page.locator(".effect").count() == 0
    page.reload()
    shown(page, other)
    assert page.locator(".effect").count() == 0
    page.evaluate(f"location.hash = '#/board/{corner}'")
    shown(page, corner)
    checked(page, "Removed")
    page.click(".effect >> text=Discard")
    page.wait_for_selector(".effect", state="detached")
    page.reload()
    shown(page, corner)
    assert page.locator(".effect").count() == 0, "what was discarded stays so"


def test_changes_of_a_plan_that_is_another_one_by_now_are_dropped_and_that_is_said(opened, service, corner) -> None:
    """A solve that runs on replaces its plan; what was changed on the old one would be nonsense on the new one."""
    page = changed(opened, service, corner)

    def newer(route: Any) -> None:
        document = route.fetch().json()
        route.fulfill(json=document | {"allocations": document["allocations"][1:]})

    page.route(f"**/v1/plans/{corner}/document", newer)
    page.reload()
    shown(page, corner)
    page.wait_for_selector(".notice:has-text('replaced by a better one')")
    assert page.locator(".effect").count() == 0


def test_where_the_browser_keeps_nothing_whoever_leaves_is_asked(opened, service, corner) -> None:
    page = board(opened, service, corner)
    page.evaluate(FULL)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    shown(page, corner)
    assert asked == [], "nothing is changed yet"
    page.evaluate(FULL)
    bar_of(page, "pages").click()
    page.click(".panel button:has-text('Pin')")
    checked(page, "Pinned")
    page.reload()
    shown(page, corner)
    assert asked == ["beforeunload"]
    assert page.locator(".effect").count() == 0


def test_a_viewer_who_takes_over_a_window_does_not_find_the_changes(opened, locked) -> None:
    service, key = locked
    plan = service.solved({"scenario": {"text": CORNER, "name": "corner.yaml"}})
    page = opened(f"{service.address}/#/board/{plan}", ready=".lock", refusals=[401])
    page.fill(".lock input", service.key)
    page.click(".lock button")
    shown(page, plan)
    page.locator(".bar[data-block]").first.click()
    page.click(".panel button:has-text('Remove')")
    checked(page, "Removed")
    viewer = key("takes over", "--role", "viewer")
    page.evaluate(f"sessionStorage.setItem('fairload.key', '{viewer}')")
    page.reload()
    shown(page, plan)
    until(page, "document.querySelector('button[aria-label=Undo]') === null")
    counts(page, ".effect", 0)
