"""How a failure is told on stderr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from rfma_fast import streams
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import say


def tell(error: RfmaError) -> int:
    """Say what went wrong and what to do about it; return the exit code."""
    streams.complain(f"{say('word.error')}: {error.message}")
    if error.hint:
        streams.complain(f"{say('word.hint')}: {error.hint}")
    return error.exit_code


def without_values(arguments: Sequence[str]) -> list[str]:
    """Return the verb and the names of the options of a command line, and none of its values."""
    found: list[str] = []
    # What cannot be imported or built any more is what the command stumbled over.
    with suppress(Exception):
        found.extend(_known(arguments))
    return found


def _known(arguments: Sequence[str]) -> Iterator[str]:
    from rfma_fast.commands.root import root_command

    command: Any = root_command()
    for argument in arguments:
        below = getattr(command, "commands", {})
        if argument in below:
            command = command.get_command(None, argument)
            yield argument
            continue
        name = argument.partition("=")[0]
        if any(name in (*one.opts, *one.secondary_opts) for one in command.params):
            yield name
