"""The real table goes in whole: every row a cheque, every cheque once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from oracles.real import REAL, needs_real

from rfma_fast.sources.ingest import ingest
from rfma_fast.store.loads import LoadReport
from rfma_fast.store.snapshot import open_snapshot
from sources.handmade import every_byte

pytestmark = needs_real


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LoadReport]:
    root = tmp_path_factory.mktemp("real") / "store"
    return root, ingest(root, [REAL])


def test_all_rows_of_the_real_table_are_stored(loaded: tuple[Path, LoadReport]) -> None:
    root, report = loaded
    assert (report.read, report.stored, report.already_there, report.rejected) == (
        38_486, 38_486, 0, 0,
    )  # fmt: skip
    assert report.new_cards == 5_926
    months = ("2021-07", "2021-08", "2021-09", "2021-10", "2021-11", "2021-12",
              "2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-06")  # fmt: skip
    assert report.months == months
    snapshot = open_snapshot(root)
    assert snapshot.rows == 38_486
    assert len(snapshot.files) == 12
    assert (snapshot.first_day, snapshot.last_day) == (date(2021, 7, 12), date(2022, 6, 9))
    assert snapshot.last_identified_day == date(2022, 6, 9)
    assert snapshot.shops() == [
        "Аптека 1",
        "Аптека 10",
        "Аптека 11",
        *(f"Аптека {n}" for n in (2, 4, 6, 7, 8)),
    ]


def test_the_stored_cheques_add_up_to_the_published_sums(loaded: tuple[Path, LoadReport]) -> None:
    rows = open_snapshot(loaded[0]).scan().collect()
    assert rows.get_column("amount").sum() == 3_220_260_800
    identified = rows.filter(pl.col("card") > 0)
    assert (identified.height, identified.get_column("amount").sum()) == (21_075, 1_919_684_000)
    assert identified.get_column("card").n_unique() == 5_926
    others = rows.filter(pl.col("card") == 0)
    assert (others.height, others.get_column("unidentified_id").n_unique()) == (17_411, 3_468)
    assert rows.get_column("doc_id").n_unique() == 38_480


def test_the_keys_of_the_real_cards_are_dense(loaded: tuple[Path, LoadReport]) -> None:
    keys = open_snapshot(loaded[0]).keys().collect()
    assert keys.get_column("key").to_list() == list(range(1, 5_927))
    assert keys.get_column("card").n_unique() == 5_926


def test_the_real_table_a_second_time_changes_nothing(loaded: tuple[Path, LoadReport]) -> None:
    root, _ = loaded
    before = every_byte(root)
    again = ingest(root, [REAL])
    assert (again.read, again.stored, again.already_there, again.rejected) == (38_486, 0, 38_486, 0)
    assert (again.load, again.version) == (0, 1)
    assert every_byte(root) == before
