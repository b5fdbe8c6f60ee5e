"""Help and wrong usage as they look, in the language in use.

Drawn here, since the framework's own drawing imports more than all the rest of a help.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from textwrap import wrap
from typing import Any

import typer
import typer.core

from rfma_fast.commands.values import take_as_written
from rfma_fast.errors import ExitCode, masked
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import printable

GAP = 2
"""Blanks between two columns of a panel."""
MARGINS = 4
"""Columns that a panel's sides take, with the blanks beside them."""
LEAST_TEXT = 20
"""The least columns that a text is given, however narrow the terminal is."""

_bold, _dim = partial(typer.style, bold=True), partial(typer.style, dim=True)
_name, _kind = partial(_bold, fg="cyan"), partial(_bold, fg="yellow")
_fault = partial(typer.style, fg="red")


class _Told:
    """Reads and tells of a command in the house's way; colours go where no terminal shows them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command's own part of the command line; return the rest."""
        take_as_written(self.get_params(ctx))  # type: ignore[attr-defined]
        rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        return rest

    def get_usage(self, ctx: Any) -> str:
        """Return the line that shows how a command is called."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage:", say("help.usage"), 1)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option ``--help``, with its help in words."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = say("help.help")
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help: usage, what the command does, its parameters, its commands."""
        width = typer.get_terminal_size().columns
        formatter.write("\n".join(self._parts(ctx, width)) + "\n")

    def commands_told(self) -> list[tuple[str, str]]:
        """Return the name of each command below and what it does."""
        return []

    def _parts(self, ctx: Any, width: int) -> Iterator[str]:
        command: Any = self
        yield ""
        yield from (f" {_bold(line)}" for line in self.get_usage(ctx).splitlines())
        for paragraph in command.help.split("\n\n"):
            yield ""
            yield from _paragraph(paragraph, width)
        yield ""
        titles = {"argument": say("help.panel_arguments"), "option": say("help.panel_options")}
        for kind, title in titles.items():
            asked = [one for one in command.get_params(ctx) if one.param_type_name == kind]
            rows = [_row(one, ctx) for one in asked if not one.hidden]
            lines = _aligned(rows, (_fault, _name, _name, _kind), width)
            yield from _panel(title, lines, width)
        lines = _aligned(self.commands_told(), (_name,), width)
        yield from _panel(say("help.panel_commands"), lines, width)


class Verb(_Told, typer.core.TyperCommand):
    """A command whose ``--help`` speaks the language in use."""


class Verbs(_Told, typer.core.TyperGroup):
    """A group of commands whose ``--help`` speaks the language in use."""

    def commands_told(self) -> list[tuple[str, str]]:
        """Return the name of each command below and what it does."""
        return [
            (name, str(command.help).partition("\n\n")[0])
            for name, command in self.commands.items()
        ]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what stands before the command; tell the help where there is nothing at all."""
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            typer.echo(ctx.get_help(), color=ctx.color)
            raise typer.Exit(ExitCode.USAGE)
        return super().parse_args(ctx, args)


def alone(name: str, function: Callable[..., None]) -> typer.Typer:
    """Return the app of one command, with its help and its examples."""
    app = typer.Typer(add_completion=False)
    app.command(name, cls=Verb, help=help_of(name))(function)
    return app


def help_of(verb: str) -> str:
    """Return a command's help: what it does, then examples."""
    return f"{say(f'verb.{verb}')}\n\n{say('word.examples')}:\n\n{_examples(verb)}"


def _examples(verb: str) -> str:
    lines = say(f"examples.{verb}").splitlines()
    return "\b\n" + "\n".join(f"  {line}" for line in lines)


def coloured() -> bool | None:
    """Return whether the environment asks for colours, or forbids them; else it is open."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def tell_wrong_usage(error: typer.TyperException) -> None:
    """Say on stderr what is wrong with a command line, and how it is called."""
    width = typer.get_terminal_size().columns
    context: Any = getattr(error, "ctx", None)
    parts = []
    if context is not None:
        option = context.help_option_names[0]
        parts.append(_bold(context.get_usage()))
        parts.append(_dim(say("help.try", command_path=context.command_path, help_option=option)))
    lines = _wrapped(printable(masked(error.format_message())), width - MARGINS)
    parts += _panel(say("word.error"), lines, width, _fault)
    typer.echo("\n".join(parts), err=True, color=coloured())


def _paragraph(text: str, width: int) -> list[str]:
    as_written = text.startswith("\b\n")
    return [
        f" {line}".rstrip()
        for line in (text.splitlines()[1:] if as_written else _wrapped(text, width - 2))
    ]


def _row(parameter: Any, context: Any) -> tuple[str, ...]:
    names = (
        [parameter.display_name_raw]
        if parameter.param_type_name == "argument"
        else (parameter.opts)
    )
    long = [name for name in names if name.startswith("--")]
    short = [name for name in names if not name.startswith("--")]
    told = [parameter.help]
    if isinstance(parameter.default, str | int) and parameter.default not in ("", 0):
        told.append(say("help.default", value=parameter.default))
    if parameter.required:
        told.append(say("help.required"))
    needed = "*" if parameter.required else ""
    kind = parameter.display_type_rich(context)
    return (needed, ",".join(long), ",".join(short), kind, " ".join(told))


def _aligned(
    rows: Sequence[tuple[str, ...]], styles: Sequence[Callable[[str], str]], width: int
) -> list[str]:
    """Return rows as lines of a panel; the last cell is wrapped into the columns that are left."""
    columns = list(zip(*rows, strict=True))[:-1]
    sizes = [max(map(len, column)) for column in columns]
    cells = [(place, size + GAP) for place, size in enumerate(sizes) if size]
    left = width - MARGINS - sum(size for _, size in cells)
    lines = []
    for row in rows:
        head = "".join(styles[place](row[place].ljust(size)) for place, size in cells)
        for text in _wrapped(row[-1], left):
            lines.append(head + text)
            head = "".join(" " * size for _, size in cells)
    return lines


def _panel(
    title: str, lines: Sequence[str], width: int, style: Callable[[str], str] = _dim
) -> list[str]:
    """Return a frame around lines, nothing where there are none."""
    if not lines:
        return []
    top = f"╭─ {title} ".ljust(width - 1, "─") + "╮"
    side, bottom = style("│"), "╰" + "─" * (width - 2) + "╯"
    return [style(top), *(f"{side} {line} {side}" for line in lines), style(bottom)]


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text as lines, each filled with blanks to the width."""
    width = max(width, LEAST_TEXT)
    return [line.ljust(width) for line in wrap(text, width, break_on_hyphens=False)]
