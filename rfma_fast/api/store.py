"""The public face: everything that the command does, as methods of one object."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from rfma_fast.api.borders import BorderTrials
from rfma_fast.api.customers import Customers
from rfma_fast.api.guarded import guard
from rfma_fast.api.keeping import Keeping
from rfma_fast.api.movement import Movement
from rfma_fast.api.opened import DEFAULT_ENGINE
from rfma_fast.api.quality import Quality
from rfma_fast.api.servers import Servers
from rfma_fast.api.trade import TradeQuestions
from rfma_fast.i18n import misuse
from rfma_fast.settings import store_path

if TYPE_CHECKING:
    from rfma_fast.engines.source import Survey


class Store(Quality, BorderTrials, Customers, Keeping, Movement, Servers, TradeQuestions):
    """A store of cheques and the questions that can be put to it.

    Reads one version of the store: what is ingested later by others is seen by a new ``Store``.
    A damaged file of the store raises ``RfmaError``, which names it.
    """


guard(Store)


def open_store(
    path: str | os.PathLike[str] | None = None,
    *,
    checkpoints: bool = True,
    engine: str = DEFAULT_ENGINE,
    remote: str | None = None,
    states: str | None = None,
    source: str | None = None,
    columns: str | os.PathLike[str] | None = None,
    future: bool = False,
    surveyed: Callable[[Survey], None] = lambda survey: None,
) -> Store:
    """Return the store at ``path``, by default at ``RFMA_STORE`` or ``data/parquet``.

    Without ``checkpoints`` every question reads the history; the answers are the same. The engine
    ``spark`` computes on the cluster at ``remote`` (``sc://host:port``, else ``RFMA_REMOTE``); the
    cards stay there; ``states`` is a directory of the cluster that keeps their states at month
    ends, so that a later day does not read the history again.

    Instead of a store a cluster may read a ``source``: a directory of Parquet files or a table of
    its catalog that somebody else keeps, whose ``columns`` a column map names. ``surveyed`` hears
    what the first look at it found. With ``future`` a day may lie beyond the last cheque by more
    than the churn period.
    """
    if path is not None and source is not None:
        raise misuse("option.not_with", option="--store", other="--source")
    return Store(
        path if path is not None else store_path(),
        checkpoints=checkpoints,
        engine=engine,
        remote=remote,
        states=states,
        source=source,
        columns=columns,
        future=future,
        surveyed=surveyed,
    )
