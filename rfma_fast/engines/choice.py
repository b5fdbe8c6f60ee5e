"""Engines by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rfma_fast.settings import cluster_address

if TYPE_CHECKING:
    from rfma_fast.engines.protocol import Engine


def engine_of(
    name: str, remote: str | None = None, states: str | None = None, *, checkpoints: bool = True
) -> Engine:
    """Return the engine of that name.

    ``remote`` is a cluster's address (else ``RFMA_REMOTE``), ``states`` its directory of states.
    """
    if name == "polars":
        from rfma_fast.engines.polars import PolarsEngine

        return PolarsEngine(checkpoints=checkpoints)
    from rfma_fast.engines.spark import SparkEngine

    return SparkEngine(remote or cluster_address() or "", states)
