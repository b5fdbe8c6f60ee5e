"""Money and moments read slowly in plain Python, from the rules and not from the code."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, localcontext

_MONEY = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_BLANKS = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What Unicode calls white space; Python's own idea of it holds four separators more."""
_MOST = 100_000_000_000
"""Roubles; a cheque above is a mistake of the till."""
_FIRST, _LAST = datetime(1900, 1, 1), datetime(9999, 12, 31, 23, 59, 59)
_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    rf"(?:(T|[{_BLANKS}]+)([0-9]{{1,2}}):([0-9]{{1,2}})(?::([0-9]{{1,2}})(?:\.([0-9]+))?)?)?"
)


def kopecks(text: str) -> int | None:
    """Return the kopecks of a text; ``None`` where it is no amount that a cheque can have."""
    told = text.strip(_BLANKS)
    if not _MONEY.fullmatch(told):
        return None
    amount = Decimal(told)
    if abs(amount) > _MOST:
        return None
    with localcontext(prec=100_000):
        hundredfold = amount * 100
        return None if hundredfold % 1 else int(hundredfold)


def moment(text: str) -> datetime | None:
    """Return the moment of a text, cut to microseconds; ``None`` where it is none of our time."""
    found = _MOMENT.fullmatch(text.strip(_BLANKS))
    if found is None:
        return None
    year, month, day, mark, hour, minute, second, fraction = found.groups()
    if mark == "T" and second is None:
        return None
    try:
        at = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return None
    at += timedelta(microseconds=int(((fraction or "") + "000000")[:6]))
    return at if _FIRST <= at <= _LAST else None
