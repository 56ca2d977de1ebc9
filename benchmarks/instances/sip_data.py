"""The SiP effort data, read and cleaned: ten years of tasks of a real consultancy.

Source: Derek M. Jones and Stephen Cullum, *A conversation around the analysis of the SiP effort estimation
dataset*, arXiv 1901.01621; data at github.com/Derek-Jones/SiP_dataset. It has no licence, so nothing of it is
kept here: the user names a folder with ``Sip-task-info.csv`` and ``est-act-dates.csv``.

What the files hold: one row for every (task, developer), with the task's estimate and the hours that this
developer recorded; and the day a task was estimated, started and completed, if known. What they do not hold:
who was employed when, holidays, part-time weeks, or on which days the hours were worked.

Rules of reading, each counted in `SipData.notes`:

1.  *Text* is Windows-1252 (the summaries have curly quotes), with commas and line ends inside quotes.
2.  *One task, several rows*: the estimate is the task's and counts once; hours are the developers' and add up.
3.  *First day*: StartedOn; where it is missing EstimateOn (work was estimated when it began); else CompletedOn.
4.  *Completed before it started*: the completion is believed; the first day is EstimateOn if that is not later,
    otherwise the day of completion.
5.  *Last day*: CompletedOn. Where it is missing (mostly status CHRONICLE: hours were recorded, nobody closed the
    task) the task takes the time it needs at half a day per developer, and at least two weeks.
6.  *Closed long afterwards*: a task is done at the latest after ten times the working days it needs at a full
    day, or after four weeks if that is more; later completions are tidying up. Hours are the larger of estimate
    and record, so a window is never too short for what was done.
7.  *Weekend tasks* reach to the Monday after, so that every window has a working day.
8.  *Cancelled tasks* stay: hours were spent on them. Rows without positive hours, and tasks without any readable
    date, are left out.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

TASKS_FILE = "Sip-task-info.csv"
DATES_FILE = "est-act-dates.csv"
HOURS_PER_DAY = 7
"""The data set's own measure: its authors give the working day as seven hours."""
OPEN_HOURS_PER_DAY = 3.5
OPEN_LEAST_DAYS = 10
TIDY_UP_FACTOR = 10
TIDY_UP_LEAST_DAYS = 20


@dataclass(frozen=True)
class Task:
    """One task with its window, its estimate, and the hours that each developer recorded on it."""

    number: str
    summary: str
    project: str
    """ProjectCode and ProjectBreakdownCode, as in ``PC2.PBC42``."""
    client: str
    """ProjectCode."""
    category: str
    subcategory: str
    estimate: float
    """Hours."""
    first: date
    last: date
    hours: Mapping[str, float]
    """Developer to hours recorded."""

    @property
    def done(self) -> float:
        """Hours recorded by everybody."""
        return sum(self.hours.values())

    def share(self, first: date, last: date) -> float:
        """Which part of the task's working days lies between two days, both included."""
        inside = working_days(max(first, self.first), min(last, self.last))
        return inside / working_days(self.first, self.last)


@dataclass(frozen=True)
class SipData:
    """All tasks, and how often each rule of reading was used."""

    tasks: tuple[Task, ...]
    notes: Mapping[str, int] = field(default_factory=dict)


def working_days(first: date, last: date) -> int:
    """Mondays to Fridays between two days, both included."""
    return int(np.busday_count(first, last + timedelta(days=1))) if first <= last else 0


def read(folder: str | Path) -> SipData:
    """Read both files of a folder by the rules above.

    Raises FileNotFoundError where a file is missing and ValueError, naming the file, where a column is.
    """
    notes: Counter[str] = Counter()
    dates = {row["TaskNumber"]: row for row in _rows(Path(folder) / DATES_FILE, ("TaskNumber", *_DATES))}
    by_task: dict[str, list[dict[str, str]]] = {}
    for row in _rows(Path(folder) / TASKS_FILE, _COLUMNS):
        notes["rows"] += 1
        by_task.setdefault(row["TaskNumber"], []).append(row)
    tasks = []
    for number, rows in by_task.items():
        task = _task(number, rows, dates.get(number), notes)
        if task is not None:
            tasks.append(task)
    notes["tasks"] = len(tasks)
    return SipData(tuple(tasks), dict(notes))


