"""Arguments and options that several commands share, worded once."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.values import seconds, share

ScenarioFile = Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario: a YAML or JSON file.")]
Overlays = Annotated[
    list[Path] | None,
    typer.Option("--overlay", metavar="FILE", help="A what-if on top of the scenario; may be given several times."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, and nothing else.")]
Time = Annotated[float, typer.Option(parser=seconds, metavar="TIME", help="How long to search: 30s, 2m, 1m30.")]
"""Commands give the default as people type it, so it needs a `type: ignore`."""
Gap = Annotated[
    float,
    typer.Option(parser=share, metavar="GAP", help="Good enough: stop improving a goal this close to its bound."),
]
Seed = Annotated[
    int, typer.Option(min=0, max=2**31 - 1, metavar="N", help="Another seed may find another plan as good.")
]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1, max=256, metavar="N", show_default="one a processor, at most 8", help="How many threads search."
    ),
]
Deterministic = Annotated[
    bool, typer.Option("--deterministic", help="Same scenario and seed, same plan to the last byte; slower.")
]
BasePlan = Annotated[
    Path | None,
    typer.Option("--plan", metavar="PLAN", help="Start from this plan.json; otherwise the scenario is planned first."),
]
