"""How a publication looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number
from rfma_fast.reports import plain
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, heading, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from rfma_fast.publishing.postgresql import Publication


def report(publication: Publication) -> Report:
    """Return the forms of what was published."""
    return Report(
        json=lambda: _json(publication),
        frames=lambda: {"tables": _frame(publication)},
        show=lambda width: _show(publication),
    )


def _json(publication: Publication) -> dict[str, Any]:
    return {
        "server": publication.server,
        "schema": publication.schema,
        "as_of": plain.plain(publication.as_of),
        "from": plain.plain(publication.since),
        "scheme": publication.scheme,
        "tables": plain.records(_frame(publication)),
        "provenance": plain.provenance(publication.provenance),
    }


def _frame(publication: Publication) -> pl.DataFrame:
    import polars as pl

    rows = {"table": list(publication.rows), "rows": list(publication.rows.values())}
    return pl.DataFrame(rows, schema={"table": pl.String, "rows": pl.Int64})


def _show(publication: Publication) -> Sequence[RenderableType]:
    columns = [text_column(say("column.table")), Column(say("column.rows"))]
    rows = [[f"{publication.schema}.{name}", number(n)] for name, n in publication.rows.items()]
    head = heading(
        say("title.published"),
        publication.server,
        say("head.as_of", day=day(publication.as_of)),
    )
    return [head, table("", columns, rows)]
