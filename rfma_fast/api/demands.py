"""What may be asked of rows, as it is written by people."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, TypedDict

from rfma_fast.api.opened import Day, as_day
from rfma_fast.i18n import misuse

if TYPE_CHECKING:
    from rfma_fast.cheques.rulebook import Demands

_SHARE = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s*(%?)")


class Asked(TypedDict, total=False):
    """Demands on the rows of a load; what is left out has its usual value."""

    floor: Day | None
    """The first day that a cheque may have, by default 2000-01-01; ``None``: any."""
    today: Day | None
    """The day after which is the future, with a day's grace; by default the machine's."""
    max_amount: float | str | None
    """Roubles; the largest amount of a cheque or a return."""
    identical: str
    """``once`` (default), ``all`` or ``reject``: repeated rows within one load."""
    no_cards: bool
    """Store cheques although the store knows no card yet and none of them has one."""
    rows: str | None
    """``receipts`` or ``lines``, of which receipts are made; lines are refused until it is told."""
    max_rejects: Fraction | str | None
    """The largest share of rejected rows with which a load is stored: 5% by default."""


def demands_of(asked: Asked) -> Demands:
    """Return the demands of what was asked; a value that is none is a usage error."""
    from rfma_fast.cheques.rulebook import FLOOR, GRACE_DAYS, IDENTICAL, MAX_REJECTS, ROWS, Demands

    identical = asked.get("identical", "once")
    if identical not in IDENTICAL:
        known = ", ".join(IDENTICAL)
        raise misuse("option.unknown", option="--identical", got=identical, known=known)
    rows = asked.get("rows")
    if rows is not None and rows not in ROWS:
        raise misuse("option.unknown", option="--rows", got=rows, known=", ".join(ROWS))
    today = as_day(asked.get("today")) or date.today()
    return Demands(
        floor=as_day(asked.get("floor", FLOOR)),
        last=today + timedelta(days=GRACE_DAYS),
        max_amount=_kopecks(asked.get("max_amount")),
        identical=identical,
        max_rejects=_share(asked.get("max_rejects", MAX_REJECTS)),
        rows=rows,
        some_card=not asked.get("no_cards", False),
    )


def _share(given: Fraction | str | None) -> Fraction | None:
    if given is None or isinstance(given, Fraction):
        return given
    found = _SHARE.fullmatch(given.strip())
    share = Fraction(found[1].replace(",", ".")) if found else Fraction(-1)
    if found and found[2]:
        share /= 100
    if not 0 <= share <= 1:
        raise misuse("option.no_share", option="--max-rejects", got=given)
    return share


def _kopecks(given: float | str | None) -> int | None:
    if given is None:
        return None
    try:
        kopecks = Fraction(str(given)) * 100
    except (ValueError, ZeroDivisionError):
        kopecks = Fraction(-1)
    if kopecks <= 0 or kopecks.denominator != 1:
        raise misuse("option.no_amount", option="--max-amount", got=given)
    return int(kopecks)
