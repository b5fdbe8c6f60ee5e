"""Cheques written down in any dialect, and read back as they would be stored."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pyarrow as pa

from rfma_fast.cheques.rules import Checked, check
from rfma_fast.cheques.schema import FIELD_NAMES
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.opened import AGAIN, opened_all

HEADER = ("Дата", "Магазин", "Дисконтная карта", "Сумма", "Сумма со скидкой", "Номер чека")
_NO_ROWS = dict.fromkeys(FIELD_NAMES, pl.String)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r")
ENDS = ("\n", "\r\n", "\r")
HARD, NARROW = "\u00a0", "\u202f"


@dataclass(frozen=True)
class Cheque:
    at: datetime
    shop: str
    card: str
    amount: int
    """Kopecks."""
    paid: int | None
    doc_id: str


@dataclass(frozen=True)
class Form:
    """How cheques are written; the defaults are plain."""

    delimiter: str = ","
    encoding: str = "utf-8"
    end: str = "\n"
    compression: str = ""
    date: str = "%Y-%m-%d %H:%M:%S"
    decimal: str = "."
    thousands: str = ""
    quoting: int = csv.QUOTE_MINIMAL
    header: Sequence[str] = HEADER


def day_month(sign: str, clock: str = " %H:%M:%S") -> str:
    return f"%d{sign}%m{sign}%Y{clock}"


DATES: dict[str, str] = {
    "ISO": "%Y-%m-%d %H:%M:%S",
    "ISO with T": "%Y-%m-%dT%H:%M:%S",
    "dots": day_month("."),
    "dots, short": "%-d.%-m.%Y %H:%M",
    "dots, two digits": "%d.%m.%y %H:%M:%S",
    "dots, day only": day_month(".", ""),
    "slashes, day first": day_month("/"),
    "slashes, month first": "%m/%d/%Y %H:%M:%S",
    "slashes, year first": "%Y/%m/%d %H:%M:%S",
    "slashes, two digits": "%d/%m/%y %H:%M",
    "dashes, day first": day_month("-"),
    "twelve hours": "%m/%d/%Y %I:%M:%S %p",
    "compact": "%Y%m%d",
    "compact with a clock": "%Y%m%d%H%M%S",
}

AMOUNTS: dict[str, tuple[str, str]] = {
    "point": (".", ""),
    "comma": (",", ""),
    "comma, blanks": (",", " "),
    "comma, hard blanks": (",", HARD),
    "comma, narrow blanks": (",", NARROW),
    "comma, points": (",", "."),
    "point, commas": (".", ","),
    "point, apostrophes": (".", "'"),
}


def money(kopecks: int | None, form: Form) -> str:
    if kopecks is None:
        return ""
    roubles, rest = divmod(abs(kopecks), 100)
    whole = f"{roubles:,}".replace(",", form.thousands)
    return f"{'-' if kopecks < 0 else ''}{whole}{form.decimal}{rest:02d}"


def text_of(cheques: Sequence[Cheque], form: Form) -> str:
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=form.delimiter,
        lineterminator=form.end,
        quoting=form.quoting,  # type: ignore[arg-type]
    )
    writer.writerow(form.header)
    for one in cheques:
        writer.writerow(
            [
                one.at.strftime(form.date),
                one.shop,
                one.card,
                money(one.amount, form),
                money(one.paid, form),
                one.doc_id,
            ]
        )
    return text.getvalue()


PACKING: dict[str, Callable[[bytes], bytes]] = {
    "": lambda octets: octets,
    ".gz": gzip.compress,
    ".zst": lambda octets: pa.compress(octets, codec="zstd", asbytes=True),
}


def write(path: Path, cheques: Sequence[Cheque], form: Form) -> Path:
    """Write cheques; what an encoding lacks becomes a question mark."""
    octets = text_of(cheques, form).encode(form.encoding)
    path = path.with_name(path.name + form.compression)
    path.write_bytes(PACKING[form.compression](octets))
    return path


def read(*sources: Path, columns: ColumnMap | None = None) -> Checked:
    """Return what a load would take from sources, read again where that is needed."""
    with opened_all(sources, columns) as files:
        while True:
            try:
                both = [checked for _, checked in files.checked_batches()]
            except AGAIN as found:
                files.learn(found)
                continue
            nothing = check(pl.DataFrame(schema={"line": pl.Int64, **_NO_ROWS}))
            both.append(nothing)
            accepted = pl.concat([one.accepted for one in both])
            return Checked(accepted, pl.concat([one.rejected for one in both]))


def cheques_in(checked: Checked) -> list[Cheque]:
    """Return accepted rows as cheques; a rejected one is a failure."""
    assert checked.rejected.rows() == []
    midnight = pl.col("day").cast(pl.Datetime("us")) + pl.duration(microseconds=pl.col("time"))
    rows = checked.accepted.select(midnight.alias("at"), "shop", "card", "amount", "paid", "doc_id")
    return [Cheque(*row) for row in rows.iter_rows()]


def as_told(cheques: Sequence[Cheque], date: str) -> list[Cheque]:
    """Return cheques with as much of their moment as a form of dates keeps."""
    form = date.replace("-", "") if "%-" in date else date
    return [replace(one, at=datetime.strptime(one.at.strftime(form), form)) for one in cheques]
