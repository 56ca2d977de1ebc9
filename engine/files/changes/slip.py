"""A project starts later or earlier: every date that is its own moves by whole weeks."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from engine.domain.base import Id, Model
from engine.errors import Path
from engine.files.edits import Edit, Key, put
from engine.files.ground import Ground, entries_of, name_of, refuse
from engine.files.source import Raw

_PHASE_DATES = ("start", "end", "earliest", "latest")


class Slip(Model):
    """A project moves by whole weeks: windows, earliest and latest days, deadline, and pinned allocations.

    What is past stays: days before the horizon's `today` do not move, and nothing moves to before it. Published
    allocations stay, and so do phases that have no date of their own.
    """

    project: Id
    weeks: Annotated[int, Field(ge=-260, le=260)]
    """Positive: later. Negative: earlier."""

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        weeks = "1 week" if abs(self.weeks) == 1 else f"{abs(self.weeks)} weeks"
        if not self.weeks:
            return f"Project `{self.project}` stays where it is."
        return f"Project `{self.project}` moves {weeks} {'later' if self.weeks > 0 else 'earlier'}."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """Every date of the project, moved."""
        number, project = ground.find("projects", "project", self.project, ("project",))
        today = _today(ground.data.get("horizon"))
        path: Path = ("projects", number)
        key: Key = ("projects", self.project)
        yield from self._moved(today, path, key, project, ("deadline",))
        if isinstance(template := project.get("template"), dict):
            yield from self._moved(today, (*path, "template"), (*key, "template"), template, ("start", "latest"))
        repeated = []
        for index, phase in entries_of(project.get("phases")):
            here: Path = (*path, "phases", index)
            yield from self._moved(today, here, (*key, "phases", name_of(phase, index)), phase, _PHASE_DATES)
            if phase.get("repeat"):
                repeated.append(str(phase.get("id")))
        for index, allocation in ground.entries("allocations"):
            mine = str(allocation.get("demand")).startswith(f"{self.project}/")
            if mine and allocation.get("status", "pinned") == "pinned":
                yield from self._allocation(today, ("allocations", index), allocation, repeated)

    def _allocation(self, today: date, path: Path, allocation: dict[str, Raw], repeated: list[str]) -> Iterator[Edit]:
        yield from self._moved(today, path, path, allocation, ("start", "end"))
        start = _date(allocation.get("start"))
        project, phase, demand = [*str(allocation["demand"]).split("/"), "", ""][:3]
        month = _date(f"{phase[-7:]}-01")
        if start is not None and start >= today and month is not None and phase[:-8] in repeated:
            # A month of a repeated phase carries its month in its name; the name moves as far as the work.
            after = self._later(start, today, self.project)
            months = 12 * (after.year - start.year) + after.month - start.month + 12 * month.year + month.month - 1
            name = f"{project}/{phase[:-8]}-{months // 12:04d}-{months % 12 + 1:02d}/{demand}"
            yield from put((*path, "demand"), (*path, "demand"), allocation["demand"], name)

    def _moved(
        self, today: date, path: Path, key: Key, holder: dict[str, Raw], names: tuple[str, ...]
    ) -> Iterator[Edit]:
        for name in names:
            # What is not a date is left to the check of the base file.
            if (day := _date(holder.get(name))) is not None and day >= today:
                after = self._later(day, today, ".".join(str(step) for step in (*key, name))).isoformat()
                yield from put((*path, name), (*key, name), holder[name], after)

    def _later(self, day: date, today: date, value: str) -> date:
        try:
            after = day + timedelta(weeks=self.weeks)
        except OverflowError:
            raise refuse(("weeks",), f"`{self.weeks}` weeks from {day} ({value}) is beyond all calendars") from None
        if after < today:
            raise refuse(("weeks",), f"`{self.weeks}` weeks from {day} ({value}) is {after}, before today ({today})")
        return after


def _today(horizon: Raw) -> date:
    today = _date(horizon.get("today")) if isinstance(horizon, dict) else None
    return today or date.min


def _date(value: Raw) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
