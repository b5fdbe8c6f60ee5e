"""Saved segmentations read again: what they say of themselves, and their table of cards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from rfma_fast.cheques.marks import marked_name, unmarked_frame
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.periods import parse_day
from rfma_fast.schemes.borders import Borders
from rfma_fast.schemes.keys import exact_number
from rfma_fast.schemes.loader import builtin_codes, load_scheme, read_scheme
from rfma_fast.schemes.model import Scheme
from rfma_fast.schemes.thresholds import Thresholds
from rfma_fast.settings import RUN, RUN_KEY

STATE = ("cheques", "total", "first", "last")
"""What a card's measures are made of, by the names of the table of cards."""

_TABLES = (".parquet", ".csv", ".xlsx")
_OF_ONE_RUN = ("as_of", "scheme", "scheme_digest", "borders", "provenance")
"""What the notes of two files of one run agree on, whatever their language."""
_DECIMAL = pl.Decimal(38, 2)


@dataclass(frozen=True)
class Run:
    """One saved segmentation."""

    file: str
    as_of: date
    code: str
    """The scheme's."""
    digest: str
    text: str | None
    """The scheme's file, where it is not a built-in one."""
    borders: Borders
    store: str
    version: int
    rows: int
    since: date | None
    shops: tuple[str, ...]
    program: str
    axes: tuple[str, ...]
    """The names of the measures, as columns of the table of cards."""
    sizes: Mapping[str, Mapping[str, int]]
    """Level → group → cards."""
    store_id: str
    """Which store it was; empty for runs that were saved before stores told it."""
    cards: pl.DataFrame | None
    """The table of cards: keys and codes as texts, figures as decimals, days as dates."""

    @property
    def scheme(self) -> Scheme | None:
        """Return the scheme itself; ``None`` where it is nowhere to be had any more."""
        try:
            if self.text is not None:
                found = read_scheme(self.text, self.file)
            elif self.code in builtin_codes():
                found = load_scheme(self.code)
            else:
                return None
        except RfmaError:
            return None
        return found if found.digest == self.digest else None

    @property
    def thresholds(self) -> Thresholds:
        """Return the borders as if read from a file of thresholds."""
        return Thresholds(self.code, self.digest, self.as_of, self.borders)


def read_run(path: Path) -> Run:
    """Read a run: its JSON, or a table of cards that holds it or has it beside.

    Beside a JSON file the table of its cards with the same name is read, too, if one lies there
    that is its own; beside a CSV file the JSON must lie. A file that is no run is refused.
    """
    suffix = path.suffix.lower()
    table: Path | None = path
    if suffix == ".json":
        document = _document(_text(path), path)
        table = None
    elif suffix == ".parquet":
        document = _document(_parquet_note(path), path)
    elif suffix == ".xlsx":
        document = _document(_sheet_note(path), path)
    elif suffix == ".csv":
        beside = path.with_suffix(".json")
        if not beside.exists():
            raise problem("run.csv_alone", path=path, beside=beside)
        document = _document(_text(beside), beside)
    else:
        raise problem("run.unknown_suffix", path=path)
    try:
        found = _run(path, document, table)
        if suffix == ".json":
            return replace(found, cards=_cards_beside(path, found, document))
        if suffix == ".csv" and not _are_cards_of(found.cards, found):
            raise problem("run.other_csv", path=path, beside=path.with_suffix(".json"))
        return found
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise problem("run.faulty", path=path, reason=str(error).strip("'\"")) from error


def _cards_beside(path: Path, run: Run, document: Mapping[str, Any]) -> pl.DataFrame | None:
    """Return the table of cards beside a JSON file that is of the same run, ``None`` without one.

    What else has the name of the file is no part of the run, whatever it holds.
    """
    for table in (path.with_suffix(suffix) for suffix in _TABLES):
        if not table.exists():
            continue
        try:
            noted = _noted(table)
            if noted is not None and any(noted[key] != document[key] for key in _OF_ONE_RUN):
                continue
            cards = _cards(table, run.axes, tuple(run.borders), tuple(run.sizes))
        except (RfmaError, KeyError, TypeError, ValueError, pl.exceptions.PolarsError):
            continue
        if _are_cards_of(cards, run):
            return cards
    return None


def _noted(table: Path) -> dict[str, Any] | None:
    """Return the run that a table of cards says it is of; a CSV file says nothing."""
    if table.suffix == ".csv":
        return None
    return _document(
        _parquet_note(table) if table.suffix == ".parquet" else _sheet_note(table), table
    )


def _are_cards_of(cards: pl.DataFrame | None, run: Run) -> bool:
    """Tell whether a table's groups have the sizes that the run says."""
    return cards is not None and all(
        dict(cards.group_by(level).len().iter_rows()) == sizes for level, sizes in run.sizes.items()
    )


