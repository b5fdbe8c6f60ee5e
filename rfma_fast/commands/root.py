"""``rfma`` itself: what may stand before a verb."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast._version import __version__
from rfma_fast.commands.common import LanguageOption
from rfma_fast.i18n import say


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"rfma {__version__}")
        raise typer.Exit


def root(
    lang: LanguageOption = None,
    version: Annotated[
        bool,
        typer.Option("--version", help=say("help.version"), is_eager=True, callback=_version),
    ] = False,
) -> None:
    """Take the options that hold for every verb."""
