"""Plans for spreadsheets: CSV, and a workbook of allocations, people and projects."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import engine

WIDEST = 40
GUARD = "'"
"""Stands in a CSV before text that would be taken for a formula; a workbook says itself what is text."""


def sheet_of(document: Mapping[str, Any]) -> str:
    """The allocations as CSV."""
    return engine.allocations_csv(document)


def workbook_of(document: Mapping[str, Any]) -> bytes:
    """A workbook with a sheet each of allocations, people and projects; numbers are numbers, text is text."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    tables = {
        "Allocations": engine.allocations_csv(document),
        "People": engine.people_csv(document),
        "Projects": engine.projects_csv(document),
    }
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for name, text in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, cells in enumerate(csv.reader(io.StringIO(text))):
                sheet.write_row(number, 0, [_value(cell) for cell in cells], bold if number == 0 else None)
            sheet.autofit(WIDEST * 7)
    return content.getvalue()


def _value(cell: str) -> str | float:
    try:
        return float(cell)
    except ValueError:
        return cell.removeprefix(GUARD)
