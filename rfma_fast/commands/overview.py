"""``rfma overview``: cheques, revenue and identification of a period."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import Shops
from rfma_fast.i18n import say


@with_output
def overview(
    *,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=say("help.from"))
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help=say("help.to"))] = None,
    shop: Shops = None,
    out: Output,
) -> None:
    """Show cheques, revenue and identification of a period."""
    from rfma_fast.reports.overview import report

    found = out.store.overview(since=day_option(since), until=day_option(until), shops=shop or ())
    out.emit(report(found))


app = alone("overview", overview)
