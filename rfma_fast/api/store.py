"""The public face: everything that the command does, as methods of one object."""

from __future__ import annotations

import os

from rfma_fast.api.borders import BorderTrials
from rfma_fast.api.customers import Customers
from rfma_fast.api.guarded import guard
from rfma_fast.api.keeping import Keeping
from rfma_fast.api.movement import Movement
from rfma_fast.api.opened import DEFAULT_ENGINE
from rfma_fast.api.quality import Quality
from rfma_fast.api.servers import Servers
from rfma_fast.api.trade import TradeQuestions
from rfma_fast.settings import store_path


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
) -> Store:
    """Return the store at ``path``, by default at ``RFMA_STORE`` or ``data/parquet``.

    Without ``checkpoints`` every question reads the history; the answers are the same. The engine
    ``spark`` computes on the cluster at ``remote`` (``sc://host:port``, else ``RFMA_REMOTE``); the
    cards stay there; ``states`` is a directory of the cluster that keeps their states at month
    ends, so that a later day does not read the history again.
    """
    chosen = path if path is not None else store_path()
    return Store(chosen, checkpoints=checkpoints, engine=engine, remote=remote, states=states)
