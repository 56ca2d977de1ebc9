"""``fairload explain``: one sub-command a question.

A module of its own holds the commands of a family of questions; one line here registers a question.
"""

import typer

from api.cli import asking

explain = typer.Typer(
    name="explain",
    no_args_is_help=True,
    short_help="Answer a question about the whole book.",
    help="Answer a question about the whole book, proved or with its bound: why there is no plan and what it would "
    "take, why this person and not that one, what is missing and who would be best.",
)

explain.command("earliest-start")(asking.earliest_start)
explain.command("earliest-finish")(asking.earliest_finish)
explain.command("hire")(asking.hire)
explain.command("train")(asking.train)
explain.command("fee")(asking.fee)
explain.command("portfolio")(asking.portfolio)
explain.command("outcomes")(asking.outcomes)
explain.command("slip")(asking.slip)
explain.command("frontier")(asking.frontier)
explain.command("changes")(asking.changes)
