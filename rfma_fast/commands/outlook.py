"""``rfma outlook``: what each group does if it is left alone."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import AsOf, SchemeOption, Shops, ThresholdsFile
from rfma_fast.i18n import say


@with_output
def outlook(
    *,
    days: Annotated[int, typer.Option("--days", metavar="N", help=say("help.outlook_days"))] = 60,
    as_of: AsOf = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="LEVEL", help=say("help.outlook_level"))
    ] = None,
    scheme: SchemeOption = "rfma",
    thresholds: ThresholdsFile = None,
    shop: Shops = None,
    out: Output,
) -> None:
    """Show what each group did by itself after past dates, and what that says of now."""
    from rfma_fast.reports.outlook import report

    found = out.store.outlook(
        days,
        day_option(as_of),
        level=level,
        shops=shop or (),
        scheme=scheme,
        thresholds=thresholds,
    )
    out.emit(report(found))


app = alone("outlook", outlook)
