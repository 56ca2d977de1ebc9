"""A plan that was changed by hand is kept under a name, and is a plan like any other from then on."""

from typing import Any

import pytest

from tests.board.pages import until, violations
from tests.board.test_board import bar_of, board, middle


def identity(page: Any) -> str:
    """The plan that the address names."""
    return str(page.url.split("/")[-1])


def pinned_pages(page: Any) -> None:
    """The one booking of the corner that may stay as it is: pinning breaks nothing."""
    bar_of(page, "pages").click()
    page.click(".panel button:has-text('Pin')")
    page.wait_for_selector(".effect .chip.good:has-text('Keeps every rule')")


def kept_as(page: Any, name: str) -> str:
    """Keeps what is on the board, and says under which id."""
    before = identity(page)
    page.click(".effect button:has-text('Keep this plan')")
    page.fill(".keep-form input", name)
    page.click(".keep-form button:has-text('Keep')")
    until(page, f"!location.hash.endsWith('{before}')")
    page.wait_for_selector(".effect", state="detached")
    page.wait_for_selector(".bar[data-block]")
    return identity(page)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_a_changed_plan_is_kept_and_opens_again_with_its_pins(
    opened, service, corner, photograph, width, height
) -> None:
    page = board(opened, service, corner, width=width, height=height)
    pinned_pages(page)
    page.keyboard.press("Escape")
    page.wait_for_selector(".panel", state="detached")
    photograph(page, f"keep-effect-{width}")
    page.click(".effect button:has-text('Keep this plan')")
    assert page.locator(".keep-form input").input_value() == "Corner, by hand"
    photograph(page, f"keep-form-{width}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    plan = kept_as(page, f"Ana on the pages {width}")
    said = page.locator(".notice.good").inner_text()
    assert f"Kept as Ana on the pages {width}" in said
    assert plan in said
    photograph(page, f"keep-kept-{width}")
    assert violations(page) == []
    for _ in range(2):
        assert page.locator(".chip", has_text="Made by hand, verified").count() == 1
        assert page.locator(".bar[aria-label$=pinned]").count() == 1
        page.reload()
        page.wait_for_selector(".bar[data-block]")
    kept = service.ask("GET", f"/v1/plans/{plan}")
    assert (kept["name"], kept["source"], kept["parent"]) == (f"Ana on the pages {width}", "by hand", corner)


def test_what_was_moved_stretched_and_given_away_is_there_again(opened, service, corner) -> None:
    page = board(opened, service, corner)
    page.click("button:has-text('Days')")
    bar = bar_of(page, "checkout")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 80, box["y"] + 9, steps=6)
    page.mouse.up()
    until(page, "document.querySelector('.effect-label')?.textContent.includes('Stretched')")
    page.keyboard.press("Control+z")
    page.wait_for_selector(".effect", state="detached")
    bar = bar_of(page, "fold") if bar_of(page, "fold").count() else bar_of(page, "pages")
    bar.click()
    page.click(".panel button:has-text('Remove')")
    page.wait_for_selector(".effect .chip.good:has-text('Keeps every rule')")
    before = sorted(each.get_attribute("aria-label") for each in page.locator(".bar[data-block]").all())
    kept_as(page, "Less")
    after = sorted(each.get_attribute("aria-label") for each in page.locator(".bar[data-block]").all())
    assert after == before


def test_a_plan_that_breaks_a_rule_is_not_kept_and_says_which(opened, service, corner, photograph) -> None:
    page = board(opened, service, corner, refusals=[422])
    bar_of(page, "pages").click()
    page.locator(".panel select").select_option("cleo")
    page.click(".panel button:has-text('Change')")
    page.wait_for_selector(".effect summary:has-text('broken')")
    page.click(".effect button:has-text('Keep this plan')")
    page.fill(".keep-form input", "Cleo draws")
    page.click(".keep-form button:has-text('Keep')")
    page.wait_for_selector(".notice.bad li")
    photograph(page, "keep-refused-1280")
    said = page.locator(".notice.bad").inner_text()
    assert "breaks rules and is not kept" in said
    assert "Skill match: " in said
    assert "Cleo Cedar" in said
    assert violations(page) == []
    assert page.locator(".effect").count() == 1, "the change is still there"
    assert identity(page) == corner


def test_a_kept_plan_is_changed_unpinned_and_replanned_like_any_other(opened, service, corner) -> None:
    """What was pinned by hand once is the hand's to move again: newer pins take the place of the older ones."""
    page = board(opened, service, corner)
    pinned_pages(page)
    first = kept_as(page, "First")
    bar_of(page, "pages").click()
    page.click(".panel button:has-text('Unpin')")
    page.wait_for_selector(".effect .chip.good:has-text('Keeps every rule')")
    page.click(".panel button:has-text('Remove')")
    page.wait_for_selector(".effect .delta")
    page.wait_for_selector(".effect .chip.good:has-text('Keeps every rule')")
    second = kept_as(page, "Second")
    assert service.ask("GET", f"/v1/plans/{second}")["parent"] == first
    rows = service.ask("GET", f"/v1/plans/{second}/document")["allocations"]
    assert not any(row["status"] == "pinned" for row in rows)
    bar = bar_of(page, "checkout")
    for _ in range(2):
        bar.click()
        page.click(".panel button:has-text('Pin'):not(:has-text('Unpin')), .panel button:has-text('Unpin')")
        page.wait_for_selector(".effect .chip.good:has-text('Keeps every rule')")
        was = identity(page)
        page.click("text=Replan around this")
        until(page, f"!location.hash.endsWith('{was}')")
        service.ended(identity(page))
        page.wait_for_selector(".effect", state="detached")
        page.wait_for_selector(".bar[data-block]")
    assert middle(bar_of(page, "checkout"))


def test_changes_are_still_there_when_somebody_comes_back_from_another_plan(opened, service, corner) -> None:
    page = board(opened, service, corner)
    pinned_pages(page)
    other = kept_as(page, "Other")
    page.evaluate(f"location.hash = '#/board/{corner}'")
    until(page, f"location.hash.endsWith('{corner}')")
    page.wait_for_selector(".bar[data-block]")
    assert page.locator(".effect").count() == 0, "what was kept is a plan of its own, and no change of this one"
    bar_of(page, "pages").click()
    page.click(".panel button:has-text('Remove')")
    page.wait_for_selector(".effect .delta")
    bars = page.locator(".bar[data-block]").count()
    page.evaluate(f"location.hash = '#/board/{other}'")
    page.wait_for_selector(".effect", state="detached")
    page.evaluate(f"location.hash = '#/board/{corner}'")
    page.wait_for_selector(".effect .delta")
    assert page.locator(".bar[data-block]").count() == bars
    page.keyboard.press("Control+z")
    page.wait_for_selector(".effect", state="detached")
