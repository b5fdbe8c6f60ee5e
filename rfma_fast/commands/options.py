"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rfma_fast.i18n import LANGUAGES, say, use
from rfma_fast.reports.forms import FORMATS
from rfma_fast.settings import DEFAULT_STORE


def _language(value: str | None) -> str | None:
    if value is not None:
        use(value)
    return value


StoreOption = Annotated[
    str | None,
    typer.Option("--store", metavar="PATH", help=say("help.store", default=DEFAULT_STORE)),
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="|".join(LANGUAGES), help=say("help.lang"), callback=_language),
]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help=say("help.format", known=", ".join(FORMATS))),
]
FileOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help=say("help.output"))
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=say("help.quiet"))]

EngineOption = Annotated[
    str, typer.Option("--engine", metavar="polars|spark", help=say("help.engine"))
]
RemoteOption = Annotated[
    str | None, typer.Option("--remote", metavar="sc://HOST:PORT", help=say("help.remote"))
]
StatesOption = Annotated[
    str | None, typer.Option("--states", metavar="PATH", help=say("help.states"))
]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="PATH|TABLE", help=say("help.source"))
]
ColumnsOption = Annotated[
    Path | None, typer.Option("--columns", metavar="PRESET|FILE", help=say("help.source_columns"))
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=say("help.as_of"))]
Future = Annotated[bool, typer.Option("--future", help=say("help.future"))]
Monthly = Annotated[bool, typer.Option("--monthly", help=say("help.monthly"))]
Explain = Annotated[bool, typer.Option("--explain", help=say("help.explain"))]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help=say("help.since"))]
Shops = Annotated[list[str] | None, typer.Option("--shop", metavar="SHOP", help=say("help.shop"))]
SchemeOption = Annotated[
    str, typer.Option("--scheme", metavar="CODE|FILE", help=say("help.scheme"))
]
ThresholdsFile = Annotated[
    Path | None, typer.Option("--thresholds", metavar="FILE", help=say("help.thresholds_file"))
]

Identical = Annotated[
    str,
    typer.Option("--identical", metavar="once|all|reject", help=say("help.identical")),
]
Floor = Annotated[str, typer.Option("--floor", metavar="DATE", help=say("help.floor"))]
MaxAmount = Annotated[
    str | None, typer.Option("--max-amount", metavar="ROUBLES", help=say("help.max_amount"))
]
MaxRejects = Annotated[
    str, typer.Option("--max-rejects", metavar="SHARE", help=say("help.max_rejects"))
]
DEFAULT_IDENTICAL, DEFAULT_FLOOR, DEFAULT_MAX_REJECTS = "once", "2000-01-01", "5%"
Wait = Annotated[float, typer.Option("--wait", metavar="SECONDS", help=say("help.wait"))]
