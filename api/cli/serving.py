"""``fairload serve``, ``worker`` and ``keys``: the service on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.text import Text

from api.cli.answers import Code, page, side
from api.settings import DATABASE, Limits

if TYPE_CHECKING:
    from api.store import Database as Store

keys = typer.Typer(
    name="keys", no_args_is_help=True, rich_markup_mode=None, help="API keys: make, list and revoke them."
)

Database = Annotated[
    str,
    typer.Option("--database", metavar="URL", help="An SQLite file, or postgresql://user@host/name."),
]


def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="PORT", help="On which port.")] = 8320,
    database: Database = DATABASE,
    auth: Annotated[bool, typer.Option("--auth", help="Ask everybody for an API key, see fairload keys.")] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0, max=64, metavar="N", show_default="one for two processors", help="Solves at once; 0 for none here."
        ),
    ] = None,
) -> None:
    """Start the HTTP API, the plan board and workers on this machine.

    Everything is kept in one SQLite file, or in PostgreSQL; what is queued or being solved goes on after a restart.
    Without --auth only this machine is let in. Ctrl-C ends it.

    Example: fairload serve
    """
    from api.serving import LOOPBACK, Layout, supervise

    if host not in LOOPBACK and not auth:
        _refuse(f"{host} can be reached by others; without --auth the service listens to this machine only")
    _limits()
    ready(database)
    layout = Layout(host, port, database, auth, workers)
    try:
        with layout.claimed():
            pass
    except OSError as error:
        _refuse(f"{host}:{port} cannot be used: {error.strerror or error}")
    supervise(layout, lambda words: side().print(Text(words), soft_wrap=True))


def worker(
    database: Database = DATABASE,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", show_default="this machine's, numbered", help="What to call this worker."),
    ] = None,
) -> None:
    """Take jobs of a service and solve them one by one.

    It may run on any machine that reaches the database.

    Ctrl-C ends it at once; another worker, or this one when it is started again, goes on from the best plan so far.

    Example: fairload worker --database postgresql://fairload@db.example/fairload
    """
    from api.serving import run_worker

    _limits()
    ready(database)
    try:
        run_worker(database, name)
    except ValueError as error:
        _refuse(str(error))


@keys.command(name="create")
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is, or what for.")],
    role: Annotated[str, typer.Option(metavar="ROLE", help="viewer, planner or admin.")] = "planner",
    workspace: Annotated[
        str, typer.Option(metavar="WORKSPACE", help="Whose plans and scenarios it opens; no others.")
    ] = "default",
    money: Annotated[bool, typer.Option("--money", help="Let a viewer see costs, margins and budgets.")] = False,
    database: Database = DATABASE,
) -> None:
    """Make an API key and print it. It is shown this once: only a hash of it is kept.

    Example: fairload keys create "studio board" --role viewer
    """
    from api.auth.keys import create as make

    try:
        print(make(ready(database), name, role, workspace, money=money))
    except ValueError as error:
        _refuse(str(error))


@keys.command(name="list")
def list_keys(database: Database = DATABASE) -> None:
    """Print all keys by name: role, workspace, and which are revoked.

    Example: fairload keys list
    """
    from rich.table import Table

    from api.auth.keys import listed

    table = Table("name", "role", "workspace", "money", "state", box=None, pad_edge=False)
    for key in listed(ready(database)):
        state = "good" if key.revoked is None else "revoked"
        table.add_row(
            *(Text(cell) for cell in (key.name, key.role, key.workspace, "yes" if key.money else "no", state))
        )
    page().print(table)


@keys.command(name="revoke")
def revoke(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The key's name.")], database: Database = DATABASE
) -> None:
    """Take a key away for ever; from now on nobody comes in with it.

    Example: fairload keys revoke "studio board"
    """
    from api.auth.keys import revoke as take_away

    if not take_away(ready(database), name):
        _refuse(f"there is no key named `{name}` that is still good")


def _limits() -> None:
    """Ends the command where the environment sets a limit to what is no number: its processes could only die of it."""
    try:
        Limits.from_environment()
    except ValueError as error:
        _refuse(str(error))


def ready(url: str) -> Store:
    """The database, with its tables as they should be; ends the command where it cannot be used."""
    from alembic.util.exc import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    from api.jobs.worker import prepare

    try:
        return prepare(url)
    except (ValueError, OSError) as error:
        _refuse(f"--database: {error}")
    except CommandError as error:
        _refuse(f"--database cannot be used, perhaps a newer Fairload made it: {error}")
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        _refuse(f"--database cannot be used: {cause}")


def _refuse(words: str) -> NoReturn:
    side().print(Text(words), soft_wrap=True)
    raise typer.Exit(Code.BAD_INPUT)
