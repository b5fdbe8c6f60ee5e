"""``rfma query``: one SELECT over the store's views."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from rfma_fast.commands import failure
from rfma_fast.commands.common import Output, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import AsOf, SchemeOption
from rfma_fast.i18n import problem, say
from rfma_fast.settings import QUERY_MEMORY_MB, QUERY_ROWS, QUERY_SECONDS


@with_output
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help=say("help.sql"))],
    *,
    as_of: AsOf = None,
    scheme: SchemeOption = "rfma",
    timeout: Annotated[
        int | None,
        typer.Option(
            "--timeout", metavar="SECONDS", help=say("help.q_timeout", default=QUERY_SECONDS)
        ),
    ] = None,
    memory: Annotated[
        int | None,
        typer.Option("--memory", metavar="MB", help=say("help.q_memory", default=QUERY_MEMORY_MB)),
    ] = None,
    max_rows: Annotated[
        int | None,
        typer.Option("--max-rows", metavar="N", help=say("help.q_max_rows", default=QUERY_ROWS)),
    ] = None,
    out: Output,
) -> None:
    """Run one SELECT with DuckDB over cheques, cards, segments and rejected."""
    from rfma_fast.reports.frame import report
    from rfma_fast.sql.caps import Caps

    seconds = timeout if timeout is not None else QUERY_SECONDS
    too_long = problem("query.timeout", seconds=seconds)

    def leave() -> None:
        # A function of DuckDB that does not look up from its work can only be left behind.
        os._exit(failure.tell(too_long))

    caps = Caps(
        seconds,
        memory if memory is not None else QUERY_MEMORY_MB,
        max_rows if max_rows is not None else QUERY_ROWS,
        leave,
    )
    found = out.store.query(sql, day_option(as_of), scheme=scheme, caps=caps)
    out.emit(report(found, "rows"))


app = alone("query", query)
