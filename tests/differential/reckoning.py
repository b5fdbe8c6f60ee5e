"""The answers by other means, straight from the list of cheques."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from language import naive as language
from language.kit import Cheque
from oracles import duck, naive
from oracles.naive import CardRow, Row

import rfma_fast.schemes as schemes

Groups = dict[str, tuple[int, int, int]]
"""Code of a group → cards, cheques, kopecks."""
BUILTIN = Path(schemes.__file__).parent / "builtin"


def as_duckdb(rows: Sequence[Row], as_of: date) -> dict[str, CardRow]:
    """Return the cards of a segmentation by scheme rfma as the DuckDB statement finds them."""
    names = CardRow.__dataclass_fields__
    return {
        line["card"]: CardRow(**{name: line[name] for name in names})
        for line in duck.segment(rows, as_of)
    }


def by_level(cards: Mapping[str, CardRow], level: str) -> Groups:
    """Return the groups of a level of scheme rfma."""
    found: Groups = {}
    for row in cards.values():
        code = naive.LEVELS[level](row)
        size, cheques, total = found.get(code, (0, 0, 0))
        found[code] = (size + 1, cheques + row.cheques, total + row.total)
    return dict(sorted(found.items()))


def document(name: str) -> dict[str, Any]:
    """Return a built-in scheme as its file says it."""
    return tomllib.loads((BUILTIN / f"{name}.toml").read_text(encoding="utf-8"))


def by_language(
    scheme: Mapping[str, Any], cheques: Sequence[Cheque], as_of: date, since: date | None,
    shops: Sequence[str],
) -> language.Answer | None:  # fmt: skip
    """Return what the plain reading of the scheme language finds; ``None``: it refuses."""
    population = dict(scheme.get("population", {}))
    if since:
        population["since"] = since
    if shops:
        population["shops"] = list(shops)
    try:
        return language.segment({**scheme, "population": population}, cheques, as_of)
    except (language.NobodyError, language.UnpaidError):
        return None
