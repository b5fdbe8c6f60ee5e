"""A fault of the program itself: one sentence, and a file to send that holds no data.

The file tells versions, the command without its values, the kinds of the errors and where in the
code they arose. What an error says may quote a row, a path or a secret: it stays out.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
import traceback
import uuid
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rfma_fast._version import __version__
from rfma_fast.errors import Fault, RfmaError
from rfma_fast.i18n import problem, say

_LIBRARIES = ("polars", "pyarrow", "duckdb", "deltalake", "numpy", "narwhals", "typer", "starlette")
_PACKAGE = Path(__file__).parent
_CAUSES = 20
"""Errors behind an error that are told at the most."""
_FRAMES = 200
_told: dict[str, Path | None] = {}
"""What this process has told already: a page that is asked for again writes no second file."""


def fault_of(error: BaseException, command: Sequence[str]) -> RfmaError:
    """Return what to tell of an unforeseen error, after writing the file to send.

    ``command`` is the command line without values.
    """
    if isinstance(error, MemoryError):
        return problem("fault.memory")
    told = "\n".join(_trace(error))
    known = hashlib.sha256(told.encode()).hexdigest()
    if known not in _told:
        _told[known] = _written("\n".join([*_about(command), "", told, ""]))
    path = _told[known]
    sentence = say("fault.unforeseen") if path else say("fault.unwritten", kind=_kind(error))
    return Fault(sentence, say("fault.unforeseen.hint", path=path) if path else None)


def _written(text: str) -> Path | None:
    """Write the file here or, where that is not allowed, among temporary files."""
    name = f"rfma-fault-{uuid.uuid4().hex[:12]}.txt"
    for directory in (os.curdir, tempfile.gettempdir()):
        path = Path(directory) / name
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            continue
        return path
    return None


def _about(command: Sequence[str]) -> Iterator[str]:
    yield f"rfma {__version__}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    for library in _LIBRARIES:
        try:
            yield f"{library} {version(library)}"
        except PackageNotFoundError:
            continue
    yield f"command: {' '.join(command) or '?'}"


def _trace(error: BaseException) -> Iterator[str]:
    """Yield the errors, the one that came last first, and the lines of code that they went through.

    Only names of code are told: neither messages nor lines of it nor where it is installed.
    """
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen and len(seen) < _CAUSES:
        yield ("" if not seen else "caused by ") + _kind(cause)
        for frame in traceback.extract_tb(cause.__traceback__, limit=_FRAMES):
            yield f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__


def _kind(error: BaseException) -> str:
    kind = type(error)
    number = getattr(error, "errno", None)
    told = f"{kind.__module__}.{kind.__qualname__}"
    return f"{told} (errno {number})" if isinstance(number, int) else told


def _place(file: str) -> str:
    """Return a file of code from its package on."""
    path = Path(file)
    if path.is_relative_to(_PACKAGE):
        return str(path.relative_to(_PACKAGE.parent))
    for root in sorted((root for root in sys.path if root), key=len, reverse=True):
        if path.is_relative_to(root):
            return str(path.relative_to(root))
    return path.name
