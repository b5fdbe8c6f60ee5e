"""Engines by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rfma_fast.i18n import misuse
from rfma_fast.settings import cluster_address

if TYPE_CHECKING:
    from rfma_fast.engines.protocol import Engine

ENGINES = ("polars", "spark")


def check_engine(name: str, remote: str | None, states: str | None = None) -> None:
    """Refuse an engine that is unknown, or without what it needs, or with what it does not use."""
    if name not in ENGINES:
        raise misuse("option.unknown", option="engine", got=name, known=", ".join(ENGINES))
    if name != "spark" and remote is not None:
        raise misuse("cluster.remote_alone", engine=name)
    if name != "spark" and states is not None:
        raise misuse("option.not_with", option="--states", other=f"--engine {name}")
    if name == "spark" and not (remote or cluster_address()):
        raise misuse("cluster.no_remote")


def engine_of(
    name: str, remote: str | None = None, states: str | None = None, *, checkpoints: bool = True
) -> Engine:
    """Return the engine of that name.

    ``remote`` is a cluster's address (else ``RFMA_REMOTE``), ``states`` its directory of states.
    """
    check_engine(name, remote, states)
    if name == "polars":
        from rfma_fast.engines.polars import PolarsEngine

        return PolarsEngine(checkpoints=checkpoints)
    from rfma_fast.engines.spark import SparkEngine

    return SparkEngine(remote or cluster_address() or "", states)
