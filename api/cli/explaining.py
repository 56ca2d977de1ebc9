"""``fairload explain``: one sub-command a question.

A module of its own holds the commands of a family of questions; one line here registers a question.
"""

import typer

explain = typer.Typer(
    name="explain",
    no_args_is_help=True,
    help="Answer a question about the whole book, proved or with its bound: why there is no plan and what it would "
    "take, why this person and not that one, what is missing and who would be best.",
)
