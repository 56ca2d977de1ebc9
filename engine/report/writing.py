"""The files of ``--out``: plan.json and three tables, each whole or not there at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.report.document import document_text
from engine.report.tables import allocations_csv, people_csv, projects_csv


def write_out(directory: str | os.PathLike[str], document: Mapping[str, Any]) -> tuple[Path, ...]:
    """Write ``plan.json``, ``allocations.csv``, ``people.csv`` and ``projects.csv``; returns their paths.

    The directory is made if it is not there. Each file is written beside its place and then renamed, so that a
    reader never sees half of it; plan.json comes last, so that it never stands beside older tables. A document
    without a plan gives tables without rows. Raises OSError where the directory cannot be written.
    """
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "allocations.csv": allocations_csv(document),
        "people.csv": people_csv(document),
        "projects.csv": projects_csv(document),
        "plan.json": document_text(document),
    }
    return tuple(write_text(folder / name, text) for name, text in texts.items())


def write_text(path: Path, text: str) -> Path:
    """Write a file beside its place and then rename it, so that a reader never sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def _umask() -> int:
    """The process's umask; reading it means setting it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
