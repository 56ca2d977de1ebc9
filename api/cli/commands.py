"""The commands and their options, as ``--help`` tells them."""

from pathlib import Path
from typing import Annotated

import typer

import engine
from api.cli import batching, checking, comparing, planning, serving
from api.cli.answers import tell_json
from api.cli.explaining import explain
from api.cli.options import (
    NO_GAP,
    SECONDS_30,
    SECONDS_50,
    AsJson,
    BasePlan,
    Deterministic,
    Gap,
    Overlays,
    ScenarioFile,
    Seed,
    Time,
    Workers,
)

app = typer.Typer(
    name="fairload",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(explain)


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
    time: Time = SECONDS_30,
    gap: Gap = NO_GAP,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    published: Annotated[
        Path | None,
        typer.Option(
            metavar="PLAN",
            help="An earlier plan.json: changes are counted against it, and it is kept as far as the policy says.",
        ),
    ] = None,
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
        published=published,
        out=out,
        as_json=json,
    )


@app.command(name="compare")
def compare(
    scenario: ScenarioFile,
    overlay: Annotated[
        list[str],
        typer.Option(
            "--overlay", metavar="FILE[+FILE]", help="A what-if, one column; overlays joined by + make one column."
        ),
    ],
    plan: BasePlan = None,
    time: Time = SECONDS_50,
    gap: Gap = NO_GAP,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write the comparison as JSON, CSV, and an HTML page with charts there."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Plan each what-if anew and set them side by side.

    The base is planned first and the what-ifs start from its plan, side by side; --time is for all of them together.
    A difference that is smaller than the gaps is marked as undecided.

    Example: fairload compare base.yaml --overlay hire.yaml --overlay slip.yaml+train.yaml --out out
    """
    comparing.compare(
        scenario,
        overlay,
        engine.Options(
            seconds=time, gap=gap, seed=seed, workers=workers or planning.all_workers(), deterministic=deterministic
        ),
        plan=plan,
        out=out,
        as_json=json,
    )


@app.command(name="batch")
def batch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of scenarios, or of a base and overlays.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the answers and the results table go.")],
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the answers that are there already, and solve only the rest.")
    ] = False,
    time: Time = SECONDS_30,
    gap: Gap = NO_GAP,
    seed: Seed = 1,
    workers: Workers = None,
    deterministic: Deterministic = False,
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Let the workers of this database solve, see fairload worker."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Solve a folder of scenarios, or a grid of overlays.

    A folder with a base.yaml is a grid: the base alone, and with every choice of one file or none from each sub-folder
    of its folder `overlays` (files right in `overlays` are one such choice). Other folders are solved file by file.
    --time is for one scenario; --workers says how many are solved at once. Every answer is written as soon as it is
    there, so that a batch that was killed goes on with --resume.

    With --database the scenarios are spread over every worker of that database, on any machine; --workers is then
    the threads of each solve (otherwise 2). What is solved stays there too, and is not lost with this command.

    Example: fairload batch scenarios/harbour --out out --time 20s --resume
    """
    number = workers or (planning.all_workers() if database is None else batching.SPREAD_THREADS)
    options = engine.Options(seconds=time, gap=gap, seed=seed, workers=number, deterministic=deterministic)
    batching.batch(folder, options, out=out, workers=number, resume=resume, as_json=json, database=database)


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
