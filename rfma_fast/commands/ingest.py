"""``rfma ingest``: cheques from files into the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import Wait
from rfma_fast.i18n import say
from rfma_fast.settings import DEFAULT_CARD_RULE, WAIT


@with_output
def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help=say("help.sources"))],
    *,
    columns: Annotated[
        Path | None, typer.Option("--columns", metavar="FILE", help=say("help.columns"))
    ] = None,
    card_rule: Annotated[
        str | None,
        typer.Option(
            "--card-rule", metavar="REGEX", help=say("help.card_rule", default=DEFAULT_CARD_RULE)
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("help.dry_run"))] = False,
    wait: Wait = WAIT,
    out: Output,
) -> None:
    """Take cheques into the store."""
    from rfma_fast.reports.store import load_report, understanding_report

    if dry_run:
        out.emit(understanding_report(out.store.understand(*sources, columns=columns)))
        return
    with out.progress(say("talk.reading")) as progress:
        load = out.store.ingest(
            *sources,
            columns=columns,
            card_rule=card_rule,
            wait=wait,
            waiting=out.tell_waiting,
            rows_read=progress.advance,
            month_written=lambda month: progress.tell(say("talk.month", month=month)),
            checkpoint_written=lambda month: progress.tell(say("talk.checkpoint", month=month)),
        )
    out.emit(load_report(load))


app = alone("ingest", ingest)
