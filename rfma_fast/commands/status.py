"""``rfma status``: what is in the store."""

from __future__ import annotations

from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone


@with_output
def status(*, out: Output) -> None:
    """Show months, rows, cards, loads, quarantine and size."""
    from rfma_fast.reports.store import status_report

    out.emit(status_report(out.store.status()))


app = alone("status", status)
