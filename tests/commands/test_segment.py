"""``rfma segment``: the contract's JSON, the per-card table, frozen thresholds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from commands import shapes
from commands.fixtures import AS_OF, EARLIER, Rfma
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.reports import export

LEVELS = ("class", "cluster", "region", "warmth")


def test_the_json_has_the_keys_of_the_contract(rfma: Rfma, chain: Path) -> None:
    told = rfma("segment", "--store", chain, "--format", "json").done()
    shapes.hold(told.json, shapes.SEGMENT | {"provenance": shapes.PROVENANCE})
    assert told.err == ""
    assert (told.json["as_of"], told.json["scheme"]) == (AS_OF, "rfma")


def test_every_level_adds_up_to_all_cards_in_code_order_without_empty_groups(
    rfma: Rfma, chain: Path
) -> None:
    found = rfma("segment", "--store", chain, "--format", "json").json
    sums = set()
    for level in LEVELS:
        groups = found["levels"][level]
        codes = [group["code"] for group in groups]
        assert codes == sorted(set(codes))
        assert all(group["cards"] > 0 for group in groups)
        assert all(abs(g["share"] - Decimal(g["cards"]) / found["cards"]) < 1e-9 for g in groups)
        sums.add(tuple(sum(g[key] for g in groups) for key in ("cards", "cheques", "revenue")))
    assert len(sums) == 1
    assert next(iter(sums))[0] == found["cards"]


def test_bounds_are_told_from_the_best_grade_down(rfma: Rfma, chain: Path) -> None:
    bounds = rfma("segment", "--store", chain, "--format", "json").json["thresholds"]
    assert [len(bounds[axis]) for axis in ("recency", "frequency", "monetary", "age")] == [
        3, 2, 2, 2,
    ]  # fmt: skip
    assert bounds["recency"] == sorted(bounds["recency"])
    assert bounds["frequency"] == sorted(bounds["frequency"], reverse=True)
    assert bounds["monetary"] == sorted(bounds["monetary"], reverse=True)
    assert bounds["age"] == [180, 30]


def test_a_class_is_named_by_its_grades_in_the_language_asked_for(rfma: Rfma, chain: Path) -> None:
    arguments = ("segment", "--store", chain, "--format", "json")
    english = {g["code"]: g["name"] for g in rfma(*arguments).json["levels"]["class"]}
    russian = {
        g["code"]: g["name"] for g in rfma(*arguments, "--lang", "ru").json["levels"]["class"]
    }
    assert english["1121"] == "recent-frequent-middle_cheque-veteran"
    assert russian["1121"] == "недавний-частый-средний_чек-ветеран"
    assert english.keys() == russian.keys()


def test_as_of_since_and_shop_narrow_what_is_looked_at(
    rfma: Rfma, chain: Path, cheques: Path
) -> None:
    told = rfma(
        "segment", "--store", chain, "--format", "json",
        "--as-of", "2021-11-30", "--since", EARLIER, "--shop", "Shop 1", "--shop", "Shop 2",
    ).done()  # fmt: skip
    rows = pl.read_csv(cheques, infer_schema=False).filter(
        pl.col("card").str.contains(r"^\d{13}$"),
        pl.col("datetime").str.slice(0, 10).is_between(pl.lit(EARLIER), pl.lit("2021-11-30")),
        pl.col("shop").is_in(["Shop 1", "Shop 2"]),
    )
    warmths = told.json["levels"]["warmth"]
    assert told.json["as_of"] == "2021-11-30"
    assert told.json["cards"] == rows.get_column("card").n_unique()
    assert sum(group["cheques"] for group in warmths) == rows.height
    assert sum(group["revenue"] for group in warmths) == rows.get_column("summ").cast(int).sum()
    assert told.json["provenance"]["since"] == EARLIER
    assert told.json["provenance"]["shops"] == ["Shop 1", "Shop 2"]


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_the_per_card_table_is_written_in_each_of_its_formats(
    rfma: Rfma, chain: Path, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"cards.{suffix}"
    told = rfma("segment", "--store", chain, "--format", "json", "--cards", file).done()
    assert told.err == f"Written: {file}\n"
    text = dict.fromkeys(("card", "class", "cluster", "region", "warmth"), pl.String)
    match suffix:
        case "csv":
            table = pl.read_csv(file, schema_overrides=text, try_parse_dates=True)
        case "parquet":
            table = pl.read_parquet(file)
        case _:
            table = fastexcel.read_excel(file).load_sheet(0).to_polars()
    assert table.columns == shapes.CARD_COLUMNS
    assert table.height == told.json["cards"]
    assert {name: table.schema[name] for name in text} == text
    assert table.get_column("card").str.contains(r"^\d{13}$").all()
    assert table.get_column("card").is_sorted()
    assert table.get_column("total").cast(pl.Float64).sum() == pytest.approx(
        float(sum(group["revenue"] for group in told.json["levels"]["class"]))
    )
    regions = dict(table.group_by("region").len().iter_rows())
    assert regions == {g["code"]: g["cards"] for g in told.json["levels"]["region"]}
    last = table.get_column("last").cast(pl.Date)
    assert (last.max() == date(2021, 12, 31)) and last.null_count() == 0
    ages = (pl.lit(date(2021, 12, 31)) - pl.col("first").cast(pl.Date)).dt.total_days()
    assert table.filter(ages != pl.col("age")).height == 0


@pytest.mark.parametrize("name", ["cards.json", "cards.txt", "cards.doc", "cards"])
def test_a_per_card_table_of_another_kind_is_wrong_usage(
    rfma: Rfma, chain: Path, tmp_path: Path, name: str
) -> None:
    told = rfma("segment", "--store", chain, "--cards", tmp_path / name).failed(2, "Hint: ")
    assert "Traceback" not in told.err
    assert list(tmp_path.iterdir()) == []


def test_thresholds_fitted_and_frozen_give_the_same_levels(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    frozen = tmp_path / "borders.toml"
    told = rfma("thresholds", "fit", "--store", chain, "-o", frozen).done()
    assert (told.out, told.err) == ("", f"Written: {frozen}\n")
    fitted = rfma("segment", "--store", chain, "--format", "json").json
    again = rfma("segment", "--store", chain, "--format", "json", "--thresholds", frozen).json
    assert again["levels"] == fitted["levels"]
    assert again["thresholds"] == fitted["thresholds"]
    assert (fitted["frozen"], again["frozen"]) == (False, True)


def test_thresholds_frozen_at_an_earlier_day_are_those_that_count(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    frozen = tmp_path / "borders.toml"
    rfma("thresholds", "fit", "--store", chain, "--as-of", EARLIER, "-o", frozen).done()
    then = rfma("segment", "--store", chain, "--format", "json", "--as-of", EARLIER).json
    now = rfma("segment", "--store", chain, "--format", "json", "--thresholds", frozen)
    assert now.json["thresholds"] == then["thresholds"]
    shown = rfma("segment", "--store", chain, "--thresholds", frozen).done().out
    assert "Grades and frozen borders of 1\u00a0Oct\u00a02021" in shown


def test_faulty_thresholds_files_are_refused_with_a_sentence(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    arguments = ("segment", "--store", chain, "--thresholds")
    rfma(*arguments, tmp_path / "none.toml").failed(1, "none.toml", "No such file")
    for text, named in (
        ("borders = [", "not a TOML file"),
        ('scheme = "other"\n', "scheme other, not of rfma"),
        ('scheme = "rfma"\n', "as_of"),
        ('scheme = "rfma"\nas_of = 2021-01-01\n[borders]\nR = ["1"]\n', "borders.R"),
    ):
        file = tmp_path / "borders.toml"
        file.write_text(text, encoding="utf-8")
        rfma(*arguments, file).failed(1, file, named)


@pytest.mark.parametrize(
    ("option", "value", "code", "named"),
    [
        ("--as-of", "1990-01-01", 1, ["1990-01-01", "2021-07-01", "2021-12-31", "Hint: "]),
        ("--as-of", "2021-13-01", 2, ["'2021-13-01'", "Hint: ", "2022-06-09"]),
        ("--since", "yesterday", 2, ["'yesterday'", "Hint: "]),
        ("--since", "2030-01-01", 1, ["2030-01-01", AS_OF]),
        ("--shop", "Shop 99", 1, ["'Shop 99'", "Shop 1, Shop 2"]),
        ("--scheme", "none.toml", 1, ["'none.toml'", "rfma"]),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_what_was_found(
    rfma: Rfma, chain: Path, option: str, value: str, code: int, named: list[str]
) -> None:
    rfma("segment", "--store", chain, option, value).failed(code, *named)


def test_a_store_where_no_card_fits_the_rule_says_so(
    rfma: Rfma, cheques: Path, tmp_path: Path
) -> None:
    rfma(
        "ingest", cheques, "--store", tmp_path / "s", "--card-rule", "^never$", "--no-cards"
    ).done()
    rfma("segment", "--store", tmp_path / "s").failed(1, "^never$", "Hint: ")
    rfma("overview", "--store", tmp_path / "s").done()


def test_cards_that_no_sheet_holds_are_refused_before_their_table_is_made(
    rfma: Rfma, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(self: Segmentation) -> None:
        raise AssertionError("the table of cards was made")

    monkeypatch.setattr(export, "MOST_ROWS", 10)
    monkeypatch.setattr(Segmentation, "table", made)
    file = tmp_path / "cards.xlsx"
    rfma("segment", "--store", chain, "--cards", file).failed(1, "a sheet holds 10")
    assert not file.exists()
