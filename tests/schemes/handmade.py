"""A small scheme as text, and faults made by replacing a part of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rfma_fast.schemes.loader import load_scheme
from rfma_fast.schemes.model import Scheme

SMALL = """\
format = 1
code = "small"
name = { en = "small", ru = "малая" }
about = { en = "two axes" }

[[axis]]
code = "R"
name = "recency"
measure = { kind = "recency" }
borders = [ { keep = "<=", rule = "percentile_disc", p = "0.5", over = "cards" } ]
grades = [ { en = "recent", ru = "недавний" }, { en = "gone", ru = "ушедший" } ]

[[axis]]
code = "M"
name = "monetary"
measure = { kind = "money", of = "mean" }
borders = [
  { keep = ">", rule = "fixed", value = "1000" },
  { keep = ">", rule = "fixed", value = "500" },
]
grades = [ { en = "high" }, { en = "middle" }, { en = "low" } ]

[[level]]
code = "half"
name = { en = "half", ru = "половина" }
of = "class"
groups = [
  { code = "a", warmth = 1, members = ["1(1-3)"], name = { en = "here", ru = "здесь" } },
  { code = "b", warmth = 5, members = ["2(1,2)", "23"], name = { en = "away" } },
]

[[level]]
code = "all"
name = { en = "all" }
of = "half"
groups = [ { code = "z", members = ["a", "b"], name = { ru = "все" } } ]
"""

Build = Callable[..., Scheme]


def changed(*changes: tuple[str, str], text: str = SMALL) -> str:
    """Return the text with each part replaced, everywhere it stands; a part must stand there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def loaded(path: Path, text: str) -> Scheme:
    """Write a scheme file and load it."""
    path.write_text(text, encoding="utf-8")
    return load_scheme(str(path))
