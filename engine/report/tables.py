"""The plan document as tables for a spreadsheet: allocations, people, projects.

One header row with units in the names; hours as decimals, money in major units, ratios as they are. Text that a
spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return) gets
an apostrophe in front (OWASP, "CSV Injection").
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from engine.units import MINUTES_PER_HOUR, money_text

Record = Mapping[str, Any]
Column = tuple[str, Callable[[Record], str]]
"""Header, and the cell's text."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def hours_text(minutes: int) -> str:
    """``450`` -> ``7.5``: decimal hours with at most four decimals."""
    return f"{minutes / MINUTES_PER_HOUR:.4f}".rstrip("0").rstrip(".")


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(key: str, header: str | None = None) -> Column:
    return header or key, lambda record: "" if record[key] is None else safe_text(str(record[key]))


def _number(key: str, header: str | None = None) -> Column:
    return header or key, lambda record: "" if record[key] is None else str(record[key])


def _yes(key: str) -> Column:
    return key, lambda record: "yes" if record[key] else "no"


def _hours(key: str) -> Column:
    header = key.replace("minutes_per_day", "hours_per_day").replace("minutes", "hours")
    return header, lambda record: "" if record[key] is None else hours_text(record[key])


def _money(key: str, currency: str) -> Column:
    return f"{key}_{currency.lower()}", lambda record: "" if record[key] is None else money_text(record[key])


def _list(key: str, inner: str | None = None) -> Column:
    def joined(record: Record) -> str:
        return safe_text("; ".join(str(item if inner is None else item[inner]) for item in record[key]))

    return key, joined


def allocations_csv(document: Record) -> str:
    """One row an allocation."""
    names = {person["person"]: person["name"] for person in document["people"]}
    columns = [
        _text("project"),
        _text("demand"),
        _text("person"),
        ("name", lambda record: safe_text(names[record["person"]])),
        _text("start"),
        _text("end"),
        _hours("minutes_per_day"),
        _hours("minutes"),
        _yes("billable"),
        _text("status"),
    ]
    return _table(columns, document["allocations"])


def people_csv(document: Record) -> str:
    """One row a person."""
    currency = document["scenario"]["currency"]
    columns = [
        *(_text(key) for key in ("person", "name", "kind", "department", "role", "cohort")),
        *(
            _hours(f"{key}_minutes")
            for key in (
                "contracted", "effective", "available", "planned", "billable", "nonbillable", "tentative", "bench",
                "overtime",
            )
        ),
        *(
            _number(key)
            for key in (
                "billable_utilisation", "gross_utilisation", "productive_utilisation", "billable_share",
                "load_per_mille", "target_per_cent",
            )
        ),
        _hours("minutes_above_target"),
        _number("burden", "burden_per_mille"),
        *(_money(key, currency) for key in ("revenue", "cost", "margin", "tentative_revenue", "tentative_cost")),
        _list("projects", "project"),
    ]  # fmt: skip
    return _table(columns, document["people"])


def projects_csv(document: Record) -> str:
    """One row a project."""
    currency = document["scenario"]["currency"]
    columns = [
        *(_text(key) for key in ("project", "name", "client", "status", "billing")),
        _number("probability", "probability_per_cent"),
        _list("project_managers"),
        _list("account_leads"),
        *(
            _hours(f"{key}_minutes")
            for key in ("demanded", "delivered", "shortfall", "planned", "billable", "nonbillable")
        ),
        _number("delivered_share"),
        *(_money(key, currency) for key in ("revenue", "cost", "margin")),
        _number("margin_share"),
        *(_money(key, currency) for key in ("expected_revenue", "expected_cost", "expected_margin", "budget")),
        _number("budget_burn"),
        *(_text(key) for key in ("start", "finish", "deadline")),
        _number("lateness_days"),
        _money("penalty", currency),
        _list("people", "person"),
    ]
    return _table(columns, document["projects"])


def _table(columns: Sequence[Column], records: Iterable[Record]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([header for header, _ in columns])
    for record in records:
        writer.writerow([cell(record) for _, cell in columns])
    return text.getvalue()
