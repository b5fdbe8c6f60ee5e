"""``rfma checkpoint``: the card states kept at month ends."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import Wait
from rfma_fast.i18n import say
from rfma_fast.settings import WAIT


@with_output
def checkpoint(
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help=say("help.rebuild"))] = False,
    wait: Wait = WAIT,
    out: Output,
) -> None:
    """Write the checkpoints of new months, and show all that are kept."""
    from rfma_fast.reports.store import checkpoints_report

    with out.progress(say("talk.checkpoints")) as progress:
        kept = out.store.checkpoint(
            rebuild=rebuild,
            wait=wait,
            waiting=out.tell_waiting,
            written=lambda month: progress.tell(say("talk.checkpoint", month=month)),
        )
    out.emit(checkpoints_report(kept))


app = alone("checkpoint", checkpoint)
