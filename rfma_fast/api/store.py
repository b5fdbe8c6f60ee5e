"""The public face: everything that the command does, as methods of one object."""

from __future__ import annotations

import os

from rfma_fast.api.borders import BorderTrials
from rfma_fast.api.customers import Customers
from rfma_fast.api.data import Data
from rfma_fast.api.movement import Movement
from rfma_fast.api.trade import TradeQuestions
from rfma_fast.settings import store_path


class Store(Data, BorderTrials, Customers, Movement, TradeQuestions):
    """A store of cheques and the questions that can be put to it.

    Reads one version of the store: what is ingested later by others is seen by a new ``Store``.
    """


def open_store(path: str | os.PathLike[str] | None = None, *, checkpoints: bool = True) -> Store:
    """Return the store at ``path``, by default at ``RFMA_STORE`` or ``data/parquet``.

    Without ``checkpoints`` every question reads the history; the answers are the same.
    """
    return Store(path if path is not None else store_path(), checkpoints=checkpoints)
