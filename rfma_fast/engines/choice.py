"""Engines by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rfma_fast.i18n import misuse
from rfma_fast.settings import cluster_address

if TYPE_CHECKING:
    from rfma_fast.engines.protocol import Engine

ENGINES = ("polars", "spark")


def check_engine(name: str, remote: str | None) -> None:
    """Refuse an engine that is unknown, and an address that no engine or none at all uses."""
    if name not in ENGINES:
        raise misuse("option.unknown", option="engine", got=name, known=", ".join(ENGINES))
    if name != "spark" and remote is not None:
        raise misuse("cluster.remote_alone", engine=name)
    if name == "spark" and not (remote or cluster_address()):
        raise misuse("cluster.no_remote")


def engine_of(name: str, remote: str | None = None, *, checkpoints: bool = True) -> Engine:
    """Return the engine of that name; ``remote`` is a cluster's address (else ``RFMA_REMOTE``)."""
    check_engine(name, remote)
    if name == "polars":
        from rfma_fast.engines.polars import PolarsEngine

        return PolarsEngine(checkpoints=checkpoints)
    from rfma_fast.engines.spark import SparkEngine

    return SparkEngine(remote or cluster_address() or "")
