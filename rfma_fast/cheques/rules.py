"""The named rules that turn raw rows into cheques or into rejected rows."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from polars.exceptions import PolarsError

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
_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "money": pl.Int64,
    "moment": pl.Datetime("us"),
    "text": pl.String,
}


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
    values = {field.name: _values(field, raw.get_column(field.name)) for field in given}
    sound = pl.repeat(True, raw.height, eager=True)
    if "rule" in raw.columns:
        sound &= raw.get_column("rule").is_null()
    for field in given:
        sound &= _sound(field, raw.get_column(field.name), values[field.name])
    absent = {
        field.name: pl.lit(None, _TYPES[field.kind]) for field in FIELDS if field not in given
    }
    typed = pl.DataFrame(values).with_columns(**absent)
    if sound.all():
        return Checked(_accepted(typed), _rejected(raw.clear(), given))
    return Checked(_accepted(typed.filter(sound)), _rejected(raw.filter(~sound), given))


def is_card_rule(rule: str) -> bool:
    """Tell whether a text is a regular expression that cards can be matched with."""
    try:
        pl.Series([""]).str.contains(rule)
    except PolarsError:
        return False
    return True


def _accepted(typed: pl.DataFrame) -> pl.DataFrame:
    moment = pl.col("at")
    day = moment.dt.date()
    midnight = day.cast(pl.Int32).cast(pl.Int64) * _MICROSECONDS_A_DAY
    return typed.select(
        (moment.dt.year() * 100 + moment.dt.month()).cast(pl.Int32).alias("month"),
        "card",
        day.alias("day"),
        (moment.dt.timestamp("us") - midnight).alias("time"),
        *(field.name for field in FIELDS if field.name not in ("at", "card")),
    )


def _rejected(raw: pl.DataFrame, given: list[Field]) -> pl.DataFrame:
    verdicts = [_verdict(field, raw.schema[field.name]) for field in given]
    if "rule" in raw.columns:
        verdicts.insert(0, pl.col("rule"))
    fields = pl.struct(pl.col(field.name).cast(pl.String) for field in given)
    return raw.select(
        pl.col("line").cast(pl.Int64),
        pl.coalesce(verdicts).alias("rule"),
        fields.struct.json_encode().alias("raw"),
    )


def _sound(field: Field, given: pl.Series, values: pl.Series) -> pl.Series:
    """Tell of each row whether the field has a value, or may be blank and is."""
    has_value = values.is_not_null()
    if field.required or has_value.all():
        return has_value
    return has_value | _blank(given)


def _blank(given: pl.Series) -> pl.Series:
    if given.dtype == pl.String:
        return given.is_null() | (given.str.strip_chars() == "")
    return given.is_null()


def _values(field: Field, given: pl.Series) -> pl.Series:
    """Return text, moments or kopecks; null where the field is blank or breaks a rule."""
    if field.kind == "text":
        text = given.cast(pl.String).str.strip_chars()
        return text.set(text == "", None)
    if field.kind == "moment":
        return _moments(given)
    if given.dtype == pl.String:
        whole = given.cast(pl.Int64, strict=False)
        given = whole if whole.null_count() == given.null_count() else given
    if given.dtype.is_integer():
        small = given.cast(pl.Int64, strict=False)
        limit = LARGEST_AMOUNT // 100
        return small.set((small > limit) | (small < -limit), None) * 100
    frame = given.alias("given").to_frame()
    decimal = _decimal(pl.col("given"), given.dtype)
    return frame.select(_kopecks(decimal)).to_series()


def _moments(given: pl.Series) -> pl.Series:
    if isinstance(given.dtype, pl.Datetime):
        return given.dt.replace_time_zone(None).cast(pl.Datetime("us"))
    if given.dtype == pl.Date:
        return given.cast(pl.Datetime("us"))
    text = given.cast(pl.String).str.strip_chars()
    found = pl.Series(dtype=pl.Datetime("us")).extend_constant(None, text.len())
    for form in MOMENT_FORMATS:
        open_rows = found.is_null()
        if not open_rows.any():
            break
        rest = text.filter(open_rows)
        read = rest.str.to_datetime(form, time_unit="us", strict=False)
        found = read if rest.len() == text.len() else found.scatter(open_rows.arg_true(), read)
    return found


def _decimal(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype.is_integer() or isinstance(dtype, pl.Decimal):
        return column.cast(_MONEY_TYPE, strict=False)
    if dtype.is_float():
        # A float holds 12.34 only nearly: a kopeck within a millionth is the one that is meant.
        return column.round(6).cast(_MONEY_TYPE, strict=False)
    text = column.cast(pl.String).str.strip_chars()
    return pl.when(text.str.contains(_MONEY_TEXT)).then(text).cast(_MONEY_TYPE, strict=False)


def _kopecks(decimal: pl.Expr) -> pl.Expr:
    """Return whole kopecks, null beyond the largest amount and between two kopecks."""
    within = decimal.abs() <= LARGEST_AMOUNT // 100
    exact = pl.when(within).then(decimal * 100)
    kopecks = exact.cast(pl.Int64)
    return pl.when(kopecks.cast(_MONEY_TYPE) == exact).then(kopecks)


def _verdict(field: Field, dtype: pl.DataType) -> pl.Expr:
    """Return the name of the first rule that the field breaks, else null."""
    given = pl.col(field.name)
    text = given.cast(pl.String).str.strip_chars()
    blank = given.is_null() | (text == "")
    missing = _rule(f"{field.name}_missing", blank) if field.required else pl.lit(None, pl.String)
    if field.kind == "text":
        return missing
    if field.kind == "moment":
        value = given.map_batches(_moments, return_dtype=pl.Datetime("us"))
        return pl.coalesce(missing, _rule(f"{field.name}_unreadable", ~blank & value.is_null()))
    decimal = _decimal(given, dtype)
    number_like = given.is_finite() if dtype.is_float() else text.str.contains(_MONEY_TEXT)
    too_large = decimal.is_null() | (decimal.abs() > LARGEST_AMOUNT // 100)
    return pl.coalesce(
        missing,
        _rule(f"{field.name}_unreadable", ~blank & decimal.is_null() & ~number_like),
        _rule(f"{field.name}_too_large", ~blank & too_large),
        _rule(f"{field.name}_finer_than_kopeck", ~blank & _kopecks(decimal).is_null()),
    )


def _rule(name: str, broken: pl.Expr) -> pl.Expr:
    return pl.when(broken).then(pl.lit(name))
