"""The other views: solve, what if, projects and money, people; who sees what; access for everybody."""

import re
from pathlib import Path

import pytest

from tests.board.corner import CORNER
from tests.board.pages import counts, shown, violations

VIEWS = ("board", "solve", "why", "whatif", "projects", "people")


def test_value_and_bound_close_in_before_the_eyes(opened, service, photograph) -> None:
    page = opened(f"{service.address}/#/solve", ready=".form")
    page.wait_for_selector(".form option[value='demo:harbour']", state="attached")
    page.select_option(".form select", "demo:harbour")
    page.fill(".form input >> nth=0", "60")
    page.click(".form button[type=submit]")
    page.wait_for_selector(".curve.value", state="attached")
    page.wait_for_selector(".curve.bound", state="attached")
    photograph(page, "solve-1280")
    page.click(".card >> text=Stop and keep")
    page.wait_for_selector("text=Open on the board")
    page.click("text=Open on the board")
    page.wait_for_selector(".bar[data-block]")


def test_what_ifs_stand_side_by_side_and_their_difference_on_the_board(opened, service, harbour, photograph) -> None:
    page = opened(f"{service.address}/#/whatif/{harbour}", ready=".ideas")
    page.select_option(".form select >> nth=0", "leave")
    page.select_option(".form select >> nth=1", "ana")
    page.fill(".form input[type=date] >> nth=0", "2027-02-01")
    page.fill(".form input[type=date] >> nth=1", "2027-03-26")
    assert "Ana Sorrel is away" in page.locator(".sentence").inner_text()
    page.click("text=Add idea")
    with page.expect_download() as saved:
        page.click(".ideas >> text=Save file")
    text = Path(saved.value.path()).read_text()
    assert "person: ana" in text
    photograph(page, "whatif-1280")
    page.fill(".inline-field input", "0.5")  # of effort, as the plan on the board was made
    page.click("button:has-text('Compare 2')")
    page.wait_for_selector(".comparison")
    page.wait_for_selector("button:has-text('Difference')", timeout=150_000)  # two solves, one after the other
    page.wait_for_selector(".comparison h3")
    photograph(page, "comparison-1280")
    head = page.locator(".comparison thead").first.inner_text()
    assert "As it is" in head
    assert "Ana Sorrel is away" in head
    before = service.ask("GET", f"/v1/plans/{harbour}/document")["tiers"][0]
    base = service.ask("GET", "/v1/comparisons")["comparisons"][0]["variants"][0]["plan"]
    assert base["tiers"][0]["value"] <= before["final"]  # it began with the plan on the board
    page.click("button:has-text('Difference')")
    page.wait_for_selector(".banner:has-text('Compared with As it is')")
    page.wait_for_selector(".bar.is-moved, .bar.ghost")
    photograph(page, "difference-1280")


def test_an_idea_that_breaks_the_book_is_refused_in_words(opened, service) -> None:
    """Faults of a file come with their lines, as the command line tells them."""
    page = opened(f"{service.address}/#/start", ready=".file", refusals=[422])
    broken = b"name: x\nhorizon: {first: 2027-01-04, last: 2027-01-10}\ndepartmints: []\n"
    page.set_input_files(".file", {"name": "mine.yaml", "mimeType": "application/yaml", "buffer": broken})
    page.wait_for_selector(".notice.bad li")
    said = page.locator(".notice").inner_text()
    assert "mine.yaml:3" in said
    assert "departmints" in said


def test_projects_show_money_dates_and_what_they_get(opened, service, harbour, photograph) -> None:
    page = opened(f"{service.address}/#/projects/{harbour}", ready=".table tbody tr")
    photograph(page, "projects-1280")
    document = service.ask("GET", f"/v1/plans/{harbour}/document")
    counts(page, ".table tbody tr", len(document["projects"]))
    kpis = document["kpis"]
    assert f"£{round(kpis['margin'] / 100):,}" in page.locator(".figures").inner_text()
    page.locator(".table tbody button").first.click()
    page.wait_for_selector(".detail h3:has-text('Phases')")
    page.click("th button:has-text('Margin')")
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Margin")


def test_files_are_handed_out(opened, service, harbour) -> None:
    page = opened(f"{service.address}/#/people/{harbour}", ready=".table tbody tr")
    for kind, start in (("CSV", b"demand"), ("XLSX", b"PK"), ("ICS", b"BEGIN:VCALENDAR")):
        with page.expect_download() as saved:
            page.click(f".page-head button:has-text('{kind}')")
        assert start in Path(saved.value.path()).read_bytes()[:300]
    rows = service.ask("GET", f"/v1/plans/{harbour}/document")["allocations"]
    assert "ana" in {row["person"] for row in rows}
    with page.expect_download() as saved:
        page.click("button[aria-label='Calendar file of Ana Sorrel']")
    assert b"BEGIN:VEVENT" in Path(saved.value.path()).read_bytes()


def test_people_stand_with_target_and_fairness(opened, service, harbour, photograph) -> None:
    page = opened(f"{service.address}/#/people/{harbour}", ready=".cohort")
    photograph(page, "people-1280")
    document = service.ask("GET", f"/v1/plans/{harbour}/document")
    counts(page, ".cohort", len(document["kpis"]["fairness"]))
    told = page.locator(".cohort svg").first.get_attribute("aria-label")
    assert re.search(r"\d+ %", told)


def test_a_viewer_sees_no_money_and_changes_nothing(opened, locked, photograph) -> None:
    service, key = locked
    plan = service.solved({"scenario": {"text": CORNER, "name": "corner.yaml"}})
    page = opened(f"{service.address}/#/projects/{plan}", ready=".lock", refusals=[401])
    page.fill(".lock input", key("only looking", "--role", "viewer"))
    page.click(".lock button")
    page.wait_for_selector(".table tbody tr")
    photograph(page, "viewer-projects-1280")
    text = page.locator("body").inner_text()
    for word in ("Cost", "Margin", "Budget"):
        assert word not in text
    page.click(".tab:has-text('Board')")
    shown(page, plan)
    page.locator(".bar[data-block]").first.click()
    page.wait_for_selector(".panel h2")
    assert page.locator(".panel form").count() == 0
    assert page.locator("button[aria-label=Undo]").count() == 0


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, False), (1280, True)])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_passes_axe_and_fits(opened, service, harbour, photograph, view, width, dark) -> None:
    page = opened(f"{service.address}/#/{view}/{harbour}", width=width, height=844, dark=dark, ready="main > *")
    page.wait_for_selector(".bar[data-block], .table tbody tr, .ideas, .first-questions")
    if view == "board":
        page.locator(".cell.is-fits:visible").first.click()
        page.wait_for_selector(".panel h2")
    photograph(page, f"{view}-{width}{'-dark' if dark else ''}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_start_passes_axe_and_fits(opened, service, photograph) -> None:
    page = opened(f"{service.address}/#/start", width=390, height=844, ready=".card-button.is-first")
    photograph(page, "start-390")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
