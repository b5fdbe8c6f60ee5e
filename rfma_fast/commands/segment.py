"""``rfma segment``: the segmentation at a date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import AsOf, SchemeOption, Shops, Since, ThresholdsFile
from rfma_fast.i18n import say
from rfma_fast.reports.forms import chosen_format


@with_output
def segment(
    *,
    as_of: AsOf = None,
    since: Since = None,
    shop: Shops = None,
    scheme: SchemeOption = "rfma",
    thresholds: ThresholdsFile = None,
    cards: Annotated[
        Path | None, typer.Option("--cards", metavar="FILE", help=say("help.cards"))
    ] = None,
    out: Output,
) -> None:
    """Show the sizes of classes, clusters, regions and warmths; write the cards to a file."""
    from rfma_fast.reports.segmentation import report

    form = chosen_format(None, cards)
    found = out.store.segment(
        day_option(as_of),
        since=day_option(since),
        shops=shop or (),
        scheme=scheme,
        thresholds=thresholds,
    )
    if cards is not None:
        from rfma_fast.reports.export import write_frames

        write_frames({"cards": found.table()}, form, cards)
        out.tell(say("talk.written", file=cards))
    out.emit(report(found))


app = alone("segment", segment)
