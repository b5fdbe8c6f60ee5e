"""What the program says when it cannot go on: one sentence, one hint, one exit code."""

import re
from enum import IntEnum

_CREDENTIALS = re.compile(r"""([^\s:@/'"]+:/{0,3})(?=[^\s/])[^\n]*(?:@|%40)""")
"""What stands before the last @ of something like an address, however it was mistyped."""
_PARAMETERS = re.compile(
    r"(\w*(?:passw\w*|passfile|pwd|secret\w*|sslkey|token)\s*=\s*)('[^'\n]*'?|\"[^\"\n]*\"?|[^\s&;]*)",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """Return a text that is told to people without what may be the secret of an address."""
    return _PARAMETERS.sub(r"\1***", _CREDENTIALS.sub(r"\1***@", text))


class ExitCode(IntEnum):
    """How a run of the command ended."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FOUND = 3
    FAULT = 70
    INTERRUPTED = 130


class RfmaError(Exception):
    """A failure that the user can understand and mend.

    ``message`` says what, where and what was found; ``hint`` says what to do next. An address that
    the message repeats, well-formed or not, is told without its secret; so must a hint be given.
    """

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.message = masked(message)
        self.hint = hint
        super().__init__(self.message)


class ReaderGone(Exception):
    """Whoever read our output has seen enough and closed the pipe; no failure."""


class UsageError(RfmaError):
    """The command or function was called with values that it cannot take."""

    exit_code = ExitCode.USAGE


class Fault(RfmaError):
    """A fault of the program itself, for which the user can do nothing but tell of it."""

    exit_code = ExitCode.FAULT