def half_years(data: SipData) -> dict[str, float]:
    """Hours recorded in each half-year (``2010H1``), in order; a task's hours are spread over its window."""
    names = sorted({half_year_of(day) for task in data.tasks for day in (task.first, task.last)})
    hours = dict.fromkeys(_all_between(names[0], names[-1]), 0.0) if names else {}
    for task in data.tasks:
        for name in _all_between(half_year_of(task.first), half_year_of(task.last)):
            hours[name] += task.done * task.share(*days_of(name))
    return {name: round(n, 1) for name, n in hours.items()}


def half_year_of(day: date) -> str:
    """``2010H1`` for a day from January to June 2010, ``2010H2`` for a later one."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def days_of(half_year: str) -> tuple[date, date]:
    """First and last day of a half-year. Raises ValueError for a name that is not like ``2010H1``."""
    year, letter, half = half_year[:4], half_year[4:5], half_year[5:]
    if not (year.isdecimal() and letter == "H" and half in ("1", "2")):
        raise ValueError(f"`{half_year}` is not a half-year; write for example 2010H1")
    if half == "1":
        return date(int(year), 1, 1), date(int(year), 6, 30)
    return date(int(year), 7, 1), date(int(year), 12, 31)


_DATES = ("EstimateOn", "StartedOn", "CompletedOn")
_COLUMNS = (
    "TaskNumber", "Summary", "ProjectCode", "ProjectBreakdownCode", "Category", "SubCategory",
    "HoursEstimate", "DeveloperID", "DeveloperHoursActual",
)  # fmt: skip


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    with path.open(encoding="cp1252", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: there is no column {', '.join(missing)}")
        for row in reader:
            yield {name: (row[name] or "").strip() for name in needed}


def _task(number: str, rows: list[dict[str, str]], dates: Mapping[str, str] | None, notes: Counter[str]) -> Task | None:
    hours: dict[str, float] = {}
    for row in rows:
        recorded = _hours(row["DeveloperHoursActual"])
        if recorded > 0:
            hours[row["DeveloperID"]] = hours.get(row["DeveloperID"], 0.0) + recorded
        else:
            notes["rows without hours"] += 1
    days = [_day(dates[name], notes) if dates else None for name in _DATES]
    if not any(days):
        notes["tasks without a date"] += 1
        return None
    if not hours:
        return None
    row = rows[0]
    estimate = _hours(row["HoursEstimate"])
    first, last = _window(days, estimate, hours, notes)
    return Task(
        number=number,
        summary=row["Summary"],
        project=f"{row['ProjectCode']}.{row['ProjectBreakdownCode']}",
        client=row["ProjectCode"],
        category=row["Category"],
        subcategory=row["SubCategory"],
        estimate=estimate,
        first=first,
        last=last,
        hours=hours,
    )


def _window(
    days: Sequence[date | None], estimate: float, hours: Mapping[str, float], notes: Counter[str]
) -> tuple[date, date]:
    estimated, started, completed = days
    needed = max(estimate, sum(hours.values()))
    if started is None:
        notes["tasks without a start"] += 1
    first = started or estimated or completed
    assert first is not None  # `_task` looked
    if completed is not None and completed < first:
        notes["tasks completed before they started"] += 1
        first = estimated if estimated is not None and estimated <= completed else completed
    if completed is None:
        notes["tasks without a completion"] += 1
        last = _after(first, max(OPEN_LEAST_DAYS, _days(needed, OPEN_HOURS_PER_DAY * len(hours))))
    else:
        latest = _after(first, max(TIDY_UP_LEAST_DAYS, TIDY_UP_FACTOR * _days(needed, HOURS_PER_DAY)))
        if completed > latest:
            notes["tasks closed long afterwards"] += 1
        last = min(completed, latest)
    return first, last if working_days(first, last) else _after(first, 1)


def _after(first: date, days: int) -> date:
    """The day on which so many working days, counted from ``first``, are over."""
    last: date = np.busday_offset(first, days - 1, roll="forward").astype(date)
    return last


def _days(hours: float, hours_per_day: float) -> int:
    return max(1, -int(-hours // hours_per_day))


def _hours(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _day(text: str, notes: Counter[str]) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d-%b-%y").date()
    except ValueError:
        notes["unreadable dates"] += 1
        return None


def _all_between(first: str, last: str) -> list[str]:
    """Every half-year from one to another, both included."""
    numbers = range(int(first[:4]) * 2 + int(first[5]) - 1, int(last[:4]) * 2 + int(last[5]))
    return [f"{number // 2}H{number % 2 + 1}" for number in numbers]
