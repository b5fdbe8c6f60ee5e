"""``rfma gc``: what dead loads left, and what no version needs any more."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import Wait
from rfma_fast.i18n import misuse, say
from rfma_fast.settings import KEEP_DAYS, SPARE_MINUTES, WAIT


@with_output
def gc(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("help.gc_dry_run"))] = False,
    keep_days: Annotated[
        float, typer.Option("--keep-days", metavar="DAYS", help=say("help.keep_days"))
    ] = KEEP_DAYS,
    spare_minutes: Annotated[
        float, typer.Option("--spare-minutes", metavar="MINUTES", help=say("help.spare_minutes"))
    ] = SPARE_MINUTES,
    wait: Wait = WAIT,
    out: Output,
) -> None:
    """Remove leftovers of dead loads and the files that only old versions need."""
    from rfma_fast.reports.keeping import swept_report

    for option, value in (("--keep-days", keep_days), ("--spare-minutes", spare_minutes)):
        if not value >= 0:
            raise misuse("option.negative", option=option, got=value)
    swept = out.store.gc(
        keep_days=keep_days,
        spare_minutes=spare_minutes,
        dry_run=dry_run,
        wait=wait,
        waiting=out.tell_waiting,
    )
    out.emit(swept_report(swept))


app = alone("gc", gc)
