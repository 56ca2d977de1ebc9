"""Arguments and options that several commands share, worded once."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.values import seconds, share

ScenarioFile = Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario: a YAML or JSON file.")]
Overlays = Annotated[
    list[Path] | None,
    typer.Option("--overlay", metavar="FILE", help="A what-if on top of the scenario; may be given several times."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, and nothing else.")]
Time = Annotated[float, typer.Option(parser=seconds, metavar="TIME", help="How long to search: 30s, 2m, 1m30.")]
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

# Defaults as people type them, for the help shows them so; the parsers above read them like what is typed.
SECONDS_12: Any = "12s"
SECONDS_28: Any = "28s"
SECONDS_30: Any = "30s"
SECONDS_50: Any = "50s"
A_MINUTE: Any = "1m"
NO_GAP: Any = "0%"
