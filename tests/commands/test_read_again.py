"""What we export as CSV is read again as it was: the marks before formulas are ours alone."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import polars as pl
import pytest
from sources.handmade import row, write_csv

from commands.fixtures import Rfma
from rfma_fast.api import Store
from rfma_fast.cheques.marks import marked_frame, unmarked_frame
from rfma_fast.reports.export import as_bytes

PHONE = "+79001234567"


def exported(store: Store, form: str, path: Path) -> Path:
    """Write the rejected rows as ``rfma rejects -o`` does."""
    path.write_bytes(as_bytes({"rejected": store.rejects()}, form))  # type: ignore[arg-type]
    return path


def corrected(path: Path) -> Path:
    """Give the rows days that there are, as in an editor."""
    path.write_bytes(path.read_bytes().replace(b"2022-99", b"2022-02"))
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Cards, shops, ids and amounts that a spreadsheet would run, stored and rejected."""
    source = write_csv(
        tmp_path / "p.csv",
        [
            row("2022-01-01", card=PHONE, shop="=S", doc_id="a"),
            row("2022-99-02", card=PHONE, shop="@S", doc_id="-7", amount="100"),
            row("2022-99-03", card=PHONE, shop="''=S", doc_id="'b", amount="-50"),
        ],
    )
    one = Store(tmp_path / "store")
    one.ingest(source, card_rule=r"^\+7\d{10}$", max_rejects=None)
    return one


@pytest.mark.parametrize("form", ["csv", "csv-excel"])
def test_mended_rows_have_no_apostrophes_of_ours(store: Store, tmp_path: Path, form: str) -> None:
    path = exported(store, form, tmp_path / "mend.csv")
    assert f"'{PHONE}" in path.read_text(encoding="utf-8-sig")
    report = store.retry(corrected(path))
    assert (report.mended, report.stored, report.new_cards) == (2, 2, 0)
    columns = "shop, card, doc_id, amount * 100"
    found = Store(store.path).query(f"select {columns} from cheques order by day", "2022-12-31")
    assert [(shop, card, doc, int(amount)) for shop, card, doc, amount in found.rows()] == [
        ("=S", PHONE, "a", 10_000),
        ("@S", PHONE, "-7", 10_000),
        ("'=S", PHONE, "'b", -5_000),
    ]


@pytest.mark.parametrize("form", ["csv", "csv-excel"])
def test_rejected_rows_can_be_ingested_themselves(store: Store, tmp_path: Path, form: str) -> None:
    path = corrected(exported(store, form, tmp_path / "again.csv"))
    other = Store(tmp_path / "other")
    report = other.ingest(path, card_rule=r"^\+7\d{10}$")
    assert (report.stored, report.rejected, report.new_cards) == (2, 0, 1)
    amounts = other.query("select amount from cheques order by amount").to_series()
    assert [float(amount) for amount in amounts] == [-50, 100]


def test_rows_from_stdin_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "store")
    source = write_csv(tmp_path / "s.csv", [row("2022-01-01"), row("2022-99-02", doc_id="x")])
    given = io.TextIOWrapper(io.BytesIO(source.read_bytes()))
    monkeypatch.setattr(sys, "stdin", given)
    store.ingest("-", max_rejects=None)
    assert store.rejects().get_column("source").to_list() == ["-"]
    report = store.retry(corrected(exported(store, "csv", tmp_path / "mend.csv")))
    assert (report.mended, store.rejects().height) == (1, 0)


def test_a_run_differs_in_nothing_from_itself_in_another_file(rfma: Rfma, tmp_path: Path) -> None:
    rows = [
        row(f"2022-0{month}-1{digit}", card=f"+7900000000{digit}", shop=f"={digit % 3}")
        for month in range(1, 5)
        for digit in range(10)
    ]
    store = tmp_path / "store"
    Store(store).ingest(write_csv(tmp_path / "p.csv", rows), card_rule=r"^\+7\d{10}$")
    files = [tmp_path / name for name in ("r1.csv", "r2.parquet", "r3.xlsx")]
    for file in files:
        more = ("-o", tmp_path / "r1.json") if file.suffix == ".csv" else ()
        rfma("segment", "--store", store, "--cards", file, *more).done()
    assert "'+79000000001" in files[0].read_text()
    for where in (store, tmp_path / "nowhere"):
        for other in files[1:]:
            told = rfma("diff", files[0], other, "--store", where, "--format", "json").done().json
            assert (told["cards"], told["moved"], told["causes"]) == (10, 0, [])


def test_a_table_comes_back_with_its_names() -> None:
    frame = pl.DataFrame({"=a": ["+1", None, "b"], "'=a": ["'-2", "=", "''@"], "n": [-1, 2, 3]})
    safe = marked_frame(frame)
    assert safe.columns == ["'=a", "''=a", "n"]
    assert safe.row(0) == ("'+1", "''-2", -1)
    assert unmarked_frame(safe).equals(frame)
