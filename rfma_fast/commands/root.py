"""``rfma`` itself: its table of verbs, and what may stand before a verb."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
import typer.main

from rfma_fast._version import __version__
from rfma_fast.commands.help import Verbs, coloured
from rfma_fast.commands.options import LanguageOption
from rfma_fast.i18n import say

VERBS = (
    "demo",
    "generate",
    "ingest",
    "rejects",
    "undo",
    "status",
    "checkpoint",
    "verify",
    "gc",
    "overview",
    "statistics",
    "segment",
    "card",
    "cooling",
    "outlook",
    "migrate",
    "diff",
    "acquisition",
    "query",
    "export",
    "publish",
    "playbook",
    "report",
    "serve",
    "thresholds",
    "scheme",
)
"""Each is a module beside this one, whose ``app`` is the command."""


class Table(Verbs):
    """The verbs; a verb's module is imported when the verb is asked for."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands: dict[str, Any] = dict.fromkeys(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a verb, ``None`` where there is no such verb."""
        if cmd_name in VERBS and self.commands[cmd_name] is None:
            module = import_module(f"rfma_fast.commands.{cmd_name}")
            self.commands[cmd_name] = typer.main.get_command(module.app)
        return self.commands.get(cmd_name)

    def commands_told(self) -> list[tuple[str, str]]:
        """Return each verb and what it does."""
        return [(verb, say(f"verb.{verb}")) for verb in VERBS]


def root_app() -> typer.Typer:
    """Return the command line, its help in the language in use."""
    app = typer.Typer(
        cls=Table,
        help=say("help.rfma"),
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "color": coloured()},
    )
    app.callback()(root)
    return app


def root_command() -> Any:
    """Return the command line as it is run, the framework's options in words."""
    command = typer.main.get_command(root_app())
    for parameter in command.params:
        if parameter.name in ("install_completion", "show_completion"):
            parameter.help = say(f"help.{parameter.name}")  # type: ignore[attr-defined]
    return command


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
