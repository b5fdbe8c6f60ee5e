"""How much a source may ask of the reader, and what refuses the rest before it is in memory."""

from __future__ import annotations

import io
import mmap
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.i18n.formats import number, size

if TYPE_CHECKING:
    import polars as pl

_MEGABYTE = 2**20
_BLOCK = 256 * 1024
_ROWS_A_BATCH = 100_000
_DEFLATE_AT_MOST = 1032
"""No deflated octet stands for more octets."""
_LOCAL_HEADER = 30


@dataclass(frozen=True)
class Limits:
    """The caps on one source."""

    columns: int = 2_000
    line: int = 8 * _MEGABYTE
    """Octets of a line; one of twice so many is always refused."""
    times: int = 250
    """A packed file may unpack to so many times its size …"""
    free: int = 64 * _MEGABYTE
    """… and to so many octets, whatever its size …"""
    octets: int = 2**38
    """… but never to more than these."""
    workbook: int = 2**31
    """Octets of a workbook's parts, unpacked."""
    parts: int = 10_000

    def unpacked(self, packed: int) -> int:
        """Return how many octets a file of ``packed`` octets may unpack to."""
        return min(max(self.free, packed * self.times), self.octets)


LIMITS = Limits()


def check_ordinary(path: Path) -> None:
    """Refuse a pipe, a device or a socket: reading one may never end."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise problem("file.not_ordinary", path=path)


def check_columns(count: int, path: Path, limits: Limits = LIMITS) -> None:
    """Refuse a source of too many columns."""
    if count > limits.columns:
        raise problem("source.columns", path=path, got=number(count), limit=number(limits.columns))


def check_lines(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse a file that has ``limits.line`` octets without an end of line, wherever they stand.

    Looks for one end in each stretch of that many octets, so that of a usual file little is read.
    """
    with path.open("rb") as file:
        octets = os.fstat(file.fileno()).st_size
        if octets < limits.line:
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            for start in range(0, octets - limits.line + 1, limits.line):
                if not _has_end(mapped, start, start + limits.line):
                    raise line_too_long(path, limits)


def _has_end(mapped: mmap.mmap, start: int, stop: int) -> bool:
    # Block by block: a file with ends of one kind is not searched for the other to its end.
    return any(
        mapped.find(b"\n", at, min(at + _BLOCK, stop)) >= 0
        or mapped.find(b"\r", at, min(at + _BLOCK, stop)) >= 0
        for at in range(start, stop, _BLOCK)
    )


def check_parquet(path: Path, columns: Iterable[str]) -> None:
    """Refuse a Parquet file whose pages contradict themselves, before Polars trusts them.

    Arrow reads the columns once and throws them away: a page that lies about its size makes Polars
    ask for memory that no machine has, which ends the process.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches(_ROWS_A_BATCH, columns=list(columns)):
                pass
    except pa.ArrowNotImplementedError:
        # A type that only other engines know is no damage.
        return
    except (pa.ArrowException, OSError, MemoryError, ValueError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise problem("source.unreadable", path=path, reason=reason) from error


def all_told(batches: Iterator[pl.DataFrame], rows: int, path: Path) -> Iterator[pl.DataFrame]:
    """Yield the batches of a file that says how many rows it has; fewer or more are refused.

    A reader that breaks down over a damaged file may end early without a word.
    """
    read = 0
    for batch in batches:
        read += batch.height
        yield batch
    if read != rows:
        raise problem("source.cut", path=path, told=number(rows), read=number(read))


class Octets(Protocol):
    """What octets can be read from."""

    def read(self, size: int, /) -> bytes:
        """Read at most so many."""

    def close(self) -> None:
        """Let go of it."""


class Unpacked(io.RawIOBase):
    """What a packed file unpacks to, octet by octet, until it is more than it may be.

    ``unpacked`` is the stream of a decompressor, such as ``gzip.open(path)``. Raises ``RfmaError``
    where too much comes out, or a line without an end.
    """

    def __init__(self, unpacked: Octets, path: Path, limits: Limits = LIMITS) -> None:
        self._stream, self._path, self._limits = unpacked, path, limits
        self._left = limits.unpacked(path.stat().st_size)
        self._line = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read into a buffer and return how many octets; 0 at the end."""
        octets = self._stream.read(min(len(buffer), _BLOCK))
        self._left -= len(octets)
        if self._left < 0:
            raise bomb(self._path, self._limits)
        last = max(octets.rfind(end) for end in (b"\n", b"\r"))
        self._line = len(octets) - last - 1 if last >= 0 else self._line + len(octets)
        if self._line > self._limits.line:
            raise line_too_long(self._path, self._limits)
        buffer[: len(octets)] = octets
        return len(octets)

    def close(self) -> None:
        """Close the decompressor too."""
        if not self.closed:
            self._stream.close()
        super().close()


def check_workbook(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse a workbook (a zip file) that unpacks to too much, whatever it says of its size."""
    packed = path.stat().st_size
    allowed = min(limits.unpacked(packed), limits.workbook)
    try:
        with zipfile.ZipFile(path) as parts, path.open("rb") as file:
            entries = parts.infolist()
            held = sum(entry.compress_size for entry in entries)
            if is_bomb(path, entries, limits) or sum(e.file_size for e in entries) > allowed:
                raise bomb(path, limits)
            if held * _DEFLATE_AT_MOST <= allowed:
                return
            left = allowed
            for entry in entries:
                left -= _unpacked_octets(file, entry, left)
                if left < 0:
                    raise bomb(path, limits)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise problem("source.unreadable", path=path, reason=str(error).rstrip(".")) from error


def is_bomb(path: Path, entries: Sequence[zipfile.ZipInfo], limits: Limits = LIMITS) -> bool:
    """Tell whether the parts of a zip file say that they unpack to more than it may."""
    packed = path.stat().st_size
    held = sum(entry.compress_size for entry in entries)
    told = sum(entry.file_size for entry in entries)
    return len(entries) > limits.parts or told > limits.unpacked(packed) or held > packed


def _unpacked_octets(file: IO[bytes], entry: zipfile.ZipInfo, most: int) -> int:
    """Unpack a part and throw it away; return its octets, or a few more than ``most``."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(f"method {entry.compress_type}")
    file.seek(entry.header_offset)
    head = file.read(_LOCAL_HEADER)
    file.seek(sum(int.from_bytes(head[at : at + 2], "little") for at in (26, 28)), os.SEEK_CUR)
    left, octets, inflater = entry.compress_size, 0, zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and octets <= most and not inflater.eof:
        block = file.read(min(left, _BLOCK))
        if not block:
            break
        left -= len(block)
        while block and octets <= most:
            octets += len(inflater.decompress(block, _BLOCK))
            block = inflater.unconsumed_tail
    return octets


def bomb(path: Path, limits: Limits = LIMITS) -> RfmaError:
    """Return the refusal of a file that unpacks to too much."""
    return problem("source.bomb", path=path, times=limits.times, most=size(limits.octets))


def line_too_long(path: Path, limits: Limits = LIMITS) -> RfmaError:
    """Return the refusal of a file with a line that has no end."""
    return problem("source.long_line", path=path, limit=size(limits.line))
