"""The small files that people write by hand, read without trusting them."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from rfma_fast.i18n import problem
from rfma_fast.i18n.formats import printable

MAX_OCTETS = 1_000_000
"""A file of that kind is never larger …"""
MAX_DEPTH = 10
"""… nor are its names of more parts: the time to read one grows with the square of them."""

_NO_NAME = re.compile(
    r"""#[^\n]*+"""
    r"""|"{3}(?>[^"\\]+|\\.|"{1,2}(?!"))*+"{0,5}|'{3}(?>[^']+|'{1,2}(?!'))*+'{0,5}"""
    r"""|"(?>[^"\\\n]+|\\[^\n])*+"?|'[^'\n]*+'?""",
    re.DOTALL,
)
"""Comments and texts, also such as do not end; a text may be a part of a name."""
_PART = r"[A-Za-z0-9_-]++[ \t]*+\.[ \t]*+"
_DEEP = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}){{{MAX_DEPTH}}}")


def text_of(path: Path) -> str:
    """Return the text of a file of at most ``MAX_OCTETS``; a pipe or a device is refused unread."""
    try:
        # A pipe without a writer would be waited for.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                raise problem("file.not_ordinary", path=path)
            octets = file.read(MAX_OCTETS + 1)
    except OSError as error:
        raise problem("file.unreadable", path=path, reason=error.strerror) from error
    except ValueError as error:
        raise problem("file.unreadable", path=path, reason=error) from error
    if len(octets) > MAX_OCTETS:
        raise problem("file.too_large", path=path, limit=MAX_OCTETS)
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise problem("file.not_toml", path=path, reason=error) from error


def parsed(text: str, path: str | Path) -> dict[str, Any]:
    """Return the document of a TOML text; ``path`` is what an error names.

    A name of more than ``MAX_DEPTH`` parts is refused unread.
    """
    bare = _NO_NAME.sub(lambda found: "text" + "\n" * found[0].count("\n"), text)
    if deep := _DEEP.search(bare):
        line = bare.count("\n", 0, deep.start()) + 1
        raise problem("file.too_deep", path=path, line=line, limit=MAX_DEPTH)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = printable(str(error)).rstrip(".")
        raise problem("file.not_toml", path=path, reason=reason) from error
