"""``rfma export``: the cheques as plain Parquet, for other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import Wait
from rfma_fast.i18n import say
from rfma_fast.settings import WAIT


@with_output
def export(
    directory: Annotated[str, typer.Argument(metavar="DIR", help=say("help.export_to"))],
    *,
    wait: Wait = WAIT,
    out: Output,
) -> None:
    """Write the cheques for programs that read plain Parquet."""
    from rfma_fast.reports.keeping import exported_report

    with out.progress(say("talk.exporting")) as progress:
        exported = out.store.export(
            directory,
            month_written=lambda month: progress.tell(say("talk.month", month=month)),
            wait=wait,
            waiting=out.tell_waiting,
        )
    out.emit(exported_report(exported))


app = alone("export", export)
