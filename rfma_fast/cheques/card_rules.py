r"""Regular expressions that tell cards from throw-away ids, in which ``\d`` is 0 to 9."""

from __future__ import annotations

import re

import polars as pl
from polars.exceptions import PolarsError

ASCII = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "w": "[0-9A-Za-z_]",
    "W": "[^0-9A-Za-z_]",
    "s": r"[\t\n\x0b\x0c\r ]",
    "S": r"[^\t\n\x0b\x0c\r ]",
}
"""Classes by the letter of their escape: of ASCII alone."""

_ESCAPE = re.compile(r"\\(b\{[a-z-]+\}|.)", re.DOTALL)


def is_card_rule(rule: str) -> bool:
    """Tell whether a text is a regular expression that cards can be matched with."""
    try:
        for pattern in (rule, in_ascii(rule)):
            pl.Series([""]).str.contains(pattern)
    except PolarsError:
        return False
    return True


def in_ascii(rule: str) -> str:
    r"""Return a rule in which the classes ``\d \w \s`` and the borders ``\b`` know ASCII only.

    Polars would take digits of all scripts for ``\d``, Java takes 0 to 9.

    >>> in_ascii(r"^\d{13}$"), in_ascii(r"\\d[\d-]\b")
    ('^[0-9]{13}$', '\\\\d[[0-9]-](?-u:\\b)')
    """
    return _ESCAPE.sub(_of_ascii, rule)


def as_printed(ids: pl.Series, rule: str) -> pl.Series:
    """Return cards as the store keeps them: in small letters where the rule ignores their case.

    Two ids that differ in their case alone are then one card.
    """
    return ids.str.to_lowercase() if rule.startswith("(?i)") else ids


def _of_ascii(escape: re.Match[str]) -> str:
    told = escape[1]
    if told[0] in "bB<>":
        return rf"(?-u:\{told})"
    return ASCII.get(told, escape[0])
