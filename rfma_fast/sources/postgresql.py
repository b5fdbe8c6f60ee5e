"""Batches of raw rows from a table or a query of a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from rfma_fast.cheques.schema import FIELDS, Field
from rfma_fast.i18n import misuse, problem
from rfma_fast.servers.address import Address, address_of
from rfma_fast.servers.connection import connected
from rfma_fast.servers.names import quoted, table_name, text
from rfma_fast.sources.columns import ColumnMap, guess

OCTETS_A_BATCH = 8 << 20
"""The server's rows are taken in batches of about so many bytes."""

_TEXTS = ("text", "varchar", "bpchar", "name", "citext", "unknown")
_FLOATS = ("float4", "float8")
_NUMBERS = ("int2", "int4", "int8", "float4", "float8")
_DAYS = ("timestamp", "timestamptz", "date")
_SNAPSHOT = "set transaction isolation level repeatable read, read only"


@dataclass(frozen=True)
class Reading:
    """What of a server's rows is read, and in whose time."""

    zone: str | None = None
    """The zone into whose local time moments with a zone are converted."""
    since: date | None = None
    """Only rows of this day and later, and those without a date."""


EVERYTHING = Reading()


@dataclass(frozen=True)
class Relation:
    """A table or a query of a server."""

    address: Address
    reading: Reading

    def __str__(self) -> str:
        """Return what is told of it: no credentials."""
        address = self.address
        mark = "&" if "?" in address.server else "?"
        kind = "query" if address.table is None else "table"
        return f"{address.server}{mark}{kind}={address.table or address.query}"

    @property
    def told(self) -> str:
        """Return the same with the first day that is read."""
        since = self.reading.since
        return f"{self} (≥ {since})" if since else str(self)

    @property
    def sql(self) -> str:
        """Return it as SQL that can stand in FROM."""
        if self.address.table is not None:
            return table_name(self.address.table)
        return f"({self.address.query}\n) as rows"


@dataclass(frozen=True)
class Selected:
    """A relation, and which of its columns is which field."""

    relation: Relation
    columns: dict[str, str]
    """field → column."""

    @property
    def name(self) -> str:
        """Return what it is called to people."""
        return str(self.relation)

    def batches(self) -> Iterator[pl.DataFrame]:
        """Yield batches of raw rows."""
        return raw_batches(self.relation, ColumnMap(self.columns))


def selected(given: str, reading: Reading, columns: ColumnMap | None) -> Selected:
    """Look at the columns of a table or a query of a server; return which is which field."""
    relation = relation_of(given, reading)
    return Selected(relation, dict(map_of(relation, columns).columns))


def relation_of(given: str, reading: Reading) -> Relation:
    """Read the address of a source, which names either a table or a query."""
    address = address_of(given)
    if bool(address.table) == bool(address.query):
        raise misuse("server.table_or_query", server=address.server)
    relation = Relation(address, reading)
    _ = relation.sql
    return relation


def map_of(relation: Relation, columns: ColumnMap | None) -> ColumnMap:
    """Return the map for a relation: the given one, or the built-in one that fits its columns.

    A column of a type that cannot hold its field is refused.
    """
    types = _types(relation)
    present = list(types)
    found = columns.checked(present, str(relation)) if columns else guess(present, str(relation))
    for field in FIELDS:
        if field.name in found.columns:
            column = found.columns[field.name]
            _column(relation, field, column, types[column])
    return found


def raw_batches(relation: Relation, columns: ColumnMap) -> Iterator[pl.DataFrame]:
    """Yield batches of raw rows: ``line`` and the mapped fields; one version of all rows.

    Rows of a server have no place, their ``line`` is 0. Memory: ``OCTETS_A_BATCH``.
    """
    types = _types(relation)
    missing = [column for column in columns.columns.values() if column not in types]
    if missing:
        columns.checked(list(types), str(relation))
    wanted = [
        f"{_column(relation, field, column, types[column])} as {quoted(field.name)}"
        for field in FIELDS
        if (column := columns.columns.get(field.name)) is not None
    ]
    sql = f"select {', '.join(wanted)} from {relation.sql}{_condition(relation, columns, types)}"
    for batch in _batches(relation, sql):
        rows = pl.DataFrame(batch)
        if rows.height:
            yield rows.select(pl.lit(0, pl.Int64).alias("line"), pl.all())


def _types(relation: Relation) -> dict[str, str]:
    """Return the columns of a relation, each with the server's name of its type."""
    schema = next(_batches(relation, f"select * from {relation.sql} limit 0", schema=True))
    return {
        column.name: (column.metadata or {}).get(b"POSTGRESQL:type", b"").decode()
        for column in schema
    }


def _batches(relation: Relation, sql: str, *, schema: bool = False) -> Iterator[Any]:
    from adbc_driver_postgresql import StatementOptions

    size = {StatementOptions.BATCH_SIZE_HINT_BYTES.value: str(OCTETS_A_BATCH)}
    with connected(relation.address) as connection, connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
        cursor.adbc_statement.set_options(**size)
        cursor.execute(sql)
        with cursor.fetch_record_batch() as reader:
            if schema:
                yield reader.schema
            yield from reader


def _column(relation: Relation, field: Field, column: str, kind: str) -> str:
    """Return a column in the form in which the rules of cheques take it."""
    name = quoted(column)
    if field.kind == "text":
        if kind == "numeric":
            # 15.00 is 15, and a number that is none is a gap: as in a column of any other source.
            return rf"regexp_replace(nullif({name}, 'NaN')::text, '\.0+$', '')"
        return name if kind in (*_TEXTS, *_FLOATS) else f"{name}::text"
    if kind in _TEXTS:
        return name
    if field.kind == "money":
        if kind in _NUMBERS:
            return name
        if kind in ("numeric", "money"):
            return f"{name}::numeric::text"
    elif kind in _DAYS:
        return _moment(relation, column, kind)
    raise problem(
        "columns.unfit", source=relation, column=column, type=kind or "—", field=field.name
    )


def _moment(relation: Relation, column: str, kind: str) -> str:
    zone = relation.reading.zone
    if kind != "timestamptz":
        if zone is not None:
            raise problem("server.no_zone", source=relation, column=column, type=kind)
        return quoted(column)
    if zone is None:
        raise problem("server.zone", source=relation, column=column)
    return f"({quoted(column)} at time zone {text(zone)})"


def _condition(relation: Relation, columns: ColumnMap, types: Mapping[str, str]) -> str:
    since = relation.reading.since
    if since is None:
        return ""
    column = columns.columns["at"]
    kind = types[column]
    if kind not in _DAYS:
        raise problem("server.no_order", source=relation, column=column, type=kind)
    bound = f"timestamp '{since.isoformat()}'"
    if kind == "timestamptz":
        # The bound is converted rather than the column, so that an index of the column serves.
        bound = f"({bound} at time zone {text(relation.reading.zone or 'UTC')})"
    return f" where {quoted(column)} >= {bound} or {quoted(column)} is null"
