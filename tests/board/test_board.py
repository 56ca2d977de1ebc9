"""The plan board under the hand: seen, filtered, changed, checked, undone, replanned."""

from collections.abc import Callable
from typing import Any

from tests.board.pages import checked, counts, goes_on, shown, until

Opened = Callable[..., Any]


def board(opened: Opened, service: Any, plan: str, **more: Any) -> Any:
    """A page with the plan on the board."""
    page = opened(f"{service.address}/#/board/{plan}", **more)
    shown(page, plan)
    return page


def middle(locator: Any) -> tuple[float, float]:
    """Where to put the pointer."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def bar_of(page: Any, words: str) -> Any:
    """The first booking whose label holds these words."""
    return page.locator(f'.bar[data-block][aria-label*="{words}"]').first


def test_newcomer_has_a_plan_on_the_board_after_one_click(opened, service, photograph) -> None:
    page = opened(f"{service.address}/#/start", ready=".card-button.is-first")
    photograph(page, "start-1280")
    page.click(".card-button.is-first")
    page.wait_for_selector(".row-person")
    page.wait_for_selector(".bar[data-block]")
    photograph(page, "board-solving-1280")
    page.click("text=Stop and keep")
    page.wait_for_selector("text=Stop and keep", state="detached")
    page.wait_for_selector(".chip:has-text('verified')")


def test_everybody_stands_with_their_department(opened, service, harbour, photograph) -> None:
    page = board(opened, service, harbour)
    photograph(page, "board-1280")
    text = page.locator(".grid").inner_text()
    for name in ("Isla Fernie", "Client Services", "Project Management", "Open roles", "Not staffed"):
        assert name in text


def test_load_of_a_week_is_told_in_words(opened, service, harbour) -> None:
    """What colour says is said to those who do not see it: planned of available, and overtime where there is any."""
    page = board(opened, service, harbour)
    document = service.ask("GET", f"/v1/plans/{harbour}/document")
    isla = next(person for person in document["people"] if person["person"] == "isla")
    label = page.locator('.cell[aria-label^="Isla Fernie, 4 Jan"]').get_attribute("aria-label")
    hours, rest = divmod(isla["weeks"][0]["planned_minutes"], 60)
    assert f": {hours}h{f'{rest:02d}' if rest else ''} of 18h" in label
    assert ("overtime" in label) == (isla["weeks"][0]["planned_minutes"] > 1080)


def test_search_and_filters_leave_who_is_looked_for(opened, service, harbour) -> None:
    page = board(opened, service, harbour)
    page.fill("input[type=search]", "ruth")
    until(page, "document.querySelectorAll('.row-person').length === 1")
    page.click("text=Clear")
    page.select_option("label:has-text('Department') select", "design")
    page.wait_for_selector(".row-person >> text=Isla Fernie", state="detached")
    assert page.locator(".row-person >> text=Ana Sorrel").is_visible()


def test_zoom_to_days_shows_weekends_and_daily_load(opened, service, harbour, photograph) -> None:
    page = board(opened, service, harbour)
    page.click("button:has-text('Days')")
    page.wait_for_selector(".date.is-free")
    photograph(page, "board-days-1280")
    assert page.locator('.cell[aria-label^="Isla Fernie, Tue 5 Jan"]').is_visible()


def test_load_view_folds_bookings_and_a_name_unfolds_them(opened, service, harbour, photograph) -> None:
    page = board(opened, service, harbour)
    page.click("button:has-text('Load')")
    page.wait_for_selector(".bar[data-block]", state="detached")
    photograph(page, "board-load-1280")
    page.click(".person:has-text('Ruth Ashgrove')")
    page.wait_for_selector(".bar[data-block]")


def test_a_dragged_booking_is_checked_and_undone(opened, service, harbour, photograph) -> None:
    page = board(opened, service, harbour)
    page.click("button:has-text('Weeks')")
    bar = page.locator(".row-person:has-text('Isla Fernie') .bar[data-block]").first
    before = bar.get_attribute("aria-label")
    x, y = middle(bar)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 13 * 7, y + 2, steps=6)
    page.wait_for_selector(".bar.is-dragged")
    photograph(page, "board-dragging-1280")
    page.mouse.up()
    page.wait_for_selector(".effect .chip, .effect .delta")
    assert page.locator(".panel").is_visible()
    photograph(page, "board-changed-1280")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    page.wait_for_selector(".effect", state="detached")
    counts(page, f'.bar[aria-label="{before}"]', 1)
    page.keyboard.press("Control+Shift+z")
    page.wait_for_selector(".effect")


def test_a_stretched_booking_keeps_its_hours(opened, service, harbour) -> None:
    page = board(opened, service, harbour)
    page.click("button:has-text('Days')")
    bar = page.locator(".row-person:has-text('Isla Fernie') .bar[data-block]").first
    hours = bar.get_attribute("aria-label").split(", ")[-1]
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 80, box["y"] + 9, steps=6)
    page.mouse.up()
    page.wait_for_selector(".panel")
    assert hours in page.locator(".panel .lead").inner_text()
    assert "Stretched" in page.locator(".effect-label").inner_text()


def test_a_booking_dragged_to_somebody_who_cannot_breaks_a_rule_in_words(opened, service, harbour) -> None:
    """A broken rule is an answer, not a refusal: the board shows what is wrong and leaves the change to the planner."""
    page = board(opened, service, harbour)
    page.locator(".row-person:has-text('Ruth Ashgrove') .bar[data-block]").first.click()
    who = page.locator(".panel select")
    who.select_option("ana")
    page.click(".panel button:has-text('Change')")
    page.wait_for_selector(".effect summary:has-text('broken')")
    page.click(".effect summary")
    assert "Skill match" in page.locator(".breaches").inner_text()
    page.click(".effect >> text=Discard")
    page.wait_for_selector(".effect", state="detached")


def test_everything_goes_by_keyboard(opened, service, harbour) -> None:
    page = board(opened, service, harbour)
    begin = page.locator('.cell[tabindex="0"]')
    begin.focus()
    stood = begin.get_attribute("data-cell")
    page.keyboard.press("ArrowDown")
    until(page, f"(document.activeElement.dataset.cell ?? '{stood}') !== '{stood}'")
    busy = page.locator(".row-person:has-text('Ruth Ashgrove') .cell:not([aria-label*=': 0h of'])").first
    row, column = busy.get_attribute("data-cell").split(":")
    busy.focus()
    page.keyboard.press("ArrowRight")
    until(page, f"document.activeElement.dataset.cell === '{row}:{int(column) + 1}'")
    page.keyboard.press("ArrowLeft")
    until(page, f"document.activeElement.dataset.cell === '{row}:{column}'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel h2:has-text('Ruth Ashgrove')")
    page.locator(".panel button:has-text('Open')").first.click()
    page.locator(".bar.is-chosen").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".effect")
    until(page, "document.activeElement.classList.contains('is-chosen')")
    page.keyboard.press("p")
    until(page, "document.querySelector('.effect-label').textContent.includes('Unpinned')")
    page.keyboard.press("Delete")
    until(page, "document.querySelector('.effect-label').textContent.includes('Removed')")


def test_missing_work_tells_why_and_can_be_given_to_somebody(opened, service, harbour, photograph) -> None:
    page = board(opened, service, harbour)
    page.click(".fold")
    page.locator(".bar.missing").first.click()
    page.wait_for_selector(".panel .reasons li")
    photograph(page, "why-missing-1280")
    document = service.ask("GET", f"/v1/plans/{harbour}/document")
    texts = [reason["text"] for each in document["shortfalls"] for reason in each["reasons"]]
    assert page.locator(".panel .reasons p").first.inner_text() in texts


def test_work_taken_from_somebody_is_missing_and_can_be_given_back(opened, service, harbour) -> None:
    page = board(opened, service, harbour)
    bar = page.locator(".row-person:has-text('Ruth Ashgrove') .bar[data-block]").first
    demand = bar.get_attribute("data-block").split("|")[0]
    bar.click()
    page.click(".panel button:has-text('Remove')")
    until(page, "document.querySelector('.effect-label')?.textContent.includes('Removed')")
    page.click(".fold")
    page.click(f'.bar[data-missing="{demand}"]')
    page.click(".panel button[aria-label='Give: Ruth Ashgrove']")
    until(page, "document.querySelector('.effect-label')?.textContent.includes('Gave')")


def test_replanning_keeps_what_a_hand_has_pinned(opened, service, harbour) -> None:
    page = board(opened, service, harbour)
    bar = page.locator(".row-person:has-text('Ruth Ashgrove') .bar[data-block]").first
    bar.click()
    label = bar.get_attribute("aria-label")
    page.click(".panel button:has-text('Pin')")
    page.wait_for_selector(".effect .chip.good:has-text('Keeps every rule')")
    page.click("text=Replan around this")
    plan = goes_on(page, harbour)
    service.ended(plan)
    rows = service.ask("GET", f"/v1/plans/{plan}/document")["allocations"]
    assert "ruth" in {row["person"] for row in rows if row["status"] == "pinned"}
    page.wait_for_selector(f'.bar[aria-label^="{label.split(",")[0]}"][aria-label$="pinned"]')


def test_a_booking_dragged_to_somebody_else_is_theirs(opened, service, corner) -> None:
    page = board(opened, service, corner)
    bar = bar_of(page, "pages")
    whose = bar.get_attribute("data-block").split("|")[1]
    other = {"ana": "Ben Birch", "ben": "Ana Alder"}[whose]
    x, y = middle(bar)
    to_x, to_y = middle(page.locator(f".row-person:has-text('{other}') .cell").first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, to_y + 8, steps=8)
    page.wait_for_selector(".is-dragging .cannot")
    page.mouse.up()
    until(page, f"document.querySelector('.effect-label')?.textContent.includes('to {other}')")
    assert to_x
    assert "pages" in page.locator(f".row-person:has-text('{other}') .bar.is-chosen").get_attribute("aria-label")


def test_a_pin_is_taken_off_again(opened, service, corner) -> None:
    page = board(opened, service, corner)
    bar_of(page, "pages").click()
    page.click(".panel button:has-text('Pin')")
    page.wait_for_selector(".panel button:has-text('Unpin')")
    page.click(".panel button:has-text('Unpin')")
    until(page, "document.querySelector('.effect-label').textContent.includes('Unpinned')")
    counts(page, ".bar[aria-label$=pinned]", 0)


def test_colours_and_keys_open_and_close_on_a_phone(opened, service, corner, photograph) -> None:
    page = board(opened, service, corner, width=390, height=844)
    page.click(".key-box summary")
    page.wait_for_selector(".key-card")
    photograph(page, "key-390")
    page.click("button[aria-label='Close colours and keys']")
    page.wait_for_selector(".key-card", state="hidden")
    page.click(".key-box summary")
    page.mouse.click(200, 110)
    page.wait_for_selector(".key-card", state="hidden")
    page.locator(".key-box summary").press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_selector(".key-card", state="hidden")


def test_filters_unfold_on_a_phone(opened, service, corner, photograph) -> None:
    page = board(opened, service, corner, width=390, height=844)
    assert not page.locator("label:has-text('Project') select").is_visible()
    page.click("text=Filter")
    page.select_option("label:has-text('Project') select", "big-poster")
    until(page, "document.querySelectorAll('.row-person').length === 1")
    photograph(page, "filters-390")


def test_a_chosen_booking_is_not_hidden_by_the_panel(opened, service, harbour) -> None:
    """The panel takes a third of the board, or two thirds of a phone; what it is about stays in sight."""
    page = board(opened, service, harbour)
    page.click(".fold")
    page.locator(".bar.missing").last.click()
    page.wait_for_selector(".panel h2")
    page.wait_for_selector(".bar.is-chosen")
    bar, grid = (f"document.querySelector('{name}').getBoundingClientRect()" for name in (".bar.is-chosen", ".grid"))
    until(page, f"{grid}.left + 200 <= {bar}.right && {bar}.left < {grid}.right - 30")


def test_missing_work_dragged_onto_somebody_is_theirs(opened, service, harbour) -> None:
    page = board(opened, service, harbour)
    bar = page.locator(".row-person:has-text('Ruth Ashgrove') .bar[data-block]").first
    demand = bar.get_attribute("data-block").split("|")[0]
    bar.click()
    page.click(".panel button:has-text('Remove')")
    page.wait_for_selector(".panel", state="detached")
    checked(page, "Removed")
    page.select_option("label:has-text('Skill') select", "project_management")
    page.click(".fold")
    x, y = middle(page.locator(f'.bar[data-missing="{demand}"]'))
    to_x, to_y = middle(page.locator(".row-person:has-text('Ruth Ashgrove') .cell").nth(4))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=8)
    page.mouse.up()
    until(page, "document.querySelector('.effect-label')?.textContent.includes('to Ruth Ashgrove')")
