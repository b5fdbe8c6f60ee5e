"""Upright bars, and a distribution with the borders of grades drawn into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rfma_fast.web.charts.scale import marks
from rfma_fast.web.charts.svg import hint, picture, tag

LEFT, RIGHT, TOP, BOTTOM = 58, 12, 24, 26
_LABEL_ROOM = 7.0
"""Pixels that a letter of a label takes, rather more than less."""


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, how much, and the words for both."""

    label: str
    value: float
    text: str
    """The value in words, shown above the bar or when pointed at."""


@dataclass(frozen=True)
class Bin:
    """A range of a distribution and how often values fall into it."""

    low: float
    high: float
    """Not in the range any more."""
    count: int
    text: str


@dataclass(frozen=True)
class Line:
    """An upright line across a distribution."""

    at: float
    text: str


def bars(
    items: Sequence[Bar],
    title: str,
    description: str,
    *,
    shown: Callable[[float], str],
    width: int = 560,
    height: int = 220,
) -> Markup:
    """Return bars from 0, each with its label below and its value above."""
    ticks = marks(max((item.value for item in items), default=0))
    frame = _Frame(width, height, ticks[-1])
    slot = frame.inner_width / max(len(items), 1)
    parts = [*frame.grid(ticks, shown)]
    for place, item in enumerate(items):
        x = LEFT + slot * place
        top = frame.y(item.value)
        middle = x + slot / 2
        parts.append(
            tag(
                "g",
                hint(f"{item.label}: {item.text}"),
                tag(
                    "rect",
                    x=x + slot * 0.08,
                    y=top,
                    width=slot * 0.84,
                    height=frame.bottom - top,
                    class_="quantity",
                ),
                tag("text", item.text, x=middle, y=top - 5, class_="value", text_anchor="middle"),
                tag(
                    "text",
                    item.label,
                    x=middle,
                    y=frame.bottom + 16,
                    class_="tick",
                    text_anchor="middle",
                ),
            )
        )
    return picture(width, height, title, description, parts)


def histogram(
    bins: Sequence[Bin],
    borders: Sequence[Line],
    title: str,
    description: str,
    *,
    shown: Callable[[float], str],
    width: int = 1140,
    height: int = 300,
) -> Markup:
    """Return a distribution over ranges of one axis, the borders drawn where they lie."""
    ticks = marks(max((bin_.count for bin_ in bins), default=0))
    frame = _Frame(width, height, ticks[-1])
    low = bins[0].low if bins else 0
    span = (bins[-1].high - low if bins else 1) or 1

    def x(value: float) -> float:
        return LEFT + (value - low) / span * frame.inner_width

    parts = [*frame.grid(ticks, shown)]
    for one in bins:
        top = frame.y(one.count)
        wide = max(x(one.high) - x(one.low) - 1.5, 0.5)
        parts.append(
            tag(
                "rect",
                hint(one.text),
                x=x(one.low),
                y=top,
                width=wide,
                height=frame.bottom - top,
                class_="quantity",
            )
        )
    parts += _ground(bins, x, shown, frame.bottom)
    for line in borders:
        at = min(max(x(line.at), LEFT), LEFT + frame.inner_width)
        ends = at > width - RIGHT - len(line.text) * _LABEL_ROOM
        parts += [
            tag("line", x1=at, x2=at, y1=TOP - 12, y2=frame.bottom, class_="border"),
            tag(
                "text",
                line.text,
                x=at - 4 if ends else at + 4,
                y=TOP - 8,
                class_="border-text",
                text_anchor="end" if ends else "start",
            ),
        ]
    return picture(width, height, title, description, parts)


def _ground(
    bins: Sequence[Bin], x: Callable[[float], float], shown: Callable[[float], str], bottom: float
) -> list[Markup]:
    """Return the marks below a distribution, as many as have room."""
    if not bins:
        return []
    texts = [shown(one.low) for one in bins]
    wide = max(map(len, texts)) * _LABEL_ROOM + 10
    step = max(1, round(wide / max(x(bins[0].high) - x(bins[0].low), 0.1) + 0.5))
    return [
        tag("text", text, x=x(one.low), y=bottom + 16, class_="tick", text_anchor="middle")
        for place, (one, text) in enumerate(zip(bins, texts, strict=True))
        if place % step == 0
    ]


@dataclass(frozen=True)
class _Frame:
    """The ground on which upright things stand."""

    width: int
    height: int
    most: float

    @property
    def inner_width(self) -> float:
        return self.width - LEFT - RIGHT

    @property
    def bottom(self) -> float:
        return self.height - BOTTOM

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - TOP) * value / (self.most or 1)

    def grid(self, ticks: Sequence[float], shown: Callable[[float], str]) -> list[Markup]:
        parts: list[Markup] = []
        for value in ticks:
            y = self.y(value)
            parts += [
                tag("line", x1=LEFT, x2=self.width - RIGHT, y1=y, y2=y, class_="grid"),
                tag("text", shown(value), x=LEFT - 6, y=y + 4, class_="tick", text_anchor="end"),
            ]
        return parts
