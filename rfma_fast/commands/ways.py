"""``--explain``: how an answer was come by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import number

if TYPE_CHECKING:
    from rfma_fast.analyses.segmentation import Segmentation

_MONTHS_NAMED = 3


def sentence(found: Segmentation) -> str:
    """Return from which checkpoint and which months the states came, and why."""
    way = found.history.facts.way
    months = ", ".join(way.months)
    if len(way.months) > _MONTHS_NAMED:
        months = f"{way.months[0]} … {way.months[-1]}"
    words = {
        "as_of": found.as_of,
        "checkpoint": way.checkpoint,
        "count": number(len(way.months)),
        "months": months,
    }
    if way.checkpoint:
        key = "explain.checkpoint_and_months" if way.months else "explain.checkpoint"
        return say(key, **words)
    key, more = way.reason or ("explain.none_yet", {})
    return say("explain.months", **words, reason=say(key, **more))
