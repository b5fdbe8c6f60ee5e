"""``rfma statistics``: a period by segment, shop and month."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_engines
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import Explain, SchemeOption, Shops, ThresholdsFile
from rfma_fast.commands.ways import sentence
from rfma_fast.i18n import misuse, say

PARTS = ("shop", "month")


@with_engines
def statistics(
    *,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=say("help.from"))
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help=say("help.to"))] = None,
    level: Annotated[str | None, typer.Option("--level", help=say("help.level"))] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="|".join(PARTS), help=say("help.by"))
    ] = None,
    segments_as_of: Annotated[
        str | None,
        typer.Option("--segments-as-of", metavar="DATE", help=say("help.segments_as_of")),
    ] = None,
    shop: Shops = None,
    scheme: SchemeOption = "rfma",
    thresholds: ThresholdsFile = None,
    explain: Explain = False,
    out: Output,
) -> None:
    """Show cards, cheques, revenue, mean and median cheque of a period by segment."""
    if by is not None and by not in PARTS:
        raise misuse("option.unknown", option="--by", got=by, known=", ".join(PARTS))
    store = out.store
    chosen_scheme = store.scheme(scheme)
    level, levels = chosen_scheme.level_asked(level), chosen_scheme.level_codes
    if level not in levels:
        raise misuse("option.unknown", option="--level", got=level, known=", ".join(levels))
    from rfma_fast.reports.statistics import report

    found = store.statistics(
        since=day_option(since),
        until=day_option(until),
        level=level,
        by=by,
        shops=shop or (),
        segments_as_of=day_option(segments_as_of),
        scheme=scheme,
        thresholds=thresholds,
    )
    if explain:
        out.tell(sentence(found.segments))
    out.emit(report(found))


app = alone("statistics", statistics)
