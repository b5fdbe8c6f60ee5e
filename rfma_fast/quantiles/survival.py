"""How long things last where some are not over yet (Kaplan and Meier)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rfma_fast.quantiles.histogram import Histogram


@dataclass(frozen=True)
class Survival:
    """The share that lasts longer than each length at which something ended."""

    lengths: NDArray[np.int64]
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, ended: Histogram, open_since: Histogram) -> Survival:
        """Estimate from the lengths of what ended and of what is still open.

        S(t) = Π (1 − dₛ/nₛ) over s ≤ t: of the nₛ that were watched for s or longer, dₛ ended at
        s. What is still open counts as long as it was watched, and no longer.

        >>> import polars as pl
        >>> lengths = Histogram.of_values(pl.Series([1, 3]))
        >>> Survival.of(lengths, Histogram.of_values(pl.Series([2, 5]))).beyond(3)
        0.375
        """
        lengths, over = (ended.frame.get_column(name).to_numpy() for name in ("value", "count"))
        watched, still = (
            open_since.frame.get_column(name).to_numpy() for name in ("value", "count")
        )
        ended_later = over[::-1].cumsum()[::-1]
        counted = np.concatenate([np.cumsum(still[::-1])[::-1], [0]])
        at_risk = ended_later + counted[np.searchsorted(watched, lengths)]
        return cls(lengths, np.cumprod(1 - over / at_risk))

    def beyond(self, length: int) -> float:
        """Return the share that lasts longer."""
        place = int(np.searchsorted(self.lengths, length, side="right"))
        return float(self.shares[place - 1]) if place else 1.0
