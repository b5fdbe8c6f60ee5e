"""What was compared, and what did not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

LONGEST = 600
"""Letters of a value that a disagreement shows."""


@dataclass
class Tally:
    """Counts of a run; each disagreement as a sentence."""

    stores: int = 0
    questions: int = 0
    comparisons: int = 0
    disagreements: list[str] = field(default_factory=list)
    by_pair: dict[str, int] = field(default_factory=dict)
    """Comparisons by what was held against what."""

    def same(self, pair: str, asked: str, one: object, other: object) -> bool:
        """Compare two values, exactly."""
        self.comparisons += 1
        self.by_pair[pair] = self.by_pair.get(pair, 0) + 1
        if one == other:
            return True
        self.disagreements.append(f"{asked}: {pair}: {difference(one, other)}")
        return False

    def add(self, other: Tally) -> None:
        self.stores += other.stores
        self.questions += other.questions
        self.comparisons += other.comparisons
        self.disagreements += other.disagreements
        for pair, number in other.by_pair.items():
            self.by_pair[pair] = self.by_pair.get(pair, 0) + number


def difference(one: object, other: object) -> str:
    """Return where two values differ, and how."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in [*one, *(key for key in other if key not in one)]:
            if key not in one or key not in other or one[key] != other[key]:
                mine, its = one.get(key, "(missing)"), other.get(key, "(missing)")
                return f"{key!r}: {difference(mine, its)}"
    if isinstance(one, list) and isinstance(other, list):
        for place, (mine, its) in enumerate(zip(one, other, strict=False)):
            if mine != its:
                return f"[{place}] {difference(mine, its)}"
        return f"{len(one)} against {len(other)} lines: {_cut(one)} | {_cut(other)}"
    return f"{_cut(one)} against {_cut(other)}"


def _cut(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def plain(value: Any) -> Any:
    """Return a cell as every format can say it: numbers to twelve digits, the rest as text.

    A CSV has no types: there a text that is a number counts as that number.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float, Decimal, Fraction)):
        return _rounded(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    try:
        return _rounded(Decimal(text))
    except InvalidOperation:
        return text


def _rounded(value: float | Decimal | Fraction) -> str:
    number = float(value)
    return f"{number:.12g}" if number else "0"


def lines(rows: Any) -> list[dict[str, Any]]:
    """Return rows of a table, each cell plain."""
    return [{name: plain(value) for name, value in row.items()} for row in rows]
