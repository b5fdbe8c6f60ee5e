"""Tables put into a schema of a PostgreSQL server, all in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from rfma_fast.analyses.migration import Migration
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import misuse, problem
from rfma_fast.publishing.tables import MARK, Published, tables
from rfma_fast.servers.address import Address, address_of, is_server
from rfma_fast.servers.connection import connected
from rfma_fast.servers.names import quoted, text

SCHEMA = "rfma"
"""The schema into which tables are put unless another is named."""


@dataclass(frozen=True)
class Publication:
    """What was put where."""

    server: str
    """The server's address without credentials."""
    schema: str
    as_of: date
    since: date | None
    """The first date of the migration, if one was published."""
    scheme: str
    rows: dict[str, int]
    """Table → rows."""
    provenance: Provenance


def target_of(given: str) -> Address:
    """Read the address of the server to publish to; it names no table."""
    if not is_server(given):
        raise misuse("publish.no_server")
    address = address_of(given)
    if address.table is not None or address.query is not None:
        raise misuse("publish.table", server=address.server)
    return address


def publish(
    address: Address, schema: str, found: Segmentation, moved: Migration | None
) -> Publication:
    """Replace what was published in the schema before, in one transaction: all or nothing.

    A table keeps its rights, and the views on it, whatever becomes of its columns; one that goes
    while a view reads it is refused, as is a schema in which another relation has one of the names.
    """
    made = tables(found, moved)
    with connected(address) as connection, connection.cursor() as cursor:
        server = _Server(cursor, address, schema)
        server.take()
        for table in made:
            server.put(table)
        connection.commit()
    return Publication(
        server=address.server,
        schema=schema,
        as_of=found.as_of,
        since=moved.before.as_of if moved else None,
        scheme=found.scheme.code,
        rows={table.name: table.rows.height for table in made},
        provenance=found.provenance,
    )


@dataclass(frozen=True)
class _There:
    """A table of ours that was published before."""

    columns: dict[str, str]
    key: tuple[str, ...]
    """The columns of its primary key."""
    constraint: str | None
    """The primary key's name."""


@dataclass(frozen=True)
class _Server:
    """A schema of a server within one transaction."""

    cursor: Any
    address: Address
    schema: str

    def take(self) -> None:
        """Wait for whoever else publishes into the schema; make it where there is none."""
        name = text(self.schema)
        self.cursor.execute(f"select pg_advisory_xact_lock(hashtext('rfma publish ' || {name}))")
        self.cursor.fetchall()
        if not self._rows(f"select 1 from pg_namespace where nspname = {name}"):
            self.cursor.execute(f"create schema {quoted(self.schema)}")

    def put(self, table: Published) -> None:
        """Put a table's rows in the place of those that are there."""
        name = f"{quoted(self.schema)}.{quoted(table.name)}"
        there = self._there(table.name)
        if there is None:
            self.cursor.execute(f"create table {name} ({_definition(table)})")
        else:
            self.cursor.execute(f"delete from {name}")
            if changes := _changes(there, table):
                self.cursor.execute(f"alter table {name} {', '.join(changes)}")
        self.cursor.execute(f"comment on table {name} is {text(table.about)}")
        if table.rows.height:
            rows = table.rows.to_arrow(compat_level=pl.CompatLevel.oldest())
            self.cursor.adbc_ingest(table.name, rows, mode="append", db_schema_name=self.schema)

    def _there(self, table: str) -> _There | None:
        """Return what our table is by now, ``None`` where there is none; refuse another's."""
        found = self._rows(
            "select c.oid::bigint, c.relkind::text,"
            " coalesce(obj_description(c.oid, 'pg_class'), '')"
            " from pg_class as c join pg_namespace as n on n.oid = c.relnamespace"
            f" where n.nspname = {text(self.schema)} and c.relname = {text(table)}"
        )
        if not found:
            return None
        oid, kind, comment = found[0]
        if kind != "r" or not comment.startswith(MARK):
            raise problem(
                "publish.foreign", server=self.address.server, schema=self.schema, table=table
            )
        columns = self._rows(
            "select attname::text, format_type(atttypid, atttypmod) from pg_attribute"
            f" where attrelid = {oid} and attnum > 0 and not attisdropped order by attnum"
        )
        key = self._rows(
            "select k.conname::text, a.attname::text from pg_constraint as k"
            " cross join unnest(k.conkey) with ordinality as part (attnum, place)"
            " join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = part.attnum"
            f" where k.conrelid = {oid} and k.contype = 'p' order by part.place"
        )
        constraint = key[0][0] if key else None
        return _There(dict(columns), tuple(column for _, column in key), constraint)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        self.cursor.execute(sql)
        rows: list[tuple[Any, ...]] = self.cursor.fetchall()
        return rows


def _definition(table: Published) -> str:
    columns = [f"{quoted(name)} {kind}" for name, kind in table.columns.items()]
    return ", ".join([*columns, *_primary_key(table.key)])


def _changes(there: _There, table: Published) -> list[str]:
    """Return what makes an empty table that is there the one that is published.

    What stays as it is keeps its rights and views; a column of another type is another column.
    """
    columns = table.columns
    gone = [name for name, kind in there.columns.items() if columns.get(name) != kind]
    new = [name for name, kind in columns.items() if there.columns.get(name) != kind]
    drops = [f"drop column {quoted(name)}" for name in gone]
    adds = [f"add column {quoted(name)} {columns[name]}" for name in new]
    if there.key == table.key and not {*gone} & {*there.key}:
        return [*drops, *adds]
    if there.constraint is not None:
        drops.insert(0, f"drop constraint {quoted(there.constraint)}")
    return [*drops, *adds, *(f"add {key}" for key in _primary_key(table.key))]


def _primary_key(columns: Sequence[str]) -> list[str]:
    return [f"primary key ({', '.join(map(quoted, columns))})"] if columns else []
