"""Help in the language in use, the framework's own words included."""

from __future__ import annotations

from typing import Any

import typer
import typer.core
import typer.main

from rfma_fast.i18n import language, say


class _Worded:
    """Usage in the language in use."""

    def get_usage(self, ctx: Any) -> str:
        """Return the line that shows how a command is called."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage:", say("help.usage"), 1)


class Verb(_Worded, typer.core.TyperCommand):
    """A command whose own ``--help`` speaks the language in use."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option, with its help in words."""
        return _worded(super().get_help_option(ctx))


class Verbs(_Worded, typer.core.TyperGroup):
    """A group of commands whose own ``--help`` speaks the language in use."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option, with its help in words."""
        return _worded(super().get_help_option(ctx))


def command_of(app: typer.Typer) -> Any:
    """Return the command line of an app, the framework's options in words."""
    command = typer.main.get_command(app)
    for parameter in command.params:
        if parameter.name in ("install_completion", "show_completion"):
            parameter.help = say(f"help.{parameter.name}")  # type: ignore[attr-defined]
    if language() != "en":
        _speak()
    return command


def _speak() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = say("help.panel_arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("help.panel_options")
    rich_utils.COMMANDS_PANEL_TITLE = say("help.panel_commands")
    rich_utils.ERRORS_PANEL_TITLE = say("word.error")
    rich_utils.DEFAULT_STRING = say("help.default")
    rich_utils.REQUIRED_LONG_STRING = say("help.required")
    rich_utils.RICH_HELP = say("help.try")


def _worded(option: Any) -> Any:
    if option is not None:
        option.help = say("help.help")
    return option
