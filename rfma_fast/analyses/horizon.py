"""How far beyond the last cheque a segmentation looks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rfma_fast.i18n import problem
from rfma_fast.schemes.borders import Churn

if TYPE_CHECKING:
    from rfma_fast.analyses.segmentation import Segmentation

USUAL_CHURN = Fraction(95, 100)
"""The share of gaps within the churn period, where a scheme has no churn period of its own."""


def days_without_cheque(found: Segmentation) -> int:
    """Return how many days lie between the store's last cheque and the as-of date; 0 if none."""
    return max((found.as_of - found.history.scope.snapshot.last_day).days, 0)


def refuse_far_future(found: Segmentation) -> Segmentation:
    """Return the segmentation; refuse one beyond the last cheque by more than the churn period.

    There every card has been silent for longer than a customer usually is, and says nothing but
    that. A store that is opened with ``future`` answers all the same.
    """
    snapshot, silent = found.history.scope.snapshot, days_without_cheque(found)
    if silent and not snapshot.future:
        churn = churn_period(found)
        if silent > churn:
            raise problem("scope.future", as_of=found.as_of, last=snapshot.last_day, churn=churn)
    return found


def churn_period(found: Segmentation) -> int:
    """Return the days that the share of all gaps which the scheme names does not exceed.

    Of all gaps, for a window that lies beyond the last cheque has none.
    """
    rules = (border.rule for axis in found.scheme.axes for border in axis.borders)
    p = next((rule.p for rule in rules if isinstance(rule, Churn)), USUAL_CHURN)
    return max(found.history.gaps.percentile_disc(p) or 1, 1)
