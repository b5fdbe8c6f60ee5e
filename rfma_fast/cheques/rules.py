"""The named rules that turn raw rows into cheques or into rejected rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from rfma_fast.cheques.moments import MICROSECONDS_A_DAY, moments, months, ticks_of_our_time
from rfma_fast.cheques.money import LIMIT, NUMBER, exact, kopecks, money
from rfma_fast.cheques.rulebook import NO_DEMANDS, Demands
from rfma_fast.cheques.schema import FIELDS, Field
from rfma_fast.cheques.texts import has_bytes, somebody, texts

_VALUES = {"money": money, "moment": moments, "text": texts}
"""How each kind of field is read: null where the field is blank or breaks a rule."""

_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "money": pl.Int64,
    "moment": pl.Datetime("us"),
    "text": pl.String,
}

SCIENTIFIC = r"^[+-]?[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+$"
"""A number as a spreadsheet shows a long one, ``2.00001E+12``: the last digits are lost."""

_UNMET = "unmet "
"""Before the name of a rule: the column that tells which rows break it."""

_REJECTED = {"line": pl.Int64, "rule": pl.String, "raw": pl.String}


@dataclass(frozen=True)
class Checked:
    """Both halves of a batch: rows in = accepted + rejected."""

    accepted: pl.DataFrame
    """month (as 202206), card (text), and the stored columns of a cheque; line, where repeated rows
    shall be rejected."""
    rejected: pl.DataFrame
    """line, rule, raw (the row's fields as JSON)."""

    @property
    def rows(self) -> int:
        """Return the number of rows that were checked."""
        return self.accepted.height + self.rejected.height


def check(raw: pl.DataFrame, demands: Demands = NO_DEMANDS) -> Checked:
    """Split raw rows into cheques and rejected rows.

    ``raw`` holds ``line`` (its place in the source, from 1), optionally ``rule`` (a reader's own
    verdict on the row) and any of the fields of a cheque, as text or already typed.
    """
    given = [field for field in FIELDS if field.name in raw.columns]
    values = {field.name: _VALUES[field.kind](raw.get_column(field.name)) for field in given}
    if "card" in values:
        values["card"] = somebody(values["card"])
    sound = pl.repeat(True, raw.height, eager=True)
    if "rule" in raw.columns:
        sound &= raw.get_column("rule").is_null()
    for field in given:
        if field.kind == "text" and not field.required:
            continue
        sound &= _sound(field, raw.get_column(field.name), values[field.name])
    unmet = _unmet(values, demands)
    for broken in unmet.values():
        sound &= ~broken
    absent = {
        field.name: pl.lit(None, _TYPES[field.kind]) for field in FIELDS if field not in given
    }
    typed = pl.DataFrame(values).with_columns(**absent)
    if demands.identical == "reject":
        typed = typed.with_columns(raw.get_column("line"))
    if sound.all():
        return Checked(_accepted(typed), pl.DataFrame(schema=_REJECTED))
    told = raw.with_columns(broken.alias(_UNMET + rule) for rule, broken in unmet.items())
    return Checked(_accepted(typed.filter(sound)), _rejected(told.filter(~sound), given))


def _accepted(typed: pl.DataFrame) -> pl.DataFrame:
    moment = typed.get_column("at")
    day = moment.dt.date()
    midnight = day.to_physical().cast(pl.Int64) * MICROSECONDS_A_DAY
    return typed.select(
        months(day).alias("month"),
        "card",
        day.alias("day"),
        (moment.to_physical() - midnight).alias("time"),
        *(field.name for field in FIELDS if field.name not in ("at", "card")),
        *(["line"] if "line" in typed.columns else []),
    )


def _rejected(raw: pl.DataFrame, given: list[Field]) -> pl.DataFrame:
    verdicts = []
    for field in given:
        verdicts.append(_verdict(field, raw.schema[field.name]))
        asked = [name for name in raw.columns if name.startswith(f"{_UNMET}{field.name}_")]
        verdicts += [_rule(name.removeprefix(_UNMET), pl.col(name)) for name in asked]
    if "rule" in raw.columns:
        verdicts.insert(0, pl.col("rule"))
    fields = pl.struct(_as_told(field, raw.schema[field.name]) for field in given)
    return raw.select(
        pl.col("line").cast(pl.Int64),
        pl.coalesce(verdicts).alias("rule"),
        fields.struct.json_encode().alias("raw"),
    )


def _unmet(values: dict[str, pl.Series], demands: Demands) -> dict[str, pl.Series]:
    """Return the rules of the demands that some rows break, and which rows.

    Each column is first looked at as a whole: mostly no row of it breaks anything.
    """
    found: dict[str, pl.Series] = {}

    def hold(rule: str, broken: pl.Series) -> None:
        if broken.any():
            found[rule] = broken.fill_null(False)

    if "at" in values:
        ticks = values["at"].to_physical()
        if demands.floor:
            hold("at_before_floor", ticks < _midnight(demands.floor))
        if demands.last:
            hold("at_in_future", ticks >= _midnight(demands.last + timedelta(days=1)))
    if "card" in values and has_bytes(values["card"], b"+"):
        hold("card_digits_lost", values["card"].str.contains(SCIENTIFIC))
    if "amount" in values and demands.max_amount is not None:
        hold("amount_above_limit", values["amount"].abs() > demands.max_amount)
    return found


def _midnight(day: date) -> int:
    return (day - date(1970, 1, 1)).days * MICROSECONDS_A_DAY


def _as_told(field: Field, dtype: pl.DataType) -> pl.Expr:
    """Return a raw value as a text that is read as the value is.

    A moment that no calendar has is told as the number it is.
    """
    column = pl.col(field.name)
    if isinstance(dtype, pl.Datetime | pl.Date):
        number = column.to_physical()
        sane = pl.when(number.is_between(*ticks_of_our_time(dtype))).then(column)
        form = "%Y-%m-%d" if dtype == pl.Date else "%Y-%m-%d %H:%M:%S%.6f"
        return pl.coalesce(sane.dt.strftime(form), number.cast(pl.String)).alias(field.name)
    if field.kind == "text" and dtype.is_numeric():
        return column.map_batches(texts, return_dtype=pl.String)
    return column.cast(pl.String)


def _sound(field: Field, given: pl.Series, values: pl.Series) -> pl.Series:
    """Tell of each row whether the field has a value, or may be blank and is."""
    has_value = values.is_not_null()
    if field.required or has_value.all():
        return has_value
    if given.dtype != pl.String:
        return has_value | given.is_null()
    return has_value | given.is_null() | (given.str.strip_chars() == "")


def holds(field: Field, dtype: pl.DataType) -> bool:
    """Tell whether a column of this type can hold the field."""
    if dtype in (pl.String, pl.Null, pl.Categorical, pl.Enum):
        return True
    if field.kind == "moment":
        return isinstance(dtype, pl.Datetime) or dtype == pl.Date
    return dtype.is_numeric()


def _verdict(field: Field, dtype: pl.DataType) -> pl.Expr:
    """Return the name of the first rule that the field breaks, else null."""
    given = pl.col(field.name)
    if field.kind == "text":
        name = given.map_batches(texts, return_dtype=pl.String)
        missing = name.is_null() if field.required else pl.lit(False)
        return _rule(f"{field.name}_missing", missing)
    # A moment out of the calendar cannot even be made a text.
    text = pl.lit("-") if dtype.is_temporal() else given.cast(pl.String).str.strip_chars()
    blank = given.is_null() | (text == "")
    missing = _rule(f"{field.name}_missing", blank) if field.required else pl.lit(None, pl.String)
    if field.kind == "moment":
        value = given.map_batches(moments, return_dtype=pl.Datetime("us"))
        return pl.coalesce(missing, _rule(f"{field.name}_unreadable", ~blank & value.is_null()))
    decimal = exact(given, dtype)
    number_like = given.is_finite() if dtype.is_float() else text.str.contains(NUMBER)
    too_large = decimal.is_null() | (decimal.abs() > LIMIT)
    fine = kopecks(given, dtype).is_null()
    return pl.coalesce(
        missing,
        _rule(f"{field.name}_unreadable", ~blank & decimal.is_null() & ~number_like),
        _rule(f"{field.name}_too_large", ~blank & too_large),
        _rule(f"{field.name}_finer_than_kopeck", ~blank & fine),
    )


def _rule(name: str, broken: pl.Expr) -> pl.Expr:
    return pl.when(broken).then(pl.lit(name))
