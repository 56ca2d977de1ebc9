"""Running the command line as a shell would: arguments in, exit code and two streams out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from api.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``fairload`` with some arguments, in 80 columns and without a terminal."""
    monkeypatch.setenv("COLUMNS", "80")

    def running(*arguments: object) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        streams = capfd.readouterr()
        assert "Traceback" not in streams.out + streams.err
        return Ran(int(left.value.code or 0), streams.out, streams.err)

    return running
