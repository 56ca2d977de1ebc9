"""The commands and their options, as ``--help`` tells them."""

from pathlib import Path
from typing import Annotated

import typer

import engine
from api.cli import checking, planning, serving
from api.cli.answers import tell_json
from api.cli.values import seconds, share

app = typer.Typer(
    name="fairload",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ScenarioFile = Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario: a YAML or JSON file.")]
Overlays = Annotated[
    list[Path] | None,
    typer.Option("--overlay", metavar="FILE", help="A what-if on top of the scenario; may be given several times."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, and nothing else.")]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"fairload {engine.__version__}")
        raise typer.Exit


@app.callback()
def fairload(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Staffing plans for agencies: proved good, fair, and never overloaded.

    Ends with 0 for a plan or a clean check, 2 for bad input, 3 when no plan can exist, 4 when none was found in time.
    """


@app.command(name="plan")
def plan(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    time: Annotated[
        float,
        typer.Option(parser=seconds, metavar="TIME", help="How long to search: 30s, 2m, 1m30."),
    ] = "30s",  # type: ignore[assignment]  # the parser reads it like what people type
    gap: Annotated[
        float,
        typer.Option(parser=share, metavar="GAP", help="Good enough: stop improving a goal this close to its bound."),
    ] = "0%",  # type: ignore[assignment]
    seed: Annotated[
        int, typer.Option(min=0, max=2**31 - 1, metavar="N", help="Another seed may find another plan as good.")
    ] = 1,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=256, metavar="N", show_default="one a processor, at most 8", help="How many threads search."
        ),
    ] = None,
    deterministic: Annotated[
        bool, typer.Option("--deterministic", help="Same scenario and seed, same plan to the last byte; slower.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write plan.json and tables of allocations, people and projects there."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Plan who does what and when, and say how good the plan is.

    The search improves one goal after the other, in the order of the scenario's policy, and proves how far each can
    be from the best possible. Ctrl-C stops it early and still prints the best plan; a second Ctrl-C aborts.

    Example: fairload plan scenarios/harbour/base.yaml --time 30s --out out
    """
    planning.plan(
        scenario,
        overlay or [],
        engine.Options(
            seconds=time, gap=gap, seed=seed, workers=workers or planning.all_workers(), deterministic=deterministic
        ),
        out=out,
        as_json=json,
    )


@app.command(name="check")
def check(
    scenario: ScenarioFile,
    overlay: Overlays = None,
    plan: Annotated[
        Path | None, typer.Option(metavar="PLAN", help="Verify this plan.json against the scenario.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Check a scenario, or verify a plan against it.

    Without a plan, every fault in the files is listed with its file and line. With one, every rule is checked on
    the calendar, day by day and without the solver, and every figure in the plan is worked out anew.

    Example: fairload check scenarios/harbour/base.yaml --plan out/plan.json
    """
    checking.check(scenario, overlay or [], plan, as_json=json)


@app.command(name="schema")
def schema(
    overlay: Annotated[bool, typer.Option("--overlay", help="The schema of overlay files.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="The schema of plan.json.")] = False,
) -> None:
    """Print the JSON Schema of scenario files, for editors.

    With it an editor completes names while one types and marks what is wrong.

    Example: fairload schema > scenario.schema.json
    """
    if overlay and plan:
        raise typer.BadParameter("ask for one schema at a time: --overlay or --plan")
    tell_json(engine.overlay_schema() if overlay else engine.plan_schema() if plan else engine.scenario_schema())


app.command(name="serve")(serving.serve)
app.command(name="worker")(serving.worker)
app.add_typer(serving.keys)
