"""A bar beside a number, and the path of a card as a strip of months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rfma_fast.web.charts.svg import hint, picture, tag

WIDE, HIGH = 110, 12
CELL = 40


def meter(share: float, kind: str = "quantity", *, rest: bool = False) -> Markup:
    """Return a bar filled to a share of its width; the number stands beside it in words."""
    filled = max(0.0, min(share, 1.0)) * WIDE
    ground = (
        [tag("rect", x=0, y=1, width=WIDE, height=HIGH - 2, rx=2, class_="rest")] if rest else []
    )
    bar = tag("rect", x=0, y=1, width=filled, height=HIGH - 2, rx=2, class_=kind)
    return tag("svg", *ground, bar, class_="meter", width=WIDE, height=HIGH, aria_hidden="true")


@dataclass(frozen=True)
class Month:
    """A month of a card's path."""

    label: str
    code: str
    """What stands in the cell: the class."""
    kind: str
    """The class of its colour."""
    text: str
    """What is shown when pointed at."""


def strip(months: Sequence[Month], title: str, description: str) -> Markup:
    """Return the months side by side, each in the colour of its warmth and with its class."""
    parts = []
    for place, month in enumerate(months):
        x = place * CELL
        middle = x + CELL / 2 - 1
        parts.append(
            tag(
                "g",
                hint(month.text),
                tag("rect", x=x, y=0, width=CELL - 2, height=26, rx=3, class_=month.kind),
                tag(
                    "text",
                    month.code,
                    x=middle,
                    y=17,
                    class_=f"on-{month.kind}",
                    text_anchor="middle",
                ),
                tag("text", month.label, x=middle, y=40, class_="tick", text_anchor="middle"),
            )
        )
    return picture(max(len(months), 1) * CELL, 46, title, description, parts)
