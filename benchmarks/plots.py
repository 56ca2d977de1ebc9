"""Plots as plain SVG: a line chart is two scales and some paths, and needs no library.

What is drawn is also told in a table, so a plot carries no number of its own.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

Points = Sequence[tuple[float, float]]
COLOURS = ("#0b6e4f", "#c8553d", "#28536b", "#d9a404", "#7d4f9e", "#5b5b5b")
"""Ours first; told apart also by people who see no difference between red and green, by lightness and dashes."""
DASHES = ("", "6 3", "2 3", "9 3 2 3", "4 2", "1 2")
WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 36, 48


@dataclass(frozen=True)
class Axis:
    """One axis: where it begins and ends, and where it has marks."""

    first: float
    last: float
    marks: tuple[float, ...]
    logarithmic: bool = False
    unit: str = ""
    label: str = ""

    def share(self, value: float) -> float:
        """Where a value lies between the ends, 0 to 1; beyond them at the end."""
        low, high, at = self.first, self.last, min(max(value, self.first), self.last)
        if self.logarithmic:
            low, high, at = math.log10(low), math.log10(high), math.log10(at)
        return (at - low) / (high - low) if high > low else 0.0


def percents(first: float = 1e-5, last: float = 1.0, label: str = "") -> Axis:
    """A logarithmic axis of shares, marked in per cent at the powers of ten."""
    marks, mark = [], first
    while mark <= last * 1.001:
        marks.append(mark)
        mark *= 10
    return Axis(first, last, tuple(marks), logarithmic=True, unit="%", label=label)


def line_chart(title: str, series: Mapping[str, Points], across: Axis, upward: Axis, steps: bool = False) -> str:
    """A chart of named series; ``steps`` holds each value until the next point."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="20" font-size="14" font-weight="bold">{escape(title)}</text>',
        *_grid(across, upward),
    ]
    for number, (name, points) in enumerate(series.items()):
        parts += _series(number, name, [(_x(across, x), _y(upward, y)) for x, y in points], steps)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(axis: Axis, value: float) -> float:
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT)


def _y(axis: Axis, value: float) -> float:
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM)


def _grid(across: Axis, upward: Axis) -> list[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = []
    for mark in across.marks:
        x = _x(across, mark)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}" stroke="#e3e3e3"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{_mark(across, mark)}</text>')
    for mark in upward.marks:
        y = _y(upward, mark)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#e3e3e3"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_mark(upward, mark)}</text>')
    middle = (LEFT + right) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">{escape(across.label)}</text>')
    parts.append(
        f'<text transform="translate(14 {(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(upward.label)}</text>"
    )
    return parts


def _series(number: int, name: str, points: Points, steps: bool) -> list[str]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    path: list[str] = []
    for place, (x, y) in enumerate(points):
        if steps and place:
            path.append(f"L{x:.1f} {points[place - 1][1]:.1f}")
        path.append(f"{'L' if place else 'M'}{x:.1f} {y:.1f}")
    key_x, key_y = WIDTH - RIGHT + 12, TOP + 12 + 18 * number
    style = f'stroke="{colour}" stroke-width="2" fill="none" stroke-dasharray="{dash}"'
    return [
        *([f'<path d="{" ".join(path)}" {style}/>'] if path else []),
        f'<path d="M{key_x} {key_y}h22" {style}/>',
        f'<text x="{key_x + 28}" y="{key_y + 4}">{escape(name)}</text>',
    ]


def _mark(axis: Axis, value: float) -> str:
    return f"{100 * value:g} %" if axis.unit == "%" else f"{value:g}"
