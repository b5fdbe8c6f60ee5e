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
    """Segment at all days, each by its own borders, and count the flows from each to the next.

    Return the sizes at some of the days.
    """
    answers: list[Answer] = []
    for migration in open_store(store).migrations(days, borders="refit"):
        answers = answers or [sizes(migration.before)]
        moved = int(migration.flows.get_column("cards").sum()) - migration.new
        if moved != sum(row[1] for row in answers[-1]):
            raise AssertionError(f"the matrix from {migration.before.as_of} misses some cards")
        answers.append(sizes(migration.after))
    if len(answers) != len(days):
        raise AssertionError(f"{len(answers)} segmentations at {len(days)} days")
    return [answers[place] for place in shown]
