"""The command ``rfma``: its table of verbs, and the one place where errors become words."""

from __future__ import annotations

import errno
import gc
import sys
from contextlib import suppress
from typing import NoReturn

from rfma_fast import streams
from rfma_fast.errors import ExitCode, ReaderGone, RfmaError
from rfma_fast.i18n import LANGUAGES, preferred, problem, say, use

ALLOCATIONS = 200_000
"""Objects made before Python first looks for garbage."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What a system answers where an output takes no more."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    # Most of what a command makes are modules, which stay: looking for garbage in them is idle.
    gc.set_threshold(ALLOCATIONS)
    streams.prepare()
    use(_language_asked_for(sys.argv[1:]))
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; speaks the language in use."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except RfmaError as error:
        return _told(error)
    except KeyboardInterrupt:
        streams.complain(say("talk.interrupted"))
        return ExitCode.INTERRUPTED
    except (ReaderGone, BrokenPipeError):
        streams.forget_output()
        return ExitCode.DONE
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # Panics of Polars and of its kin are no Exception.
        return _told(_in_words(error, arguments))
    return code


def _in_words(error: BaseException, arguments: list[str]) -> RfmaError:
    """Return what to tell of an error that nobody below had words for."""
    if isinstance(error, OSError) and error.filename is None and error.errno in _FULL:
        streams.forget_output()
        return problem("output.full", reason=error.strerror)
    from rfma_fast.commands.failure import without_values
    from rfma_fast.faults import fault_of

    # Readers ask for rows when they need them, so an object store may fail anywhere.
    from rfma_fast.store.places import told_of_objects

    told = told_of_objects(error) if isinstance(error, Exception) else None
    return told or fault_of(error, without_values(arguments))


def _run(arguments: list[str]) -> int:
    import typer

    from rfma_fast.commands.help import tell_wrong_usage
    from rfma_fast.commands.root import root_command

    try:
        code = root_command()(arguments, prog_name="rfma", standalone_mode=False)
    except typer.TyperException as error:
        with suppress(OSError):
            tell_wrong_usage(error)
        return ExitCode.USAGE
    except typer.Exit as left:
        return left.exit_code
    except typer.Abort as stopped:
        raise KeyboardInterrupt from stopped
    if code == ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else ExitCode.DONE


def _told(error: RfmaError) -> int:
    from rfma_fast.commands import failure

    return failure.tell(error)


def _language_asked_for(arguments: list[str]) -> str:
    """Find ``--lang`` before anything is parsed, so that help and errors speak it too."""
    for place, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in LANGUAGES:
            return value
    return preferred()
