"""Revenue follows the column that a scheme's money is of: what was paid, where it says so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from language.commands import rfma
from language.kit import Cheque, moment, store_of
from oracles.real import REAL, needs_real

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.api import Store
from rfma_fast.reports.migration import as_json as migration_json
from rfma_fast.reports.segmentation import as_json, frames
from rfma_fast.schemes.loader import load_scheme, read_scheme, scheme_text
from rfma_fast.schemes.measures import revenue_over

ANNA, BORIS = "2000000000001", "2000000000002"
ROWS = [
    Cheque(moment("2022-01-01T10:00"), "s1", ANNA, 1000_00, 900_00, "1"),
    Cheque(moment("2022-01-20T10:00"), "s2", ANNA, 500_00, 0, "2"),
    Cheque(moment("2022-01-21T10:00"), "s2", ANNA, -200_00, -150_00, "3"),
    Cheque(moment("2022-01-25T10:00"), "s1", BORIS, 300_00, 240_50, "4"),
]


def paid_text() -> str:
    text = scheme_text("rfma").replace('code = "rfma"', 'code = "paid"', 1)
    return text.replace('of = "mean" }', 'of = "mean", over = "paid" }', 1)


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("schemes") / "paid.toml"
    file.write_text(paid_text(), encoding="utf-8")
    return str(file)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_of(tmp_path_factory.mktemp("paid"), ROWS)


def test_revenue_is_of_the_column_of_all_money_measures() -> None:
    def over(*columns: str) -> str:
        axes = [load_scheme("rfma").axis("R").measure]
        text = scheme_text("rfma")
        for column in columns:
            changed = text.replace('of = "mean" }', f'of = "mean", over = "{column}" }}', 1)
            axes.append(read_scheme(changed, "x").axis("M").measure)
        return revenue_over(axes)

    assert (over(), over("amount"), over("paid"), over("paid", "amount")) == (
        "amount", "amount", "paid", "amount",
    )  # fmt: skip


def test_totals_and_means_are_of_what_was_paid_returns_netted(store: Store, scheme: str) -> None:
    found = store.segment(scheme=scheme)
    table = found.table()
    assert table.select("card", "cheques", "paid_total", "monetary").rows() == [
        (ANNA, 2, Decimal("750.00"), Decimal("375.00")),
        (BORIS, 1, Decimal("240.50"), Decimal("240.50")),
    ]  # fmt: skip
    assert "total" not in table.columns
    warmth = found.level("warmth")
    assert warmth["revenue"].sum() == Decimal("990.50")
    assert store.segment().level("warmth")["revenue"].sum() == Decimal("1600.00")


def test_every_answer_of_such_a_scheme_says_which_money_it_tells(store: Store, scheme: str) -> None:
    found = store.segment(scheme=scheme)
    told = as_json(found)
    (said,) = [note for note in told["notes"] if "paid" in note]
    assert said.startswith("revenue, totals and mean cheques are of what was paid, after discounts")
    assert told["provenance"]["revenue"] == "paid"
    assert as_json(store.segment())["provenance"]["revenue"] == "amount"
    assert not [note for note in as_json(store.segment())["notes"] if "paid" in note]
    exported = frames(found)["levels"]
    assert "revenue" not in exported.columns
    assert exported.filter(pl.col("level") == "warmth")["paid"].sum() == Decimal("990.50")
    assert "revenue" in frames(store.segment())["levels"].columns
    moved = migration_json(store.migrate("2022-01-22", scheme=scheme), "warmth")
    assert said in moved["notes"]
    story = store.card(ANNA, scheme=scheme)
    assert story.row["paid_total"] == Decimal("750.00")
    assert dict(story.shops.select("shop", "revenue").iter_rows()) == {
        "s1": Decimal("900.00"), "s2": Decimal("-150.00"),
    }  # fmt: skip


def test_the_terminal_and_files_say_it_too(
    store: Store, scheme: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--store", store.path)
    shown = " ".join(rfma(capsys, "segment", *at, "--scheme", scheme).out.split())
    assert "revenue as paid, after discounts" in shown
    assert "what was paid, after discounts" in shown
    usual = " ".join(rfma(capsys, "segment", *at).out.split())
    assert "revenue before discounts" in usual
    cards = tmp_path / "cards.csv"
    assert rfma(capsys, "segment", *at, "--scheme", scheme, "--cards", cards).code == 0
    assert cards.read_text(encoding="utf-8").startswith("card,cheques,paid_total,first,")


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_saved_runs_of_such_a_scheme_are_compared(
    store: Store, scheme: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    at = ("--store", store.path, "--scheme", scheme)
    files = [tmp_path / f"{number}.{form}" for number in (1, 2)]
    for file, day in zip(files, ("2022-01-22", "2022-01-25"), strict=True):
        assert rfma(capsys, "segment", *at, "--as-of", day, "--cards", file).code == 0
    told = rfma(capsys, "diff", *files, "--store", store.path, "--format", "json").json
    assert (told["replayed"], told["cards"]) == (True, 2)
    assert [(flow["from"], flow["cards"]) for flow in told["flows"]].count(("new", 1)) == 1


@needs_real
def test_the_groups_of_the_real_table_add_up_to_what_was_paid(
    real_store: Store, scheme: str, real_segmentation: Segmentation
) -> None:
    found = real_store.segment(scheme=scheme)
    paid = (
        duckdb.connect()
        .sql(
            "select card, sum(summ_with_disc)::decimal(18, 2) as paid, sum(summ)::decimal(18, 2) as"
            f" amount from '{REAL}' where regexp_matches(card, '^\\d{{13}}$') group by card"
        )
        .pl()
    )
    assert (paid["paid"].sum(), paid["amount"].sum()) == (19_133_878, 19_196_840)
    placed = found.table().join(paid, on="card")
    assert placed.filter(pl.col("paid_total") != pl.col("paid")).height == 0
    assert placed.height == 5926
    by_region = dict(placed.group_by("region").agg(pl.col("paid").sum()).iter_rows())
    assert dict(found.level("region").select("code", "revenue").iter_rows()) == by_region
    assert sum(by_region.values()) == 19_133_878
    assert real_segmentation.level("region")["revenue"].sum() == 19_196_840


def test_the_windows_of_a_migration_are_of_what_was_paid(store: Store, scheme: str) -> None:
    found = store.migrate("2022-01-15", "2022-01-31", scheme=scheme)
    assert found.spending(15).total().select("cards", "spent_before", "spent_after").rows() == [
        (2, Decimal("900.00"), Decimal("90.50"))
    ]
