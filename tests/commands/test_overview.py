"""``rfma overview``: the contract's JSON, its sums, periods and shops."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commands import shapes
from commands.fixtures import Rfma, write_rows


def test_the_json_has_the_keys_of_the_contract(rfma: Rfma, chain: Path) -> None:
    told = rfma("overview", "--store", chain, "--format", "json").done()
    shapes.hold(told.json, shapes.OVERVIEW | {"provenance": shapes.PROVENANCE})
    assert told.err == ""


def test_the_sums_are_those_of_the_source(rfma: Rfma, chain: Path, cheques: Path) -> None:
    found = rfma("overview", "--store", chain, "--format", "json").json
    rows = pl.read_csv(cheques, infer_schema=False).with_columns(pl.col("summ").cast(pl.Int64))
    known = rows.filter(pl.col("card").str.contains(r"^\d{13}$"))
    revenue, of_known = (int(part.get_column("summ").sum()) for part in (rows, known))
    assert (found["cheques"], found["revenue"]) == (rows.height, revenue)
    assert found["identified"] == {
        "cheques": known.height,
        "revenue": of_known,
    }
    assert found["cards"] == known.get_column("card").n_unique()
    assert float(found["unidentified_share"]["cheques"]) == pytest.approx(
        1 - known.height / rows.height
    )
    assert float(found["unidentified_share"]["revenue"]) == pytest.approx(1 - of_known / revenue)
    assert found["cheque"]["min"] == rows.get_column("summ").min()
    assert found["cheque"]["max"] == rows.get_column("summ").max()
    assert float(found["cheque"]["median"]) == rows.get_column("summ").median()
    by_shop = dict(rows.group_by("shop").agg(pl.col("summ").sum()).iter_rows())
    assert {shop["shop"]: shop["revenue"] for shop in found["shops"]} == by_shop
    visits = known.group_by("card").agg(pl.col("shop").n_unique()).group_by("shop").len()
    assert {row["shops"]: row["cards"] for row in found["cards_by_shops"]} == dict(
        visits.iter_rows()
    )


def test_a_period_has_both_its_ends_in_it(rfma: Rfma, chain: Path, cheques: Path) -> None:
    period = ("2021-08-05", "2021-09-07")
    told = rfma(
        "overview", "--store", chain, "--format", "json", "--from", period[0], "--to", period[1]
    ).done()
    days = pl.read_csv(cheques, infer_schema=False).get_column("datetime").str.slice(0, 10)
    assert told.json["cheques"] == days.is_between(pl.lit(period[0]), pl.lit(period[1])).sum()
    assert (told.json["from"], told.json["to"]) == period


def test_one_shop_alone_is_also_the_whole(rfma: Rfma, chain: Path) -> None:
    found = rfma("overview", "--store", chain, "--format", "json", "--shop", "Shop 3").json
    assert [shop["shop"] for shop in found["shops"]] == ["Shop 3"]
    assert found["shops"][0]["cheques"] == found["cheques"]


def test_shops_stand_in_natural_order(rfma: Rfma, tmp_path: Path) -> None:
    shops = ("Shop 10", "Shop 2", "Shop 1")
    rows = [("2022-01-01 10:00:00", shop, "2000000000015", 100, "d") for shop in shops]
    rfma("ingest", write_rows(tmp_path / "t.csv", rows), "--store", tmp_path / "s").done()
    found = rfma("overview", "--store", tmp_path / "s", "--format", "json").json
    assert [shop["shop"] for shop in found["shops"]] == ["Shop 1", "Shop 2", "Shop 10"]


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["--from", "2021-09-01", "--to", "2021-08-01"], 1, ["2021-09-01", "2021-08-01"]),
        (["--from", "1.9.2021"], 2, ["'1.9.2021'", "Hint: "]),
        (["--to", "2021-02-30"], 2, ["'2021-02-30'", "Hint: "]),
        (["--to", "2020-01-01"], 1, ["2020-01-01"]),
        (["--shop", "shop 1"], 1, ["'shop 1'", "Shop 1"]),
    ],
)
def test_a_period_or_shop_that_cannot_be_is_refused(
    rfma: Rfma, chain: Path, arguments: list[str], code: int, named: list[str]
) -> None:
    rfma("overview", "--store", chain, *arguments).failed(code, *named)
