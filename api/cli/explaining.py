"""``fairload explain``: one sub-command a question.

A module of its own holds the commands of a family of questions; one line here registers a question.
"""

import typer

from api.cli import asking, explaining_people, explaining_trouble

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
