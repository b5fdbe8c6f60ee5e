"""Borders put to the test: others tried, each one shifted, all refitted."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rfma_fast.api.here import needs_cards
from rfma_fast.api.opened import DEFAULT_SCHEME, Day, as_day
from rfma_fast.api.questions import Questions

if TYPE_CHECKING:
    from rfma_fast.analyses.sensitivity import Sensitivity
    from rfma_fast.analyses.stability import Stability
    from rfma_fast.analyses.what_if import Number, WhatIf


class BorderTrials(Questions):
    """What other borders would do, and how far the fitted ones can be trusted."""

    @needs_cards
    def what_if(
        self,
        borders: Mapping[str, Sequence[Number]],
        as_of: Day | None = None,
        *,
        since: Day | None = None,
        shops: Sequence[str] = (),
        scheme: str = DEFAULT_SCHEME,
        thresholds: str | os.PathLike[str] | None = None,
        follow: bool = False,
    ) -> WhatIf:
        """Return sizes, revenue and moves of cards if some borders were others.

        ``borders``: name or letter of an axis → all its borders, exact, in its unit, for example
        ``{"recency": [30, 90, 180]}``. What is not set stays as it is in force: no border is
        refitted, and measures keep the borders that they are built on, unless ``follow``.
        """
        from rfma_fast.analyses.what_if import what_if

        found = self.segment(as_of, since=since, shops=shops, scheme=scheme, thresholds=thresholds)
        return what_if(found, borders, follow=follow)

    def sensitivity(
        self,
        as_of: Day | None = None,
        *,
        since: Day | None = None,
        shops: Sequence[str] = (),
        scheme: str = DEFAULT_SCHEME,
        thresholds: str | os.PathLike[str] | None = None,
        level: str | None = None,
    ) -> Sensitivity:
        """Return how many cards change class and group when each border moves by 5, 10 and 20 %.

        ``level`` is that of the groups, by default ``region``, or the scheme's coarsest.
        """
        from rfma_fast.analyses.sensitivity import sensitivity

        return sensitivity(
            self.segment(as_of, since=since, shops=shops, scheme=scheme, thresholds=thresholds),
            level,
        )

    @needs_cards
    def stability(
        self,
        days: Sequence[Day] | None = None,
        *,
        since: Day | None = None,
        shops: Sequence[str] = (),
        scheme: str = DEFAULT_SCHEME,
        resamples: int = 1_000,
        seed: int = 1,
    ) -> Stability:
        """Return the borders fitted at each of the rising days, and their spread over resamples.

        ``days`` are by default all month ends; the data of the last one are resampled. The same
        seed gives the same resamples.
        """
        from rfma_fast.analyses.chain import segment_days
        from rfma_fast.analyses.stability import stability
        from rfma_fast.i18n import misuse

        loaded, given = self._decided(scheme), self._days(days)
        if not given:
            raise misuse("stability.no_days")
        found = segment_days(
            self._engine, self.snapshot, loaded, given, since=as_day(since), shops=shops
        )
        return stability(found, resamples=resamples, seed=seed)
