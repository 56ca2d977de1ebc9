"""What the page loads lies in the package, is what its table says, and asks nobody else for anything."""

import hashlib
import re
from pathlib import Path

from api.board import STATIC

VENDOR = STATIC / "vendor"
SOURCES = [path for path in STATIC.rglob("*.js") if VENDOR not in path.parents]


def test_vendored_files_are_those_of_the_table() -> None:
    told = dict(re.findall(r"\| `([\w-]+\.js)` \|.*\| `([0-9a-f]{64})` \|", (VENDOR / "README.md").read_text()))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert told == found


def test_every_licence_lies_beside_its_library() -> None:
    named = set(re.findall(r"LICENSE-[\w-]+\.txt", (VENDOR / "README.md").read_text()))
    assert named == {path.name for path in VENDOR.glob("LICENSE-*.txt")}
    assert all("opyright" in (VENDOR / name).read_text() for name in named)


def test_every_import_leads_to_a_file_of_the_page() -> None:
    for path in STATIC.rglob("*.js"):
        for target in re.findall(r"""from ?["']([^"']+)["']""", path.read_text("utf-8")):
            assert target.startswith("."), f"{path.name} imports {target}"
            assert (path.parent / target).resolve().is_file(), f"{path.name} imports {target}"


def test_every_file_that_the_page_names_is_there() -> None:
    for name in re.findall(r'(?:src|href)="([^"#]+)"', (STATIC / "index.html").read_text()):
        assert (STATIC / name).is_file(), name


def test_the_page_has_nothing_inline_and_names_no_other_host() -> None:
    page = (STATIC / "index.html").read_text()
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    for path in [*SOURCES, *STATIC.rglob("*.css")]:
        assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", path.read_text("utf-8")), path.name


def test_modules_stay_small_enough_to_read() -> None:
    for path in SOURCES:
        assert len(path.read_text("utf-8").splitlines()) < 250, f"{path.name} is two files"


def test_the_wheel_takes_the_page_along() -> None:
    """Hatch packs every file below the package folders, unless it is ignored by git."""
    ignored = Path(__file__).parents[2] / ".gitignore"
    rules = [line.strip() for line in ignored.read_text().splitlines() if line.strip()]
    assert not any(rule.rstrip("/") in ("static", "vendor", "*.js", "api/board/static") for rule in rules)
