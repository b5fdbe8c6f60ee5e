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
        "query_table", "which_secret", "json_execute_serialized_sql", "json_serialize_plan",
        "stats", "to_aggregate_state",
    }
)  # fmt: skip
"""Functions of values that look at something else than their arguments, or leave a trace.

``stats`` tells what a file says of all its rows, later ones too; ``json_serialize_plan`` binds a
text as SQL; ``to_aggregate_state`` takes bytes for what DuckDB keeps in memory.
"""
_INTERNAL = "__internal"
"""How the functions begin that only DuckDB's optimizer may call: they trust their arguments."""

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
    read: set[str] = set()
    for part, known in _parts(_parsed(connection, sql)):
        kind = part.get("type")
        if "cte_map" in part and kind not in _NODES:
            raise misuse("query.read_only", kind=str(kind).partition("_")[0])
        if "query_location" in part and "class" not in part:
            if kind not in _TABLES:
                raise _no_view(str(kind))
            read |= _table(kind, part, known)
        name = str(part.get("function_name", "")).lower()
        if name in REFUSED_FUNCTIONS or name.startswith(_INTERNAL):
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


def _parts(tree: Any) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """Yield every object of a parse, however deep, with the table expressions known at its place.

    A common table expression is known in the query that begins with it, in the expressions that
    follow it, and, if it recurs, in itself: elsewhere its name is that of a table of DuckDB's own.
    """
    waiting: list[tuple[Any, frozenset[str]]] = [(tree, frozenset())]
    while waiting:
        part, known = waiting.pop()
        if isinstance(part, list):
            waiting.extend((entry, known) for entry in part)
        if not isinstance(part, dict):
            continue
        for entry in part["cte_map"]["map"] if "cte_map" in part else ():
            waiting.append((entry["value"], known))
            known |= {_own_name(entry["key"])}
        # Itself it knows only on the side that is repeated.
        again = {"right"} if part.get("type") == "RECURSIVE_CTE_NODE" else set()
        itself = {_own_name(part["cte_name"])} if again else set()
        yield part, known
        waiting.extend(
            (value, known | itself if key in again else known)
            for key, value in part.items()
            if key != "cte_map"
        )


def _own_name(name: str) -> str:
    """Return a common table expression's name as it is compared; one like a file's is refused.

    DuckDB takes an unknown table's name for a file's.
    """
    if _NO_FILE & set(name):
        raise _no_view(name)
    return name.lower()


def _table(kind: Any, part: dict[str, Any], known: frozenset[str]) -> set[str]:
    if kind == "TABLE_FUNCTION":
        name = str(part["function"].get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS:
            raise problem("query.function", name=name, known=", ".join(TABLE_FUNCTIONS))
    if kind == "SHOW_REF" and part.get("query") is None and part.get("table_name") == _SHOWN:
        return set()
    if kind == "BASE_TABLE" or (kind == "SHOW_REF" and part.get("query") is None):
        path = part["qualified_name"]["path"]
        name = str(path[-1]).lower()
        if len(path) != 1 or name not in {*known, *VIEWS}:
            raise _no_view(".".join(map(str, path)))
        return {name}
    return set()


def _no_view(name: str) -> Exception:
    return problem("query.no_view", name=name, views=", ".join(VIEWS))
