"""How long a newcomer waits: from `fairload serve` to a plan of harbour on the board, with one click in Chromium.

    python -m benchmarks.first_click [--times 3]

Nothing is warm: each time the service begins with an empty database, and the browser with an empty profile. Told are
the seconds until the service answers, until the page can be clicked, and until the first bookings stand on the board.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROGRAM = [sys.executable, "-c", "from api.cli import main; main()"]
PATIENCE = 300
"""Seconds after which nothing is waited for any more."""


def first_click(browser: Any, folder: Path) -> tuple[float, float, float]:
    """Seconds from the start of the service: until it answers, until the page is there, until there is a plan."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{(port := free.getsockname()[1])}"
    began = time.monotonic()
    command = [*PROGRAM, "serve", "--port", str(port), "--database", str(folder / "first.db")]
    service = subprocess.Popen(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)})
    try:
        while not _answers(address):
            assert service.poll() is None, "the service ended"
            assert time.monotonic() - began < PATIENCE, "the service does not answer"
            time.sleep(0.05)
        answers = time.monotonic() - began
        page = browser.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(address)
        page.wait_for_selector(".card-button.is-first")
        there = time.monotonic() - began
        page.click(".card-button.is-first")
        page.wait_for_selector(".bar[data-block]")
        planned = time.monotonic() - began
        page.close()
    finally:
        service.terminate()
        service.wait(60)
    return answers, there, planned


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "/readyz", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as play:
        for _ in range(given.times):
            browser = play.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
            with tempfile.TemporaryDirectory() as folder:
                answers, there, planned = first_click(browser, Path(folder))
            browser.close()
            print(f"answers after {answers:.1f} s, page after {there:.1f} s, first plan after {planned:.1f} s")


if __name__ == "__main__":
    main()
