"""The columns of a cheque, as a source gives them and as the store keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

Kind = Literal["moment", "text", "money"]


@dataclass(frozen=True)
class Field:
    """One thing that a source can tell of a cheque."""

    name: str
    """The name in the store and in the column map."""
    kind: Kind
    """``moment``: local date and time; ``money``: roubles with at most two decimals."""
    required: bool = False
    """A row without it is rejected."""


FIELDS: tuple[Field, ...] = (
    Field("at", "moment", required=True),
    Field("shop", "text", required=True),
    Field("card", "text"),
    Field("amount", "money", required=True),
    Field("paid", "money"),
    Field("bonus_earned", "money"),
    Field("bonus_spent", "money"),
    Field("doc_id", "text"),
)
"""What a column map may name, in the order in which the store keeps them."""

FIELD_NAMES: tuple[str, ...] = tuple(field.name for field in FIELDS)

CARD_KEY = pl.Int32
"""Dense key of an identified card, from 1; 0 is no card: the cheque is unidentified."""

STORED: dict[str, type[pl.DataType]] = {
    "card": CARD_KEY,
    "unidentified_id": pl.String,
    "day": pl.Date,
    "time": pl.Int64,
    "shop": pl.String,
    "amount": pl.Int64,
    "paid": pl.Int64,
    "bonus_earned": pl.Int64,
    "bonus_spent": pl.Int64,
    "doc_id": pl.String,
    "load": pl.Int32,
}
"""The columns of a month file. Money is in kopecks, ``time`` in microseconds since midnight."""

IDENTITY: tuple[str, ...] = tuple(name for name in STORED if name != "load")
"""Two rows that agree in all of these are the same cheque told twice."""

ORDER: tuple[str, ...] = (
    "card", "unidentified_id", "day", "time", "shop", "doc_id",
    "amount", "paid", "bonus_earned", "bonus_spent",
)  # fmt: skip
"""The order of rows in a month file: by card, then time; the rest makes it total."""
