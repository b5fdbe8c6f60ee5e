"""The dialect of a CSV file, found at its start."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rfma_fast.i18n import problem, say
from rfma_fast.sources.dialect import DELIMITERS, Dialect
from rfma_fast.sources.encodings import Evidence, by_mark
from rfma_fast.sources.octets import SAMPLE, compression_of, first_octets, octets_of

_LINES = 50
"""Lines after the header that help to find the delimiter."""
_PIECE = 1 << 20
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Start:
    """What the start of a CSV file shows."""

    dialect: Dialect
    names: list[str]
    """The header."""
    rows: list[list[str]]
    """The records after it that the start holds whole."""


def start_of(path: Path, name: str, dialect: Dialect) -> Start:
    """Read the start of a file, at most ``SAMPLE`` octets; find what the dialect was not told.

    A file that is empty, or in an encoding that cannot be told, is refused under its ``name``.
    """
    dialect = replace(dialect, compression=compression_of(first_octets(path)))
    with octets_of(path, dialect.compression, name) as file:
        octets = file.read(SAMPLE)
        if "encoding" not in dialect.told:
            dialect = replace(dialect, encoding=_encoding(octets, name))
        text = _decoded(octets, dialect.encoding).removeprefix("\ufeff")
    whole = len(octets) < SAMPLE
    end = _LINE_END.search(text)
    if end is None and not whole:
        raise problem("csv.long_header", path=name, octets=SAMPLE)
    dialect = replace(dialect, newline=end[0] if end else "\n")
    lines = text.splitlines(keepends=True) if dialect.newline == "\r" else _lines(text)
    if not lines or not lines[0].strip():
        raise problem("source.unreadable", path=name, reason=say("word.empty"))
    if not whole:
        lines = lines[:-1]
    if "delimiter" not in dialect.told:
        dialect = replace(dialect, delimiter=_delimiter(lines, dialect))
    records = list(fields_of(lines, dialect))
    if not records:
        raise problem("source.unreadable", path=name, reason=say("word.no_header"))
    return Start(dialect, records[0], records[1:])


def csv_reader(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """Return a reader of records with the delimiter and the quotes of a dialect."""
    if dialect.quote:
        return csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote)
    return csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE)


def fields_of(lines: list[str], dialect: Dialect) -> Iterator[list[str]]:
    """Yield the records of some lines of a CSV text, those left out that cannot be read."""
    reader = csv_reader(lines, dialect)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue


def encoding_in_whole(path: Path, dialect: Dialect, name: str) -> str | None:
    """Return the encoding that all octets of a file speak for, ``None`` where none is plausible."""
    evidence = Evidence()
    with octets_of(path, dialect.compression, name) as file:
        while piece := file.read(_PIECE):
            evidence.add(piece)
    return evidence.encoding()


def _encoding(octets: bytes, name: str) -> str:
    marked = by_mark(octets)
    if marked:
        return marked
    evidence = Evidence()
    evidence.add(octets)
    found = evidence.encoding()
    if found is None:
        raise problem("csv.encoding", path=name)
    return found


def _decoded(octets: bytes, encoding: str) -> str:
    name = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    return codecs.getincrementaldecoder(name)("replace").decode(octets)


def _lines(text: str) -> list[str]:
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _delimiter(lines: list[str], dialect: Dialect) -> str:
    """Return the delimiter that most evenly cuts the first lines as it cuts the header."""

    def evenness(delimiter: str) -> tuple[float, int]:
        cut = fields_of(lines[: _LINES + 1], replace(dialect, delimiter=delimiter))
        counts = [len(fields) for fields in cut if any(fields)]
        if not counts:
            return -1.0, 0
        header, *rows = counts
        same = sum(count == header for count in rows) / len(rows) if rows else 1.0
        return (same if header > 1 else -1.0), header

    header = next(fields_of(lines[:1], dialect), [])
    return max(DELIMITERS, key=evenness) if any(header) else dialect.delimiter
