"""Writing the cheques of a chain to a path, which holds all of them or is left as it was."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import polars as pl
import pyarrow.parquet as pq

from rfma_fast.outputs import Unfinished, begun
from rfma_fast.periods import month_of
from rfma_fast.synth.chain import ChainSpec
from rfma_fast.synth.cheques import SCHEMA, frames_by_month

Item = TypeVar("Item")
Write = Callable[[pl.DataFrame], None]

DATETIME_IN_CSV = "%Y-%m-%d %H:%M:%S%.6f"
# Throw-away ids do not shrink: trying takes a third of the writing and saves a tenth of the bytes.
COMPRESSION = {name: "none" if name == "card" else "snappy" for name in SCHEMA}


def write_cheques(
    spec: ChainSpec, path: Path, progress: Callable[[int], None] | None = None
) -> None:
    """Write the cheques of a chain to a path, month by month, in bounded memory.

    ``.csv`` and ``.parquet`` make one file; any other path is a directory that gets one file a
    month, ``cheques-2021-07.parquet``, beside what it already holds. ``progress`` is called with
    the rows written since its last call. Everything is written under temporary names beside the
    real ones and renamed at the very end; on any exception, ``KeyboardInterrupt`` included, the
    temporary files are removed. Raises ``OSError`` where the path cannot be written.
    """
    kind = path.suffix.lower()
    writer = _csv if kind == ".csv" else _parquet
    single = kind in (".csv", ".parquet")
    made = not single and not path.exists()
    if not single:
        path.mkdir(parents=True, exist_ok=True)

    def target(item: tuple[int, pl.DataFrame]) -> Path:
        month = month_of(spec.month_start(item[0]))
        return path if single else path / f"cheques-{month}.parquet"

    parts: list[Unfinished] = []
    try:
        with closing(one_ahead(frames_by_month(spec))) as frames:
            for real, of_file in groupby(frames, key=target):
                parts.append(begun(real))
                with writer(parts[-1].path) as write:
                    for _, frame in of_file:
                        write(frame)
                        if progress is not None:
                            progress(frame.height)
        for part in parts:
            part.finish()
    finally:
        for part in parts:
            part.forget()
        if made:
            # A directory that got its files is not empty and stays.
            with suppress(OSError):
                path.rmdir()


def one_ahead(items: Iterator[Item]) -> Generator[Item, None, None]:
    """Pass the items on, making the next one in a thread while the caller works on this one."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="synth") as maker:
        pending = maker.submit(next, items, None)
        while (item := pending.result()) is not None:
            pending = maker.submit(next, items, None)
            yield item


@contextmanager
def _csv(part: Path) -> Iterator[Write]:
    """Open a CSV file with a header and yield what appends a frame to it."""
    with part.open("wb") as file:
        pl.DataFrame(schema=SCHEMA).write_csv(file)
        yield lambda frame: frame.write_csv(
            file, include_header=False, datetime_format=DATETIME_IN_CSV
        )


@contextmanager
def _parquet(part: Path) -> Iterator[Write]:
    """Open a Parquet file and yield what appends a frame to it as a row group."""
    schema = pl.DataFrame(schema=SCHEMA).to_arrow(compat_level=pl.CompatLevel.oldest()).schema
    with pq.ParquetWriter(
        part,
        schema,
        compression=COMPRESSION,
        use_dictionary=["shop"],
        write_statistics=["datetime"],
    ) as file:

        def write(frame: pl.DataFrame) -> None:
            if frame.height > 0:
                file.write_table(frame.to_arrow(compat_level=pl.CompatLevel.oldest()))

        yield write
