"""The product's chain: segmentations at many days and the migrations between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, cast

from kit.question import Answer

from contenders.rfma import opened, sizes
from rfma_fast import Migration, Segmentation, Store


class _Chained(Protocol):
    def segments(self, days: Sequence[date]) -> list[Segmentation]: ...

    def migrations(self, days: Sequence[date]) -> list[Migration]: ...


def has_chains() -> bool:
    """Tell whether this version of the product answers for many days at once."""
    return hasattr(Store, "segments") and hasattr(Store, "migrations")


def chain(store: str, days: Sequence[str], shown: Sequence[int]) -> list[Answer]:
    """Segment at all days, count all migrations; return the sizes at some of the days."""
    chained = cast(_Chained, opened(store, checkpoints=True))
    asked = [date.fromisoformat(day) for day in days]
    found, flows = chained.segments(asked), chained.migrations(asked)
    if len(found) != len(asked) or len(flows) != len(asked) - 1:
        raise AssertionError(f"{len(found)} segmentations, {len(flows)} matrices")
    for segmentation, migration in zip(found, flows, strict=False):
        moved = int(migration.flows.get_column("cards").sum()) - migration.new
        if moved != segmentation.cards:
            raise AssertionError(f"{moved} cards moved, {segmentation.cards} were there")
    return [sizes(found[place]) for place in shown]
