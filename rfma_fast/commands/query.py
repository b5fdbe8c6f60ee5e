"""``rfma query``: one SELECT over the store's views."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import AsOf, SchemeOption
from rfma_fast.i18n import say


@with_output
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help=say("help.sql"))],
    *,
    as_of: AsOf = None,
    scheme: SchemeOption = "rfma",
    out: Output,
) -> None:
    """Run one SELECT with DuckDB over cheques, cards, segments and rejected."""
    from rfma_fast.reports.frame import report

    out.emit(report(out.store.query(sql, day_option(as_of), scheme=scheme), "rows"))


app = alone("query", query)
