"""``rfma rejects``: the rows in quarantine, to be looked at, mended and taken in after all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rfma_fast.api.demands import Asked
from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import (
    DEFAULT_FLOOR,
    DEFAULT_IDENTICAL,
    Floor,
    Identical,
    MaxAmount,
)
from rfma_fast.i18n import misuse, say


@with_output
def rejects(
    *,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="RULE", help=say("help.rejects_rule"))
    ] = None,
    load: Annotated[
        int | None, typer.Option("--load", metavar="LOAD", help=say("help.rejects_load"))
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="ROWS", help=say("help.rejects_limit"))
    ] = None,
    retry: Annotated[
        Path | None, typer.Option("--retry", metavar="FILE", help=say("help.retry"))
    ] = None,
    recheck: Annotated[bool, typer.Option("--recheck", help=say("help.recheck"))] = False,
    identical: Identical = DEFAULT_IDENTICAL,
    floor: Floor = DEFAULT_FLOOR,
    max_amount: MaxAmount = None,
    out: Output,
) -> None:
    """List rejected rows, or take them in after all."""
    from rfma_fast.reports.quality import rejects_report
    from rfma_fast.reports.store import load_report

    if retry and (recheck or rule or load is not None):
        raise misuse("retry.file_decides")
    if not retry and not recheck:
        out.emit(rejects_report(out.store.rejects(rules=rule or (), load=load), limit))
        return
    asked = Asked(identical=identical, floor=floor, max_amount=max_amount)
    out.emit(load_report(out.store.retry(retry, rules=rule or (), load=load, **asked)))


app = alone("rejects", rejects)
