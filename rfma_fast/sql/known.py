"""The cards of a query about an earlier day: later ones are not there at all."""

from __future__ import annotations

import duckdb

EMPTY_KEYS = "(select 0::integer as key, null::varchar as card limit 0)"

_KEPT = "known_cards"


def kept_keys(connection: duckdb.DuckDBPyConnection, keys: str, rows: str) -> str:
    """Keep the keys of the cards of these rows in a table of DuckDB's own; return its name.

    DuckDB may ask a condition about the card of every key before it joins the rows of the day: an
    error, or none, would tell of a card that came later.
    """
    connection.execute(
        f"create temp table {_KEPT} as"
        f" select key, card from ({keys}) where key in (select card from ({rows}))"
    )
    return _KEPT
