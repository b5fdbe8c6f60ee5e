"""A Sankey diagram of two dates: ribbons from where cards were to where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rfma_fast.web.charts.svg import hint, picture, plain, tag

NODE, GAP = 11, 8
LINE = 13
"""Height of a name."""
SIDE = 190
"""Room for the names at either side."""
_LEAST = 0.6


@dataclass(frozen=True)
class Node:
    """A group at one of the dates."""

    key: str
    label: str
    size: int
    text: str
    """The size in words."""
    kind: str
    """The class of its colour."""


@dataclass(frozen=True)
class Ribbon:
    """The cards that went from one group to another."""

    source: str
    target: str
    size: int
    text: str


def sankey(
    sources: Sequence[Node],
    targets: Sequence[Node],
    ribbons: Sequence[Ribbon],
    title: str,
    description: str,
    *,
    width: int = 560,
    height: int = 460,
) -> Markup:
    """Return the diagram; groups keep the order in which they are given, never by size."""
    before = [node for node in sources if node.size]
    after = [node for node in targets if node.size]
    most = max((sum(node.size for node in side) for side in (before, after)), default=0) or 1
    gaps = max(len(before), len(after), 1) - 1
    scale = (height - 24 - gaps * GAP) / most
    left, right = _tops(before, scale), _tops(after, scale)
    order = {node.key: place for place, node in enumerate(after)}
    kinds = {node.key: node.kind for node in before}
    leaving, arriving = dict(left), dict(right)
    parts: list[Markup] = []
    by_source = {node.key: place for place, node in enumerate(before)}
    for one in sorted(ribbons, key=lambda r: (by_source[r.source], order[r.target])):
        thick = one.size * scale
        parts.append(
            tag(
                "path",
                hint(one.text),
                d=_path(
                    SIDE + NODE,
                    leaving[one.source],
                    width - SIDE - NODE,
                    arriving[one.target],
                    max(thick, _LEAST),
                ),
                class_=f"ribbon {kinds[one.source]}",
            )
        )
        leaving[one.source] += thick
        arriving[one.target] += thick
    for nodes, tops, x, anchor in (
        (before, left, SIDE, "end"),
        (after, right, width - SIDE - NODE, "start"),
    ):
        words = _apart([tops[node.key] + node.size * scale / 2 for node in nodes])
        parts += [
            _node(node, x, tops[node.key], node.size * scale, anchor, at)
            for node, at in zip(nodes, words, strict=True)
        ]
    return picture(width, height, title, description, parts)


def _tops(nodes: Sequence[Node], scale: float) -> dict[str, float]:
    tops, at = {}, 12.0
    for node in nodes:
        tops[node.key] = at
        at += node.size * scale + GAP
    return tops


def _apart(middles: Sequence[float]) -> list[float]:
    """Return the heights of names so that none covers the one above it."""
    heights: list[float] = []
    for middle in middles:
        heights.append(max(middle, heights[-1] + LINE) if heights else middle)
    return heights


def _node(node: Node, x: float, top: float, tall: float, anchor: str, middle: float) -> Markup:
    text_x = x - 6 if anchor == "end" else x + NODE + 6
    return tag(
        "g",
        hint(f"{node.label}: {node.text}"),
        tag("rect", x=x, y=top, width=NODE, height=max(tall, 1), class_=node.kind),
        tag(
            "text",
            tag("tspan", node.label, class_="label"),
            tag("tspan", f" {node.text}", class_="tick"),
            x=text_x,
            y=middle + 4,
            text_anchor=anchor,
        ),
    )


def _path(x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
    bend = (x1 + x2) / 2
    steps: list[str | float] = [
        "M", x1, y1, "C", bend, y1, bend, y2, x2, y2,
        "V", y2 + thick, "C", bend, y2 + thick, bend, y1 + thick, x1, y1 + thick, "Z",
    ]  # fmt: skip
    return " ".join(step if isinstance(step, str) else plain(float(step)) for step in steps)
