"""From a source's columns to those of a cheque, and the first rule that a row breaks.

The rules are those of ``cheques.rules``, in the words of the cluster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pyspark.sql.connect import functions as F  # noqa: N812

from rfma_fast.cheques.moments import MICROSECONDS_A_DAY, SECONDS
from rfma_fast.cheques.money import FINER, LIMIT, NUMBER
from rfma_fast.cheques.rules import SCIENTIFIC
from rfma_fast.cheques.schema import FIELDS, IDENTITY, Field
from rfma_fast.engines.source import BROKEN
from rfma_fast.engines.spark.patterns import portable
from rfma_fast.i18n import problem

if TYPE_CHECKING:
    from pyspark.sql.connect.column import Column
    from pyspark.sql.connect.dataframe import DataFrame

    from rfma_fast.engines.source import Source

_BLANKS = "\t\n\x0b\x0c\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + (
    "\u2028\u2029\u202f\u205f\u3000"
)  # fmt: skip
_SOLID = r"^[!-~А-я](.*[!-~А-я])?\z"
"""A text that surely has no blanks around it."""
_WRITTEN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-5][0-9](\.[0-9]{1,6})?)?)?$"
_WHOLE = ("tinyint", "smallint", "int", "bigint")
_MOMENTS = ("date", "timestamp_ntz", "timestamp", "string")
_FIRST, _LAST = (date(1970, 1, 1) + timedelta(seconds=bound) for bound in SECONDS)
_DAYS_OF_GRACE = 2
"""No zone is further from UTC."""


@dataclass(frozen=True)
class _Read:
    """A field of all rows: its value, null where blank or broken, and what may be wrong."""

    value: Column
    blank: Column
    rules: Mapping[str, Column]
    """Rule → whether a row that is not blank breaks it."""


def cheques_of(
    rows: DataFrame, columns: Mapping[str, str], source: Source, *, sound: bool = False
) -> DataFrame:
    """Return the columns of a cheque that tell one from another, and ``broken``.

    ``card`` is the printed text, empty where there is no card. Columns whose type cannot hold
    their field are refused. Where all rows are known to be ``sound``, no rule is looked at again.
    """
    types = {one.name: one.dataType.simpleString() for one in rows.schema.fields}
    given = {
        field: _given(field, columns[field.name], types[columns[field.name]], source)
        for field in FIELDS
        if field.name in columns
    }
    # As a step of its own: a text that is used several times is trimmed once.
    texts = rows.select(*(column.alias(field.name) for field, (column, _) in given.items()))
    read = {field.name: _read(field, kind) for field, (_, kind) in given.items()}
    broken = F.lit(None).cast("string") if sound else F.coalesce(*_verdicts(read, source))
    return texts.select(*(_stored(name, read, source) for name in IDENTITY), broken.alias(BROKEN))


def near(rows: DataFrame, column: str, since: date | None, until: date | None) -> DataFrame:
    """Return the rows that may lie between two days; by the files' own statistics, so cheaply."""
    kind = rows.schema[column].dataType.simpleString()
    if kind == "string":
        return rows
    at = F.col(quoted(column))
    if since:
        rows = rows.filter(at >= _moment_of(since.toordinal() - _DAYS_OF_GRACE, kind))
    if until:
        rows = rows.filter(at <= _moment_of(until.toordinal() + _DAYS_OF_GRACE, kind))
    return rows


def quoted(column: str) -> str:
    """Return a column's name as the cluster takes it to the letter."""
    return "`" + column.replace("`", "``") + "`"


def _moment_of(ordinal: int, kind: str) -> Column:
    ordinal = min(max(ordinal, date.min.toordinal()), date.max.toordinal())
    return F.lit(date.fromordinal(ordinal).isoformat()).cast(kind)


def _stored(name: str, read: Mapping[str, _Read], source: Source) -> Column:
    if name in ("card", "unidentified_id"):
        return _card(name, read, source)
    if name in ("day", "time"):
        at = read["at"].value
        if name == "day":
            return at.cast("date").alias(name)
        # The session is in UTC, in which the moments are told: nothing is shifted.
        ticks = F.unix_micros(at.cast("timestamp"))
        return F.pmod(ticks, F.lit(MICROSECONDS_A_DAY)).alias(name)
    if name in read:
        return read[name].value.alias(name)
    return F.lit(None).cast("string" if name == "doc_id" else "bigint").alias(name)


def _card(name: str, read: Mapping[str, _Read], source: Source) -> Column:
    if "card" not in read:
        nobody = F.lit("") if name == "card" else F.lit(None).cast("string")
        return nobody.alias(name)
    printed = read["card"].value
    pattern = portable(source.card_rule)
    if pattern is None:
        raise problem("cluster.card_rule", rule=source.card_rule)
    known = F.rlike(printed, F.lit(pattern))
    if name == "card":
        return F.when(known, printed).otherwise(F.lit("")).alias(name)
    return F.when(~known, printed).alias(name)


