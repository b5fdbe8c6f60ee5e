"""``rfma ingest``: cheques from files and servers into the store."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from rfma_fast.api.demands import Asked
from rfma_fast.commands.common import Output, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import (
    DEFAULT_FLOOR,
    DEFAULT_IDENTICAL,
    DEFAULT_MAX_REJECTS,
    Floor,
    Identical,
    MaxAmount,
    MaxRejects,
    Wait,
)
from rfma_fast.i18n import misuse, problem, say
from rfma_fast.settings import WAIT

if TYPE_CHECKING:
    from rfma_fast.cheques.card_forms import CardSurvey
    from rfma_fast.cheques.rulebook import Rows, Warned
    from rfma_fast.errors import RfmaError

OVERLAP = 7
"""Days before the newest stored one that are read again unless told otherwise."""
_RULES = "auto, 13-digits, digits, phone, email, uuid, any"


class Reading(TypedDict):
    """How the rows of a server are read."""

    zone: str | None
    since_last: bool
    overlap: int


@with_output
def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help=say("help.sources"))],
    *,
    columns: Annotated[
        Path | None, typer.Option("--columns", metavar="PRESET|FILE", help=say("help.columns"))
    ] = None,
    card_rule: Annotated[
        str | None,
        typer.Option("--card-rule", metavar="RULE", help=say("help.card_rule", rules=_RULES)),
    ] = None,
    since_last: Annotated[bool, typer.Option("--since-last", help=say("help.since_last"))] = False,
    overlap: Annotated[
        int | None,
        typer.Option("--overlap", metavar="DAYS", help=say("help.overlap", default=OVERLAP)),
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="ZONE", help=say("help.zone"))
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option("--leave-out", metavar="PATTERN", help=say("help.leave_out")),
    ] = None,
    no_cards: Annotated[bool, typer.Option("--no-cards", help=say("help.no_cards"))] = False,
    rows: Annotated[
        str | None, typer.Option("--rows", metavar="KIND", help=say("help.rows"))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("help.dry_run"))] = False,
    max_rejects: MaxRejects = DEFAULT_MAX_REJECTS,
    identical: Identical = DEFAULT_IDENTICAL,
    floor: Floor = DEFAULT_FLOOR,
    max_amount: MaxAmount = None,
    wait: Wait = WAIT,
    out: Output,
) -> None:
    """Take cheques into the store."""
    if overlap is not None and not since_last:
        raise misuse("server.overlap_alone")
    reading = Reading(
        zone=zone, since_last=since_last, overlap=OVERLAP if overlap is None else overlap
    )
    asked = Asked(max_rejects=max_rejects, identical=identical, floor=floor, max_amount=max_amount)
    asked |= Asked(no_cards=no_cards, rows=rows)
    left_out = leave_out or []
    if dry_run:
        from rfma_fast.reports.understanding import understanding_report

        found = out.store.understand(
            *sources, columns=columns, leave_out=left_out, **reading, **asked
        )
        out.emit(understanding_report(found))
        return
    from rfma_fast.reports.store import load_report

    with out.progress(say("talk.reading")) as progress:
        load = out.store.ingest(
            *sources,
            columns=columns,
            card_rule=card_rule,
            leave_out=left_out,
            **reading,
            wait=wait,
            waiting=out.tell_waiting,
            unfamiliar=lambda warned: _ask(warned, out, progress.stop),
            lines_found=lambda refused: _rows_told(refused, out, progress.stop),
            card_rule_found=lambda survey: _agreed(survey, out, progress.stop),
            rows_read=progress.advance,
            month_written=lambda month: progress.tell(say("talk.month", month=month)),
            checkpoint_written=lambda month: progress.tell(say("talk.checkpoint", month=month)),
            **asked,
        )
    out.emit(load_report(load))


def on_a_terminal() -> bool:
    """Tell whether somebody reads what is said and can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask(warned: Warned, out: Output, stop: Callable[[], None]) -> None:
    """Warn that a load shares nothing with the store; on a terminal ask whether to store it."""
    from rfma_fast.reports.quality import sentence

    stop()
    out.tell(say("talk.unfamiliar", warning=sentence(warned)))
    if out.quiet or not on_a_terminal():
        return
    if not typer.confirm(say("talk.store_anyway"), default=False, err=True):
        raise problem("load.declined", store=out.store_path)


def _agreed(survey: CardSurvey, out: Output, stop: Callable[[], None]) -> bool:
    """Ask on a terminal whether ids of another look than usual are cards."""
    from rfma_fast.sources.card_rule import described

    stop()
    if out.quiet or not on_a_terminal():
        return False
    out.tell(say("talk.card_rule", name=survey.proposed, ids=described(survey)))
    return typer.confirm(say("talk.take_rule"), default=True, err=True)


def _rows_told(refused: RfmaError, out: Output, stop: Callable[[], None]) -> Rows | None:
    """Ask on a terminal whether rows that share a receipt are its lines."""
    stop()
    if out.quiet or not on_a_terminal():
        return None
    out.tell(refused.message)
    if typer.confirm(say("talk.sum_lines"), default=False, err=True):
        return "lines"
    return "receipts" if typer.confirm(say("talk.as_receipts"), default=False, err=True) else None


app = alone("ingest", ingest)
