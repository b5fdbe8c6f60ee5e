"""The product's chain: segmentations at many days and the migrations between them."""

from __future__ import annotations

from collections.abc import Sequence

from kit.question import Answer

import rfma_fast.analyses.chain
from contenders.rfma import sizes
from rfma_fast import open_store

LOADED = rfma_fast.analyses.chain
"""Its import is not timed."""


def chain(store: str, days: Sequence[str], shown: Sequence[int]) -> list[Answer]:
    """Segment at all days, then count all migrations; return the sizes at some of the days."""
    opened = open_store(store)
    answers = [sizes(found) for found in opened.segments(days)]
    pairs = 0
    for migration, before in zip(opened.migrations(days, borders="refit"), answers, strict=False):
        pairs += 1
        moved = int(migration.flows.get_column("cards").sum()) - migration.new
        if moved != sum(row[1] for row in before) or sizes(migration.before) != before:
            raise AssertionError(f"matrix {pairs} does not begin with the classes of its first day")
    if len(answers) != len(days) or pairs != len(days) - 1:
        raise AssertionError(f"{len(answers)} segmentations and {pairs} matrices")
    return [answers[place] for place in shown]
