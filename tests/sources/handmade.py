"""Small files and stores made by hand, and the one way in which the tests look into a store."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import Formatter

import polars as pl
import pytest

from rfma_fast.cheques.schema import IDENTITY
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import LANGUAGES, language
from rfma_fast.i18n.words import WORDS
from rfma_fast.store.snapshot import Snapshot, open_snapshot

HEADER = ("at", "shop", "card", "amount", "paid", "bonus_earned", "bonus_spent", "doc_id")
ANNA, BORIS, VERA = "2000000000015", "2000000000022", "2000000000039"
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"

Row = tuple[str, ...]


def row(
    at: str = "2022-06-09 10:00:00",
    shop: str = "Аптека 1",
    card: str = ANNA,
    amount: str = "100",
    doc_id: str = "d1",
    paid: str = "",
) -> Row:
    return (at, shop, card, amount, paid, "", "", doc_id)


JANUARY = (
    row("2022-01-05 09:00:00", card=ANNA, amount="10", doc_id="j1"),
    row("2022-01-05 09:00:00", card=BORIS, amount="20", doc_id="j2"),
    row("2022-01-04 18:30:00", card=ANNA, amount="30", doc_id="j3"),
    row("2022-01-31 23:59:59.999", card=UUID, amount="40", doc_id="j4"),
)
FEBRUARY = (
    row("2022-02-01", card=BORIS, amount="50", doc_id="f1"),
    row("2022-02-14 12:00:00", card="", amount="60", doc_id="f2"),
)
BAD = (
    row("yesterday", doc_id="b1"),
    row(amount="12.345", doc_id="b2"),
)


def write_csv(
    path: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, separator: str = ","
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, delimiter=separator, lineterminator="\n")
        writer.writerows([header, *rows])
    return path


def printed(snapshot: Snapshot) -> list[tuple[object, ...]]:
    """Return the stored cheques as a sorted list, each with what is printed on its card."""
    keys = snapshot.keys().collect().rename({"card": "printed"})
    rows = snapshot.scan().collect().join(keys, left_on="card", right_on="key", how="left")
    told = rows.select("printed", *(name for name in IDENTITY if name != "card"))
    return sorted(told.rows(), key=repr)


def stored(root: Path) -> list[tuple[object, ...]]:
    return printed(open_snapshot(root))


def months_of(root: Path) -> dict[str | None, pl.DataFrame]:
    """Return each month file's rows in their order, without the number of their load."""
    snapshot = open_snapshot(root)
    return {
        file.month: pl.read_parquet(path, hive_partitioning=False, glob=False).drop("load")
        for file, path in zip(snapshot.files, snapshot.paths(), strict=True)
    }


def every_byte(root: Path) -> dict[str, bytes]:
    """Return all that lies in a store's directory."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@contextmanager
def refused(key: str, *named: object) -> Iterator[None]:
    """Hold that the block is refused with the sentence of ``key``, which names these things."""
    with pytest.raises(RfmaError) as caught:
        yield
    template = WORDS[key][LANGUAGES.index(language())]
    pattern = "".join(
        re.escape(text) + ("" if name is None else ".*")
        for text, name, _, _ in Formatter().parse(template)
    )
    assert re.fullmatch(pattern, caught.value.message, re.DOTALL), caught.value.message
    told = f"{caught.value.message} {caught.value.hint}"
    assert [name for name in named if str(name) not in told] == [], told
