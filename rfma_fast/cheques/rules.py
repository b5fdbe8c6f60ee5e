"""The named rules that turn raw rows into cheques or into rejected rows."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from rfma_fast.cheques.schema import FIELDS, Field

LARGEST_AMOUNT = 10**13
"""Kopecks; a cheque above 100 billion roubles is a mistake of the till."""

MOMENT_FORMATS = (
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
)

_MICROSECONDS_A_DAY = 86_400_000_000
_MONEY_TEXT = r"^[+-]?(\d+\.?\d*|\.\d+)$"
_MONEY_TYPE = pl.Decimal(38, 6)


@dataclass(frozen=True)
class Checked:
    """Both halves of a batch: rows in = accepted + rejected."""

    accepted: pl.DataFrame
    """month (as 202206), card (text), and the stored columns of a cheque."""
    rejected: pl.DataFrame
    """line, rule, raw (the row's fields as JSON)."""

    @property
    def rows(self) -> int:
        """Return the number of rows that were checked."""
        return self.accepted.height + self.rejected.height


def check(raw: pl.DataFrame) -> Checked:
    """Split raw rows into cheques and rejected rows.

    ``raw`` holds ``line`` (its place in the source, from 1), optionally ``rule`` (a reader's own
    verdict on the row) and any of the fields of a cheque, as text or already typed.
    """
    given = [field for field in FIELDS if field.name in raw.columns]
    typed = raw.with_columns(_typed(field, raw.schema[field.name]) for field in given)
    typed = typed.with_columns(
        pl.lit(None, pl.Int64 if field.kind == "money" else pl.String).alias(f"{field.name}*")
        for field in FIELDS
        if field not in given
    )
    verdicts = [_verdict(field, raw.schema[field.name]) for field in given]
    if "rule" in raw.columns:
        verdicts.insert(0, pl.col("rule"))
    typed = typed.with_columns(pl.coalesce(verdicts).alias("rule"))
    return Checked(_accepted(typed), _rejected(typed, [field.name for field in given]))


def _accepted(typed: pl.DataFrame) -> pl.DataFrame:
    moment = pl.col("at*")
    day = moment.dt.date()
    midnight = day.cast(pl.Int32).cast(pl.Int64) * _MICROSECONDS_A_DAY
    return typed.filter(pl.col("rule").is_null()).select(
        (moment.dt.year() * 100 + moment.dt.month()).cast(pl.Int32).alias("month"),
        pl.col("card*").alias("card"),
        day.alias("day"),
        (moment.dt.timestamp("us") - midnight).alias("time"),
        *(
            pl.col(f"{field.name}*").alias(field.name)
            for field in FIELDS[1:]
            if field.name != "card"
        ),
    )


def _rejected(typed: pl.DataFrame, given: list[str]) -> pl.DataFrame:
    fields = pl.struct(pl.col(name).cast(pl.String) for name in given)
    return typed.filter(pl.col("rule").is_not_null()).select(
        pl.col("line").cast(pl.Int64),
        "rule",
        fields.struct.json_encode().alias("raw"),
    )


def _typed(field: Field, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(field.name)
    if field.kind == "text":
        text = column.cast(pl.String).str.strip_chars()
        value: pl.Expr = pl.when(text != "").then(text)
    elif field.kind == "moment":
        value = _moment(column, dtype)
    else:
        decimal = _decimal(column, dtype)
        within = decimal.abs() <= LARGEST_AMOUNT // 100
        value = pl.when(within).then(decimal * 100).cast(pl.Int64)
    return value.alias(f"{field.name}*")


def _moment(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Datetime):
        return column.dt.replace_time_zone(None).cast(pl.Datetime("us"))
    if dtype == pl.Date:
        return column.cast(pl.Datetime("us"))
    text = column.cast(pl.String).str.strip_chars()
    return pl.coalesce(
        text.str.to_datetime(form, time_unit="us", strict=False, exact=True)
        for form in MOMENT_FORMATS
    )


def _decimal(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype.is_integer() or isinstance(dtype, pl.Decimal):
        return column.cast(_MONEY_TYPE, strict=False)
    if dtype.is_float():
        # A float holds 12.34 only nearly: a kopeck within a millionth is the one that is meant.
        return column.round(6).cast(_MONEY_TYPE, strict=False)
    text = column.cast(pl.String).str.strip_chars()
    return pl.when(text.str.contains(_MONEY_TEXT)).then(text).cast(_MONEY_TYPE, strict=False)


def _verdict(field: Field, dtype: pl.DataType) -> pl.Expr:
    """Return the name of the first rule that the field breaks, else null."""
    given, value = pl.col(field.name), pl.col(f"{field.name}*")
    if field.kind == "text":
        return _rule(f"{field.name}_missing", value.is_null()) if field.required else _no_rule()
    blank = given.is_null()
    if dtype == pl.String:
        blank = blank | (given.str.strip_chars() == "")
    missing = _rule(f"{field.name}_missing", blank) if field.required else _no_rule()
    if field.kind == "moment":
        return pl.coalesce(missing, _rule(f"{field.name}_unreadable", ~blank & value.is_null()))
    decimal = _decimal(given, dtype)
    number_like = (
        given.cast(pl.String).str.strip_chars().str.contains(r"^[+-]?\d*\.?\d*(e\+?\d+)?$")
    )
    return pl.coalesce(
        missing,
        _rule(f"{field.name}_unreadable", ~blank & decimal.is_null() & ~number_like),
        _rule(f"{field.name}_too_large", ~blank & value.is_null()),
        _rule(f"{field.name}_finer_than_kopeck", decimal * 100 != value.cast(_MONEY_TYPE)),
    )


def _rule(name: str, broken: pl.Expr) -> pl.Expr:
    return pl.when(broken).then(pl.lit(name))


def _no_rule() -> pl.Expr:
    return pl.lit(None, pl.String)
