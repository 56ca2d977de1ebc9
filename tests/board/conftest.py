"""The board is tried in a real browser against the real service; without Chromium these tests are skipped.

One service and one small solve of harbour serve the whole module; each test has a page of its own. With
``FAIRLOAD_SCREENSHOTS`` set to a folder, every view is photographed there for somebody to look at.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.board.corner import CORNER, IMPOSSIBLE

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
]
PATIENCE = 120
"""Seconds that anything may take on a busy machine before a test gives up."""


@dataclass(frozen=True)
class Service:
    """A running ``fairload serve``."""

    address: str
    key: str = ""

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What the API answers."""
        request = urllib.request.Request(self.address + path, method=method)
        request.add_header("Content-Type", "application/json")
        if self.key:
            request.add_header("Authorization", f"Bearer {self.key}")
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(request, data, timeout=PATIENCE) as answer:
            return json.loads(answer.read())

    def solved(self, body: Any) -> str:
        """The id of a plan that has been solved."""
        job = self.ask("POST", "/v1/plans", body)
        return self.ended(job["id"])

    def ended(self, plan: str) -> str:
        """Waits until a solve has ended."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            job = self.ask("GET", f"/v1/plans/{plan}")
            if job["status"] in ("completed", "stopped", "failed"):
                assert job["status"] != "failed", job["error"]
                return plan
            time.sleep(0.3)
        raise AssertionError(f"plan {plan} did not end")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _fairload(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from api.cli import main; main()", *arguments]


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def _serving(folder: Path, *more: str, workers: int = 1) -> Iterator[str]:
    port = _free_port()
    command = _fairload(
        "serve", "--port", str(port), "--database", str(folder / "board.db"), "--workers", str(workers), *more
    )
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=log, stderr=log)
        try:
            yield _awake(f"http://127.0.0.1:{port}", folder / "log", process)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)


def _awake(address: str, log: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address + "/readyz", timeout=5):
                return address
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the service did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service as a newcomer starts it: no keys, everything in a file."""
    for address in _serving(tmp_path_factory.mktemp("service")):
        yield Service(address)


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Callable[..., str]]]:
    """A service that asks for keys, and what makes keys for it."""
    folder = tmp_path_factory.mktemp("locked")

    def key(name: str, *more: str) -> str:
        command = _fairload("keys", "create", name, "--database", str(folder / "board.db"), *more)
        made = subprocess.run(command, env=ENVIRONMENT, cwd=folder, capture_output=True, text=True, check=True)
        return made.stdout.strip().splitlines()[-1]

    for address in _serving(folder, "--auth"):
        yield Service(address, key("planner", "--role", "planner")), key


@pytest.fixture(scope="session")
def harbour(service: Service) -> str:
    """A plan of harbour: after so much effort the same one on every machine, and so is what is planned from it."""
    options = {"seconds": 1, "deterministic": True}
    return service.solved({"scenario": {"demo": "harbour"}, "options": options, "name": "Harbour"})


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, or a reason why not."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (apt-get install chromium)")
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page; at the end of the test nothing may have gone wrong in it, nor have asked another host."""
    pages, wrong, expected = [], [], []

    def page(
        address: str,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        ready: str = ".row-person",
        refusals: Sequence[int] = (),
    ) -> Any:
        # The browser reports every refusal of the service; a test names those that it provokes.
        expected.extend(f"status of {status} " for status in refusals)
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", accept_downloads=True
        )
        new = context.new_page()
        new.set_default_timeout(PATIENCE * 1000)
        new.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        # The policy that forbids inline code and other hosts reports here.
        new.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        new.on(
            "request", lambda asked: asked.url.startswith((address.split("/#")[0], "blob:")) or wrong.append(asked.url)
        )
        pages.append(context)
        new.goto(address)
        new.wait_for_selector(ready)
        return new

    yield page
    for context in pages:
        context.close()
    assert [said for said in wrong if not any(refusal in said for refusal in expected)] == []


@pytest.fixture
def photograph() -> Callable[[Any, str], None]:
    """Keeps a picture of a page where somebody wants to look at it."""
    folder = os.environ.get("FAIRLOAD_SCREENSHOTS")

    def take(page: Any, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{name}.png")

    return take


@pytest.fixture(scope="session")
def corner(service: Service) -> str:
    """A small plan, proved best at once: what is asked about it is answered in a second."""
    scenario = {"text": CORNER, "name": "corner.yaml"}
    return service.solved({"scenario": scenario, "options": {"seconds": 60}, "name": "Corner"})


@pytest.fixture(scope="session")
def broken(service: Service) -> str:
    """A book that no plan can satisfy."""
    scenario = {"text": IMPOSSIBLE, "name": "broken.yaml"}
    return service.solved({"scenario": scenario, "options": {"seconds": 60}, "name": "Broken"})
