"""A plan that was changed by hand is kept under a name, and is a plan like any other from then on."""

from typing import Any

import pytest

from tests.board.pages import checked, counts, goes_on, identity, shown, until, violations
from tests.board.test_board import bar_of, board, middle


def pinned_pages(page: Any) -> None:
    """The one booking of the corner that may stay as it is: pinning breaks nothing."""
    bar_of(page, "pages").click()
    page.click(".panel button:has-text('Pin')")
    checked(page, "Pinned")
    page.wait_for_selector(".effect .chip.good:has-text('Keeps every rule')")


def kept_as(page: Any, name: str) -> str:
    """Keeps what is on the board, and says under which id."""
    before = identity(page)
    page.click(".effect button:has-text('Keep this plan')")
    page.fill(".keep-form input", name)
    page.click(".keep-form button:has-text('Keep')")
    plan = goes_on(page, before)
    counts(page, ".effect", 0)
    return plan


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
        counts(page, ".chip:has-text('Made by hand, verified')", 1)
        counts(page, ".bar[aria-label$=pinned]", 1)
        page.reload()
        shown(page, plan)
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
    checked(page, "Removed")
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
    checked(page, "Unpinned")
    page.wait_for_selector(".effect .chip.good:has-text('Keeps every rule')")
    page.click(".panel button:has-text('Remove')")
    checked(page, "Removed")
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
        service.ended(goes_on(page, was))
        page.wait_for_selector(".effect", state="detached")
        page.wait_for_selector(".banner:has-text('Solving')", state="detached")
    assert middle(bar_of(page, "checkout"))


def test_changes_are_still_there_when_somebody_comes_back_from_another_plan(opened, service, corner) -> None:
    page = board(opened, service, corner)
    pinned_pages(page)
    other = kept_as(page, "Other")
    page.evaluate(f"location.hash = '#/board/{corner}'")
    shown(page, corner)
    assert page.locator(".effect").count() == 0, "what was kept is a plan of its own, and no change of this one"
    bar_of(page, "pages").click()
    page.click(".panel button:has-text('Remove')")
    checked(page, "Removed")
    bars = page.locator(".bar[data-block]").count()
    page.evaluate(f"location.hash = '#/board/{other}'")
    shown(page, other)
    assert page.locator(".effect").count() == 0, "the change is one of the other plan"
    page.evaluate(f"location.hash = '#/board/{corner}'")
    shown(page, corner)
    checked(page, "Removed")
    counts(page, ".bar[data-block]", bars)
    page.keyboard.press("Control+z")
    page.wait_for_selector(".effect", state="detached")


def held_back(page: Any, address: str) -> list[Any]:
    """The requests for an address, which wait until they are continued."""
    held: list[Any] = []
    page.route(address, lambda route: held.append(route))
    return held


def waits(page: Any, held: list[Any]) -> Any:
    """The request that waits, as soon as the page has asked."""
    for _ in range(2000):
        if held:
            return held[-1]
        page.wait_for_timeout(30)
    raise AssertionError("the page never asked")


def test_somebody_who_turns_back_on_the_way_to_another_plan_stays_where_they_are(
    opened, service, corner, broken
) -> None:
    """The other plan comes late, after they have gone back, and must not push theirs off the board (issue 5)."""
    page = board(opened, service, corner)
    bars = page.locator(".bar[data-block]").count()
    address = f"**/v1/plans/{broken}/board"
    held = held_back(page, address)
    page.evaluate(f"location.hash = '#/board/{broken}'")
    page.wait_for_selector("text=Opening the plan")
    late = waits(page, held)
    page.evaluate(f"location.hash = '#/board/{corner}'")
    shown(page, corner)
    with page.expect_request_finished(lambda request: request.url.endswith(f"{broken}/board")):
        late.continue_()
    page.wait_for_timeout(300)  # for a page that would take it
    counts(page, f"main[data-plan='{corner}'] .bar[data-block]", bars)


def test_nothing_of_a_plan_stands_under_the_address_of_another(opened, service, corner, broken) -> None:
    """While a plan is on its way, neither name nor figures of the one before are shown, and no key changes it."""
    page = board(opened, service, corner)
    bar_of(page, "pages").click()
    page.click(".panel button:has-text('Pin')")
    checked(page, "Pinned")
    held = held_back(page, f"**/v1/plans/{broken}/board")
    page.evaluate(f"location.hash = '#/board/{broken}'")
    page.wait_for_selector("text=Opening the plan")
    for part in (".of", ".figures", ".effect", ".bar"):
        assert page.locator(part).count() == 0, part
    assert "corner" not in page.title()
    page.keyboard.press("Control+z")
    waits(page, held).continue_()
    page.wait_for_selector(f"main[data-plan='{broken}'] .banner.bad")
    page.evaluate(f"location.hash = '#/board/{corner}'")
    shown(page, corner)
    checked(page, "Pinned")


def test_a_plan_that_cannot_be_fetched_is_tried_again_by_one_click(opened, service, corner, photograph) -> None:
    page = board(opened, service, corner, refusals=[503])
    page.route(f"**/v1/plans/{corner}/board", lambda route: route.fulfill(status=503, json={"detail": "Not now."}))
    page.reload()
    page.wait_for_selector("text=This plan could not be opened")
    assert "Not now." in page.locator(".notice.bad").inner_text()
    photograph(page, "missed-1280")
    assert violations(page) == []
    page.unroute(f"**/v1/plans/{corner}/board")
    page.click("text=Try again")
    shown(page, corner)
