"""Files of several kinds as batches of raw rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import polars as pl
from polars.exceptions import ComputeError, PanicException, PolarsError

from rfma_fast.cheques.marks import unmarked, unmarked_frame
from rfma_fast.cheques.rules import holds
from rfma_fast.cheques.schema import FIELDS
from rfma_fast.i18n import problem
from rfma_fast.sources.amounts import shows_decimal_comma
from rfma_fast.sources.careful import careful_rows
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.dates import open_dates, shown_order, zoned
from rfma_fast.sources.dialect import Dialect, told_dialect
from rfma_fast.sources.limits import check_columns, check_lines
from rfma_fast.sources.octets import Kind, compression_of, first_octets, kind_by_octets
from rfma_fast.sources.plain import STDIN, plain_path
from rfma_fast.sources.quick import Ragged, quick_rows
from rfma_fast.sources.sniff import start_of
from rfma_fast.sources.typed import typed

CSV_SUFFIXES = (".csv", ".txt", ".tsv")
PACKED_SUFFIXES = (".gz", ".zst")
KINDS: dict[str, Kind] = {
    **dict.fromkeys(CSV_SUFFIXES, "csv"),
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), "excel"),
    ".zip": "excel",
}


class Damaged(Exception):
    """The quick reader met a line that is no proper CSV; the careful one takes over."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class File:
    """One file, and what was understood of it."""

    path: Path
    name: str
    """What the file is called to people: its path, or ``-``."""
    kind: Kind
    dialect: Dialect
    columns: dict[str, str]
    """field → column."""
    schema: tuple[tuple[str, pl.DataType], ...]
    """Every column of the file, in order, with its type."""
    careful: bool = False
    """Whether a line of it is no proper CSV."""
    doubtful: bool = False
    """Whether its start has dates such as 09/06/2022, which only the whole file can explain."""

    @property
    def unused(self) -> list[str]:
        """Return the columns that no field takes."""
        return [name for name in self.names if name and name not in self.columns.values()]

    @property
    def is_our_own_export(self) -> bool:
        """Tell whether it is a CSV file whose columns have the names of the fields."""
        return self.kind == "csv" and all(one == column for one, column in self.columns.items())

    @property
    def names(self) -> list[str]:
        """Return the names of all columns in order."""
        return [name for name, _ in self.schema]

    def batches(
        self, *, only: str | None = None, others: str | None = None
    ) -> Iterator[pl.DataFrame]:
        """Yield batches of raw rows: ``line`` and the mapped fields, or ``only`` one of them.

        With ``others`` the columns that no field takes follow, this before their names.

        ``line`` counts the records: in CSV and Excel the header is the first, in a table with
        types the first row. Raises ``Damaged`` where a CSV file needs the careful reader.
        """
        columns = {only: self.columns[only]} if only else dict(self.columns)
        if others is not None:
            columns |= {others + name: name for name in self.unused}
        with _plain_errors(self):
            if self.kind != "csv":
                yield from typed(self.kind, self.path, self.dialect, self.name).batches(columns)
                return
            read = careful_rows if self.careful else quick_rows
            with plain_path(self.path, self.dialect, self.name) as path:
                for batch in read(path, self.names, columns, self.dialect):
                    yield unmarked_frame(batch) if self.is_our_own_export else batch


def opened(
    path: Path,
    columns: ColumnMap | None = None,
    name: str | None = None,
    sheet: str | None = None,
) -> File:
    """Read the start of a file; return what it is and which of its columns is which field.

    A file of an unknown kind, columns that fit no map, and a column whose type cannot hold its
    field are refused.
    """
    name, columns = name or str(path), columns or ColumnMap({})
    dialect = replace(told_dialect(columns.told), sheet=sheet or columns.told.get("sheet"))
    file = File(path, name, kind_of(path, name), dialect, {}, ())
    with _plain_errors(file):
        if file.kind == "csv":
            if compression_of(first_octets(path)) is None:
                check_lines(path)
            start = start_of(path, name, file.dialect)
            texts = tuple((column, pl.String()) for column in start.names)
            file, rows = replace(file, dialect=start.dialect, schema=texts), start.rows
        else:
            table = typed(file.kind, path, file.dialect, name)
            file, rows = replace(file, schema=tuple(table.schema())), []
    check_columns(len(file.names), path)
    found = columns.found_in(file.names, name).columns
    file = replace(file, columns=dict(found))
    _hold(file)
    return _looked_at(file, rows)


