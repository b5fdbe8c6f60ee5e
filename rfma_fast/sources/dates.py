"""Dates as people write them: which number is the day, and the same moments in ISO."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

import polars as pl

from rfma_fast.cheques.moments import plain_moments
from rfma_fast.i18n import problem
from rfma_fast.sources.dialect import ORDERS, Dialect, Order

# A sixtieth second, which a reader of formats takes for the next minute's first, is none.
_CLOCK = (
    r"(?:(?:T|,?\s)\s*(?<hour>[0-9]{1,2}):(?<minute>[0-5][0-9])"
    r"(?::(?<second>[0-5][0-9])(?:[.,](?<part>[0-9]{1,9}))?)?\s*(?<half>[AaPp][Mm])?)?"
)
_ZONE = r"\s*(?<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"
_DAY = r"(?<a>[0-9]{1,4})(?<sign>[./-])(?<b>[0-9]{1,2})(?<again>[./-])(?<c>[0-9]{1,4})"
_SIGNED = rf"^\s*{_DAY}{_CLOCK}{_ZONE}\s*$"
_COMPACT = (
    r"^\s*(?<a>(?:19|20)[0-9]{2})(?<b>[0-9]{2})(?<c>[0-9]{2})"
    r"(?:[T ]?(?<hour>[0-9]{2}):?(?<minute>[0-5][0-9]):?(?<second>[0-5][0-9])?)?\s*$"
)
_OPEN = r"^\s*([0-9]{1,2}[/-][0-9]{1,2}[/-](?:[0-9]{4}|[0-9]{2}))(?:[^0-9]|$)"
"""A date whose order its signs do not tell."""
_ZONED = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?\s*(?:Z|[+-][0-9]{2}:?[0-9]{2})\s*$"
_CENTURY = 69
"""Years of two digits below it are of our century, as POSIX has it."""
_PLACES: dict[Order, tuple[int, int, int]] = {
    "day-first": (2, 1, 0),
    "month-first": (2, 0, 1),
    "year-first": (0, 1, 2),
}
"""Where year, month and day stand among the three numbers."""


def open_dates(text: pl.Series) -> pl.Series:
    """Return the dates such as 09/06/2022 in texts, null for all others."""
    return text.str.extract(_OPEN, 1)


def zoned(text: pl.Series) -> str | None:
    """Return the first moment that carries a zone, as ``2022-06-09T14:35:10+03:00`` does."""
    found = text.filter(text.str.contains(_ZONED).fill_null(False))
    return str(found.item(0)) if found.len() else None


def shown_order(text: pl.Series) -> Order:
    """Return the order of dates that a few texts show by their signs."""
    dotted = text.str.contains(r"^\s*[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}(?:[^0-9]|$)").sum()
    return "day-first" if 2 * dotted > text.drop_nulls().len() else "year-first"


@dataclass
class Survey:
    """Which orders all dates of a file allow."""

    source: str
    column: str
    _against: dict[Order, tuple[int, str]] = field(default_factory=dict)
    _differ: dict[tuple[Order, Order], tuple[int, str]] = field(default_factory=dict)

    def add(self, lines: pl.Series, text: pl.Series) -> None:
        """Look at one batch of the column."""
        days = pl.DataFrame({"line": lines, "day": open_dates(text)}).drop_nulls()
        first = days.group_by("day").agg(pl.col("line").min()).sort("line")
        for day, line in first.iter_rows():
            self._look(str(day), int(line))

    def _look(self, text: str, line: int) -> None:
        days = {order: _day(text, order) for order in ORDERS}
        if not any(days.values()):
            return
        for order in ORDERS:
            if days[order] is None:
                self._against.setdefault(order, (line, text))
        for pair in combinations(ORDERS, 2):
            if days[pair[0]] != days[pair[1]]:
                self._differ.setdefault(pair, (line, text))

    def order(self) -> Order:
        """Return the one order that all dates allow.

        Raises ``RfmaError`` where none is, or where two are and they would give different days.
        """
        left = [order for order in ORDERS if order not in self._against]
        if not left:
            (line, text), (other, second) = (self._against[one] for one in ORDERS[:2])
            raise problem(
                "dates.mixed", source=self.source, column=self.column,
                line=line, got=text, other=other, second=second,
            )  # fmt: skip
        for pair in combinations(left, 2):
            if pair in self._differ:
                line, text = self._differ[pair]
                one, two = (_day(text, order) for order in pair)
                raise problem(
                    "dates.ambiguous", source=self.source, column=self.column, line=line,
                    got=text, one=one, two=two, first=pair[0], second=pair[1],
                )  # fmt: skip
        return left[0]


def surveyed(batches: Iterable[pl.DataFrame], source: str, column: str) -> Order:
    """Return the order of the dates of a whole file, given its ``line`` and ``at``."""
    survey = Survey(source, column)
    for batch in batches:
        survey.add(batch.get_column("line"), batch.get_column("at"))
    return survey.order()


def iso_moments(text: pl.Series, dialect: Dialect) -> pl.Series:
    """Return moments written in ISO; what cannot be read stays as it was found."""
    rest = plain_moments(text).is_null() & text.is_not_null() & (text != "")
    if not rest.any():
        return text
    return text.scatter(rest.arg_true(), _iso(text.filter(rest), dialect))


def _iso(text: pl.Series, dialect: Dialect) -> pl.Series:
    signed = text.str.extract_groups(_SIGNED).struct.unnest()
    compact = text.str.extract_groups(_COMPACT).struct.unnest()
    frame = signed.select(
        pl.coalesce(pl.col(name), compact.get_column(name)) if name in compact.columns else name
        for name in signed.columns
    )
    numbers = [pl.col(name) for name in "abc"]
    order = (
        pl.when((numbers[0].str.len_bytes() == 4) | pl.col("sign").is_null())
        .then(pl.lit("year-first"))
        .when((pl.col("sign") == ".") & ("date" not in dialect.told))
        .then(pl.lit("day-first"))
        .when(dialect.knows_order)
        .then(pl.lit(dialect.date))
    )
    parts = [
        pl.coalesce(
            pl.when(order == one).then(numbers[places[part]]) for one, places in _PLACES.items()
        )
        for part in range(3)
    ]
    year, month, day = parts
    short = year.cast(pl.Int32, strict=False)
    century = pl.when(short < _CENTURY).then(pl.lit("20")).otherwise(pl.lit("19"))
    year = (
        pl.when(year.str.len_bytes() == 2)
        .then(century + year)
        .when(year.str.len_bytes() == 4)
        .then(year)
    )
    agree = pl.col("sign").is_null() | (pl.col("sign") == pl.col("again"))
    short_enough = (month.str.len_bytes() <= 2) & (day.str.len_bytes() <= 2)
    written = pl.when(agree & short_enough).then(
        pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-")
    )
    clock = pl.concat_str(
        _hour().str.zfill(2),
        pl.col("minute").fill_null("00"),
        pl.col("second").fill_null("00") + "." + pl.col("part").fill_null("0").str.slice(0, 6),
        separator=":",
    )
    moment = _in_zone(pl.concat_str(written, clock, separator=" "), dialect)
    iso = moment.dt.strftime("%Y-%m-%d %H:%M:%S%.6f")
    return frame.with_columns(found=text).select(pl.coalesce(iso, pl.col("found"))).to_series()


def _hour() -> pl.Expr:
    """Return the hour of a day; null where a half of the day has no such hour."""
    hour, half = pl.col("hour").cast(pl.Int32, strict=False), pl.col("half").str.to_lowercase()
    of_half = pl.when(hour.is_between(1, 12)).then(hour % 12 + 12 * (half == "pm").cast(pl.Int32))
    return pl.when(half.is_null()).then(hour.fill_null(0)).otherwise(of_half).cast(pl.String)


def _in_zone(moment: pl.Expr, dialect: Dialect) -> pl.Expr:
    """Return texts as moments on the shops' clocks; null where a zone is told and ours is not."""
    zone = pl.col("zone")
    form = "%Y-%m-%d %H:%M:%S%.f"
    local = moment.str.to_datetime(form, time_unit="us", strict=False)
    if dialect.zone is None:
        return pl.when(zone.is_null()).then(local)
    offset = pl.when(zone == "Z").then(pl.lit("+0000")).otherwise(zone.str.replace(":", ""))
    there = (moment + offset).str.to_datetime(
        f"{form}%z", time_unit="us", strict=False, time_zone="UTC"
    )
    here = there.dt.convert_time_zone(dialect.zone).dt.replace_time_zone(None)
    return pl.when(zone.is_null()).then(local).otherwise(here)


def _day(text: str, order: Order) -> date | None:
    """Return the day that a date in this order is, ``None`` where there is no such day.

    Behind slashes a short year stands last.
    """
    numbers = text.replace("-", "/").split("/")
    if order == "year-first" and "/" in text:
        return None
    year, month, day = (numbers[place] for place in _PLACES[order])
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < _CENTURY else 1900)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None
