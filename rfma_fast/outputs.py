"""Files that a run writes for its user: whole or not at all, as visible as the user wants them."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rfma_fast.errors import ReaderGone
from rfma_fast.i18n import problem

_SUFFIX = 20
_LINKS = 40
"""Links behind one another, beyond which Linux gives up, too."""
_OWN = re.compile(rf"/(?:dev|proc/(?:self|thread-self|{os.getpid()}))/fd/(\d+)")
"""A path that stands for what this process already has open."""


@dataclass(frozen=True)
class Unfinished:
    """A file being written, which others do not see under its name before it is finished."""

    path: Path
    """Where it is written meanwhile."""
    target: Path
    """What it will be: the file itself, or the one that a link leads to."""
    mode: int | None
    """The rights of the file that it takes the place of."""

    def finish(self) -> None:
        """Put it in its place."""
        if self.mode is not None:
            self.path.chmod(self.mode)
        self.path.replace(self.target)

    def forget(self) -> None:
        """Remove what was written, if it is still there."""
        self.path.unlink(missing_ok=True)


def begun(file: Path) -> Unfinished:
    """Begin a file beside its target.

    A new one has the rights that the umask leaves, one that is there keeps its own; a link stays
    one. Raises ``OSError`` where the target may not be written.
    """
    target = Path(_followed(os.fspath(file)))
    mode = None
    if target.exists():
        if target.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        if not os.access(target, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        mode = stat.S_IMODE(target.stat().st_mode) & 0o777
    name = f".rfma-{uuid.uuid4().hex[:12]}{target.suffix[:_SUFFIX]}"
    path = target.parent / name
    # Nobody sees more of it on the way than of what it takes the place of.
    rights = 0o666 if mode is None else 0o600
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, rights))
    return Unfinished(path, target, mode)


def replace(file: Path, write_to: Callable[[Path], object]) -> None:
    """Let ``write_to`` fill a file that appears whole or not at all.

    What is no plain file, a pipe or a device or an output of this process, is written through.
    Raises ``RfmaError``, and ``ReaderGone`` where nobody reads a pipe any more.
    """
    try:
        if _streams(file):
            _through(file, write_to)
            return
        unfinished = begun(file)
        try:
            write_to(unfinished.path)
            unfinished.finish()
        finally:
            unfinished.forget()
    except BrokenPipeError as error:
        raise ReaderGone from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise problem("file.unwritable", path=file, reason=reason) from error


def _streams(file: Path) -> bool:
    followed = _followed(os.fspath(file))
    if _OWN.fullmatch(followed):
        return True
    try:
        kind = os.stat(followed).st_mode  # noqa: PTH116
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(kind) and not stat.S_ISDIR(kind)


def _through(file: Path, write_to: Callable[[Path], object]) -> None:
    """Write a file of this run's own first: not every writer can write what cannot be rewound."""
    followed = _followed(os.fspath(file))
    own = _OWN.fullmatch(followed)
    with tempfile.TemporaryDirectory(prefix="rfma-") as scratch:
        written = Path(scratch) / f"output{file.suffix[:_SUFFIX]}"
        write_to(written)
        # Opened anew, an output of this process would be emptied or written from its beginning.
        handle = os.dup(int(own.group(1))) if own else os.open(followed, os.O_WRONLY)
        with written.open("rb") as octets, os.fdopen(handle, "wb") as stream:
            shutil.copyfileobj(octets, stream)


def _followed(path: str) -> str:
    """Return where links lead, up to the first path that stands for something already open."""
    for _ in range(_LINKS):
        directory, name = os.path.split(path)
        path = os.path.join(os.path.realpath(directory or "."), name)  # noqa: PTH118
        if _OWN.fullmatch(path) or not os.path.islink(path):  # noqa: PTH114
            return path
        path = os.path.join(os.path.dirname(path), os.readlink(path))  # noqa: PTH115, PTH118, PTH120
    raise OSError(40, os.strerror(40))
