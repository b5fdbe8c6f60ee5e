"""Bar charts as small SVG files, on a logarithmic axis, by plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, LABELS, RIGHT = 720, 190, 90
ROW, BAR, TOP, BOTTOM = 26, 14, 34, 28
COLOURS = {"product": "#0b6e4f", "contender": "#6b7fa3", "yardstick": "#b9b9b9", "part": "#c98b2b"}
INK, GRID = "#333333", "#dddddd"


@dataclass(frozen=True)
class Bar:
    """One contender's value, with the least and the largest beside it."""

    label: str
    kind: str
    value: float
    least: float
    most: float


def bars(title: str, unit: str, values: Sequence[Bar]) -> str:
    """Return an SVG chart: a bar a value on a logarithmic axis, whiskers from least to most."""
    height = TOP + ROW * len(values) + BOTTOM
    axis = _Axis.over(values)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="8" y="20" font-size="14">{escape(title)}</text>',
        *_grid(axis, unit, height),
    ]
    for place, bar in enumerate(values):
        lines += _bar(axis, bar, TOP + ROW * place)
    return "\n".join([*lines, "</svg>"]) + "\n"


def figure(value: float) -> str:
    """Return a value with three significant digits, no exponent."""
    places = max(0, 2 - floor(log10(value))) if value > 0 else 0
    return f"{value:,.{places}f}"


@dataclass(frozen=True)
class _Axis:
    low: int
    """The power of ten at the left end."""
    high: int

    @classmethod
    def over(cls, values: Sequence[Bar]) -> _Axis:
        low = floor(log10(min(bar.least for bar in values)))
        high = ceil(log10(max(bar.most for bar in values)))
        return cls(low, max(high, low + 1))

    def x(self, value: float) -> float:
        share = (log10(value) - self.low) / (self.high - self.low)
        return round(LABELS + share * (WIDTH - LABELS - RIGHT), 1)


def _grid(axis: _Axis, unit: str, height: int) -> Iterator[str]:
    for power in range(axis.low, axis.high + 1):
        x = axis.x(10.0**power)
        yield f'<path d="M{x} {TOP - 4}V{height - BOTTOM}" stroke="{GRID}"/>'
        text = f"{10.0**power:g} {unit}"
        yield f'<text x="{x}" y="{height - 10}" text-anchor="middle" fill="#777777">{text}</text>'


def _bar(axis: _Axis, bar: Bar, top: int) -> Iterator[str]:
    middle, end = top + BAR / 2, axis.x(bar.value)
    yield f'<text x="{LABELS - 8}" y="{top + 11}" text-anchor="end">{escape(bar.label)}</text>'
    yield (
        f'<rect x="{LABELS}" y="{top}" width="{round(end - LABELS, 1)}" height="{BAR}" '
        f'fill="{COLOURS[bar.kind]}"/>'
    )
    if bar.least < bar.most:
        left, right = axis.x(bar.least), axis.x(bar.most)
        ends = "".join(f"M{x} {top + 3}v8" for x in (left, right))
        yield f'<path d="M{left} {middle}H{right}{ends}" stroke="{INK}"/>'
    yield f'<text x="{axis.x(bar.most) + 6}" y="{top + 11}">{figure(bar.value)}</text>'
