"""The board's own arithmetic (dates, edits, lanes, overlays) is tried under node, where there is one."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import engine
from engine.domain.book import Book

LOGIC = Path(__file__).parent / "logic"
ROOT = Path(__file__).parents[2]
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed")


@pytest.mark.parametrize("file", sorted(LOGIC.glob("*.test.mjs")), ids=lambda path: path.name)
def test_logic_holds_under_node(file: Path) -> None:
    run = subprocess.run([str(NODE), "--test", str(file)], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_every_form_makes_an_overlay_that_the_engine_takes(tmp_path: Path) -> None:
    """The forms of the page and the files it saves are those that `fairload plan --overlay` reads."""
    from api.board import board_document

    base = ROOT / "scenarios" / "harbour" / "base.yaml"
    document = board_document(Book(engine.load(base).scenario))
    (tmp_path / "board.json").write_text(json.dumps(document))
    script = f"""
        import {{ readFileSync, writeFileSync }} from "node:fs";
        import {{ readBook }} from "{ROOT}/api/board/static/logic/book.js";
        import {{ fileText }} from "{ROOT}/api/board/static/logic/overlay-file.js";
        import {{ KINDS, blank, overlay }} from "{ROOT}/api/board/static/logic/overlays.js";
        const book = readBook(JSON.parse(readFileSync("{tmp_path}/board.json")));
        for (const kind of Object.keys(KINDS)) {{
          const values = blank(kind, book);
          if (kind === "add") values.name = "Tide tables: no. 1";
          writeFileSync(`{tmp_path}/${{kind}}.yaml`, fileText(overlay([{{ kind, values }}], book)));
        }}"""
    subprocess.run([str(NODE), "--input-type=module", "-e", script], check=True)
    files = sorted(tmp_path.glob("*.yaml"))
    assert len(files) == 8
    for file in files:
        loaded = engine.load(base, [file])
        assert loaded.trail, file.name
