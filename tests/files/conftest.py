"""What the stories about files share: the small agency, as text and as plain data."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.files.load import Loaded, load_text

AGENCY = Path(__file__).parent / "agency.yaml"


@pytest.fixture(scope="session")
def agency_text() -> str:
    """The text of a small agency with one of everything."""
    return AGENCY.read_text(encoding="utf-8")


@pytest.fixture
def agency_data(agency_text: str) -> dict[str, Any]:
    """The same as plain data, all values text or numbers, fresh for each test."""
    data: dict[str, Any] = yaml.load(agency_text, Loader=yaml.BaseLoader)
    return data


@pytest.fixture
def with_overlays(agency_text: str) -> Callable[..., Loaded]:
    """The agency with overlays, each given as the text of its list of changes."""

    def loaded(*changes: str) -> Loaded:
        overlays = [(f"name: o{number}\nchanges:\n{text}", f"o{number}.yaml") for number, text in enumerate(changes, 1)]
        return load_text(agency_text, "agency.yaml", overlays)

    return loaded
