"""The table of reliability.md that tells what each command may hold in memory, and what it held.

The bounds stand in ``reliability/bounds.toml``; tests/bounds measure and hold them.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

BOUNDS = Path(__file__).parent / "reliability" / "bounds.toml"
TABLE = re.compile(r"(<!-- bounds of memory -->\n).*?(<!-- end of bounds -->)", re.DOTALL)
PROMISED = ("card", "shop", "month", "row", "own")
MEASURED = ("usual", "5 M cards", "5 M rows", "100,000 shops", "240 months", "1 M of one card")


def with_bounds(page: str, known: dict[str, dict[str, int]]) -> str:
    """Return a page with its table of bounds filled; what was never measured has a dash."""
    bounds = tomllib.loads(BOUNDS.read_text(encoding="utf-8"))
    head = ["command", *(f"bytes: {name}" for name in PROMISED), *(f"MB: {n}" for n in MEASURED)]
    rows = [head, ["---", *["---:"] * (len(head) - 1)]]
    for command, promised in bounds.items():
        held = known.get(f"memory of {command}", {})
        rows.append(
            [
                f"`{command}`",
                *(f"{promised[name]:,}" if name in promised else "—" for name in PROMISED),
                *(f"{held[name]:,}" if name in held else "—" for name in MEASURED),
            ]
        )
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return TABLE.sub(lambda found: found[1] + table + found[2], page)
