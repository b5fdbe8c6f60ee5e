"""Regular expressions that mean the same to this machine and to the engines of clusters."""

from __future__ import annotations

import re

from rfma_fast.cheques.card_rules import in_ascii

_SIGNS = "^$|()[]{}?*+,-_"
_UNLIKE = re.compile(r"\(\?|[*+?}]\+")
"""Flags, and marks that one engine takes for "never give back"."""


def portable(rule: str) -> str | None:
    r"""Return a rule as every engine reads it, ``None`` where they read it differently.

    Letters, digits, ``^ $ | ( ) [ ] { } ? * + , - _`` and ``\d`` are alike.

    >>> portable(r"^\d{13}$"), portable("^2.*")
    ('^[0-9]{13}$', None)
    """
    signs = rule.replace(r"\d", "")
    alike = all(sign.isascii() and (sign.isalnum() or sign in _SIGNS) for sign in signs)
    if not alike or _UNLIKE.search(rule):
        return None
    return in_ascii(rule)
