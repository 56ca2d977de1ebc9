"""A scenario in one sentence."""

from __future__ import annotations

import engine
from api.show.words import counted, day


def inventory(scenario: engine.Scenario) -> str:
    """Name, horizon, and how much of everything there is."""
    kinds = {kind: sum(person.kind == kind for person in scenario.people) for kind in ("contractor", "placeholder")}
    of_them = [
        counted(number, name, many)
        for number, name, many in (
            (kinds["contractor"], "contractor", "contractors"),
            (kinds["placeholder"], "open role", "open roles"),
        )
        if number
    ]
    people = counted(len(scenario.people), "person", "people") + (f" ({', '.join(of_them)})" if of_them else "")
    horizon = scenario.horizon
    return " · ".join(
        [
            scenario.title or scenario.name,
            f"{day(horizon.first.isoformat(), year=True)} to {day(horizon.last.isoformat(), year=True)}",
            people,
            counted(len(scenario.projects), "project"),
            counted(len(scenario.allocations), "given allocation"),
        ]
    )
