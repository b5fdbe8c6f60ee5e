"""``rfma undo``: a load taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone
from rfma_fast.i18n import say


@with_output
def undo(
    load: Annotated[int, typer.Argument(metavar="LOAD", help=say("help.undo_load"))],
    *,
    out: Output,
) -> None:
    """Take the rows of a load out of the store."""
    from rfma_fast.reports.quality import undo_report

    with out.progress(say("talk.undoing")) as progress:
        report = out.store.undo(
            load,
            month_written=lambda month: progress.tell(say("talk.month", month=month)),
            checkpoint_written=lambda month: progress.tell(say("talk.checkpoint", month=month)),
        )
    out.emit(undo_report(report))


app = alone("undo", undo)
