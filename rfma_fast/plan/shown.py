"""How columns of graded cards are shown in the per-card table, said once for every engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "hundredths", "day", "text", "digit"]


@dataclass(frozen=True)
class Shown:
    """One column of the per-card table."""

    name: str
    of: str
    """The column of the graded cards behind it."""
    kind: Kind
    """A whole number; hundredths with two decimals; a day; or what a list holds at that place."""
    values: tuple[str, ...] = ()
    """The list of a ``text`` or a ``digit``, from place 0."""
