"""``fairload explain``: one sub-command a question.

A module of its own holds the commands of a family of questions; one line here registers a question.
"""

import typer

from api.cli import explaining_people, explaining_trouble

explain = typer.Typer(
    name="explain",
    no_args_is_help=True,
    short_help="Ask why, why not, and what it would take.",
    help="Answer a question about the whole book, proved or with its bound: why there is no plan and what it would "
    "take, why this person and not that one, what is missing and who would be best.",
)

explain.command("conflict")(explaining_trouble.conflict)
explain.command("repair")(explaining_trouble.repair)
explain.command("shortfall")(explaining_trouble.shortfall)
explain.command("why-not")(explaining_people.why_not)
explain.command("why")(explaining_people.why)
explain.command("recommend")(explaining_people.recommend)
