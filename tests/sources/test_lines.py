"""Receipts from their lines: seen, asked about, and added up whatever their order."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast.api import Store
from rfma_fast.errors import RfmaError, UsageError
from sources.handmade import ANNA, BORIS, stored

HEADER = ["at", "shop", "card", "amount", "doc_id", "sku"]
Line = tuple[str, str, str, str, str, str]
_RULE = "13-digits"


def line(
    at: str = "2022-06-01 10:00:00", shop: str = "s", card: str = ANNA, amount: str = "100",
    doc_id: str = "1", sku: str = "a",
) -> Line:  # fmt: skip
    return at, shop, card, amount, doc_id, sku


def written(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([header, *rows])
    return path


def receipts(store: Path) -> list[tuple[object, ...]]:
    frame = Store(store).snapshot.scan().select("day", "shop", "card", "doc_id", "amount").collect()
    return sorted(map(tuple, frame.iter_rows()), key=str)


def test_lines_of_one_receipt_are_refused_with_the_options_and_nothing_is_stored(
    tmp_path: Path,
) -> None:
    source = written(tmp_path / "t.csv", [line(sku=sku) for sku in "abc"])
    with pytest.raises(RfmaError, match="of the first 3 rows 3 share their receipt") as refused:
        Store(tmp_path / "s").ingest(source)
    assert "--rows lines" in str(refused.value.hint)
    assert "--rows receipts" in str(refused.value.hint)
    told = Store(tmp_path / "s").ingest(source, rows="lines")
    assert (told.read, told.stored, told.joined, told.already_there) == (3, 1, 2, 0)
    assert receipts(tmp_path / "s")[0][-1] == 300_00
    again = Store(tmp_path / "s").ingest(source, rows="lines")
    assert (again.load, again.stored, again.joined, again.already_there) == (0, 0, 2, 1)


def test_the_total_that_every_line_repeats_counts_once(tmp_path: Path) -> None:
    source = written(tmp_path / "t.csv", [line(sku=sku) for sku in "abc"])
    assert Store(tmp_path / "s").ingest(source, rows="receipts").stored == 1
    assert receipts(tmp_path / "s")[0][-1] == 100_00


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ([line(), line()], False),
        ([line(), line(doc_id="2", sku="b")], False),
        ([line(), line(shop="t", sku="b")], False),
        ([line(), line(card=BORIS, sku="b")], False),
        ([line(), line(at="2022-06-02", sku="b")], False),
        ([line(), line(at="2022-06-01 10:00:59", sku="b")], True),
        ([line(), line(amount="-100")], True),
    ],
)
def test_lines_are_rows_of_one_receipt_that_differ(
    tmp_path: Path, rows: list[Line], asked: bool
) -> None:
    source, store = written(tmp_path / "t.csv", rows), Store(tmp_path / "s")
    if asked:
        with pytest.raises(RfmaError, match="lines of receipts"):
            store.ingest(source)
    else:
        store.ingest(source)


def test_a_few_rows_of_one_document_are_no_lines_where_no_column_tells_of_an_item(
    tmp_path: Path,
) -> None:
    single = [line(doc_id=str(number))[:5] for number in range(400)]
    twice = [line(doc_id="7", at="2022-06-01 10:00:17", amount="5")[:5]]
    Store(tmp_path / "s").ingest(written(tmp_path / "t.csv", single + twice, HEADER[:5]))
    assert len(receipts(tmp_path / "s")) == 401


@pytest.mark.parametrize(
    ("at", "asked"),
    [("2022-06-01 10:00:00", True), ("2022-06-01", False), ("2022-06-01 00:00:00", False)],
)
def test_without_documents_the_moment_tells_a_receipt(tmp_path: Path, at: str, asked: bool) -> None:
    header = ["at", "shop", "card", "amount", "sku"]
    rows = [(at, "s", ANNA, "1", "a"), (at, "s", ANNA, "2", "b")]
    source, store = written(tmp_path / "t.csv", rows, header), Store(tmp_path / "s")
    if not asked:
        store.ingest(source)
        return
    with pytest.raises(RfmaError, match="lines of receipts"):
        store.ingest(source)
    assert store.ingest(source, rows="lines").joined == 1


def test_rows_of_nobody_without_a_document_stay_apart(tmp_path: Path) -> None:
    rows = [line(card="", doc_id="")[:5], line(card="", doc_id="", amount="7")[:5]]
    source = written(tmp_path / "t.csv", rows, HEADER[:5])
    told = Store(tmp_path / "s").ingest(source, rows="lines", no_cards=True, card_rule=_RULE)
    assert (told.stored, told.joined) == (2, 0)


def test_what_a_row_is_must_be_one_of_two(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--rows"):
        Store(tmp_path / "s").ingest(tmp_path / "t.csv", rows="items")


lines = st.builds(
    line,
    at=st.sampled_from(["2022-05-31 23:59:59", "2022-06-01 10:00:00", "2022-06-01 18:00:00"]),
    shop=st.sampled_from("st"),
    card=st.sampled_from([ANNA, BORIS, "till-1", ""]),
    amount=st.sampled_from(["100", "-100", "0.01", "33.33"]),
    doc_id=st.sampled_from(["1", "2", "3"]),
    sku=st.sampled_from("abc"),
)


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(lines, min_size=1, max_size=40), seed=st.integers(0, 9), files=st.integers(1, 3)
)
def test_receipts_are_the_sums_of_their_lines_in_any_order_and_any_files(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Line], seed: int, files: int
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    whole = written(folder / "whole.csv", rows)
    told = Store(folder / "a").ingest(whole, rows="lines", no_cards=True, card_rule=_RULE)
    assert told.read == told.stored + told.joined
    mixed = Random(seed).sample(rows, len(rows))
    parts = [written(folder / f"{n}.csv", mixed[n::files]) for n in range(files)]
    Store(folder / "b").ingest(*parts, rows="lines", no_cards=True, card_rule=_RULE)
    assert stored(folder / "a") == stored(folder / "b")
    wanted = duckdb.execute(
        f"""
        select "at"::date, shop, card, doc_id, sum(amount * 100)::bigint, count(*)
        from read_csv('{whole}', types = {{'card': 'varchar', 'doc_id': 'varchar',
                      'shop': 'varchar',
                      'at': 'timestamp', 'amount': 'decimal(18, 2)'}}, header = true)
        group by all
        """
    ).fetchall()
    found = Store(folder / "a").snapshot.scan().select("day", "shop", "doc_id", "amount").collect()
    assert sorted(map(str, found.iter_rows())) == sorted(
        str((day, shop, doc, total)) for day, shop, _, doc, total, _ in wanted
    )
    assert told.joined == sum(count - 1 for *_, count in wanted)
