"""Every rejected row has a number of its own, also where its source has no lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from sources.handmade import ANNA, BORIS, stored

from rfma_fast.api import Store
from rfma_fast.cheques.rules import check
from rfma_fast.settings import DEFAULT_CARD_RULE
from rfma_fast.store import rejections
from rfma_fast.store.loads import Load, LoadReport
from rfma_fast.store.tables import Tables

SERVER = "postgresql://host/db?table=k"
SOUND = ("2022-01-01", ANNA, "10")
BAD = [("2022-99-02", ANNA, "20"), ("2022-99-03", BORIS, "30"), ("2022-99-04", BORIS, "40")]


def load(root: Path, rows: Sequence[tuple[str, str, str]], source: str = SERVER) -> LoadReport:
    """Take rows as a server gives them: without lines, in any order."""
    tables = Tables.at(root)
    if not tables.exist():
        tables.create(DEFAULT_CARD_RULE)
    given = dict(zip(("at", "card", "amount"), map(list, zip(*rows, strict=True)), strict=True))
    raw = pl.DataFrame({"line": [0] * len(rows), "shop": ["S"] * len(rows), **given})
    with Load(tables, source, DEFAULT_CARD_RULE) as one:
        checked = check(raw)
        one.add(checked.accepted, checked.rejected)
        return one.commit()


def places(root: Path) -> list[tuple[int, int, str]]:
    return Store(root).rejects().select("load", "line", "amount").rows()


def mended(root: Path, amount: str) -> Path:
    """Write the row of an amount with a day that there is."""
    rows = Store(root).rejects().filter(pl.col("amount") == amount)
    path = root.with_name("mended.parquet")
    rows.with_columns(at=pl.lit("2022-02-02")).write_parquet(path)
    return path


def test_rows_of_a_server_are_mended_one_by_one(tmp_path: Path) -> None:
    root = tmp_path / "store"
    assert load(root, [SOUND, *BAD]).rejected == 3
    assert places(root) == [(1, 1, "20"), (1, 2, "30"), (1, 3, "40")]
    assert Store(root).retry(None).mended == 0
    assert Store(root).retry(mended(root, "30")).mended == 1
    assert places(root) == [(1, 1, "20"), (1, 3, "40")]
    assert len(stored(root)) == 2
    assert Store(root).verify().findings == ()


def test_known_rows_are_known_in_any_order(tmp_path: Path) -> None:
    root = tmp_path / "store"
    load(root, [SOUND, *BAD])
    before = places(root)
    Store(root).retry(mended(root, "40"))
    again = load(root, [*reversed(BAD), SOUND])
    assert (again.load, again.rejected, again.stored, again.already_there) == (0, 3, 0, 1)
    assert places(root) == before[:2]
    more = load(root, [("2022-99-09", ANNA, "50"), *BAD, SOUND])
    assert (more.rejected, places(root)) == (4, [*before[:2], (more.load, 4, "50")])
    assert Store(root).verify().findings == ()


def test_equal_rows_are_as_many_as_they_are(tmp_path: Path) -> None:
    root = tmp_path / "store"
    load(root, [SOUND, BAD[0], BAD[0]])
    assert places(root) == [(1, 1, "20"), (1, 2, "20")]
    assert load(root, [BAD[0], SOUND, BAD[0]]).load == 0
    third = load(root, [BAD[0], BAD[0], BAD[0], SOUND])
    assert places(root) == [(1, 1, "20"), (1, 2, "20"), (third.load, 3, "20")]
    assert Store(root).verify().findings == ()


def test_two_tables_count_for_themselves(tmp_path: Path) -> None:
    root = tmp_path / "store"
    load(root, [SOUND, BAD[0]])
    second = load(root, [SOUND, BAD[0]], source=f"{SERVER}2")
    assert places(root) == [(1, 1, "20"), (second.load, 1, "20")]


def test_an_undone_load_takes_its_rows_along(tmp_path: Path) -> None:
    root = tmp_path / "store"
    load(root, [SOUND, *BAD])
    load(root, [SOUND, *BAD, ("2022-99-09", ANNA, "50")])
    assert Store(root).undo(2).rejected == 1
    assert places(root) == [(1, 1, "20"), (1, 2, "30"), (1, 3, "40")]


def test_rows_that_were_kept_without_a_number_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "store"
    with monkeypatch.context() as before:
        before.setattr(
            rejections.Rejections,
            "_numbered",
            lambda self, rows: (rows, self._there(rows, rejections.WHOLE)),
        )
        load(root, [SOUND, *BAD])
    assert places(root) == [(1, 1, "20"), (1, 2, "30"), (1, 3, "40")]
    assert load(root, [SOUND, *reversed(BAD)]).load == 0
    assert Store(root).retry(mended(root, "20")).mended == 1
    assert places(root) == [(1, 2, "30"), (1, 3, "40")]
    assert Store(root).retry(mended(root, "30")).mended == 1
    assert places(root) == [(1, 3, "40")]
    assert Store(root).verify().findings == ()
    assert load(root, [("2022-99-09", ANNA, "50")]).rejected == 1
    assert [line for _, line, _ in places(root)] == [3, 4]
