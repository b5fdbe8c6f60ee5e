"""The three streams of the command, whatever it was started with."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from typing import TextIO

from rfma_fast.i18n.formats import printable

_PLAIN = {
    "\u00a0": " ", "\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2500": "-", "\u2502": "|",
    "\u2588": "#", "\u25a0": "#", "\u2026": "...", "\u2264": "<=", "\u2265": ">=", "\u00d7": "x",
    "\u2192": "->", "\u00b7": "|", "\u00ab": '"', "\u00bb": '"', "\u201c": '"', "\u201d": '"',
    "\u2019": "'", "\u20bd": "RUB",
}  # fmt: skip
"""What stands for a sign that an output cannot show; the blocks of bars stand for less than one."""
_BLOCKS = range(0x2580, 0x25A0)


def prepare() -> None:
    """Let every stream be there, and let none fail for a sign that its encoding does not have.

    A closed stream must not become that of a file of the store. What is written to a closed stdout
    fails, a closed stdin is empty, what is told on a closed stderr is not told.
    """
    for number, way in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            # The lowest free number is taken.
            os.open(os.devnull, way)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115
    codecs.register_error("rfma-plain", _in_plain_signs)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="rfma-plain")


def complain(text: str) -> None:
    """Say something on stderr, if it can be said there."""
    with suppress(OSError, ValueError):
        print(printable(text), file=sys.stderr, flush=True)  # noqa: T201


def forget_output() -> None:
    """Let nothing more be written: Python must not complain at exit either, when it flushes."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def write_data(text: str, stream: TextIO) -> None:
    """Write what programs read: UTF-8, whatever signs a person's terminal has."""
    encoding = codecs.lookup(stream.encoding or "utf-8").name
    if encoding == "utf-8":
        stream.write(text)
    else:
        stream.flush()
        stream.buffer.write(text.encode())
    stream.flush()


def _in_plain_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(map(_plain_sign, signs)), error.end


def _plain_sign(sign: str) -> str:
    if ord(sign) in _BLOCKS and sign not in _PLAIN:
        return "."
    return _PLAIN.get(sign) or sign.encode("ascii", "backslashreplace").decode()
