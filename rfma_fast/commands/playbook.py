"""``rfma playbook``: what to do with whom."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import AsOf, SchemeOption
from rfma_fast.i18n import misuse, say


@with_output
def playbook(
    *,
    as_of: AsOf = None,
    scheme: SchemeOption = "rfma",
    group: Annotated[
        str | None, typer.Option("--region", "--group", metavar="CODE", help=say("help.group"))
    ] = None,
    list_cards: Annotated[bool, typer.Option("--list", help=say("help.list_group"))] = False,
    out: Output,
) -> None:
    """Show what to do with each group and how large it is, or list the cards of one."""
    if list_cards and group is None:
        raise misuse("playbook.list_needs_group")
    found = out.store.playbook(day_option(as_of), scheme=scheme, group=group)
    if list_cards and group is not None:
        from rfma_fast.reports.frame import report as frame_report

        out.emit(frame_report(found.cards(group), "cards"))
        return
    from rfma_fast.reports.playbook import report

    out.emit(report(found))


app = alone("playbook", playbook)
