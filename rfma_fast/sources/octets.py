"""The octets of a file, freed of their compression, which their first octets tell."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, cast

from rfma_fast.i18n import problem
from rfma_fast.sources.dialect import Compression
from rfma_fast.sources.limits import Unpacked

SAMPLE = 1 << 18
"""Octets at the start of a file from which a dialect is found."""

Kind = Literal["csv", "parquet", "arrow", "excel"]

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrow"),
    (b"PK\x03\x04", "excel"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "excel"),
)
_COMPRESSIONS: tuple[tuple[bytes, Compression], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)


def first_octets(path: Path) -> bytes:
    """Return the first octets of a file as they lie on disk."""
    with path.open("rb") as file:
        return file.read(8)


def kind_by_octets(first: bytes) -> Kind | None:
    """Return the kind of file that these first octets prove; text proves nothing."""
    return next((kind for magic, kind in _MAGIC if first.startswith(magic)), None)


def compression_of(first: bytes) -> Compression | None:
    """Return the compression that these first octets prove."""
    return next((name for magic, name in _COMPRESSIONS if first.startswith(magic)), None)


@contextmanager
def octets_of(path: Path, compression: Compression | None, name: str) -> Iterator[BinaryIO]:
    """Open a file for its uncompressed octets; a broken compression is refused by name."""
    try:
        if compression == "gzip":
            with gzip.open(path) as file:
                yield cast(BinaryIO, Unpacked(file, path))
        elif compression == "zstd":
            import pyarrow as pa

            with pa.input_stream(str(path), compression="zstd") as file:
                yield cast(BinaryIO, Unpacked(file, path))
        else:
            with path.open("rb") as file:
                yield file
    except (EOFError, zlib.error, OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise problem("source.unreadable", path=name, reason=reason.rstrip(".")) from error
