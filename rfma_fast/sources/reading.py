"""Raw rows of a file, read in its dialect and checked by the rules of a cheque."""

from __future__ import annotations

import codecs

import polars as pl

from rfma_fast.cheques.rulebook import NO_DEMANDS, Demands
from rfma_fast.cheques.rules import Checked, check
from rfma_fast.cheques.schema import FIELDS
from rfma_fast.sources.amounts import (
    cut_cards,
    doubtful_amounts,
    plain_amounts,
    plain_cards,
    shows_decimal_comma,
)
from rfma_fast.sources.dates import iso_moments, open_dates
from rfma_fast.sources.dialect import Dialect
from rfma_fast.sources.files import File
from rfma_fast.sources.settling import Unsettled

_NO_TEXT = "\ufffd"


def checked(raw: pl.DataFrame, file: File, demands: Demands = NO_DEMANDS) -> Checked:
    """Split raw rows of a file into cheques and rejected rows.

    Rows that the rules take as they stand cost nothing more. Raises ``Unsettled`` where a row shows
    that its file is written otherwise than its start told.
    """
    rows = with_sound_cards(raw)
    if file.dialect.is_plain and _is_utf8(file) and not _zoned(rows):
        both = check(rows, demands)
        if not both.rejected.height:
            return both
    _hold_to(rows, file)
    return check(_plain(rows, file), demands)


def _is_utf8(file: File) -> bool:
    return codecs.lookup(file.dialect.encoding).name == "utf-8"


def _zoned(rows: pl.DataFrame) -> bool:
    dtype = rows.schema["at"]
    return isinstance(dtype, pl.Datetime) and dtype.time_zone is not None


def _hold_to(rows: pl.DataFrame, file: File) -> None:
    """Raise ``Unsettled`` where rows show what the dialect does not know."""
    dialect = file.dialect
    sound = rows.filter(pl.col("rule").is_null()) if "rule" in rows.columns else rows
    moments = sound.get_column("at")
    if moments.dtype == pl.String and not dialect.knows_order and open_dates(moments).count():
        raise Unsettled(file.name, "date")
    if dialect.decimal == "." and "decimal" not in dialect.told:
        money = (sound.get_column(name) for name in _texts(sound, "money"))
        if any(shows_decimal_comma(text) for text in money):
            raise Unsettled(file.name, "decimal")


def _plain(rows: pl.DataFrame, file: File) -> pl.DataFrame:
    """Return rows with ISO dates and decimal points; doubtful ones carry the rule they break."""
    dialect, found, rules = file.dialect, [], []
    moments = rows.get_column("at")
    if moments.dtype == pl.String:
        found.append(iso_moments(moments, dialect).alias("at"))
    elif _zoned(rows):
        found.append(_local(moments, dialect))
    for name in _texts(rows, "money"):
        text = rows.get_column(name)
        doubtful = doubtful_amounts(text, dialect)
        rules.append(_rule(f"{name}_doubtful", doubtful))
        found.append(plain_amounts(text, dialect).alias(name))
    if file.kind == "csv" and not _is_utf8(file):
        broken = pl.any_horizontal(
            pl.col(one.name).str.contains(_NO_TEXT, literal=True)
            for one in FIELDS
            if one.name in rows.columns
        )
        rules.append(_rule("octets_unreadable", rows.select(broken).to_series()))
    return _ruled(rows.with_columns(found), rules)


def with_sound_cards(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows whose cards are whole where a program wrote them as numbers.

    Those that lost digits carry the rule.
    """
    if "card" not in rows.columns:
        return rows
    given = rows.get_column("card")
    card = plain_cards(given)
    lost = cut_cards(card)
    if not lost.any():
        return rows if card is given else rows.with_columns(card.alias("card"))
    return _ruled(rows.with_columns(card.alias("card")), [_rule("card_digits_lost", lost)])


def _local(moments: pl.Series, dialect: Dialect) -> pl.Series:
    zone = dialect.zone or "UTC"
    return moments.dt.convert_time_zone(zone).dt.replace_time_zone(None)


def _texts(rows: pl.DataFrame, kind: str) -> list[str]:
    """Return the fields of a kind that came as text."""
    return [
        one.name for one in FIELDS if one.kind == kind and rows.schema.get(one.name) == pl.String
    ]


def _rule(name: str, broken: pl.Series) -> pl.Series:
    none = pl.Series([None], dtype=pl.String)
    return pl.Series([name], dtype=pl.String).zip_with(broken, none)


def _ruled(rows: pl.DataFrame, rules: list[pl.Series]) -> pl.DataFrame:
    """Give rows the first rule that they break, those that they carry before all."""
    told = [rows.get_column("rule")] if "rule" in rows.columns else []
    return rows.with_columns(pl.coalesce(*told, *rules).alias("rule")) if rules else rows
