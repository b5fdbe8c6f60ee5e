"""How the product's answer is held against the plain one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from language import naive
from language.kit import Cheque, Document, segmented
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.errors import RfmaError

Told = dict[naive.Unit, naive.Graded]


def told_of(found: Segmentation) -> Told:
    """Return what the per-card table says of each unit."""
    table = found.table()
    keys = [name for name in ("card", "shop") if name in table.columns[:2]]
    units = {}
    for row in table.iter_rows(named=True):
        values = {axis.code: exact(row[axis.name]) for axis in found.scheme.axes}
        digits = "".join(str(row[axis.code]) for axis in found.scheme.axes)
        assert digits == row["class"]
        units[tuple(row[key] for key in keys)] = naive.Graded(values, digits)
    assert len(units) == table.height == found.cards
    return units


def exact(value: int | Decimal | None) -> Fraction | None:
    assert not isinstance(value, float)
    return None if value is None else Fraction(value)


def same(document: Document, cheques: Sequence[Cheque], as_of: date) -> Segmentation | None:
    """Hold that product and oracle agree, also in refusing; return the segmentation."""
    try:
        wanted = naive.segment(document, cheques, as_of)
    except (naive.UnpaidError, naive.NobodyError):
        with pytest.raises(RfmaError):
            segmented(document, cheques, as_of)
        return None
    found = segmented(document, cheques, as_of)
    borders = {axis: list(edges) for axis, edges in found.thresholds.borders.items()}
    assert borders == wanted.borders
    assert told_of(found) == wanted.units
    assert found.level("class").get_column("cards").sum() == len(wanted.units)
    return found
