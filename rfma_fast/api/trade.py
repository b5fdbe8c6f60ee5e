"""The trade of a period, by segment, by month of first purchase."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rfma_fast.api.opened import DEFAULT_SCHEME, Day, Opened, as_day, given_thresholds

if TYPE_CHECKING:
    from rfma_fast.analyses.acquisition import Acquisition
    from rfma_fast.analyses.returning import Returning
    from rfma_fast.analyses.statistics import Statistics


class TradeQuestions(Opened):
    """What a period brought, from whom, and who came and stayed."""

    def returning_ids(
        self,
        *,
        since: Day | None = None,
        until: Day | None = None,
        shops: Sequence[str] = (),
    ) -> Returning:
        """Return the unidentified ids that come back often: tills and hidden regulars."""
        from rfma_fast.analyses.returning import returning_ids

        return returning_ids(self.snapshot, since=as_day(since), until=as_day(until), shops=shops)

    def statistics(
        self,
        *,
        since: Day | None = None,
        until: Day | None = None,
        level: str | None = None,
        by: str | None = None,
        shops: Sequence[str] = (),
        segments_as_of: Day | None = None,
        scheme: str = DEFAULT_SCHEME,
        thresholds: str | os.PathLike[str] | None = None,
    ) -> Statistics:
        """Return cards, cheques, revenue, mean and median cheque of a period by segment.

        ``by`` is ``shop``, ``month`` or none. The segments are those at ``segments_as_of``, by
        default at the end of the period; of a period without an end, at the last identified day.
        """
        from rfma_fast.analyses.segmentation import segment
        from rfma_fast.analyses.statistics import checked_by, statistics

        chosen, loaded = checked_by(by), self._decided(scheme)
        segments = segment(
            self._engine,
            self.snapshot,
            loaded,
            as_of=as_day(segments_as_of) or as_day(until),
            thresholds=given_thresholds(thresholds, loaded),
        )
        return statistics(
            self._engine,
            segments,
            self.snapshot,
            since=as_day(since),
            until=as_day(until),
            level=level,
            by=chosen,
            shops=shops,
        )

    def acquisition(
        self,
        *,
        since: Day | None = None,
        until: Day | None = None,
        shops: Sequence[str] = (),
        as_of: Day | None = None,
        churn: int | None = None,
    ) -> Acquisition:
        """Return who came first when and where, who came again, and who is worth winning back.

        ``since`` and ``until`` bound the days of first purchases, ``shops`` are the shops where
        they were made; ``churn`` is by default the churn period of scheme ``rfma`` at ``as_of``.
        """
        from rfma_fast.analyses.acquisition import acquisition

        return acquisition(
            self._engine,
            self.snapshot,
            {code: self._decided(code) for code in ("rfma", "lost")},
            since=as_day(since),
            until=as_day(until),
            shops=shops,
            as_of=as_day(as_of),
            churn=churn,
        )
