"""Small charts as inline SVG: nothing is fetched, so a page can be mailed and still shows them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

INK, BASE, UP, DOWN, OPEN = "#1d2733", "#8a97a6", "#2f7d5b", "#b5473c", "#b9a44c"
WIDTH, BAR, GAP, LEFT, RIGHT = 640, 20, 8, 190, 110


def bars(title: str, entries: Sequence[tuple[str, float | None, str, str]]) -> str:
    """A bar for each (name, value, text beside it, colour); no bar where the value is None."""
    values = [value for _, value, _, _ in entries if value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    scale = (WIDTH - LEFT - RIGHT) / ((high - low) or 1)
    zero = LEFT - low * scale
    height = len(entries) * (BAR + GAP) + GAP
    parts = []
    for number, (name, value, text, colour) in enumerate(entries):
        top = GAP + number * (BAR + GAP)
        middle = top + BAR * 0.72
        parts.append(f'<text x="{LEFT - 8}" y="{middle:.0f}" text-anchor="end">{escape(name[:30])}</text>')
        if value is not None:
            start, wide = min(zero, zero + value * scale), abs(value) * scale
            parts.append(f'<rect x="{start:.1f}" y="{top}" width="{wide:.1f}" height="{BAR}" fill="{colour}" rx="2"/>')
        place = zero if value is None else max(zero, zero + value * scale)
        parts.append(f'<text x="{place + 6:.1f}" y="{middle:.0f}">{escape(text)}</text>')
    line = f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{height}" stroke="{INK}" stroke-width="1"/>'
    return _svg(title, height, "".join(parts) + line)


def curve(
    title: str, across: str, up: str, points: Sequence[tuple[float, float, float]], texts: Sequence[str] = ()
) -> str:
    """Points (x, value, bound): a line through the values, and a light band up to what no plan can beat."""
    height, bottom, top, left, right = 320, 270, 20, 80, WIDTH - 20
    xs = [x for x, _, _ in points] or [0.0]
    ys = [y for _, value, bound in points for y in (value, bound)] or [0.0]
    x_low, x_high, y_low, y_high = min(xs), max(xs), min(ys), max(ys)

    def at(x: float, y: float) -> str:
        across_share = (x - x_low) / ((x_high - x_low) or 1)
        up_share = (y - y_low) / ((y_high - y_low) or 1)
        return f"{left + across_share * (right - left):.1f},{bottom - up_share * (bottom - top):.1f}"

    line = " ".join(at(x, value) for x, value, _ in points)
    band = " ".join([at(x, value) for x, value, _ in points] + [at(x, bound) for x, _, bound in reversed(points)])
    dots = "".join(
        f'<circle cx="{at(x, value).split(",")[0]}" cy="{at(x, value).split(",")[1]}" r="4" fill="{UP}">'
        f"<title>{escape(texts[number] if number < len(texts) else f'{x:g}: {value:g}')}</title></circle>"
        for number, (x, value, _) in enumerate(points)
    )
    axes = (
        f'<line x1="{left}" x2="{right}" y1="{bottom}" y2="{bottom}" stroke="{INK}"/>'
        f'<line x1="{left}" x2="{left}" y1="{top}" y2="{bottom}" stroke="{INK}"/>'
        f'<text x="{right}" y="{bottom + 34}" text-anchor="end">{escape(across)}</text>'
        f'<text x="{left}" y="{top - 6}">{escape(up)}</text>'
        f'<text x="{left}" y="{bottom + 16}">{x_low:g}</text>'
        f'<text x="{right}" y="{bottom + 16}" text-anchor="end">{x_high:g}</text>'
        f'<text x="{left - 6}" y="{bottom}" text-anchor="end">{y_low:,.4g}</text>'
        f'<text x="{left - 6}" y="{top + 10}" text-anchor="end">{y_high:,.4g}</text>'
    )
    shapes = f'<polygon points="{band}" fill="{OPEN}" opacity="0.25"/><polyline points="{line}" fill="none" '
    return _svg(title, height, f'{shapes}stroke="{UP}" stroke-width="2"/>{dots}{axes}')


def _svg(title: str, height: float, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}"><title>{escape(title)}</title>'
        f'<g font-family="system-ui, sans-serif" font-size="13" fill="{INK}">{inside}</g></svg>'
    )
