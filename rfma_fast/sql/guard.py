"""What a query may be made of, decided on DuckDB's own parse of it before anything is run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from rfma_fast.i18n import misuse, problem

VIEWS = ("cheques", "cards", "segments", "rejected")

LONGEST_SQL = 100_000
"""Characters; more is no question that a person asks."""

TABLE_FUNCTIONS = ("range", "generate_series", "unnest")
"""The only functions that may stand for a table. Any other could read a file, a setting, memory."""

REFUSED_FUNCTIONS = frozenset(
    {
        "current_setting", "getvariable", "getenv", "write_log", "nextval", "currval", "setval",
        "pg_get_viewdef", "pg_get_constraintdef", "get_block_size", "format_type", "query",
        "query_table", "which_secret", "json_execute_serialized_sql",
    }
)  # fmt: skip
"""Functions of values that look at something else than their arguments, or leave a trace."""

_NODES = ("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE")
_TABLES = (
    "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT",
    "SHOW_REF",
)  # fmt: skip
_SHOWN = '"tables"'
_NO_FILE = frozenset("./\\:*?[]{}~")


def views_read(connection: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    """Return the views that one SELECT reads; refuse whatever could look or act beyond them.

    Allowed are SELECT nodes over the views, over its own common table expressions and over
    ``TABLE_FUNCTIONS``. What is not known to be harmless is refused: a common table expression that
    writes, a file's name in the place of a table's, a table function, a qualified name.
    """
    if len(sql) > LONGEST_SQL:
        raise misuse("query.too_long", got=len(sql), limit=LONGEST_SQL)
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise misuse("query.one_statement", count=len(statements))
    if statements[0].type != duckdb.StatementType.SELECT:
        raise misuse("query.read_only", kind=statements[0].type.name)
    parts = list(_parts(_parsed(connection, sql)))
    own = {str(key).lower() for key in _names_of_tables_within(parts)}
    read: set[str] = set()
    for part in parts:
        kind = part.get("type")
        if "cte_map" in part and kind not in _NODES:
            raise misuse("query.read_only", kind=str(kind).partition("_")[0])
        if "query_location" in part and "class" not in part:
            if kind not in _TABLES:
                raise _no_view(str(kind))
            read |= _table(kind, part, own)
        name = str(part.get("function_name", "")).lower()
        if name in REFUSED_FUNCTIONS:
            raise problem("query.function", name=name, known=", ".join(TABLE_FUNCTIONS))
    return read


def _parsed(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    rows = connection.execute("select json_serialize_sql(?::varchar)", [sql]).fetchall()
    try:
        tree = json.loads(rows[0][0])
    except RecursionError as error:
        raise misuse("query.too_deep") from error
    if tree.get("error") or len(tree.get("statements", ())) != 1:
        # Fail closed: what cannot be looked at is not run.
        raise misuse("query.read_only", kind=str(tree.get("error_type", "?")).upper())
    return tree


def _parts(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a parse, however deep."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _names_of_tables_within(parts: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the names of common table expressions; one that could be a file's is refused.

    DuckDB takes an unknown table's name for a file's, and a name is known only inside its query.
    """
    for part in parts:
        for entry in part["cte_map"]["map"] if "cte_map" in part else ():
            name = entry["key"]
            if _NO_FILE & set(name):
                raise _no_view(name)
            yield name


def _table(kind: Any, part: dict[str, Any], own: set[str]) -> set[str]:
    if kind == "TABLE_FUNCTION":
        name = str(part["function"].get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS:
            raise problem("query.function", name=name, known=", ".join(TABLE_FUNCTIONS))
    if kind == "SHOW_REF" and part.get("query") is None and part.get("table_name") == _SHOWN:
        return set()
    if kind == "BASE_TABLE" or (kind == "SHOW_REF" and part.get("query") is None):
        path = part["qualified_name"]["path"]
        name = str(path[-1]).lower()
        if len(path) != 1 or name not in {*own, *VIEWS}:
            raise _no_view(".".join(map(str, path)))
        return {name}
    return set()


def _no_view(name: str) -> Exception:
    return problem("query.no_view", name=name, views=", ".join(VIEWS))
