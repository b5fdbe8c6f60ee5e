"""A treemap: groups as areas, the parts of each inside it (Bruls, Huizing and van Wijk 2000)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rfma_fast.web.charts.svg import hint, picture, tag

HEAD = 18
"""Height of a group's name."""
_LETTER = 6.6
_HEAD_LETTER = 7.6
"""Pixels that a letter takes, in a part and in a group's name: rather more than less."""
_LINE = 14


@dataclass(frozen=True)
class Leaf:
    """A part of a group."""

    label: str
    size: int
    kind: str
    """The class of its colour."""
    text: str
    """What is shown when pointed at, and inside where there is room."""


@dataclass(frozen=True)
class Branch:
    """A group of parts."""

    label: str
    leaves: tuple[Leaf, ...]

    @property
    def size(self) -> int:
        """Return the sizes of its parts together."""
        return sum(leaf.size for leaf in self.leaves)


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float


def treemap(
    branches: Sequence[Branch],
    title: str,
    description: str,
    *,
    width: int = 560,
    height: int = 420,
) -> Markup:
    """Return the groups by size, each with its parts by size; empty ones are left out."""
    some = sorted((one for one in branches if one.size), key=lambda one: (-one.size, one.label))
    parts: list[Markup] = []
    whole = Box(0, 0, width, height)
    for branch, box in zip(some, boxes([one.size for one in some], whole), strict=True):
        parts.append(_name(branch.label, box))
        inner = Box(box.x, box.y + HEAD, box.width, max(box.height - HEAD, 1))
        leaves = sorted(
            (leaf for leaf in branch.leaves if leaf.size), key=lambda leaf: (-leaf.size, leaf.label)
        )
        for leaf, place in zip(leaves, boxes([leaf.size for leaf in leaves], inner), strict=True):
            parts.append(_leaf(leaf, place))
    return picture(width, height, title, description, parts)


def boxes(sizes: Sequence[int], within: Box) -> list[Box]:
    """Return a box for each of falling sizes, as square as can be, that fill the given one."""
    found: list[Box] = []
    left, rest = sum(sizes), within
    place = 0
    while place < len(sizes):
        side = min(rest.width, rest.height)
        per_pixel = left / max(rest.width * rest.height, 1e-9)
        row = 1
        while place + row < len(sizes) and _worst(
            sizes[place : place + row + 1], side, per_pixel
        ) <= _worst(sizes[place : place + row], side, per_pixel):
            row += 1
        some = sizes[place : place + row]
        laid, rest = _lay(some, rest, per_pixel)
        found += laid
        left -= sum(some)
        place += row
    return found


def _worst(sizes: Sequence[int], side: float, per_pixel: float) -> float:
    """Return how far from square the worst box of a row is."""
    thick = sum(sizes) / per_pixel / side
    lengths = [size / per_pixel / thick for size in (max(sizes), min(sizes))]
    return max(max(length / thick, thick / length) for length in lengths)


def _lay(sizes: Sequence[int], rest: Box, per_pixel: float) -> tuple[list[Box], Box]:
    area = sum(sizes) / per_pixel
    laid, at = [], 0.0
    if rest.width >= rest.height:
        thick = area / rest.height
        for size in sizes:
            long = size / per_pixel / thick
            laid.append(Box(rest.x, rest.y + at, thick, long))
            at += long
        return laid, Box(rest.x + thick, rest.y, max(rest.width - thick, 0), rest.height)
    thick = area / rest.width
    for size in sizes:
        long = size / per_pixel / thick
        laid.append(Box(rest.x + at, rest.y, long, thick))
        at += long
    return laid, Box(rest.x, rest.y + thick, rest.width, max(rest.height - thick, 0))


def _name(label: str, box: Box) -> Markup:
    return tag("text", _cut(label, box.width), x=box.x + 3, y=box.y + 13, class_="head")


def _leaf(leaf: Leaf, box: Box) -> Markup:
    inside = [
        hint(f"{leaf.label}: {leaf.text}"),
        tag(
            "rect",
            x=box.x + 1,
            y=box.y + 1,
            width=max(box.width - 2, 0.5),
            height=max(box.height - 2, 0.5),
            class_=leaf.kind,
        ),
    ]
    for line, text in enumerate((leaf.label, leaf.text)):
        if box.height > _LINE * (line + 1) + 6 and box.width > len(text) * _LETTER + 8:
            y = box.y + 16 + line * _LINE
            weight = "label" if line == 0 else "detail"
            inside.append(tag("text", text, x=box.x + 6, y=y, class_=f"{weight} on-{leaf.kind}"))
    return tag("g", *inside)


def _cut(text: str, width: float) -> str:
    room = int((width - 6) / _HEAD_LETTER)
    if len(text) <= room:
        return text
    return text[: room - 1] + "…" if room > 1 else ""
