"""``rfma generate``: cheques of a chain that does not exist."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from rfma_fast.commands.common import Output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import LanguageOption, QuietOption
from rfma_fast.i18n import misuse, problem, say
from rfma_fast.i18n.formats import number


def generate(
    cheques: Annotated[int, typer.Option("--cheques", help=say("help.g_cheques"))],
    path: Annotated[
        Path, typer.Option("-o", "--output", metavar="PATH", help=say("help.g_output"))
    ],
    cards: Annotated[int | None, typer.Option("--cards", help=say("help.g_cards"))] = None,
    shops: Annotated[int, typer.Option("--shops", help=say("help.g_shops"))] = 8,
    months: Annotated[int, typer.Option("--months", help=say("help.g_months"))] = 12,
    start: Annotated[
        str | None, typer.Option("--start", metavar="YYYY-MM", help=say("help.g_start"))
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help=say("help.g_seed"))] = 1,
    lang: LanguageOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write a plausible chain's cheques, the same for the same seed."""
    from rfma_fast.synth import ChainSpec, usual_start, write_cheques

    out = Output("", None, path, quiet)
    first = _month(start) if start is not None else usual_start(months, date.today())
    try:
        spec = ChainSpec(cheques, cards, shops, months, seed, first)
    except ValueError as error:
        raise misuse("generate.impossible", reason=str(error).rstrip(".")) from error
    with out.progress(say("talk.generating"), total=cheques) as progress:
        try:
            write_cheques(spec, path, progress.advance)
        except OSError as error:
            raise problem("file.unwritable", path=path, reason=error.strerror) from error
    out.tell(say("talk.generated", rows=number(cheques), path=path))


def _month(told: str) -> date:
    try:
        return date.fromisoformat(f"{told}-01")
    except ValueError as error:
        raise misuse("generate.start", got=told) from error


app = alone("generate", generate)
