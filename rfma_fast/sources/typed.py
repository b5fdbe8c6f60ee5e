"""Tables that know their types: Parquet, Arrow and Feather, workbooks of Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from rfma_fast.sources.batches import cut, numbered
from rfma_fast.sources.dialect import Dialect
from rfma_fast.sources.excel import Workbook
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
    return _Arrow(path) if kind == "arrow" else Workbook(path, dialect.sheet, name)


@dataclass(frozen=True)
class _Parquet:
    path: Path

    def _scan(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.path, glob=False, hive_partitioning=False)

    def schema(self) -> list[tuple[str, pl.DataType]]:
        return list(self._scan().collect_schema().items())

    def batches(self, columns: Mapping[str, str]) -> Iterator[pl.DataFrame]:
        fields = [pl.col(column).alias(field) for field, column in columns.items()]
        yield from numbered(self._scan().select(fields), 1)


@dataclass(frozen=True)
class _Arrow:
    """Arrow's own format, as a file (Feather) or as a stream, one record batch at a time."""

    path: Path

    def schema(self) -> list[tuple[str, pl.DataType]]:
        import pyarrow as pa

        with pa.memory_map(str(self.path)) as file:
            told = _opened(file).schema
        columns = []
        for column in told:
            try:
                empty = pl.from_arrow(pa.array([], column.type))
            except (pl.exceptions.PolarsError, pa.ArrowException, NotImplementedError):
                columns.append((column.name, pl.Object()))
            else:
                columns.append((column.name, empty.dtype))
        return columns

    def batches(self, columns: Mapping[str, str]) -> Iterator[pl.DataFrame]:
        import pyarrow as pa

        first = 1
        with pa.memory_map(str(self.path)) as file:
            reader = _opened(file)
            stream = hasattr(reader, "read_next_batch")
            count = 0 if stream else reader.num_record_batches
            every = reader if stream else map(reader.get_batch, range(count))
            for batch in every:
                chosen = [batch.column(column) for column in columns.values()]
                frame = pl.from_arrow(pa.table(chosen, names=list(columns)))
                yield from cut(frame, first)
                first += batch.num_rows


def _opened(file: Any) -> Any:
    import pyarrow as pa

    is_file = file.read(6) == b"ARROW1"
    file.seek(0)
    return pa.ipc.open_file(file) if is_file else pa.ipc.open_stream(file)
