"""What the contest asks: the scheme ``rfma`` as it is today."""

from __future__ import annotations

from rfma_fast.schemes.loader import load_scheme


def fit_days() -> int | str:
    """Return the trailing days that thresholds are fitted on, ``all`` for the whole history."""
    return load_scheme("rfma").fitting.days or "all"
