"""Where card states at month ends are kept: derived files, named after what they were made from."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

import polars as pl
from polars.exceptions import PolarsError

from rfma_fast.i18n import problem
from rfma_fast.store.damage import ENDING
from rfma_fast.store.places import place_of
from rfma_fast.store.tables import DataFile

LAYOUT = 2
"""What the files hold and what it means; another number makes every older file useless."""

Part = Literal["core", "more"]
PARTS: tuple[Part, ...] = ("core", "more")
"""The files of figures a card: what every scheme needs, and what only some do."""
COUNTS = "counts"
"""The file of distributions, which both parts need."""

_PACKED: dict[str, tuple[Literal["lz4", "zstd"], int]] = {"core": ("lz4", 1 << 17)}
"""Compression and rows of a row group: what is read for every answer is read fast, in several
groups at once; the rest is packed tight, each value in one dictionary only (docs/adr/0009)."""


@dataclass(frozen=True)
class Checkpoint:
    """The place of the states after one month file and all before it."""

    directory: str
    month: str
    made_from: str
    """A digest of the month files up to this month: another one, and the states are others."""
    upto: int
    """How many month files are in it."""
    last: date
    """The last day in it."""

    def path(self, part: str) -> str:
        """Return the file that holds a part of it."""
        return f"{self.directory}/_{self.month}-{self.made_from}.{part}{ENDING}"

    def octets(self, part: str) -> int:
        """Return the bytes of a part's file, 0 where it was removed meanwhile."""
        return place_of(self.directory).octets(self.path(part))


@dataclass(frozen=True)
class Checkpoints:
    """The checkpoints that the files of one version of a store may have."""

    directory: str
    possible: tuple[Checkpoint, ...]
    """One a month file, in the order of months, whether it exists or not."""

    @classmethod
    def of(cls, root: str, files: Sequence[DataFile]) -> Checkpoints:
        """Name the checkpoints of month files, which are given in the order of their months."""
        directory = f"{root}/checkpoints"
        digests = accumulate((file.path for file in files), _chained, initial=f"layout {LAYOUT}")
        lasts = accumulate((file.last for file in files if file.last), max)
        named = zip(files, list(digests)[1:], lasts, strict=True)
        return cls(
            directory,
            tuple(
                Checkpoint(directory, file.month or "", digest, place, last)
                for place, (file, digest, last) in enumerate(named, start=1)
            ),
        )

    def existing(self, parts: Sequence[str]) -> list[Checkpoint]:
        """Return those that have all of some parts, in the order of months."""
        names = self._names()
        return [
            one for one in self.possible if all(_name(one.path(part)) in names for part in parts)
        ]

    def newest(self, until: date, parts: Sequence[str]) -> Checkpoint | None:
        """Return the last one that has all of some parts and no cheque after a day."""
        return next((one for one in reversed(self.existing(parts)) if one.last <= until), None)

    def write(self, checkpoint: Checkpoint, parts: dict[str, pl.DataFrame]) -> None:
        """Write a checkpoint's parts, one after another; each is there wholly or not at all."""
        try:
            place = place_of(self.directory)
            place.make_directory(self.directory)
            for part, frame in parts.items():
                compression, rows = _PACKED.get(part, ("zstd", frame.height))
                place.put(
                    frame,
                    checkpoint.path(part),
                    compression=compression,
                    statistics=False,
                    row_group_size=max(rows, 1),
                    metadata=sums_of(frame),
                )
        except (OSError, PolarsError) as error:
            reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
            raise problem("checkpoint.unwritable", path=self.directory, reason=reason) from error

    def keep_only(self, paths: Iterable[str]) -> None:
        """Remove all files but some."""
        place = place_of(self.directory)
        wanted = {_name(path) for path in paths}
        for name in self._names() - wanted:
            if name.endswith((ENDING, ".parquet")):
                place.remove(f"{self.directory}/{name}")

    def _names(self) -> set[str]:
        return place_of(self.directory).names(self.directory)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def sums_of(frame: pl.DataFrame) -> dict[str, str]:
    """Return the checksum of each column's values, as a checkpoint's footer holds them."""
    return {
        f"rfma.{column.name}": f"{zlib.crc32(column.rechunk().to_numpy().data):08x}"
        for column in frame.get_columns()
    }


def _chained(digest: str, path: str) -> str:
    return hashlib.sha256(f"{digest}\n{path}".encode()).hexdigest()[:16]
