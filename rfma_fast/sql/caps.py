"""How long a query may run and how much it may take, and what holds it to that."""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from rfma_fast.i18n import misuse, problem
from rfma_fast.settings import QUERY_MEMORY_MB, QUERY_ROWS, QUERY_SECONDS

GRACE = 3.0
"""Seconds in which a query that was told to stop has to do so."""

_LEAST = {"seconds": ("--timeout", 1), "memory_mb": ("--memory", 32), "rows": ("--max-rows", 1)}
_MOST = 10**9
_ASKED_AGAIN = 0.1
_BESIDE = 512 * 2**20
_MAPPED = Path("/proc/self/statm")


@dataclass(frozen=True)
class Caps:
    """The bounds of one query."""

    seconds: float = QUERY_SECONDS
    memory_mb: int = QUERY_MEMORY_MB
    """Of what DuckDB holds, and of the answer."""
    rows: int = QUERY_ROWS
    """Rows of the answer."""
    stubborn: Callable[[], None] | None = None
    """Called from a watching thread where a query does not stop within ``GRACE``."""

    def __post_init__(self) -> None:
        for name, (option, least) in _LEAST.items():
            got = getattr(self, name)
            if not least <= got <= _MOST:
                raise misuse("query.cap", option=option, got=got, least=least, most=_MOST)


@contextmanager
def held_to(caps: Caps, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Stop the block's queries when their time is up or their memory is used up, in a sentence."""
    over = threading.Event()
    late = threading.Event()

    def watch() -> None:
        if over.wait(caps.seconds):
            return
        late.set()
        end = time.monotonic() + GRACE
        while not over.wait(_ASKED_AGAIN):
            connection.interrupt()
            if caps.stubborn and time.monotonic() > end:
                caps.stubborn()

    with _address_space(caps.memory_mb):
        watcher = threading.Thread(target=watch, name="rfma-query-watch", daemon=True)
        watcher.start()
        try:
            yield
        except duckdb.InterruptException as error:
            if not late.is_set():
                raise KeyboardInterrupt from error
            raise problem("query.timeout", seconds=caps.seconds) from error
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise problem("query.memory", memory=caps.memory_mb) from error
        finally:
            over.set()
            watcher.join()


def batches_within(caps: Caps, reader: pa.RecordBatchReader) -> pa.Table:
    """Return all rows of an answer; one with more rows or bytes than the caps is refused."""
    batches, rows, octets = [], 0, 0
    for batch in reader:
        rows += batch.num_rows
        octets += batch.nbytes
        if rows > caps.rows:
            raise problem("query.too_many_rows", rows=caps.rows)
        if octets > caps.memory_mb * 10**6:
            raise problem("query.memory", memory=caps.memory_mb)
        batches.append(batch)
    return pa.Table.from_batches(batches, reader.schema)


@contextmanager
def _address_space(megabytes: int) -> Iterator[None]:
    """Let the process grow by twice so many megabytes and half a gigabyte, where it is ours alone.

    DuckDB's own limit does not count the texts that it is working on. Other threads of a Python
    program must not be denied memory for a query's sake, so that with them only DuckDB's counts.
    """
    before = resource.getrlimit(resource.RLIMIT_AS)
    if threading.active_count() > 1 or not _MAPPED.exists():
        yield
        return
    mapped = int(_MAPPED.read_text().split()[0]) * resource.getpagesize()
    allowed = mapped + 2 * megabytes * 10**6 + _BESIDE
    bounds = [bound for bound in (*before, allowed) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(bounds), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
