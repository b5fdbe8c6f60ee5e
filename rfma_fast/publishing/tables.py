"""What is published: a segmentation, and optionally a migration, as five tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from rfma_fast.analyses.migration import Migration
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import language, say

MARK = "rfma: "
"""How the comment of every table begins that was published; another table is never touched."""

_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "text",
    pl.Int8: "smallint",
    pl.Int16: "smallint",
    pl.Int32: "integer",
    pl.Int64: "bigint",
    pl.UInt32: "bigint",
    pl.Float64: "double precision",
    pl.Date: "date",
    pl.Datetime: "timestamp with time zone",
}
_MONEY = "numeric(20,2)"


@dataclass(frozen=True)
class Published:
    """One table as it is published."""

    name: str
    key: tuple[str, ...]
    """The columns of its primary key."""
    about: str
    """What its comment says."""
    rows: pl.DataFrame

    @property
    def columns(self) -> dict[str, str]:
        """Return the columns, each with the server's name of its type."""
        return {
            name: _MONEY if isinstance(dtype, pl.Decimal) else _TYPES[dtype.base_type()]
            for name, dtype in self.rows.schema.items()
        }


def tables(found: Segmentation, moved: Migration | None) -> list[Published]:
    """Return the tables of a segmentation and of the way to it; without a way that one is empty."""
    unit = [column for column in found.history.scope.unit if column == "shop"]
    return [
        _table("segments", ("card", *unit), say("publish.segments"), found.table()),
        _table("levels", ("level", "code"), say("publish.levels"), _levels(found)),
        _table("thresholds", ("axis", "grade"), say("publish.thresholds"), _thresholds(found)),
        _table(
            "migration",
            ("level", "from_code", "to_code"),
            say("publish.migration"),
            _migration(found, moved),
        ),
        _table("provenance", (), say("publish.provenance"), _provenance(found, moved)),
    ]


def _table(name: str, key: tuple[str, ...], about: str, rows: pl.DataFrame) -> Published:
    return Published(name, key, MARK + about, rows)


def _levels(found: Segmentation) -> pl.DataFrame:
    return pl.concat(
        found.level(level).select(pl.lit(level).alias("level"), pl.all())
        for level in found.scheme.level_codes
    )


def _thresholds(found: Segmentation) -> pl.DataFrame:
    """Return axis, name, grade, border (nearest number) and exact (whole number or fraction).

    The border of grade 1 parts it from grade 2; money is in roubles as in the scheme.
    """
    rows = [
        (axis.code, axis.name, grade, float(border), str(border))
        for axis in found.scheme.axes
        for grade, border in enumerate(found.thresholds.borders[axis.code], start=1)
    ]
    schema = {
        "axis": pl.String, "name": pl.String, "grade": pl.Int16,
        "border": pl.Float64, "exact": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


_CELLS: dict[str, pl.DataType] = {
    "level": pl.String(),
    "from_code": pl.String(),
    "to_code": pl.String(),
    "cards": pl.Int64(),
    "share": pl.Float64(),
    "column_share": pl.Float64(),
    "revenue": pl.Decimal(38, 2),
    "revenue_before": pl.Decimal(38, 2),
}


def _migration(found: Segmentation, moved: Migration | None) -> pl.DataFrame:
    if moved is None:
        return pl.DataFrame(schema=_CELLS)
    return pl.concat(
        moved.cells(level)
        .rename({"from": "from_code", "to": "to_code"})
        .with_columns(level=pl.lit(level))
        .select(pl.col(name).cast(dtype) for name, dtype in _CELLS.items())
        for level in found.scheme.level_codes
    )


def _provenance(found: Segmentation, moved: Migration | None) -> pl.DataFrame:
    """Return the one row that says when and from what the tables were made."""
    origin = found.provenance
    row: dict[str, tuple[object, pl.DataType]] = {
        "published_at": (datetime.now(UTC), pl.Datetime("us", "UTC")),
        "program": (origin.program, pl.String()),
        "store": (origin.store, pl.String()),
        "version": (origin.version, pl.Int64()),
        "scheme": (found.scheme.code, pl.String()),
        "scheme_digest": (found.scheme.digest, pl.String()),
        "as_of": (origin.as_of, pl.Date()),
        "cards": (found.cards, pl.Int64()),
        "thresholds_as_of": (found.thresholds.as_of, pl.Date()),
        "migration_from": (moved.before.as_of if moved else None, pl.Date()),
        "migration_thresholds": (moved.borders if moved else None, pl.String()),
        "language": (language(), pl.String()),
    }
    columns = [pl.Series(name, [value], dtype) for name, (value, dtype) in row.items()]
    return pl.DataFrame(columns)
