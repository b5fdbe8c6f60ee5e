"""Puts the figures that sets of tests have shown into the table of reliability.md.

A cell of the table holds ``<!-- name of the set -->…<!-- end -->``; what stands between is made of
``reliability/figures.json``, which ``make reliability`` writes (tests/support/figures.py).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from bounds_table import with_bounds

HERE = Path(__file__).parent
PAGE = HERE / "reliability.md"
FIGURES = HERE / "reliability" / "figures.json"
CELL = re.compile(r"<!-- (?P<name>[^>]+?) -->.*?<!-- end -->")


def with_figures() -> str:
    """Return the page with its cells and its table filled; a set that was never run has a dash."""
    known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}

    def filled(cell: re.Match[str]) -> str:
        figures = known.get(cell["name"], {})
        told = ", ".join(f"{what} {number:,}" for what, number in figures.items())
        return f"<!-- {cell['name']} -->{told or '—'}<!-- end -->"

    return with_bounds(CELL.sub(filled, PAGE.read_text(encoding="utf-8")), known)
