"""The command line: ``fairload plan``, ``check``, ``schema``.

Exit codes: 0 a plan (or a clean check), 2 bad input, 3 impossible, 4 nothing found in time; 1 is a bug of ours, and
130 an abort by Ctrl-C.
"""

from api.cli.commands import app
from api.cli.main import main

__all__ = ["app", "main"]
