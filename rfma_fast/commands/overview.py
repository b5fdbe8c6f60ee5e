"""``rfma overview``: cheques, revenue and identification of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_engines
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import Shops
from rfma_fast.i18n import say

if TYPE_CHECKING:
    from rfma_fast.reports.overview import Section


@with_engines
def overview(
    *,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=say("help.from"))
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help=say("help.to"))] = None,
    shop: Shops = None,
    months: Annotated[bool, typer.Option("--months", help=say("help.months"))] = False,
    cheques: Annotated[bool, typer.Option("--cheques", help=say("help.cheques"))] = False,
    ids: Annotated[bool, typer.Option("--ids", help=say("help.ids"))] = False,
    out: Output,
) -> None:
    """Show cheques, revenue and identification of a period."""
    from rfma_fast.reports.overview import report

    out.refuse_on_a_cluster({"--ids": ids})
    store, first, last = out.store, day_option(since), day_option(until)
    found = store.overview(since=first, until=last, shops=shop or ())
    asked: dict[Section, bool] = {"months": months, "cheques": cheques, "ids": ids}
    sections = [section for section, chosen in asked.items() if chosen]
    returning = store.returning_ids(since=first, until=last, shops=shop or ()) if ids else None
    out.emit(report(found, sections, returning))


app = alone("overview", overview)
