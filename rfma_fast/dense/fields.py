"""Which figures of a card's state arrays can hold, and how two months of them become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from rfma_fast.plan.fields import SOURCES, Field
from rfma_fast.store.checkpoints import Part

Ints = NDArray[np.integer]
Merge = Literal["sum", "first", "last", "max"]


@dataclass(frozen=True)
class Column:
    """One figure of a state."""

    dtype: DTypeLike
    merge: Merge
    """How the figure of an earlier and of a later month become one."""
    part: Part = "core"
    """The file of a checkpoint that holds it."""


COLUMNS: dict[str, Column] = {
    "cheques": Column(np.int32, "sum"),
    "returns": Column(np.int32, "sum"),
    "total": Column(np.int64, "sum"),
    "first": Column(np.int32, "first"),
    "last": Column(np.int32, "last"),
    "days": Column(np.int32, "sum"),
    "last_time": Column(np.int64, "last", "more"),
    "paid_total": Column(np.int64, "sum", "more"),
    "unpaid": Column(np.int32, "sum", "more"),
    "amount_max": Column(np.int64, "max", "more"),
    "paid_max": Column(np.int64, "max", "more"),
}
"""What a state may hold. ``returns`` counts the rows that are no purchases, so that a card that
only ever brought something back is told from one that never came; ``last_time`` is the time of the
last purchase in microseconds since midnight."""

ALWAYS = ("cheques", "returns", "total", "first", "last")
_HELD_AS = {"last_at": "last_time"}
_SOURCES = {"last_time": ("time",), **SOURCES}


def can_hold(field: Field) -> bool:
    """Tell whether arrays give the field: the figure itself, or a difference of two sums."""
    column = COLUMNS.get(_HELD_AS.get(field.what, field.what))
    return column is not None and (field.window is None or column.merge == "sum")


def names_of(fields: Iterable[Field]) -> tuple[str, ...]:
    """Return the columns that arrays must have for the fields, in the order of ``COLUMNS``."""
    asked = {*ALWAYS, *(_HELD_AS.get(field.what, field.what) for field in fields)}
    return tuple(name for name in COLUMNS if name in asked)


def parts_of(names: Iterable[str]) -> tuple[Part, ...]:
    """Return the files of a checkpoint that hold the columns."""
    return tuple(sorted({COLUMNS[name].part for name in names}))


def sources_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the stored columns that are read to fill the columns."""
    more = {source for name in names for source in _SOURCES.get(name, ())}
    return ("card", "day", "amount", *sorted(more))
