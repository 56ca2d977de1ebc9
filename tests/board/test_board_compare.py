"""What if: six scenarios side by side, and ideas of every form."""

from pathlib import Path
from typing import Any

from tests.board.pages import counts, violations


def idea(page: Any, kind: str) -> None:
    """An idea with what its form begins with."""
    page.select_option(".form select >> nth=0", kind)
    page.click("text=Add idea")


def test_six_scenarios_stand_side_by_side(opened, service, corner, photograph) -> None:
    page = opened(f"{service.address}/#/whatif/{corner}", ready=".form")
    for kind in ("pitch", "lose", "slip", "hire", "leave"):
        idea(page, kind)
    page.fill(".inline-field input", "3")
    idea(page, "rate")
    counts(page, ".ideas li", 6)
    counts(page, ".ideas input:checked", 5)  # beside the plan as it is; the sixth waits unchosen
    page.click("button:has-text('Compare 6')")
    page.wait_for_selector(".comparison")
    page.wait_for_selector(".chip.live", state="detached", timeout=240_000)  # six solves, one after the other
    heads = page.locator(".comparison thead").first.locator("th").all_inner_texts()
    assert len(heads) == 7
    said = " ".join(heads)
    for words in ("As it is", "We win Leaflet pitch", "We lose Leaflet pitch", "slips 3 weeks", "joins", "leaves on"):
        assert words in said
    assert page.locator(".charts figure").count() >= 3
    photograph(page, "compare-six-1280")
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    photograph(page, "compare-six-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("button:has-text('Difference')").first.click()
    page.wait_for_selector(".banner:has-text('Compared with As it is')")


def test_every_form_is_saved_as_a_file(opened, service, corner) -> None:
    page = opened(f"{service.address}/#/whatif/{corner}", ready=".form")
    idea(page, "rate")
    with page.expect_download() as saved:
        page.click(".ideas >> text=Save file")
    assert "role: designer" in Path(saved.value.path()).read_text()
