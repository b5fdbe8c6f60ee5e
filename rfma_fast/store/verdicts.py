"""What a load finds wrong with its rows together: how many are rejected, repeated, strange."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl

from rfma_fast.cheques.moments import MICROSECONDS_A_DAY
from rfma_fast.cheques.rulebook import Warned
from rfma_fast.cheques.schema import FIELDS, IDENTITY
from rfma_fast.i18n import problem
from rfma_fast.i18n.formats import number, share
from rfma_fast.store.cards import Codes
from rfma_fast.store.quarantine import NO_LINE
from rfma_fast.store.setaside import SetAside
from rfma_fast.store.staging import Staging

EXAMPLES = 3
"""How many rows or ids a sentence names."""

_UUID_OCTETS = 36
_FEWEST_DIGITS = 6
_SHARE_OF_DIGITS = Fraction(2, 3)


@dataclass
class Tally:
    """Counts the rows that are kept and yet strange."""

    _rows: Counter[str] = field(default_factory=Counter)
    _malformed: list[str] = field(default_factory=list)

    def add(self, rows: pl.DataFrame) -> None:
        """Look at a batch; each column first as a whole, since most have nothing strange."""
        amount = rows.get_column("amount")
        if (amount <= 0).any():
            self._rows["amount_negative"] += int((amount < 0).sum())
            self._rows["amount_zero"] += int((amount == 0).sum())
        ids = rows.get_column("unidentified_id")
        short = ids.str.len_bytes() != _UUID_OCTETS
        if short.any():
            like = card_like(ids.filter(short))
            self._rows["card_malformed"] += like.len()
            if len(self._malformed) < EXAMPLES:
                self._malformed += like.unique(maintain_order=True).head(EXAMPLES).to_list()

    def warnings(self, identical: int, documents: int) -> tuple[Warned, ...]:
        """Return what is to be told of the rows of a load."""
        cards = list(dict.fromkeys(self._malformed))[:EXAMPLES]
        found: list[tuple[str, int, dict[str, object]]] = [
            ("card_malformed", self._rows["card_malformed"], {"examples": cards}),
            ("amount_negative", self._rows["amount_negative"], {}),
            ("amount_zero", self._rows["amount_zero"], {}),
            ("row_identical", identical, {}),
            ("document_on_two_cards", documents, {}),
        ]
        return tuple(Warned(rule, {"rows": rows} | more) for rule, rows, more in found if rows)


def card_like(ids: pl.Series) -> pl.Series:
    """Return the ids that are cards by their look: mostly digits, and at least six of them."""
    digits = ids.str.count_matches(r"[0-9]").cast(pl.Int64)
    mostly = digits * _SHARE_OF_DIGITS.denominator >= (
        ids.str.len_chars().cast(pl.Int64) * _SHARE_OF_DIGITS.numerator
    )
    return ids.filter((digits >= _FEWEST_DIGITS) & mostly)


def refuse_too_many(source: str, rejected: SetAside, read: int, at_most: Fraction | None) -> None:
    """Refuse a load of which a larger share is rejected than is allowed; tell what is wrong."""
    if at_most is None or rejected.rows * at_most.denominator <= read * at_most.numerator:
        return
    rules = Counter(rejected.by_rule).most_common()
    raise problem(
        "load.too_many_rejected",
        source=source,
        rejected=number(rejected.rows),
        read=number(read),
        share=share(Fraction(rejected.rows, read), 2),
        at_most=share(at_most, 2),
        rules=", ".join(f"{rule} {number(rows)}" for rule, rows in rules),
        examples="; ".join(map(_example, rejected.first(EXAMPLES).iter_rows(named=True))),
    )


def _example(row: dict[str, object]) -> str:
    rule, fields = str(row["rule"]), json.loads(str(row["raw"]))
    told = next((str(fields[f.name]) for f in FIELDS if _is_of(rule, f.name, fields)), "")
    value = f" {told!r}" if told else ""
    line = f":{row['line']}" if row["line"] != NO_LINE else ""
    return f"{row['source']}{line} {rule}{value}"


def _is_of(rule: str, name: str, fields: dict[str, object]) -> bool:
    return rule.startswith(f"{name}_") and fields.get(name) is not None


def repeated(staging: Staging, codes: Codes) -> Iterator[pl.DataFrame]:
    """Yield the rows of a load that agree in every column with an earlier one, as rejected rows.

    Their raw texts are written anew from what was understood.
    """
    for month in staging.months():
        rows = staging.rows_of(month)
        again = rows.filter(~rows.select(pl.struct(IDENTITY).is_first_distinct()).to_series())
        if again.height:
            yield _as_rejected(again, codes)


def _as_rejected(rows: pl.DataFrame, codes: Codes) -> pl.DataFrame:
    ticks = pl.col("day").cast(pl.Int64) * MICROSECONDS_A_DAY + pl.col("time")
    printed = codes.printed(rows.get_column("card"))
    card = printed.zip_with(printed.is_not_null(), rows.get_column("unidentified_id"))
    return rows.select(
        "source",
        pl.col("line").cast(pl.Int64),
        pl.lit("row_repeated").alias("rule"),
        pl.struct(
            ticks.cast(pl.Datetime("us")).dt.strftime("%Y-%m-%d %H:%M:%S%.6f").alias("at"),
            "shop",
            card.alias("card"),
            *(_roubles(f.name) for f in FIELDS if f.kind == "money"),
            "doc_id",
        )
        .struct.json_encode()
        .alias("raw"),
    )


def _roubles(name: str) -> pl.Expr:
    kopecks = pl.col(name)
    sign = pl.when(kopecks < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole, rest = kopecks.abs() // 100, (kopecks.abs() % 100).cast(pl.String).str.zfill(2)
    return pl.format("{}{}.{}", sign, whole, rest).alias(name)
