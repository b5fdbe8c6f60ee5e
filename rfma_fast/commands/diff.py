"""``rfma diff``: what differs between two saved segmentations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone
from rfma_fast.i18n import say
from rfma_fast.reports.forms import chosen_format


@with_output
def diff(
    before: Annotated[Path, typer.Argument(metavar="RUN_A", help=say("help.diff_before"))],
    after: Annotated[Path, typer.Argument(metavar="RUN_B", help=say("help.diff_after"))],
    *,
    level: Annotated[str | None, typer.Option("--level", help=say("help.diff_level"))] = None,
    cards: Annotated[
        Path | None, typer.Option("--cards", metavar="FILE", help=say("help.diff_cards"))
    ] = None,
    out: Output,
) -> None:
    """Tell what changed between two runs, and which cards moved because of what."""
    from rfma_fast.reports.diff import report

    form = chosen_format(None, cards)
    found = out.store.diff(before, after, level=level)
    if cards is not None and found.moved is not None:
        from rfma_fast.reports.export import write_frames

        write_frames({"moved": found.moved}, form, cards)
        out.tell(say("talk.written", file=cards))
    out.emit(report(found))


app = alone("diff", diff)
