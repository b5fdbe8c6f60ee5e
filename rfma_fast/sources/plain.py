"""A CSV file as the readers take it: plain UTF-8 with line feeds, copied only where it is not."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO, BinaryIO, cast

from rfma_fast.i18n import problem
from rfma_fast.sources.dialect import Dialect
from rfma_fast.sources.octets import octets_of

_PIECE = 1 << 20
STDIN = "-"


@contextmanager
def plain_path(path: Path, dialect: Dialect, name: str) -> Iterator[Path]:
    """Give a path to the file as plain UTF-8: itself, or a nameless copy that goes afterwards.

    Octets that are no text in the file's encoding become U+FFFD in a copy.
    """
    if is_plain(dialect):
        yield path
        return
    with _temporary() as copy:
        _writing(copy, _texts(path, dialect, name))
        yield _path_of(copy)


def is_plain(dialect: Dialect) -> bool:
    """Tell whether a file can be read where it lies."""
    utf8 = codecs.lookup(dialect.encoding).name == "utf-8"
    return utf8 and dialect.compression is None and dialect.newline != "\r"


@contextmanager
def spooled(pieces: Iterator[bytes]) -> Iterator[Path]:
    """Give the path of a nameless file with all that comes in pieces; it goes afterwards."""
    with _temporary() as copy:
        _writing(copy, pieces)
        yield _path_of(copy)


def from_stdin() -> Iterator[bytes]:
    """Yield all that comes on stdin."""
    return _pieces(sys.stdin.buffer)


@contextmanager
def _temporary() -> Iterator[IO[bytes]]:
    try:
        copy = TemporaryFile()  # noqa: SIM115
    except OSError as error:
        raise _unwritable(error) from error
    with copy:
        yield cast(IO[bytes], copy)


def _path_of(copy: IO[bytes]) -> Path:
    # The file has no name, so that nothing of it is left however the program ends.
    return Path(f"/proc/self/fd/{copy.fileno()}")


def _writing(copy: IO[bytes], pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        try:
            copy.write(piece)
        except OSError as error:
            raise _unwritable(error) from error
    try:
        copy.flush()
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> Exception:
    return problem("spool.unwritable", path=gettempdir(), reason=error.strerror or error)


def _texts(path: Path, dialect: Dialect, name: str) -> Iterator[bytes]:
    utf8 = codecs.lookup(dialect.encoding).name == "utf-8"
    encoding = "utf-8-sig" if utf8 else dialect.encoding
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with octets_of(path, dialect.compression, name) as file:
        for piece in _pieces(file):
            yield _ended(decoder.decode(piece), dialect)
        yield _ended(decoder.decode(b"", final=True), dialect)


def _ended(text: str, dialect: Dialect) -> bytes:
    return (text.replace("\r", "\n") if dialect.newline == "\r" else text).encode()


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
