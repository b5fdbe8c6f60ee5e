"""The tables of docs/scale.md, made from what benchmarks/clusters.py measured."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kit.process import ROOT

RESULTS = ROOT / "results" / "clusters.json"
GROWING = ("size", "cards", "workers", "days", "source")
"""What a run lets grow while the rest stays."""
PROJECTED = (1_000_000_000, 10_000_000_000)
BYTES_A_CARD, BASE_MB = 200, 150
"""The bound of the local engine's memory, held by docs/benchmarks.md."""

Row = dict[str, Any]
_BLOCK = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def scale_page(text: str, results: Path = RESULTS) -> str:
    """Return the page with its tables made anew, each between its name and ``end``."""
    known = json.loads(results.read_text(encoding="utf-8"))
    made: dict[str, Callable[[], str]] = {
        **{name: _table_of(name, known["rows"]) for name in GROWING},
        "machine": lambda: _machine(known["machine"]),
        "projected": lambda: _projected(known["rows"]),
    }
    return _BLOCK.sub(lambda block: f"{block[1]}{made[block[2]]()}\n{block[3]}", text)


def _table_of(name: str, rows: Sequence[Row]) -> Callable[[], str]:
    return lambda: _TABLES[name]([row for row in rows if row["grows"] == name])


def _machine(about: Row) -> str:
    return f"{about['processor']}, {about['cores']} cores, {about['memory_gb']} GB"


def _sizes(rows: Sequence[Row]) -> str:
    head = ("cheques", "cards", "month files", "engine", "processor s", "wall s", "MB")
    ordered = sorted(rows, key=lambda row: row["cheques"])
    cells = [
        (_n(row["cheques"]), _n(row["cards"]), _n(row["months"]), _engine(row), *_costs(row))
        for row in ordered
    ]
    return _markdown(head, cells, left=(3,))


def _cards(rows: Sequence[Row]) -> str:
    head = ("cheques", "cards", "engine", "processor s", "wall s", "MB")
    ordered = sorted(rows, key=lambda row: (row["engine"], row["cards"]))
    cells = [(_n(row["cheques"]), _n(row["cards"]), _engine(row), *_costs(row)) for row in ordered]
    return _markdown(head, cells, left=(2,))


def _workers(rows: Sequence[Row]) -> str:
    head = ("cheques", "workers", "asked", "processor s", "wall s", "MB")
    cells = [(_n(row["cheques"]), _n(row["workers"]), row["asked"], *_costs(row)) for row in rows]
    return _markdown(head, cells, left=(2,))


def _days(rows: Sequence[Row]) -> str:
    head = ("cheques", "as of", "engine", "states kept", "processor s", "wall s")
    cells = [
        (
            _n(row["cheques"]),
            row["as_of"],
            row["engine"],
            "yes" if row["way"] else "no",
            *_costs(row)[:2],
        )
        for row in rows
    ]
    return _markdown(head, cells, left=(1, 2, 3))


def _sources(rows: Sequence[Row]) -> str:
    head = ("cheques", "from", "asked", "processor s", "wall s", "MB")
    names = {"": "a store", "all": "a source, `all`", "once": "a source, `once`"}
    cells = [(_n(row["cheques"]), names[row["way"]], row["asked"], *_costs(row)) for row in rows]
    return _markdown(head, cells, left=(1, 2))


_TABLES: dict[str, Callable[[Sequence[Row]], str]] = {
    "size": _sizes,
    "cards": _cards,
    "workers": _workers,
    "days": _days,
    "source": _sources,
}


def _projected(rows: Sequence[Row]) -> str:
    """Draw the largest measured sizes on, linearly."""
    sizes = [row for row in rows if row["grows"] == "size" and row["asked"] == "first"]
    largest = {row["engine"]: row for row in sorted(sizes, key=lambda row: row["cheques"])}
    spark, here = largest["spark"], largest["polars"]
    head = ("cheques", "bytes", "cards", "this machine", "its memory", "Spark")
    cells = []
    for cheques in PROJECTED:
        cards = cheques * here["cards"] / here["cheques"]
        memory = cards * BYTES_A_CARD / 1e9 + BASE_MB / 1e3
        cells.append(
            (
                _n(cheques),
                f"{cheques * here['bytes'] / here['cheques'] / 1e9:,.0f} GB",
                f"{cards / 1e6:,.0f} million",
                f"{cheques * here['cpu'] / here['cheques']:,.0f} processor s",
                f"{memory:,.1f} GB",
                f"{cheques * spark['cpu'] / spark['cheques'] / 3600:,.1f} processor hours",
            )
        )
    return _markdown(head, cells)


def _engine(row: Row) -> str:
    return f"{row['engine']}, {row['asked']}"


def _costs(row: Row) -> tuple[str, str, str]:
    return f"{row['cpu']:,.2f}", f"{row['wall']:,.2f}", _n(row["mb"])


def _n(number: int) -> str:
    return f"{number:,}"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = ()) -> str:
    rule = ["---" if place in left else "---:" for place in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))