def _verdicts(read: Mapping[str, _Read], source: Source) -> list[Column]:
    told: list[Column] = []

    def hold(rule: str, broken: Column) -> None:
        told.append(F.when(broken, F.lit(rule)))

    for field in FIELDS:
        if field.name not in read:
            continue
        one = read[field.name]
        if field.required:
            hold(f"{field.name}_missing", one.blank)
        for rule, broken in one.rules.items():
            hold(f"{field.name}_{rule}", ~one.blank & broken)
        if field.name == "at":
            hold("at_before_floor", one.value.cast("date") < F.lit(source.floor))
            hold("at_in_future", one.value.cast("date") > F.lit(source.last))
    return [*told, F.lit(None).cast("string")]


def _given(field: Field, column: str, kind: str, source: Source) -> tuple[Column, str]:
    """Return a field as the source gives it, texts without blanks around them, and its type."""
    given = F.col(quoted(column))
    if kind in ("string", "void") or kind.startswith(("char(", "varchar(")):
        text = given.cast("string")
        # Most texts have none, and to see that costs a quarter of what trimming does.
        solid = F.rlike(text, F.lit(_SOLID))
        return F.when(solid, text).otherwise(F.btrim(text, F.lit(_BLANKS))), "string"
    if field.kind == "moment" and kind == "timestamp":
        if source.zone is None:
            raise problem("cluster.zone", source=source.place, column=column)
        return F.from_utc_timestamp(given, source.zone), kind
    fits = {
        "moment": kind in _MOMENTS,
        "money": _is_number(kind),
        "text": kind in _WHOLE or _is_whole_decimal(kind),
    }
    if not fits[field.kind]:
        raise problem(
            "cluster.column_type", source=source.place, column=column, type=kind, field=field.name
        )
    return given, kind


def _read(field: Field, kind: str) -> _Read:
    given = F.col(field.name)
    blank = F.isnull(given) if kind != "string" else F.isnull(given) | (given == F.lit(""))
    if field.kind == "moment":
        return _moment(given, kind, blank)
    return _money(given, kind, blank) if field.kind == "money" else _text(field, given, blank)


def _is_whole_decimal(name: str) -> bool:
    return name.startswith("decimal") and name.endswith(",0)")


def _is_number(name: str) -> bool:
    return name in (*_WHOLE, "float", "double") or name.startswith("decimal")


def _text(field: Field, given: Column, blank: Column) -> _Read:
    value = F.when(~blank, given.cast("string"))
    lost = F.contains(value, F.lit("+")) & F.rlike(value, F.lit(SCIENTIFIC))
    return _Read(value, blank, {"digits_lost": lost} if field.name == "card" else {})


def _moment(given: Column, kind: str, blank: Column) -> _Read:
    if kind == "string":
        written = F.rlike(given, F.lit(_WRITTEN))
        spaced = F.replace(given, F.lit("T"), F.lit(" "))
        given = F.when(written, spaced).try_cast("timestamp_ntz")
    value = F.when(given.cast("date").between(F.lit(_FIRST), F.lit(_LAST)), given)
    return _Read(value, blank, {"unreadable": F.isnull(value)})


def _money(given: Column, name: str, blank: Column) -> _Read:
    """Read roubles: whole ones and decimals exactly, floats to the nearest kopeck."""
    rules: dict[str, Column] = {}
    limit = F.lit(LIMIT)
    if name in _WHOLE:
        small = given.between(-limit, limit)
        value = F.when(small, given.cast("bigint") * F.lit(100))
        return _Read(value, blank, {"too_large": ~small})
    finer = F.lit(False)
    if name == "string":
        number = F.rlike(given, F.lit(NUMBER))
        rules["unreadable"] = ~number
        finer = F.rlike(given, F.lit(FINER))
        given = F.when(number, given).try_cast("decimal(38,6)")
    elif not name.startswith("decimal"):
        number = given.cast("double") if name == "double" else given.cast("string").cast("double")
        rules["unreadable"] = F.isnan(number) | (F.abs(number) == F.lit(float("inf")))
        given = F.round(number, 6).try_cast("decimal(38,6)")
    small = F.coalesce(given.between(-limit, limit), F.lit(False))
    kopecks = F.when(small, given).cast("decimal(20,2)")
    whole = F.coalesce(kopecks == given, F.lit(False)) & ~finer
    rules |= {"too_large": ~small, "finer_than_kopeck": ~whole}
    return _Read(F.when(whole, (kopecks * F.lit(100)).cast("bigint")), blank, rules)
