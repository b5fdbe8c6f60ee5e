"""A Sail server in this process: Spark Connect without Java."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from pysail.spark import SparkConnectServer

SECONDS = 10


@contextmanager
def sail_server() -> Iterator[str]:
    """Give the address of a server."""
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    # It waits for its sessions. Those of stores go with them, but a test that failed holds its own.
    gc.collect()
    stopping = Thread(target=server.stop, daemon=True)
    stopping.start()
    stopping.join(SECONDS)
