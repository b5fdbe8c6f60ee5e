"""Lines over months, some with a band of uncertainty around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rfma_fast.web.charts.scale import marks
from rfma_fast.web.charts.svg import hint, picture, plain, tag

LEFT, RIGHT, TOP, BOTTOM = 58, 130, 14, 28


@dataclass(frozen=True)
class Series:
    """One line: a value for each label of the axis, none where it is missing."""

    label: str
    values: tuple[float | None, ...]
    kind: str
    """The class of its colour."""
    band: tuple[tuple[float, float] | None, ...] = ()
    """The lower and the upper end of the band at each label."""


def lines(
    labels: Sequence[str],
    series: Sequence[Series],
    title: str,
    description: str,
    *,
    shown: Callable[[float], str],
    width: int = 560,
    height: int = 240,
) -> Markup:
    """Return the lines from 0, each with its name at its end."""
    every = [value for one in series for value in one.values if value is not None]
    every += [end for one in series for band in one.band if band for end in band]
    ticks = marks(max(every, default=0))
    bottom = height - BOTTOM

    def y(value: float) -> float:
        return bottom - (bottom - TOP) * value / (ticks[-1] or 1)

    def x(place: int) -> float:
        return LEFT + (width - LEFT - RIGHT) * (place + 0.5) / max(len(labels), 1)

    parts: list[Markup] = []
    for value in ticks:
        parts += [
            tag("line", x1=LEFT, x2=width - RIGHT, y1=y(value), y2=y(value), class_="grid"),
            tag("text", shown(value), x=LEFT - 6, y=y(value) + 4, class_="tick", text_anchor="end"),
        ]
    room = max(1, round(max(map(len, labels), default=1) * 7 / max(x(1) - x(0), 1) + 0.5))
    parts += [
        tag("text", label, x=x(place), y=bottom + 18, class_="tick", text_anchor="middle")
        for place, label in enumerate(labels)
        if place % room == 0
    ]
    for one in series:
        parts += _one(one, labels, x, y, shown)
    parts += _names(series, x, y)
    return picture(width, height, title, description, parts)


def _one(
    one: Series,
    labels: Sequence[str],
    x: Callable[[int], float],
    y: Callable[[float], float],
    shown: Callable[[float], str],
) -> list[Markup]:
    parts: list[Markup] = []
    banded = [(place, band) for place, band in enumerate(one.band) if band]
    if banded:
        up = [f"{plain(x(p))},{plain(y(band[1]))}" for p, band in banded]
        down = [f"{plain(x(p))},{plain(y(band[0]))}" for p, band in reversed(banded)]
        parts.append(tag("polygon", points=" ".join(up + down), class_=f"band {one.kind}"))
    told = [(place, value) for place, value in enumerate(one.values) if value is not None]
    points = " ".join(f"{plain(x(place))},{plain(y(value))}" for place, value in told)
    parts.append(tag("polyline", points=points, class_=f"line {one.kind}"))
    for place, value in told:
        words = f"{one.label}, {labels[place]}: {shown(value)}"
        parts.append(
            tag("circle", hint(words), cx=x(place), cy=y(value), r=3, class_=f"dot {one.kind}")
        )
    return parts


def _names(
    series: Sequence[Series], x: Callable[[int], float], y: Callable[[float], float]
) -> list[Markup]:
    """Return the names beside the ends of the lines, moved apart where they would meet."""
    ends = []
    for one in series:
        told = [(place, value) for place, value in enumerate(one.values) if value is not None]
        if told:
            place, value = told[-1]
            ends.append((y(value) + 4, x(place) + 8, one))
    parts, last = [], -100.0
    for top, left, one in sorted(ends, key=lambda end: end[0]):
        last = max(top, last + 13)
        parts.append(tag("text", one.label, x=left, y=last, class_="label"))
    return parts
