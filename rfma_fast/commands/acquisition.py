"""``rfma acquisition``: who came first when and where, who stayed, who is worth winning back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_engines
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import AsOf, Shops
from rfma_fast.i18n import say
from rfma_fast.reports.forms import chosen_format


@with_engines
def acquisition(
    *,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=say("help.first_from"))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help=say("help.first_to"))
    ] = None,
    shop: Shops = None,
    as_of: AsOf = None,
    churn: Annotated[
        int | None, typer.Option("--churn", metavar="DAYS", help=say("help.churn"))
    ] = None,
    cards: Annotated[
        Path | None, typer.Option("--list", metavar="FILE", help=say("help.list_win_back"))
    ] = None,
    out: Output,
) -> None:
    """Show new cards, who of them came again, cohorts, the lost, and whom to win back."""
    from rfma_fast.reports.acquisition import report

    form = chosen_format(None, cards)
    out.refuse_on_a_cluster({"--list": cards})
    found = out.store.acquisition(
        since=day_option(since),
        until=day_option(until),
        shops=shop or (),
        as_of=day_option(as_of),
        churn=churn,
    )
    if cards is not None:
        from rfma_fast.reports.export import write_frames

        write_frames({"cards": found.win_back()}, form, cards)
        out.tell(say("talk.written", file=cards))
    out.emit(report(found))


app = alone("acquisition", acquisition)
