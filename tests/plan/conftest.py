"""The two engines on which the plan is tested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from plan.frames import Make, Rows, marked, on_polars
from rfma_fast.plan.frame import Frame


@pytest.fixture(params=["polars", "duckdb"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Make a frame on an engine; the plan must give the same rows on each."""
    if request.param == "polars":
        yield on_polars
        return
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        names = iter(range(1000))

        def on_duckdb(rows: Rows, schema: Mapping[str, type[pl.DataType]]) -> Frame:
            name = f"t{next(names)}"
            frame = pl.DataFrame(rows, schema=dict(schema), orient="row")
            connection.register(name, frame.to_arrow())
            connection.execute(f"create table {name}_ as from {name}")
            return marked(nw.from_native(connection.table(f"{name}_")))

        yield on_duckdb
