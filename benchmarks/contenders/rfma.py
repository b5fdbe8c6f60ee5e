"""The product, through its public face."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from kit.question import Answer

# Imports are not timed: these are what the first segmentation would load.
import rfma_fast.analyses.segmentation
import rfma_fast.engines
import rfma_fast.store.snapshot
from rfma_fast import Segmentation, Store, open_store

LOADED = (rfma_fast.analyses.segmentation, rfma_fast.engines, rfma_fast.store.snapshot)


def keeps_checkpoints() -> bool:
    """Tell whether this version of the product can do without reading the whole history."""
    return "checkpoints" in inspect.signature(open_store).parameters


def opened(store: str, *, checkpoints: bool) -> Store:
    """Open a store; without checkpoints every question reads the whole history."""
    asked: dict[str, Any] = {"checkpoints": checkpoints} if keeps_checkpoints() else {}
    return open_store(store, **asked)


def sizes(found: Segmentation) -> Answer:
    """Return the sizes of the classes, in the order of their codes."""
    classes = found.codebook.classes
    rows = found.sizes.select("class", "cards", "cheques", "total").iter_rows()
    return sorted([int(classes[number]), *map(int, rest)] for number, *rest in rows)


def cold(store: str, files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Answer from all cheques."""
    return sizes(opened(store, checkpoints=False).segment(as_of))


def warm(store: str, files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Answer from checkpoints."""
    return sizes(opened(store, checkpoints=True).segment(as_of))
