"""The plan board: a page in the browser, and the one document it needs beside the plan."""

from pathlib import Path

from api.board.document import board_document

__all__ = ["STATIC", "board_document"]

STATIC = Path(__file__).parent / "static"
"""The page and its modules, served as they lie."""
