"""Figures that slow sets of tests show, kept for the table of docs/reliability.md.

A set calls ``record("what it shows", {"faults": 240, "lost": 0})``; ``make reliability`` runs the
sets with ``RFMA_FIGURES`` naming the file, and docs/generate.py makes the table of it. Without the
variable nothing is written.
"""

from __future__ import annotations

import json
import os
from pathlib import Path


def record(name: str, figures: dict[str, int]) -> None:
    """Keep the figures of a set under its name, in the place of those of an earlier run."""
    file = os.environ.get("RFMA_FIGURES")
    if not file:
        return
    path = Path(file)
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known[name] = figures
    text = json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
