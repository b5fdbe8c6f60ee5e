"""``rfma verify``: whether the store is as it must be."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone
from rfma_fast.errors import ExitCode
from rfma_fast.i18n import say


@with_output
def verify(
    *,
    full: Annotated[bool, typer.Option("--full", help=say("help.full"))] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help=say("help.verify_seed"))] = 0,
    out: Output,
) -> None:
    """Check files, tables and answers of the store; end with 3 where something does not hold."""
    from rfma_fast.analyses.verification import CHECKS
    from rfma_fast.reports.keeping import verification_report

    with out.progress(say("talk.verifying"), len(CHECKS)) as progress:

        def started(check: str) -> None:
            progress.tell(say(f"check.{check}"))
            progress.advance(1)

        found = out.store.verify(full=full, seed=seed, started=started)
    out.emit(verification_report(found))
    if found.findings:
        raise typer.Exit(ExitCode.FOUND)


app = alone("verify", verify)
