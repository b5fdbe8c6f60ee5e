"""Tables that know their types: Parquet, Arrow and Feather, workbooks of Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import polars as pl
from polars.exceptions import PanicException, PolarsError

from rfma_fast.i18n import problem
from rfma_fast.sources.arrow_types import plain_column
from rfma_fast.sources.batches import cut, numbered
from rfma_fast.sources.dialect import Dialect
from rfma_fast.sources.excel import Workbook
from rfma_fast.sources.limits import all_told, check_parquet
from rfma_fast.sources.octets import Kind


class Typed(Protocol):
    """A table with types."""

    def schema(self) -> list[tuple[str, pl.DataType]]:
        """Return its columns in order; a name may stand twice."""

    def batches(self, columns: Mapping[str, str]) -> Iterator[pl.DataFrame]:
        """Yield batches of ``line`` and the fields that these columns hold."""


def typed(kind: Kind, path: Path, dialect: Dialect, name: str) -> Typed:
    """Return the table that a file of this kind is."""
    if kind == "parquet":
        return _Parquet(path)
    return _Arrow(path, name) if kind == "arrow" else Workbook(path, dialect.sheet, name)


@dataclass(frozen=True)
class _Parquet:
    path: Path

    def _scan(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.path, glob=False, hive_partitioning=False)

    def schema(self) -> list[tuple[str, pl.DataType]]:
        return list(self._scan().collect_schema().items())

    def batches(self, columns: Mapping[str, str]) -> Iterator[pl.DataFrame]:
        check_parquet(self.path, columns.values())
        types = dict(self.schema())
        fields = [_told(column, types[column]).alias(field) for field, column in columns.items()]
        count = int(self._scan().select(pl.len()).collect().item())
        yield from all_told(numbered(self._scan().select(fields), 1), count, self.path)


@dataclass(frozen=True)
class _Arrow:
    """Arrow's own format, as a file (Feather) or as a stream, one record batch at a time."""

    path: Path
    name: str

    def schema(self) -> list[tuple[str, pl.DataType]]:
        import pyarrow as pa

        with _plain_errors(self.name), pa.memory_map(str(self.path)) as file:
            told = _opened(file).schema
            return [(column.name, _type(column)) for column in told]

    def batches(self, columns: Mapping[str, str]) -> Iterator[pl.DataFrame]:
        import pyarrow as pa

        first = 1
        with _plain_errors(self.name), pa.memory_map(str(self.path)) as file:
            reader = _opened(file)
            stream = hasattr(reader, "read_next_batch")
            count = 0 if stream else reader.num_record_batches
            every = reader if stream else map(reader.get_batch, range(count))
            for batch in every:
                chosen = [plain_column(batch.column(column)) for column in columns.values()]
                frame = pl.from_arrow(pa.table(chosen, names=list(columns)))
                yield from cut(cast(pl.DataFrame, frame), first)
                first += batch.num_rows


def _told(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column; texts that a dictionary holds are texts like others."""
    given = pl.col(column)
    return given.cast(pl.String) if isinstance(dtype, pl.Categorical | pl.Enum) else given


def _type(column: Any) -> pl.DataType:
    """Return the type of a column of Arrow; one that Polars has not can hold nothing of ours."""
    import pyarrow as pa

    try:
        empty = pa.table({column.name: plain_column(pa.nulls(0, column.type))})
        return cast(pl.DataFrame, pl.from_arrow(empty)).dtypes[0]
    except (PolarsError, PanicException, pa.ArrowException, NotImplementedError):
        return pl.Object()


@contextmanager
def _plain_errors(name: str) -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except pa.ArrowException as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise problem("source.unreadable", path=name, reason=reason) from error


def _opened(file: Any) -> Any:
    import pyarrow as pa

    is_file = file.read(6) == b"ARROW1"
    file.seek(0)
    return pa.ipc.open_file(file) if is_file else pa.ipc.open_stream(file)
