"""A comparison as one HTML file with its charts inside: made to be mailed, opened anywhere, and printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from api.show.comparison import TITLES, remarks, rows, shown
from api.show.svg import BASE, DOWN, OPEN, UP, bars

Document = Mapping[str, Any]

CHARTS = ("delivered_minutes", "margin", "billable_utilisation", "bench_minutes", "overtime_minutes")
"""The figures that get a chart, where anybody has them."""
MORE_IS_BETTER = ("delivered_minutes", "revenue", "margin", "expected_margin", "billable_utilisation")

STYLE = """
body{font:15px/1.5 system-ui,sans-serif;color:#1d2733;max-width:1080px;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{padding:.3rem .6rem;text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left}tr:nth-child(even){background:#f3f5f7}thead th{border-bottom:2px solid}
h2{margin-top:2rem}.note{color:#5a6775}@media print{body{margin:0}}
"""


def html_page(title: str, body: str) -> str:
    """A whole page: no script, and nothing from elsewhere."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body>\n<h1>{escape(title)}</h1>\n{body}\n</body></html>\n"
    )


def comparison_page(document: Document, title: str) -> str:
    """The page of a comparison document."""
    return html_page(title, "\n".join((_table(document), _remarks(document), *_charts(document), *_changes(document))))


def _table(document: Document) -> str:
    names = [document["base"]["name"], *(column["name"] for column in document["columns"])]
    head = "".join(f"<th>{escape(name)}</th>" for name in ("", *names))
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows(document))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _remarks(document: Document) -> str:
    return "".join(f'<p class="note">{escape(remark)}</p>' for remark in remarks(document))


def _charts(document: Document) -> Iterator[str]:
    columns = [document["base"], *document["columns"]]
    for figure in CHARTS:
        if any(column["figures"].get(figure) for column in columns):
            entries = [
                (
                    column["name"],
                    column["figures"].get(figure),
                    shown(figure, column["figures"].get(figure), document["currency"]),
                    _colour(document, number - 1, figure),
                )
                for number, column in enumerate(columns)
            ]
            yield f"<h2>{escape(TITLES[figure])}</h2>{bars(TITLES[figure], entries)}"


def _colour(document: Document, number: int, figure: str) -> str:
    """Grey for the base, green and red for what is better and worse, yellow for what is not decided."""
    if number < 0:
        return BASE
    change = next((each for each in document["differences"][number]["figures"] if each["figure"] == figure), None)
    if change is None or not change["change"]:
        return BASE
    if change["undecided"]:
        return OPEN
    return UP if (change["change"] > 0) == (figure in MORE_IS_BETTER) else DOWN


def _changes(document: Document) -> Iterator[str]:
    """What each scenario is, in sentences."""
    for column in document["columns"]:
        if column["changes"]:
            lines = "".join(f"<li>{escape(sentence)}</li>" for sentence in column["changes"])
            yield f"<h2>{escape(column['name'])}</h2><ul>{lines}</ul>"
