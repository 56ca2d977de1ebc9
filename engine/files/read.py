"""From a file, a text or a request to a `Source`."""

from pathlib import Path as FilePath

from engine.errors import Fault
from engine.files.json_text import read_json
from engine.files.source import MOST_BYTES, Source, place_text
from engine.files.yaml_text import read_yaml


def read_file(path: str | FilePath) -> Source:
    """Read a file: JSON where its name ends in `.json`, YAML otherwise. Faults stand in the result."""
    name = str(path)
    try:
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return _refused(name, "there is no such file")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return _refused(name, f"the file cannot be read: {reason}")
    return read_text(content, name)


def read_text(text: str | bytes, name: str) -> Source:
    """Read a text that came from somewhere; ``name`` says what to call it, and by its ending whether it is JSON."""
    if len(text) > MOST_BYTES:
        return _refused(name, f"the file is larger than {MOST_BYTES // 1_000_000} MB")
    if isinstance(text, bytes):
        content = text
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            byte = content[error.start]
            return _refused(name, f"byte 0x{byte:02X} is not UTF-8 text; save the file as UTF-8", line)
    text = text.removeprefix("\ufeff")
    return read_json(text, name) if name.lower().endswith(".json") else read_yaml(text, name)


def _refused(name: str, message: str, line: int | None = None) -> Source:
    return Source(name, {}, faults=(Fault((), message, place_text(name, line)),), readable=False)
