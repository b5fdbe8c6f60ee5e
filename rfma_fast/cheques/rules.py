"""The named rules that turn raw rows into cheques or into rejected rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

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
_SECONDS = (-2_208_988_800, 253_402_300_799)
"""1900-01-01 and 9999-12-31 23:59:59, in seconds since 1970; a date beyond is a mistake."""
_MONEY_TEXT = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$"
_FINE_TEXT = r"\.[0-9]{2}[0-9]*[1-9]"
_LIMIT = LARGEST_AMOUNT // 100
_FLOAT_LIMIT = 1e20
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
    fields = pl.struct(_as_told(field.name, raw.schema[field.name]) for field in given)
    return raw.select(
        pl.col("line").cast(pl.Int64),
        pl.coalesce(verdicts).alias("rule"),
        fields.struct.json_encode().alias("raw"),
    )


def _as_told(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return a raw value as text; a moment that no calendar has, as the number it is."""
    column = pl.col(name)
    if not isinstance(dtype, pl.Datetime):
        return column.cast(pl.String)
    number = column.to_physical()
    first, last = _ticks(dtype)
    sane = pl.when(number.is_between(first, last)).then(column)
    return pl.coalesce(sane.dt.strftime("%Y-%m-%d %H:%M:%S%.6f"), number.cast(pl.String)).alias(
        name
    )


def _ticks(dtype: pl.Datetime) -> tuple[int, int]:
    a_second = {"ms": 10**3, "us": 10**6, "ns": 10**9}[dtype.time_unit]
    first, last = (max(-(2**63), min(bound * a_second, 2**63 - 1)) for bound in _SECONDS)
    return first, last


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


def holds(field: Field, dtype: pl.DataType) -> bool:
    """Tell whether a column of this type can hold the field."""
    if dtype in (pl.String, pl.Null, pl.Categorical, pl.Enum):
        return True
    if field.kind == "moment":
        return isinstance(dtype, pl.Datetime) or dtype == pl.Date
    return dtype.is_numeric()


def _values(field: Field, given: pl.Series) -> pl.Series:
    """Return text, moments or kopecks; null where the field is blank or breaks a rule."""
    if field.kind == "text":
        return _texts(given)
    if field.kind == "moment":
        return _moments(given)
    if not given.dtype.is_numeric():
        given = given.cast(pl.String)
        whole = given.cast(pl.Int64, strict=False)
        given = whole if whole.null_count() == given.null_count() else given
    if given.dtype.is_integer():
        small = given.cast(pl.Int64, strict=False)
        return small.set((small > _LIMIT) | (small < -_LIMIT), None) * 100
    frame = given.alias("given").to_frame()
    return frame.select(_kopecks(pl.col("given"), given.dtype)).to_series()


def _texts(given: pl.Series) -> pl.Series:
    if given.dtype.is_float():
        # What held whole numbers and gaps became floats on the way here: 15.0 is 15.
        whole = given.cast(pl.Int64, strict=False)
        if (whole.cast(given.dtype) == given).all():
            given = whole
    text = given.cast(pl.String).str.strip_chars()
    return text.set(text == "", None)


def _moments(given: pl.Series) -> pl.Series:
    if isinstance(given.dtype, pl.Datetime):
        return _in_our_time(given.dt.replace_time_zone(None))
    if given.dtype == pl.Date:
        return _in_our_time(given.cast(pl.Datetime("ms")))
    text = given.cast(pl.String).str.strip_chars()
    found = pl.Series(dtype=pl.Datetime("us")).extend_constant(None, text.len())
    for form in MOMENT_FORMATS:
        open_rows = found.is_null()
        if not open_rows.any():
            break
        rest = text.filter(open_rows)
        read = rest.str.to_datetime(form, time_unit="us", strict=False)
        found = read if rest.len() == text.len() else found.scatter(open_rows.arg_true(), read)
    return _in_our_time(found)


def _in_our_time(moments: pl.Series) -> pl.Series:
    """Return moments in microseconds, null before 1900 and after 9999."""
    ticks = moments.to_physical()
    first, last = _ticks(cast(pl.Datetime, moments.dtype))
    outside = (ticks < first) | (ticks > last)
    return moments.set(outside, None).cast(pl.Datetime("us"))


def _decimal(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return a column as an exact number, null where it is none or far too large."""
    if dtype == pl.Float32:
        # Its shortest text is what was meant; its binary value is not.
        column, dtype = column.cast(pl.String).cast(pl.Float64, strict=False), pl.Float64()
    if dtype.is_float():
        # A float holds 12.34 only nearly: a kopeck within a millionth is the one that is meant.
        small = pl.when(column.abs() < _FLOAT_LIMIT).then(column.round(6))
        return small.cast(_MONEY_TYPE, strict=False)
    if dtype.is_numeric():
        return column.cast(_MONEY_TYPE, strict=False)
    text = column.cast(pl.String).str.strip_chars()
    return pl.when(text.str.contains(_MONEY_TEXT)).then(text).cast(_MONEY_TYPE, strict=False)


def _kopecks(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return whole kopecks, null beyond the largest amount and between two kopecks."""
    decimal = _decimal(column, dtype)
    exact = pl.when(decimal.abs() <= _LIMIT).then(decimal * 100)
    kopecks = exact.cast(pl.Int64)
    sound = (kopecks.cast(_MONEY_TYPE) == exact) & ~_finer(column, dtype)
    return pl.when(sound).then(kopecks)


def _finer(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Tell whether the source itself, before any rounding, is finer than a kopeck."""
    if isinstance(dtype, pl.Decimal):
        return (column.cast(pl.String).str.contains(_FINE_TEXT)).fill_null(False)
    if dtype.is_numeric():
        return pl.lit(False)
    return column.cast(pl.String).str.strip_chars().str.contains(_FINE_TEXT).fill_null(False)


def _verdict(field: Field, dtype: pl.DataType) -> pl.Expr:
    """Return the name of the first rule that the field breaks, else null."""
    given = pl.col(field.name)
    # A moment out of the calendar cannot even be made a text.
    text = pl.lit("-") if dtype.is_temporal() else given.cast(pl.String).str.strip_chars()
    blank = given.is_null() | (text == "")
    missing = _rule(f"{field.name}_missing", blank) if field.required else pl.lit(None, pl.String)
    if field.kind == "text":
        return missing
    if field.kind == "moment":
        value = given.map_batches(_moments, return_dtype=pl.Datetime("us"))
        return pl.coalesce(missing, _rule(f"{field.name}_unreadable", ~blank & value.is_null()))
    decimal = _decimal(given, dtype)
    number_like = given.is_finite() if dtype.is_float() else text.str.contains(_MONEY_TEXT)
    too_large = decimal.is_null() | (decimal.abs() > _LIMIT)
    fine = _kopecks(given, dtype).is_null()
    return pl.coalesce(
        missing,
        _rule(f"{field.name}_unreadable", ~blank & decimal.is_null() & ~number_like),
        _rule(f"{field.name}_too_large", ~blank & too_large),
        _rule(f"{field.name}_finer_than_kopeck", ~blank & fine),
    )


def _rule(name: str, broken: pl.Expr) -> pl.Expr:
    return pl.when(broken).then(pl.lit(name))
