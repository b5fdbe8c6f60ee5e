"""The files of a store as the workers read them, counted before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from rfma_fast.i18n import problem
from rfma_fast.store.tables import KEYS

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

    from rfma_fast.store.tables import DataFile, Table

_TYPES: dict[type[pl.DataType], str] = {
    pl.Int32: "int",
    pl.Int64: "bigint",
    pl.Date: "date",
    pl.String: "string",
}
_PATTERN = re.compile(r"[*?\[\]{}\\]")
"""What a cluster takes for a pattern of names."""


@dataclass(frozen=True)
class Files:
    """Reads files on the workers, and holds that they see all rows that the store's log names."""

    session: SparkSession
    _counted: set[tuple[str, ...]] = field(default_factory=set)

    def read(
        self, uri: str, files: Sequence[DataFile], schema: Mapping[str, type[pl.DataType]]
    ) -> DataFrame:
        """Return the rows of some files of a table."""
        told = ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in schema.items())
        if not files:
            nothing = ", ".join(
                f"cast(null as {_TYPES[of]}) `{name}`" for name, of in schema.items()
            )
            return self.session.sql(f"select {nothing} where false")
        paths = tuple(uri_of(f"{uri}/{file.path}") for file in files)
        rows = self.session.read.schema(told).parquet(*paths)
        if paths not in self._counted:
            found, wanted = rows.count(), sum(file.rows for file in files)
            if found != wanted:
                raise problem("cluster.other_rows", path=uri, found=found, wanted=wanted)
            self._counted.add(paths)
        return rows

    def read_keys(self, table: Table) -> DataFrame:
        """Return card (its key, 64 bits), printed, of all known cards."""
        from pyspark.sql.connect import functions as F  # noqa: N812

        keys = self.read(table.uri, table.files(), KEYS)
        return keys.select(
            F.col("key").cast("bigint").alias("card"), F.col("card").alias("printed")
        )


def uri_of(path: str) -> str:
    """Return the name under which a cluster knows a path."""
    if _PATTERN.search(path):
        raise problem("cluster.path", path=path)
    return path if "://" in path else f"file://{Path(path).absolute()}"
