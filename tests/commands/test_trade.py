"""``overview`` by section, ``statistics`` and ``acquisition``: forms and refusals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from oracles import published
from oracles.real import needs_real

from commands import shapes
from commands.fixtures import EARLIER, Rfma

SHARES = {"cheques": shapes.share, "revenue": shapes.share}
INTERVAL = [shapes.share]
WAY = {
    "cheques": shapes.count,
    "revenue": shapes.money,
    "mean": shapes.money,
    "median": shapes.money,
}
BOTH = {"identified": WAY, "unidentified": WAY}
PERCENTILES = {"share": shapes.share} | dict.fromkeys(
    ("all", "identified", "unidentified"), shapes.money
)
IN_DEPTH = {
    "unidentified_cheques_interval": INTERVAL,
    "cards_by_shops": [{"interval": INTERVAL}],
    "shops": [{"unidentified_cheques_interval": INTERVAL, **BOTH}],
    "identification": BOTH,
    "deciles": [PERCENTILES],
    "recency": {
        "as_of": shapes.day, "min": shapes.count, "max": shapes.count, "mean": shapes.number,
        "median": shapes.number, "deciles": [shapes.count],
    },
    "months": [
        {
            "month": shapes.text, "whole": shapes.boolean, "days": shapes.count,
            "shops": shapes.count, "cards": shapes.count, "cheques": shapes.count,
            "revenue": shapes.money, "identified_cheques": shapes.count,
            "identified_revenue": shapes.money, "mean": shapes.money,
            "unidentified_share": SHARES, "unidentified_cheques_interval": INTERVAL,
            "change": {"month": {}, "year": {}},
        }
    ],
    "shops_by_month": [
        {
            "month": shapes.text, "shop": shapes.text, "cheques": shapes.count,
            "revenue": shapes.money, "identified_cheques": shapes.count,
            "identified_revenue": shapes.money, "unidentified_cheques": shapes.count,
            "unidentified_revenue": shapes.money,
        }
    ],
    "warnings": lambda value: isinstance(value, list),
}  # fmt: skip
FIGURES = {
    "cards": shapes.count, "cheques": shapes.count, "revenue": shapes.money,
    "mean_cheque": shapes.money, "median_cheque": shapes.money, "returns": shapes.count,
}  # fmt: skip
GROUP = FIGURES | {"code": shapes.text, "name": shapes.text}
STATISTICS = {
    "from": shapes.day, "to": shapes.day, "level": shapes.text, "by": shapes.text,
    "segments_as_of": shapes.day, "scheme": shapes.text, "total": FIGURES,
    "groups": [GROUP | {"share": shapes.share}], "parts": [GROUP],
    "provenance": shapes.PROVENANCE,
}  # fmt: skip
BEGAN = {
    "cards": shapes.count, "first_mean": shapes.money, "first_median": shapes.money,
    "open": shapes.count, "ended": shapes.count, "again": shapes.count, "second": shapes.count,
}  # fmt: skip
ACQUISITION = {
    "from": shapes.day, "to": shapes.day, "as_of": shapes.day, "churn": shapes.count,
    "cards": shapes.count, "total": BEGAN,
    "months": [BEGAN | {"month": shapes.text}], "shops": [BEGAN | {"shop": shapes.text}],
    "months_by_shop": [BEGAN | {"month": shapes.text, "shop": shapes.text}],
    "cohorts": [
        {
            "cohort": shapes.text, "month": shapes.text, "months_since": shapes.count,
            "whole": shapes.boolean, "cards": shapes.count, "active": shapes.count,
            "share": shapes.share, "revenue": shapes.money, "cumulative": shapes.money,
            "a_card": shapes.money,
        }
    ],
    "lost": [shapes.GROUP],
    "win_back": {"cards": shapes.count, "regions": [{"region": shapes.text}]},
    "provenance": shapes.PROVENANCE,
}  # fmt: skip
FORMS = {
    "overview": ("overview", "--months", "--cheques", "--ids"),
    "statistics": ("statistics", "--by", "shop"),
    "acquisition": ("acquisition",),
}
SHEETS = {
    "overview": [
        "months", "shops_by_month", "shops_by_identification", "deciles", "returning_ids",
        "returning_kinds", "shops", "cards_by_shops",
    ],
    "statistics": ["by_shop", "groups", "total"],
    "acquisition": [
        "months", "shops", "months_by_shop", "cohorts", "lost", "win_back_regions", "win_back",
    ],
}  # fmt: skip


def test_the_json_of_an_overview_has_its_keys_and_ids_only_when_asked(
    rfma: Rfma, chain: Path
) -> None:
    found = rfma("overview", "--store", chain, "--format", "json").done().json
    shapes.hold(found, IN_DEPTH)
    assert "returning_ids" not in found
    assert len(found["deciles"]) == len(found["recency"]["deciles"]) == 10
    asked = rfma("overview", "--ids", "--store", chain, "--format", "json").done().json
    shapes.hold(asked["returning_ids"], {"cheques": shapes.count, "kinds": [{}], "ids": [{}]})
    assert {key: asked[key] for key in found} == found


def test_the_json_of_statistics_has_its_keys(rfma: Rfma, chain: Path) -> None:
    arguments = ("--from", EARLIER, "--to", "2021-11-30", "--by", "month", "--format", "json")
    found = rfma("statistics", "--store", chain, *arguments).done().json
    shapes.hold(found, STATISTICS)
    assert (found["segments_as_of"], found["by"], found["level"]) == (
        "2021-11-30", "month", "region",
    )  # fmt: skip
    earlier = (
        rfma("statistics", "--store", chain, *arguments, "--segments-as-of", EARLIER).done().json
    )
    assert earlier["segments_as_of"] == EARLIER
    assert earlier["total"] == found["total"]
    assert "no_segment" in [group["code"] for group in earlier["groups"]]


def test_the_json_of_an_acquisition_has_its_keys(rfma: Rfma, chain: Path) -> None:
    found = rfma("acquisition", "--store", chain, "--format", "json").done().json
    shapes.hold(found, ACQUISITION)
    assert found["cards"] == sum(month["cards"] for month in found["months"])


@pytest.mark.parametrize("name", FORMS)
def test_every_form_holds_the_same_rows(rfma: Rfma, chain: Path, tmp_path: Path, name: str) -> None:
    rfma(*FORMS[name], "--store", chain, "-o", tmp_path / "a.parquet").done()
    frame = pl.read_parquet(tmp_path / "a.parquet")
    rfma(*FORMS[name], "--store", chain, "-o", tmp_path / "a.csv").done()
    assert pl.read_csv(tmp_path / "a.csv").height == frame.height > 0
    assert pl.read_csv(tmp_path / "a.csv").columns == frame.columns
    rfma(*FORMS[name], "--store", chain, "-o", tmp_path / "a.xlsx").done()
    sheets = pl.read_excel(tmp_path / "a.xlsx", sheet_id=0)
    assert list(sheets) == SHEETS[name]
    assert sheets[SHEETS[name][0]].height == frame.height


def test_a_section_alone_shows_that_section_and_comes_first_in_files(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    shown = rfma("overview", "--cheques", "--store", chain).done().out
    assert "Deciles of cheque amounts" in shown
    assert "Cards by number of shops" not in shown
    rfma("overview", "--cheques", "--store", chain, "-o", tmp_path / "c.csv").done()
    assert "identified" in pl.read_csv(tmp_path / "c.csv").columns


def test_the_cards_worth_winning_back_are_written_to_a_file(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    file = tmp_path / "back.csv"
    told = rfma("acquisition", "--store", chain, "--list", file, "--format", "json").done()
    assert f"Written: {file}" in told.err
    cards = pl.read_csv(file, schema_overrides={"card": pl.String})
    assert cards.height == told.json["win_back"]["cards"] > 0
    assert cards["rank"].to_list() == list(range(1, cards.height + 1))
    assert cards["revenue"].to_list() == sorted(cards["revenue"], reverse=True)


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["statistics", "--by", "year"], 2, ["--by", "'year'", "shop, month"]),
        (["statistics", "--level", "size"], 2, ["--level", "'size'", "region"]),
        (["statistics", "--from", "2021-09-02", "--to", "2021-09-01"], 1, ["2021-09-02"]),
        (["statistics", "--segments-as-of", "2020-01-01"], 1, ["2020-01-01"]),
        (["statistics", "--shop", "none"], 1, ["'none'", "Shop 1"]),
        (["acquisition", "--churn", "0"], 2, ["not 0"]),
        (["acquisition", "--from", "1.9.2021"], 2, ["'1.9.2021'"]),
        (["acquisition", "--from", "2021-12-31", "--shop", "Shop 4"], 1, ["2021-12-31", "Hint: "]),
        (["acquisition", "--list", "cards.json"], 2, ["json"]),
        (["acquisition", "--list", "cards.doc"], 2, ["cards.doc"]),
    ],
)
def test_what_cannot_be_is_refused(
    rfma: Rfma, chain: Path, arguments: list[str], code: int, named: list[str]
) -> None:
    rfma(arguments[0], "--store", chain, *arguments[1:]).failed(code, *named)


@needs_real
def test_the_overview_shows_every_published_number(rfma: Rfma, real: Path) -> None:
    shown = " ".join(rfma("overview", "--store", real).done().out.split())
    for number in (
        "38,486", "32,202,608", "5,926", "21,075", "19,196,840", "45.24%", "40.39%", "836.74",
        "570.00", "6 … 23,229", "561", "9.47%",
        "1 5,365", "2 496", "3 60", "4 3", "5 2",
        "0 332 113 87 8 21 41 61 87 122 162 208 265 332",
    ):  # fmt: skip
        assert number in shown, number
    for shop, (cheques, of_cheques, of_revenue, mean, median) in published.SHOPS.items():
        line = shown.partition(f"{shop} ")[2][:80]
        for figure in (f"{cheques:,}", of_cheques, of_revenue, f"{Decimal(mean):,}", median // 100):
            assert str(figure) in line, (shop, figure)


@needs_real
def test_the_whole_of_a_quarter_is_the_overview_of_it(rfma: Rfma, real: Path) -> None:
    period = ("--from", "2022-01-01", "--to", "2022-03-31", "--format", "json")
    whole = rfma("overview", "--store", real, *period).done().json
    found = rfma("statistics", "--store", real, *period).done().json
    assert date.fromisoformat(found["segments_as_of"]) == date(2022, 3, 31)
    assert {key: found["total"][key] for key in ("cards", "cheques", "revenue")} == {
        "cards": whole["cards"], "cheques": whole["cheques"], "revenue": whole["revenue"],
    } == {"cards": 2690, "cheques": 10_849, "revenue": 9_522_132}  # fmt: skip
    assert found["total"]["mean_cheque"] == whole["cheque"]["mean"]
    assert found["total"]["median_cheque"] == whole["cheque"]["median"]
