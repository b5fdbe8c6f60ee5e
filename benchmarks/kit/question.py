"""The one question that contenders answer, and the shape of the answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

Answer = list[list[int]]
"""Rows of class, cards, cheques, kopecks, in the order of classes."""


@dataclass(frozen=True)
class Question:
    """Segment the cards of these cheques as of a day."""

    store: str
    """The directory of the product's store."""
    files: tuple[str, ...]
    """Its month files, which all others read."""
    as_of: str
    """The last day that counts, ``YYYY-MM-DD``."""
    server: str = ""
    """The directory of the PostgreSQL server's socket, where one runs."""

    def arguments(self) -> dict[str, Any]:
        """Return the question as the arguments of a contender's function."""
        return asdict(self)
