"""``rfma cooling``: who drops to a colder group on which day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import AsOf, SchemeOption, Shops, ThresholdsFile
from rfma_fast.i18n import say
from rfma_fast.reports.forms import chosen_format


@with_output
def cooling(
    *,
    days: Annotated[int, typer.Option("--days", metavar="N", help=say("help.cooling_days"))] = 30,
    as_of: AsOf = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="LEVEL", help=say("help.cooling_level"))
    ] = None,
    scheme: SchemeOption = "rfma",
    thresholds: ThresholdsFile = None,
    shop: Shops = None,
    cards: Annotated[
        Path | None, typer.Option("--cards", metavar="FILE", help=say("help.cooling_cards"))
    ] = None,
    out: Output,
) -> None:
    """Show which cards cool when if they do not buy; write their list to a file."""
    from rfma_fast.reports.cooling import report

    form = chosen_format(None, cards)
    found = out.store.cooling(
        days,
        day_option(as_of),
        level=level,
        shops=shop or (),
        scheme=scheme,
        thresholds=thresholds,
    )
    if cards is not None:
        from rfma_fast.reports.export import write_frames

        write_frames({"cooling": found.table()}, form, cards)
        out.tell(say("talk.written", file=cards))
    out.emit(report(found))


app = alone("cooling", cooling)
