"""Who takes part: each contender's own file, the function that answers, and its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["product", "contender", "yardstick", "part"]
"""A yardstick does less than the job, a part only what its package can do."""


@dataclass(frozen=True)
class Contender:
    """One way to answer."""

    name: str
    kind: Kind
    function: str
    """``module:function`` below this package."""
    source: str
    """The file that a reader would look at."""
    needs: tuple[str, ...] = ()
    """Distributions that must be installed; ``postgresql`` is the server."""
    most_rows: int | None = None
    """Of more cheques it is left out."""
    expected: str = ""
    """Of a part: the function that computes the same on its own."""


MILLION = 1_000_000
IN_MEMORY, SLOW, BY_ROW = 200 * MILLION, 50 * MILLION, 2 * MILLION

COLD, WARM = "rfma cold", "rfma warm"

CONTENDERS = (
    Contender(COLD, "product", "rfma:cold", "rfma.py"),
    Contender(WARM, "product", "rfma:warm", "rfma.py"),
    Contender("DuckDB, one query", "contender", "duckdb_sql:one_query", "duckdb_one_query.sql"),
    Contender("DuckDB, tuned", "contender", "duckdb_sql:lists", "duckdb_lists.sql"),
    Contender(
        "ClickHouse, arrays",
        "contender",
        "clickhouse:arrays",
        "clickhouse.sql",
        needs=("chdb",),
        most_rows=IN_MEMORY,
    ),
    Contender(
        "Polars, sorted",
        "contender",
        "polars_frames:sorted_rows",
        "polars_frames.py",
        most_rows=IN_MEMORY,
    ),
    Contender(
        "Polars, tuned",
        "contender",
        "polars_frames:packed_keys",
        "polars_frames.py",
        most_rows=IN_MEMORY,
    ),
    Contender(
        "pandas",
        "contender",
        "pandas_frames:groupby",
        "pandas_frames.py",
        needs=("pandas",),
        most_rows=SLOW,
    ),
    Contender(
        "PostgreSQL",
        "contender",
        "postgresql:windows",
        "postgresql.sql",
        needs=("postgresql",),
        most_rows=SLOW,
    ),
)
"""Those who do the whole job; their answers are the same or no time counts."""

YARDSTICKS = (
    Contender("scan by Polars", "yardstick", "scans:polars_scan", "scans.py"),
    Contender("scan by DuckDB", "yardstick", "scans:duckdb_scan", "scans.py"),
)
"""Reading the three columns and summing them up."""

PARTS = (
    Contender(
        "openretailscience",
        "part",
        "openretailscience_scores:deciles",
        "openretailscience_scores.py",
        needs=("openretailscience",),
        most_rows=SLOW,
        expected="parts_expected:deciles",
    ),
    Contender(
        "pymc-marketing",
        "part",
        "pymc_marketing_segments:quartiles",
        "pymc_marketing_segments.py",
        needs=("pymc-marketing",),
        most_rows=SLOW,
        expected="parts_expected:quartiles",
    ),
    Contender(
        "rfm",
        "part",
        "rfm_package:quintiles",
        "rfm_package.py",
        needs=("rfm",),
        most_rows=BY_ROW,
        expected="parts_expected:quintiles",
    ),
)
"""Packages that score recency, frequency and money; each is held to its own definition."""
