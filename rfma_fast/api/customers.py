"""One card in depth, who will cool when, and what groups do if left alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rfma_fast.api.here import needs_cards
from rfma_fast.api.opened import DEFAULT_SCHEME, Day
from rfma_fast.api.questions import Questions

if TYPE_CHECKING:
    from rfma_fast.analyses.card import CardStory
    from rfma_fast.analyses.cooling import Cooling
    from rfma_fast.analyses.outlook import Outlook


class Customers(Questions):
    """Questions about people rather than groups."""

    @needs_cards
    def card(
        self,
        card: str,
        as_of: Day | None = None,
        *,
        scheme: str = DEFAULT_SCHEME,
        thresholds: str | os.PathLike[str] | None = None,
        refit: bool = False,
        amount: Decimal | int | None = None,
    ) -> CardStory:
        """Return one card's measures, grades, groups, cheques, path, and when it cools.

        The path takes the borders of ``as_of``, or with ``refit`` those of each month's end.
        ``amount`` (roubles) is the one more purchase that is tried, by default the mean cheque.
        """
        from rfma_fast.analyses.card import card_story

        found = self.segment(as_of, scheme=scheme, thresholds=thresholds)
        kopecks = None if amount is None else int(Decimal(amount) * 100)
        return card_story(found, card, refit=refit, amount=kopecks)

    @needs_cards
    def cooling(
        self,
        days: int = 30,
        as_of: Day | None = None,
        *,
        level: str | None = None,
        shops: Sequence[str] = (),
        scheme: str = DEFAULT_SCHEME,
        thresholds: str | os.PathLike[str] | None = None,
    ) -> Cooling:
        """Return which cards drop to a colder group on which of the next days if they do not buy.

        ``level`` is by default ``region``, or the scheme's first level with warmth.
        """
        from rfma_fast.analyses.cooling import cooling

        found = self.segment(as_of, shops=shops, scheme=scheme, thresholds=thresholds)
        return cooling(found, days, level)

    @needs_cards
    def outlook(
        self,
        days: int = 60,
        as_of: Day | None = None,
        *,
        level: str | None = None,
        shops: Sequence[str] = (),
        scheme: str = DEFAULT_SCHEME,
        thresholds: str | os.PathLike[str] | None = None,
    ) -> Outlook:
        """Return what each group of a level did by itself after earlier dates.

        ``days`` is the time that verdicts and what is at stake are of; ``level`` is by default the
        scheme's own. Thresholds are fitted on every date, or those of a file hold on all.
        """
        from rfma_fast.analyses.outlook import outlook

        found = self.segment(as_of, shops=shops, scheme=scheme, thresholds=thresholds)
        return outlook(found, days, level)
