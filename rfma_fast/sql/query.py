"""Run one SELECT over the views of a store, with no way out of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl
from polars.exceptions import PolarsError

from rfma_fast.i18n import problem
from rfma_fast.sql.caps import Caps, batches_within, held_to
from rfma_fast.sql.guard import VIEWS, views_read
from rfma_fast.store.snapshot import Snapshot

_ROWS_A_BATCH = 50_000

_CHEQUES = """
create view cheques as
select key.card as card, rows.card > 0 as identified, rows.unidentified_id,
       rows.day + to_microseconds(rows.time) as "at", rows.day, rows.shop,
       rows.amount * 0.01::decimal(3, 2) as amount,
       rows.paid * 0.01::decimal(3, 2) as paid,
       rows.bonus_earned * 0.01::decimal(3, 2) as bonus_earned,
       rows.bonus_spent * 0.01::decimal(3, 2) as bonus_spent,
       rows.doc_id, rows.load
from {rows} as rows left join {keys} as key on key.key = rows.card
where rows.day <= {until}
"""


@dataclass(frozen=True)
class Views:
    """What the SQL may read."""

    snapshot: Snapshot
    until: date
    """Cheques after this day are not seen."""
    segments: Callable[[], pl.DataFrame]
    """Gives the per-card table; called only if the SQL asks for ``cards`` or ``segments``."""
    grade_columns: tuple[str, ...]
    """The columns of that table which ``cards`` leaves out: grades, class and levels."""


def query(sql: str, views: Views, caps: Caps | None = None) -> pl.DataFrame:
    """Run one SELECT and return its rows.

    Views: ``cheques`` (money in roubles), ``cards`` (metrics), ``segments`` (metrics, grades,
    class and levels), ``rejected``. Nothing else can be read, nothing can be written, no setting
    changed (``sql.guard``); time, memory and the answer's rows are capped. Raises ``RfmaError``
    with DuckDB's own sentence.
    """
    caps = caps or Caps()
    connection = duckdb.connect(":memory:", config={"memory_limit": f"{caps.memory_mb}MB"})
    try:
        read = views_read(connection, sql)
        _make_views(connection, views, read)
        _lock(connection)
        with held_to(caps, connection):
            relation = connection.sql(sql)
            _check_names(relation.columns)
            rows = batches_within(caps, relation.to_arrow_reader(_ROWS_A_BATCH))
        return pl.DataFrame(rows)
    except duckdb.Error as error:
        sentence = str(error).strip().splitlines()[0]
        raise problem("query.failed", reason=sentence, views=", ".join(VIEWS)) from error
    except (PolarsError, NotImplementedError, OverflowError, ValueError) as error:
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise problem("query.unshowable", reason=reason) from error
    finally:
        connection.close()


def _make_views(connection: duckdb.DuckDBPyConnection, views: Views, read: set[str]) -> None:
    snapshot = views.snapshot
    months, keys = snapshot.paths(), snapshot.key_paths()
    rejected = [
        f"{snapshot.tables.rejected.uri}/{file.path}" for file in snapshot.tables.rejected.files()
    ]
    connection.execute(f"set allowed_paths = {_list([*months, *keys, *rejected])}")
    empty_keys = "(select 0::integer as key, null::varchar as card limit 0)"
    connection.execute(
        _CHEQUES.format(
            rows=f"read_parquet({_list(months)}, hive_partitioning = false)",
            keys=f"read_parquet({_list(keys)})" if keys else empty_keys,
            until=f"date '{views.until.isoformat()}'",
        )
    )
    nothing = snapshot.rejected().head(0).collect().to_arrow()
    if rejected:
        connection.execute(f"create view rejected as from read_parquet({_list(rejected)})")
    else:
        connection.register("rejected", nothing)
    if read & {"cards", "segments"}:
        table = views.segments()
        connection.register("segments", table.to_arrow())
        connection.register("cards", table.drop(views.grade_columns).to_arrow())


def _lock(connection: duckdb.DuckDBPyConnection) -> None:
    for setting in (
        # DuckDB draws its bar on stdout, where the answer goes.
        "enable_progress_bar = false",
        "temp_directory = ''",
        "enable_external_access = false",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "python_enable_replacements = false",
        "lock_configuration = true",
    ):
        connection.execute(f"set {setting}")


def _check_names(columns: list[str]) -> None:
    for name in columns:
        if columns.count(name) > 1:
            raise problem("query.two_of_one_name", name=name)


def _list(paths: list[str]) -> str:
    quoted = (path.replace("'", "''") for path in paths)
    return "[" + ", ".join(f"'{path}'" for path in quoted) + "]"
