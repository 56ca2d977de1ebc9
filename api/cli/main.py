"""The entry of the ``fairload`` command: runs it, and says how it was misused."""

import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import typer

from api.cli.answers import TRACEBACK, Code, own_up, side, tell_json
from api.cli.commands import app

USAGE_ERROR: Any = typer.BadParameter.__mro__[1]
"""What all complaints about the use of a command descend from. Typer brings its own click, or once did not."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(given, prog_name="fairload", standalone_mode=False)
        sys.stdout.flush()
    except USAGE_ERROR as error:
        code = _misused(error, as_json="--json" in given)
    except BrokenPipeError:
        # Whoever read our output has left, as `fairload plan ... | head` does; nobody is there to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Code.BUG
    except (KeyboardInterrupt, typer.Abort):
        code = Code.ABORTED
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        code = own_up(error, as_json="--json" in given)
    if code == Code.ABORTED:
        # The solver's own threads may still be at work, and leaving the usual way would wait for them.
        side().print("Aborted; there is no plan.")
        sys.stderr.flush()
        os._exit(Code.ABORTED)
    sys.exit(code if isinstance(code, int) else Code.FINE)


def _misused(error: Any, *, as_json: bool) -> Code:
    message = error.format_message()
    if as_json:
        tell_json({"faults": [{"place": None, "value": None, "message": message}]})
        return Code.BAD_INPUT
    where = error.ctx.command_path if error.ctx is not None else "fairload"
    console = side()
    console.print(f"{where}: {message}", markup=False, soft_wrap=True)
    console.print(f"Try `{where} --help`.", markup=False)
    return Code.BAD_INPUT
