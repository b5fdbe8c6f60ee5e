"""Matrices and diagrams of who went where: the same for two dates and for two sets of borders."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from rfma_fast.analyses.migration import NEW, NO_PURCHASE
from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import number, share
from rfma_fast.reports import palette
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Cell, Matrix, MatrixCell
from rfma_fast.web.charts.sankey import Node, Ribbon


def matrix_of(
    found: Segmentation,
    level: str,
    cells: pl.DataFrame,
    corner: str,
    link: Callable[[str, str], str] = lambda source, target: "",
) -> Matrix:
    """Return the matrix of cells (from, to, cards, share), in the scheme's order."""
    sources, targets = (codes_in(found, level, cells, side) for side in ("from", "to"))
    by_place = {(row["from"], row["to"]): row for row in cells.iter_rows(named=True)}
    rows = []
    for source in sources:
        line = []
        for target in targets:
            row = by_place.get((source, target))
            line.append(
                MatrixCell("", "", None, source == target)
                if row is None
                else MatrixCell(
                    number(row["cards"]),
                    share(row["share"], 0),
                    _tint(row["share"]),
                    source == target,
                    link(source, target),
                )
            )
        total = sum(by_place[source, t]["cards"] for t in targets if (source, t) in by_place)
        rows.append((labelled(found, level, source), tuple(line), number(total)))
    sums = [
        sum(by_place[source, target]["cards"] for source in sources if (source, target) in by_place)
        for target in targets
    ]
    heads = tuple(labelled(found, level, code, short=True) for code in targets)
    foot = (say("word.total"), *(number(of) for of in sums), number(sum(sums)))
    return Matrix(corner, corner, heads, tuple(rows), foot)


def nodes_of(found: Segmentation, level: str, cells: pl.DataFrame, side: str) -> list[Node]:
    """Return the groups at one side of a diagram, in the scheme's order, outsiders last."""
    sizes = dict(cells.group_by(side).agg(pl.col("cards").sum()).iter_rows())
    warmths = found.warmths(level)
    return [
        Node(
            code,
            _name(found, level, code),
            sizes[code],
            number(sizes[code]),
            made.kind_of(warmths.get(code)),
        )
        for code in codes_in(found, level, cells, side)
    ]


def ribbons_of(found: Segmentation, level: str, cells: pl.DataFrame) -> list[Ribbon]:
    """Return the flows of a diagram."""
    return [
        Ribbon(
            row["from"],
            row["to"],
            row["cards"],
            f"{_name(found, level, row['from'])} → {_name(found, level, row['to'])}:"
            f" {number(row['cards'])} ({share(row['share'])})",
        )
        for row in cells.iter_rows(named=True)
    ]


def codes_in(found: Segmentation, level: str, cells: pl.DataFrame, side: str) -> list[str]:
    """Return the codes of a side that occur, in the scheme's order, the outsiders last."""
    present = set(cells.get_column(side))
    return [code for code in [*found.group_codes(level), NEW, NO_PURCHASE] if code in present]


def labelled(found: Segmentation, level: str, code: str, *, short: bool = False) -> Cell:
    """Return a group's code and name behind its swatch; only the code where it must be short."""
    warmth = found.warmths(level).get(code)
    name = _name(found, level, code)
    if code in (NEW, NO_PURCHASE) or name == code:
        return made.text(name, warmth)
    return made.text(code if short else f"{code} {name}", warmth)


def _name(found: Segmentation, level: str, code: str) -> str:
    if code in (NEW, NO_PURCHASE):
        return say(f"word.{code}")
    return code if level == "class" else name_of(found.scheme, level, code)


def _tint(value: float) -> int:
    return min(int(value * len(palette.TINTS)), len(palette.TINTS) - 1)