def suffix_of(path: PurePath) -> str:
    """Return the suffix that tells the kind: that before ``.gz`` and ``.zst``, where one is."""
    inner = path.with_suffix("") if path.suffix.lower() in PACKED_SUFFIXES else path
    told = inner.suffix.lower()
    return told if inner is path or told in CSV_SUFFIXES else path.suffix.lower()


def kind_of(path: Path, name: str) -> Kind:
    """Return the kind of a file: what its first octets prove, else what its suffix says."""
    try:
        first = first_octets(path)
    except OSError as error:
        raise problem("source.unreadable", path=name, reason=error.strerror) from error
    proved, told = kind_by_octets(first), KINDS.get(suffix_of(PurePath(name)))
    if proved is None and compression_of(first):
        proved = "csv"
    if name == STDIN:
        told = "csv"
    if proved is None and told is None:
        raise problem("source.unknown_kind", path=name, suffix=PurePath(name).suffix or "—")
    return proved or told or "csv"


def _hold(file: File) -> None:
    """Refuse a column whose type cannot hold its field."""
    types = dict(file.schema)
    for field in FIELDS:
        column = file.columns.get(field.name)
        if column is None:
            continue
        dtype = types[column]
        if not holds(field, dtype):
            raise problem(
                "columns.unfit", source=file.name, column=column, type=dtype, field=field.name
            )
        if isinstance(dtype, pl.Datetime) and dtype.time_zone and not file.dialect.zone:
            raise problem("dates.zoned", source=file.name, column=column, got=dtype.time_zone)


def _looked_at(file: File, rows: list[list[str]]) -> File:
    """Return a file with what the values of its first rows show."""
    dialect = file.dialect
    whole = [row for row in rows if len(row) == len(file.schema)]
    if not whole:
        return file

    def column(field: str) -> pl.Series:
        place = file.names.index(file.columns[field])
        texts = pl.Series([row[place] for row in whole], dtype=pl.String)
        return unmarked(texts) if file.is_our_own_export else texts

    moments = column("at")
    aware = zoned(moments)
    if aware is not None and dialect.zone is None:
        raise problem("dates.zoned", source=file.name, column=file.columns["at"], got=aware)
    if "date" not in dialect.told:
        dialect = replace(dialect, date=shown_order(moments))
    if "decimal" not in dialect.told:
        money = [field.name for field in FIELDS if field.kind == "money"]
        comma = any(shows_decimal_comma(column(name)) for name in money if name in file.columns)
        dialect = replace(dialect, decimal="," if comma else ".")
    doubtful = not dialect.knows_order and open_dates(moments).count() > 0
    return replace(file, dialect=dialect, doubtful=doubtful)


@contextmanager
def _plain_errors(file: File) -> Iterator[None]:
    try:
        yield
    except Ragged as error:
        raise Damaged(file.name) from error
    except ComputeError as error:
        if file.kind == "csv" and not file.careful:
            raise Damaged(file.name) from error
        raise _unreadable(file, error) from error
    except (PolarsError, PanicException, csv.Error, OSError) as error:
        # A panic of Polars is its word for a file that contradicts itself.
        raise _unreadable(file, error) from error


def _unreadable(file: File, error: Exception) -> Exception:
    told = str(error).strip() or type(error).__name__
    return problem("source.unreadable", path=file.name, reason=told.splitlines()[0].rstrip("."))