def _run(path: Path, document: dict[str, Any], table: Path | None) -> Run:
    source = document["provenance"]
    levels = {
        str(level): {str(group["code"]): int(group["cards"]) for group in groups}
        for level, groups in document["levels"].items()
    }
    axes = tuple(map(str, document["thresholds"].keys()))
    borders = {
        str(axis): tuple(map(_border, values)) for axis, values in document["borders"].items()
    }
    if len(axes) != len(borders):
        raise ValueError("thresholds, borders")
    text = document["scheme_text"]
    return Run(
        file=str(path),
        as_of=_day(document["as_of"]),
        code=str(document["scheme"]),
        digest=str(document["scheme_digest"]),
        text=None if text is None else "\n".join(text),
        borders=borders,
        store=str(source["store"]),
        version=int(source["version"]),
        rows=int(source["rows"]),
        since=None if source["since"] is None else _day(source["since"]),
        shops=tuple(map(str, source["shops"])),
        program=str(source["program"]),
        axes=axes,
        sizes=levels,
        store_id=str(source.get("store_id", "")),
        cards=None if table is None else _cards(table, axes, tuple(borders), tuple(levels)),
    )


def uniform(
    table: pl.DataFrame, axes: tuple[str, ...], grades: tuple[str, ...], levels: tuple[str, ...]
) -> pl.DataFrame:
    """Return a table of cards in the types in which tables from any file can be compared."""
    if "paid_total" in table.columns:
        table = table.rename({"paid_total": "total"})
    unit = ["card", *(["shop"] if "shop" in table.columns else [])]
    figures = [_as_decimal(table, name) for name in ("cheques", "total", *axes)]
    days = [_as_date(table, name) for name in ("first", "last")]
    texts = [_as_text(table, name) for name in (*unit, *grades, *levels)]
    return table.select(*texts, *figures, *days).sort(unit)


def _cards(
    path: Path, axes: tuple[str, ...], grades: tuple[str, ...], levels: tuple[str, ...]
) -> pl.DataFrame:
    texts = dict.fromkeys(("card", "shop", *grades, *levels), pl.String)
    try:
        if path.suffix.lower() == ".parquet":
            table = pl.read_parquet(path)
        elif path.suffix.lower() == ".csv":
            head = pl.read_csv(path, n_rows=0).columns
            types = {marked_name(name): dtype for name, dtype in texts.items()}
            known = {name: dtype for name, dtype in types.items() if name in head}
            table = unmarked_frame(pl.read_csv(path, schema_overrides=known))
        else:
            table = _sheet(path, "cards")
        return uniform(table, axes, grades, levels)
    except pl.exceptions.PolarsError as error:
        reason = str(error).split("\n")[0].rstrip(".")
        raise problem("run.faulty", path=path, reason=reason) from error


def _as_text(table: pl.DataFrame, name: str) -> pl.Expr:
    # A workbook knows no whole numbers.
    column = pl.col(name).cast(pl.Int64) if table.schema[name].is_float() else pl.col(name)
    return column.cast(pl.String)


def _as_decimal(table: pl.DataFrame, name: str) -> pl.Expr:
    is_float = table.schema[name].is_float()
    return (pl.col(name).round(2) if is_float else pl.col(name)).cast(_DECIMAL)


def _as_date(table: pl.DataFrame, name: str) -> pl.Expr:
    is_text = table.schema[name] == pl.String
    return pl.col(name).str.to_date() if is_text else pl.col(name).cast(pl.Date)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise problem("file.unreadable", path=path, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise problem("run.faulty", path=path, reason=error) from error


def _parquet_note(path: Path) -> str:
    try:
        note = pl.read_parquet_metadata(path).get(RUN_KEY)
    except OSError as error:
        raise problem("file.unreadable", path=path, reason=error.strerror or error) from error
    except pl.exceptions.PolarsError as error:
        reason = str(error).split("\n")[0].rstrip(".")
        raise problem("run.faulty", path=path, reason=reason) from error
    if note is None:
        raise problem("run.no_note", path=path)
    return note


def _sheet_note(path: Path) -> str:
    return "\n".join(_sheet(path, RUN).get_column(RUN).to_list())


def _sheet(path: Path, name: str) -> pl.DataFrame:
    import fastexcel

    if not path.exists():
        _text(path)
    try:
        book = fastexcel.read_excel(path)
        if name not in book.sheet_names:
            raise problem("run.no_note", path=path)
        return book.load_sheet(name).to_polars()
    except fastexcel.FastExcelError as error:
        reason = str(error).split("\n")[0].rstrip(".")
        raise problem("run.faulty", path=path, reason=reason) from error


def _document(text: str, path: Path) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise problem("run.faulty", path=path, reason=str(error).rstrip(".")) from error
    if not isinstance(document, dict) or "levels" not in document:
        raise problem("run.other", path=path)
    return document


def _border(value: Any) -> Any:
    border = exact_number(value)
    if border is None:
        raise ValueError(f"borders: {value!r}")
    return border


def _day(value: Any) -> date:
    day = parse_day(str(value))
    if day is None:
        raise ValueError(f"{value!r}")
    return day
