"""Which level is shown where none is named: one rule for every question."""

from __future__ import annotations

from collections.abc import Sequence

USUAL = "region"


def usual_level(levels: Sequence[str]) -> str:
    """Return ``region`` where there is one, else the last of levels that go from fine to coarse.

    >>> usual_level(("class", "cluster", "region", "warmth"))
    'region'
    >>> usual_level(("class", "group"))
    'group'
    """
    return USUAL if USUAL in levels else levels[-1]
