"""What the program says when it cannot go on: one sentence, one hint, one exit code."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a run of the command ended."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FOUND = 3
    INTERRUPTED = 130


class RfmaError(Exception):
    """A failure that the user can understand and mend.

    ``message`` says what, where and what was found; ``hint`` says what to do next.
    """

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ReaderGone(Exception):
    """Whoever read our output has seen enough and closed the pipe; no failure."""


class UsageError(RfmaError):
    """The command or function was called with values that it cannot take."""

    exit_code = ExitCode.USAGE
