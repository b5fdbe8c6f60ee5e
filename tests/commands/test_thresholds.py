"""``rfma thresholds`` and ``rfma thresholds fit``."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import polars as pl
import pytest

from commands import shapes
from commands.fixtures import AS_OF, EARLIER, Rfma, make_store, write_rows


def test_the_json_tells_deciles_ties_grades_and_gaps(rfma: Rfma, chain: Path) -> None:
    told = rfma("thresholds", "--store", chain, "--format", "json").done()
    shapes.hold(told.json, shapes.RESEARCH | {"provenance": shapes.PROVENANCE})
    for axis, found in told.json["axes"].items():
        assert found["borders"] == told.json["thresholds"][axis]
        assert len(found["deciles"]) == 10
        assert found["deciles"] == sorted(found["deciles"])
        assert found["deciles"][-1] == found["max"]
        assert sum(grade["cards"] for grade in found["grades"]) == told.json["cards"]
        assert len(found["grades"]) == len(found["borders"]) + 1 == len(found["ties"]) + 1
    churn = told.json["gaps"]["churn_periods"]
    assert [row["share"] for row in churn] == [Decimal("0.8"), Decimal("0.9"), Decimal("0.95")]
    assert churn[-1]["days"] == told.json["thresholds"]["recency"][-1]


def test_money_in_the_json_has_at_most_two_decimals(rfma: Rfma, chain: Path) -> None:
    monetary = rfma("thresholds", "--store", chain, "--format", "json").json["axes"]["monetary"]
    for name in ("min", "max", "mean", "median"):
        shapes.hold(monetary[name], shapes.money, name)


def test_the_frozen_file_is_toml_with_exact_fractions(rfma: Rfma, chain: Path) -> None:
    told = rfma("thresholds", "fit", "--store", chain).done()
    frozen = tomllib.loads(told.out)
    assert (frozen["scheme"], frozen["as_of"].isoformat()) == ("rfma", AS_OF)
    r1, _, churn = frozen["borders"]["R"]
    rate = Fraction(r1) / Fraction(churn)
    assert Fraction(frozen["borders"]["F"][1]) == Fraction(floor(rate * 100 + Fraction(1, 2)), 100)
    assert told.err == ""


def test_an_option_before_fit_counts_or_is_refused(rfma: Rfma, chain: Path) -> None:
    told = rfma("thresholds", "--store", chain, "--as-of", EARLIER, "fit", "--store", chain)
    if told.code == 0:
        assert tomllib.loads(told.out)["as_of"].isoformat() == EARLIER
    else:
        told.failed(2, "--as-of")


def test_the_research_of_frozen_borders_is_that_of_the_file(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.toml"
    rfma("thresholds", "fit", "--store", chain, "--as-of", EARLIER, "-o", file).done()
    then = rfma("thresholds", "--store", chain, "--as-of", EARLIER, "--format", "json").json
    now = rfma("thresholds", "--store", chain, "--thresholds", file, "--format", "json").json
    assert now["thresholds"] == then["thresholds"]
    assert (then["frozen"], now["frozen"]) == (False, True)
    assert (then["as_of"], now["as_of"]) == (EARLIER, AS_OF)


def test_the_json_tells_histograms_candidates_proposals_and_pareto(rfma: Rfma, chain: Path) -> None:
    found = rfma("thresholds", "--store", chain, "--format", "json").done().json
    for axis in found["axes"].values():
        assert sum(part["cards"] for part in axis["histogram"]) == found["cards"]
        assert sum(grade["revenue_share"] for grade in axis["grades"]) == pytest.approx(1)
        assert [tie["cards"] for tie in axis["at_borders"]] == axis["ties"]
        for tie in axis["at_borders"]:
            shapes.hold(
                tie, {"share": shapes.share, "below": shapes.share, "through": shapes.share}
            )
    gaps = found["gaps"]
    assert sum(part["returns"] for part in gaps["histogram"]) == gaps["count"]
    for churn in gaps["churn_periods"]:
        assert churn["within"] + churn["later"] == gaps["count"]
        assert churn["later"] / gaps["count"] < churn["without_next"] < 1
    assert found["level"] == "region"
    for proposal in found["proposals"]:
        assert sum(group["cards"] for group in proposal["groups"]) == found["cards"]
        assert set(proposal["borders"]) == set(found["axes"])
    assert found["proposals"][0]["borders"] == found["thresholds"]
    assert sum(tenth["cards"] for tenth in found["pareto"]["tenths"]) == found["cards"]
    assert found["pareto"]["tenths"][-1]["cumulative"] == 1
    assert [row["share"] for row in found["pareto"]["shares"]] == [
        Decimal("0.5"), Decimal("0.8"), Decimal("0.9"), Decimal("0.95"),
    ]  # fmt: skip


SET = ("--set", "recency=20,45,90", "--set", "M=1500.50,400")


def test_what_if_tells_both_borders_the_groups_and_the_cells(rfma: Rfma, chain: Path) -> None:
    now = rfma("segment", "--store", chain, "--format", "json").json
    found = rfma("thresholds", *SET, "--store", chain, "--format", "json").done().json
    assert found["thresholds"] == now["thresholds"]
    assert found["new_thresholds"] == {
        **now["thresholds"],
        "recency": [20, 45, 90],
        "monetary": [Decimal("1500.5"), 400],
    }
    assert (found["set"], found["follow"]) == (["recency", "monetary"], False)
    sizes = {group["code"]: group["cards"] for group in now["levels"]["region"]}
    told = {group["code"]: group["cards"] for group in found["groups"] if group["cards"]}
    assert told == sizes
    moved = [cell for cell in found["cells"] if cell["from"] != cell["to"]]
    assert found["moved"]["cards"] == sum(cell["cards"] for cell in moved) > 0
    assert found["moved"]["revenue"] == sum(cell["revenue"] for cell in moved)
    shapes.hold(found, {"notes": [shapes.text], "provenance": shapes.PROVENANCE})


def test_what_if_may_be_told_by_any_level_and_follows_when_asked(rfma: Rfma, chain: Path) -> None:
    options = ("--store", chain, "--format", "json", "--level", "warmth")
    stays = rfma("thresholds", *SET, *options).done().json
    follows = rfma("thresholds", *SET, "--follow", *options).done().json
    assert (stays["level"], follows["follow"]) == ("warmth", True)
    assert stays["groups"] != follows["groups"]
    assert {group["code"] for group in stays["groups"]} <= set("12345")


def test_sensitivity_ranks_the_borders(rfma: Rfma, chain: Path) -> None:
    found = rfma("thresholds", "sensitivity", "--store", chain, "--format", "json").done().json
    borders = found["borders"]
    assert [border["rank"] for border in borders] == list(range(1, 10))
    assert sorted((border["axis"], border["number"]) for border in borders) == sorted(
        (axis, number)
        for axis, edges in found["thresholds"].items()
        for number, _ in enumerate(edges, start=1)
    )
    for border in borders:
        assert [shift["by"] for shift in border["shifts"]] == [
            Decimal(by) for by in ("-0.2", "-0.1", "-0.05", "0.05", "0.1", "0.2")
        ]
        for shift in border["shifts"]:
            shapes.hold(shift["class"], {"cards": shapes.count, "revenue": shapes.money})
            assert shift["group"]["cards"] <= shift["class"]["cards"] <= found["cards"]


def test_stability_tells_a_series_and_intervals(rfma: Rfma, chain: Path) -> None:
    options = ("--store", chain, "--resamples", 20, "--seed", 3, "--format", "json")
    found = rfma("thresholds", "stability", *options).done().json
    assert [row["as_of"] for row in found["series"]][-2:] == ["2021-11-30", AS_OF]
    assert found["series"][-1]["thresholds"] == found["thresholds"]
    assert (found["resamples"], found["seed"], found["confidence"]) == (20, 3, Decimal("0.9"))
    for row in found["intervals"]:
        assert row["low"] <= row["fitted"] <= row["high"] or not row["same"]
    assert rfma("thresholds", "stability", *options).json == found
    part = rfma("thresholds", "stability", "--as-of", "2021-08..2021-10", *options).done().json
    assert [row["as_of"] for row in part["series"]] == ["2021-08-31", "2021-09-30", "2021-10-31"]
    day = rfma("thresholds", "stability", "--as-of", EARLIER, *options).done().json
    assert day["as_of"] == day["series"][-1]["as_of"] == EARLIER


@pytest.mark.parametrize(
    ("verb", "sheets"),
    [
        ((), ["capacities", "deciles", "distributions", "histograms", "gaps", "candidates",
              "proposals", "pareto", "tenths"]),
        (SET, ["groups", "changes"]),
        (("sensitivity",), ["shifts"]),
        (("stability", "--resamples", 5), ["intervals", "series"]),
    ],
)  # fmt: skip
def test_every_answer_can_be_written_as_csv_parquet_and_workbook(
    rfma: Rfma, chain: Path, tmp_path: Path, verb: tuple[object, ...], sheets: list[str]
) -> None:
    command = ("thresholds", *verb, "--store", chain)
    csv = rfma(*command, "--format", "csv").done().out
    rfma(*command, "-o", tmp_path / "a.parquet").done()
    rfma(*command, "-o", tmp_path / "a.xlsx").done()
    frame = pl.read_parquet(tmp_path / "a.parquet")
    assert csv.splitlines()[0].split(",") == frame.columns
    assert len(csv.splitlines()) == frame.height + 1 > 1
    book = pl.read_excel(tmp_path / "a.xlsx", sheet_id=0)
    assert list(book) == sheets
    assert book[sheets[0]].height == frame.height


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--set", "recency"), "recency"),
        (("--set", "speed=1,2"), "recency (R)"),
        (("--set", "recency=1,2"), "3"),
        (("--set", "recency=1,2,3", "--set", "R=1,2,3"), "recency"),
        (("--set", "recency=3,2,1"), "rise"),
        (("--set", "M=10,20"), "fall"),
        (("--set", "M=1500,4OO"), "4OO"),
        (("--set", "A=180.5,30"), "180.5"),
        (("--follow",), "--set"),
        (("--level", "continent"), "region"),
        (("sensitivity", "--level", "continent"), "region"),
        (("stability", "--resamples", "0"), "0"),
        (("stability", "--seed", "-3"), "-3"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_cannot_be_tried_is_refused_in_words(
    rfma: Rfma, chain: Path, options: tuple[str, ...], named: str, language: str
) -> None:
    told = rfma("thresholds", *options, "--store", chain, "--lang", language)
    assert told.code == 2
    if language == "en" or named not in ("rise", "fall"):
        told.failed(2, named)


@pytest.mark.parametrize("verb", [(), SET, ("sensitivity",), ("stability", "--resamples", 5)])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_single_card_can_be_researched(
    rfma: Rfma, tmp_path: Path, verb: tuple[object, ...], form: str
) -> None:
    row = ("2022-01-01 10:00:00", "A", "2000200150015", "100.00", "d1")
    store = make_store(tmp_path, write_rows(tmp_path / "one.csv", [row]))
    told = rfma("thresholds", *verb, "--store", store, "--format", form).done()
    assert "nan" not in told.out.lower().split()


@pytest.mark.parametrize("scheme", ["rfm8", "rfm27", "lost"])
@pytest.mark.parametrize("verb", [(), ("sensitivity",), ("stability", "--resamples", 5)])
def test_every_built_in_scheme_can_be_researched(
    rfma: Rfma, chain: Path, scheme: str, verb: tuple[object, ...]
) -> None:
    for form in ("table", "json"):
        rfma("thresholds", *verb, "--scheme", scheme, "--store", chain, "--format", form).done()
