"""How a file writes its cheques down: what was told of it, what was found in it."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args
from zoneinfo import ZoneInfo

from rfma_fast.i18n import problem

Order = Literal["day-first", "month-first", "year-first"]
ORDERS: tuple[Order, ...] = get_args(Order)
Compression = Literal["gzip", "zstd"]

DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Dialect:
    """How one file is written; the defaults are what the quick reader takes as it stands."""

    compression: Compression | None = None
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    """Empty where quotes are letters like others."""
    newline: str = "\n"
    """The end of the first line."""
    decimal: str = "."
    thousands: str | None = None
    """A comma or a point that was told to part thousands; blanks and apostrophes always may."""
    date: Order = "year-first"
    """The order of dates that do not begin with a year of four digits."""
    zone: str | None = None
    """Where the shops' clocks are, for moments that carry a zone."""
    sheet: str | None = None
    """The sheet of a workbook that was named, or is this table."""
    told: frozenset[str] = frozenset()
    """The names above that were told, and are not to be found in the file."""
    surveyed: bool = False
    """Whether the order of dates was found in the whole file."""

    @property
    def is_plain(self) -> bool:
        """Tell whether values are written as the rules read them: ISO dates, decimal points."""
        return self.decimal == "." and self.thousands is None and self.date == "year-first"

    @property
    def knows_order(self) -> bool:
        """Tell whether 09/06/2022 can be read: its order was told, or found in the whole file."""
        return self.surveyed or "date" in self.told


Told = Mapping[str, str]
"""Fields of a ``Dialect`` that a column map tells."""


def told_dialect(told: Told) -> Dialect:
    """Return what was told; the rest is to be found in the file."""
    return replace(Dialect(told=frozenset(told)), **cast(dict[str, Any], told))


_CHOICES: dict[str, tuple[str, ...]] = {
    "delimiter": tuple(DELIMITERS),
    "quote": ('"', "'", ""),
    "decimal": (".", ","),
    "thousands": (".", ",", " ", "'"),
    "date": ORDERS,
}
_CSV_KEYS = ("encoding", "zone", *_CHOICES)


def told_in(document: Mapping[str, Any], path: object) -> Told:
    """Return what a column map tells beside its columns: ``[csv]`` and ``sheet``.

    An unknown key, or a value that the key cannot have, is refused.
    """
    known = ("columns", "csv", "sheet", "cluster")
    for key in document:
        if key not in known:
            raise problem("map.unknown_key", path=path, got=key, known=", ".join(known))
    table = document.get("csv", {})
    if not isinstance(table, dict):
        raise problem("map.unfit", path=path, key="csv", got=table, known="[csv]")
    for key in table:
        if key not in _CSV_KEYS:
            raise problem(
                "map.unknown_key", path=path, got=f"csv.{key}", known=", ".join(_CSV_KEYS)
            )
    told = table | {key: document[key] for key in ("sheet",) if key in document}
    for key, value in told.items():
        if not isinstance(value, str) or not _fits(key, value):
            known_values = _CHOICES.get(key, (_EXAMPLES[key],) if key in _EXAMPLES else ())
            listed = ", ".join(f'"{one}"' for one in known_values)
            raise problem(
                "map.unfit", path=path, key=key, got=value, known=listed.replace("\t", r"\t")
            )
    if told.get("thousands") in (" ", "'"):
        told.pop("thousands")
    if told.get("thousands") and told["thousands"] == told.get("decimal", "."):
        raise problem("map.same_sign", path=path, got=told["thousands"])
    return told


_EXAMPLES = {"encoding": "cp1251", "zone": "Europe/Moscow", "sheet": "2022"}


def _fits(key: str, value: str) -> bool:
    if key == "encoding":
        try:
            return bool(codecs.lookup(value)._is_text_encoding)
        except (LookupError, ValueError):
            return False
    if key == "zone":
        try:
            return bool(ZoneInfo(value).key)
        except (OSError, ValueError, LookupError):
            return False
    return value in _CHOICES[key] if key in _CHOICES else bool(value)
