"""The command ``rfma``: its table of verbs, and the one place where errors become words."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from rfma_fast.errors import ExitCode, ReaderGone, RfmaError
from rfma_fast.i18n import LANGUAGES, preferred, say, use

if TYPE_CHECKING:
    import typer


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    use(_language_asked_for(sys.argv[1:]))
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; speaks the language in use."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except RfmaError as error:
        return _failed(error)
    except KeyboardInterrupt:
        print(say("talk.interrupted"), file=sys.stderr)  # noqa: T201
        return ExitCode.INTERRUPTED
    except (ReaderGone, BrokenPipeError):
        # Python must not complain at exit either, when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    return code


def _run(arguments: list[str]) -> int:
    import typer

    from rfma_fast.commands.help import command_of

    try:
        code = command_of(build_app())(arguments, prog_name="rfma", standalone_mode=False)
    except typer.exceptions.TyperException as error:
        _wrong_usage(error)
        return ExitCode.USAGE
    except typer.Exit as left:
        return left.exit_code
    except typer.Abort as stopped:
        raise KeyboardInterrupt from stopped
    if code == ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else ExitCode.DONE


def _wrong_usage(error: Exception) -> None:
    from typer.rich_utils import rich_format_error

    rich_format_error(error)  # type: ignore[arg-type]


def build_app() -> typer.Typer:
    """Return the command table, its help in the language in use."""
    import typer

    from rfma_fast.commands import (
        checkpoint,
        demo,
        generate,
        ingest,
        migrate,
        overview,
        playbook,
        query,
        root,
        segment,
        status,
        thresholds,
    )
    from rfma_fast.commands import scheme as schemes
    from rfma_fast.commands.common import help_of
    from rfma_fast.commands.help import Verb, Verbs

    app = typer.Typer(
        cls=Verbs,
        help=say("help.rfma"),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    app.callback()(root.root)
    verbs: dict[str, Callable[..., None]] = {
        "demo": demo.demo,
        "generate": generate.generate,
        "ingest": ingest.ingest,
        "status": status.status,
        "checkpoint": checkpoint.checkpoint,
        "overview": overview.overview,
        "segment": segment.segment,
        "migrate": migrate.migrate,
        "query": query.query,
        "playbook": playbook.playbook,
    }
    for verb, function in verbs.items():
        app.command(verb, cls=Verb, help=help_of(verb))(function)
    app.add_typer(thresholds.app, name="thresholds")
    app.add_typer(schemes.app, name="scheme")
    return app


def _failed(error: RfmaError) -> int:
    from rfma_fast.i18n.formats import printable

    print(printable(f"{say('word.error')}: {error.message}"), file=sys.stderr)  # noqa: T201
    if error.hint:
        print(printable(f"{say('word.hint')}: {error.hint}"), file=sys.stderr)  # noqa: T201
    return error.exit_code


def _language_asked_for(arguments: list[str]) -> str:
    """Find ``--lang`` before anything is parsed, so that help and errors speak it too."""
    for place, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in LANGUAGES:
            return value
    return preferred()
