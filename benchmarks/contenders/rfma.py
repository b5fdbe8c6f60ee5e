"""The product, through its public face."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import narwhals.stable.v2 as nw
import polars as pl
from kit.question import Answer

from rfma_fast import Segmentation, open_store

# Imports are not timed: these are what the first segmentation would load.
for _module in ("analyses.segmentation", "engines.arrays", "schemes.loader", "store.snapshot"):
    import_module(f"rfma_fast.{_module}")
import_module("numpy.ma")  # Polars loads it with the first array that it takes.
nw.from_native(pl.LazyFrame({"a": [1]})).group_by("a").agg(nw.len())


def sizes(found: Segmentation) -> Answer:
    """Return the sizes of the classes, in the order of their codes."""
    classes = found.codebook.classes
    rows = found.sizes.select("class", "cards", "cheques", "total").iter_rows()
    return sorted([int(classes[number]), *map(int, rest)] for number, *rest in rows)


def cold(store: str, files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Answer from all cheques."""
    return sizes(open_store(store, checkpoints=False).segment(as_of))


def warm(store: str, files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Answer from the nearest checkpoint and the cheques after it."""
    found = open_store(store).segment(as_of)
    if found.history.facts.way.checkpoint is None:
        raise AssertionError("no checkpoint was used")
    return sizes(found)
