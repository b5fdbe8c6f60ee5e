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
from rfma_fast.sql.known import EMPTY_KEYS, kept_keys
from rfma_fast.sql.objects import make_views
from rfma_fast.sql.showable import check_days
from rfma_fast.store.places import place_of, plain_errors
from rfma_fast.store.snapshot import Snapshot

_ROWS_A_BATCH = 50_000

# `at` is a word of DuckDB's own and needs quotes; `moment` is the same without.
_COLUMNS = """
       key.card as card, rows.card > 0 as identified, rows.unidentified_id,
       rows.day + to_microseconds(rows.time) as "at", rows.day, rows.shop,
       rows.amount * 0.01::decimal(3, 2) as amount,
       rows.paid * 0.01::decimal(3, 2) as paid,
       rows.bonus_earned * 0.01::decimal(3, 2) as bonus_earned,
       rows.bonus_spent * 0.01::decimal(3, 2) as bonus_spent,
       rows.doc_id, rows.load, rows.day + to_microseconds(rows.time) as moment
"""
_CHEQUES = """
create view cheques as
select {columns}
from {rows} as rows left join {keys} as key on key.key = rows.card
where {condition}
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
        with plain_errors(views.snapshot.root):
            read = views_read(connection, sql)
            _make_views(connection, views, read)
            _lock(connection)
            with held_to(caps, connection):
                relation = connection.sql(sql)
                _check_names(relation.columns)
                rows = batches_within(caps, relation.to_arrow_reader(_ROWS_A_BATCH))
            found = pl.DataFrame(rows)
            for column in found:
                check_days(column)
            return found
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
    condition = f"rows.day <= date '{views.until.isoformat()}'"
    earlier = "cheques" in read and views.until < snapshot.last_day
    if place_of(snapshot.root).arrow is None:
        _make_views_of_files(connection, snapshot, condition, earlier=earlier)
    else:
        make_views(connection, snapshot, _COLUMNS, condition, earlier=earlier)
    rejected = snapshot.rejected() if "rejected" in read else snapshot.rejected().head(0)
    connection.register("rejected", rejected.collect().to_arrow())
    if read & {"cards", "segments"}:
        table = views.segments()
        connection.register("segments", table.to_arrow())
        connection.register("cards", table.drop(views.grade_columns).to_arrow())
    else:
        # Nothing reads them, but a list of what can be read names them.
        for name in ("cards", "segments"):
            connection.register(name, pl.DataFrame({"card": []}).to_arrow())


def _make_views_of_files(
    connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, condition: str, *, earlier: bool
) -> None:
    months, paths = snapshot.paths(), snapshot.key_paths()
    connection.execute(f"set allowed_paths = {_list([*months, *paths])}")
    rows = f"read_parquet({_list(months)}, hive_partitioning = false)"
    keys = f"read_parquet({_list(paths)})" if paths else EMPTY_KEYS
    if earlier:
        keys = kept_keys(connection, f"from {keys}", f"from {rows} as rows where {condition}")
    connection.execute(_CHEQUES.format(columns=_COLUMNS, rows=rows, keys=keys, condition=condition))


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
