"""The figures on a terminal are those of the JSON, and the foot adds up the column."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest
from commands.fixtures import EARLIER, Rfma, write_rows
from rich.console import Console

from reports.screens import plain, tables
from rfma_fast import open_store
from rfma_fast.i18n.formats import size
from rfma_fast.reports import migration

ADDITIVE = ("Cards", "Cheques", "Revenue, ₽")
LEVELS = ("class", "cluster", "region", "warmth")


def whole(value: Decimal | int) -> Decimal:
    return Decimal(value).quantize(Decimal(1), ROUND_HALF_UP)


def percent(share: Decimal | int, places: int) -> Decimal:
    return (Decimal(share) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch, rfma: Rfma) -> Rfma:
    monkeypatch.setenv("COLUMNS", "160")
    return rfma


def test_each_level_shows_the_groups_of_the_json_and_their_total(wide: Rfma, chain: Path) -> None:
    shown = tables(wide("segment", "--store", chain).out)[1:]
    found = wide("segment", "--store", chain, "--format", "json").json
    assert [table.title for table in shown] == [f"By {level}" for level in LEVELS]
    for table, level in zip(shown, LEVELS, strict=True):
        groups = found["levels"][level]
        assert [row[0] for row in table.rows] == [group["code"] for group in groups]
        assert [row[1] for row in table.rows] == [f"■ {group['name']}" for group in groups]
        for row, group in zip(table.rows, groups, strict=True):
            assert plain(row[2]) == group["cards"]
            assert plain(row[3]) == percent(group["share"], 1)
            assert plain(row[-3]) == group["cheques"]
            assert plain(row[-2]) == whole(group["revenue"])
            assert plain(row[-1]) == whole(group["mean_cheque"])
        cheques = sum(group["cheques"] for group in groups)
        revenue = sum(group["revenue"] for group in groups)
        assert [plain(cell) for cell in table.foot[1:]] == [
            found["cards"], 100, cheques, whole(revenue), whole(Decimal(revenue) / cheques),
        ]  # fmt: skip


def test_the_overview_shows_the_shops_of_the_json_and_their_total(wide: Rfma, chain: Path) -> None:
    shops, visits = tables(wide("overview", "--store", chain).out)[-2:]
    found = wide("overview", "--store", chain, "--format", "json").json
    for row, shop in zip(shops.rows, found["shops"], strict=True):
        assert row[0] == shop["shop"]
        assert (plain(row[1]), plain(row[2])) == (shop["cheques"], shop["revenue"])
        assert plain(row[3]) == percent(shop["unidentified_share"]["cheques"], 2)
        assert plain(row[4]) == percent(shop["unidentified_share"]["revenue"], 2)
        assert plain(row[-2]) == shop["mean"]
        assert plain(row[-1]) == whole(shop["median"])
    assert shops.foot[0] == "Total"
    assert [plain(cell) for cell in (*shops.foot[1:3], shops.foot[-2])] == [
        found["cheques"], found["revenue"], found["cheque"]["mean"],
    ]  # fmt: skip
    assert sum(shops.column("Cheques")) == found["cheques"]
    assert visits.column("Cards") == [row["cards"] for row in found["cards_by_shops"]]
    assert visits.total("Cards") == found["cards"]


def test_the_research_shows_the_grades_of_the_json(wide: Rfma, chain: Path) -> None:
    shown = {table.title: table for table in tables(wide("thresholds", "--store", chain).out)}
    found = wide("thresholds", "--store", chain, "--format", "json").json
    names = ("recency", "frequency", "monetary", "age")
    titles = [title for title in shown if title.startswith("Grades of ")]
    assert len(titles) == 4
    for title, name in zip(titles, names, strict=True):
        axis = found["axes"][name]
        for place, grade in enumerate(axis["grades"]):
            row = shown[title].rows[place]
            assert plain(row[2]) == grade["cards"]
            assert str(grade["grade"]) == row[0][-1]
            if place < len(axis["ties"]):
                assert plain(row[-1]) == axis["ties"][place]
                assert plain(row[-3]) == whole(grade["revenue"])
            else:
                assert plain(row[-2]) == whole(grade["revenue"])
    deciles = shown["Deciles"].rows
    assert [plain(cell) for cell in deciles[0][1:]] == found["axes"]["recency"]["deciles"]


def test_the_matrix_shows_the_cells_of_the_json(wide: Rfma, chain: Path) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--level", "warmth")
    matrix, *_ = tables(wide(*arguments).out)
    found = wide(*arguments, "--format", "json").json
    cells = {(cell["from"], cell["to"]): cell for cell in found["cells"]}
    counted = dict(zip("12345n", matrix.rows[0::2], strict=True))
    for letter, row in counted.items():
        source = "new" if letter == "n" else letter
        wanted = [cells.get((source, target)) for target in "12345"]
        assert row[1:-1] == [str(cell["cards"]) if cell else "·" for cell in wanted]
        assert plain(row[-1]) == sum(cell["cards"] for cell in wanted if cell)
    shares = matrix.rows[1::2]
    assert [plain(cell) for cell in shares[-1]] == [
        percent(cells["new", target]["share"], 0) for target in "12345"
    ]
    assert [plain(cell) for cell in matrix.foot[1:]] == [
        *(sum(cell["cards"] for key, cell in cells.items() if key[1] == to) for to in "12345"),
        found["cards"]["to"],
    ]


def test_who_stayed_is_marked_in_the_matrix_without_colour_too(chain: Path) -> None:
    found = open_store(chain).migrate(EARLIER)
    console = Console(width=120, highlight=False, force_terminal=True, color_system="truecolor")
    with console.capture() as capture:
        for part in migration.show(found, "warmth", 120):
            console.print(part)
    marked = re.findall(r"\x1b\[1;4;[\d;]+m *(\d+)\x1b", capture.get())
    cells = found.cells("warmth").filter(pl.col("from") == pl.col("to"))
    assert marked == [str(cards) for cards in cells.get_column("cards")]


def test_the_size_of_a_store_is_that_of_all_its_tables(rfma: Rfma, chain: Path) -> None:
    octets = rfma("status", "--store", chain, "--format", "json").json["bytes"]
    shown = rfma("status", "--store", chain).out
    (line,) = (line for line in shown.splitlines() if line.startswith("Size on disk"))
    assert line.endswith(f" {size(sum(octets.values()))}")


def test_the_flows_of_a_narrow_terminal_are_the_greatest_first(
    rfma: Rfma, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--level", "class")
    told = rfma(*arguments).done()
    found = rfma(*arguments, "--format", "json").json["cells"]
    flows, *_ = tables(told.out)
    assert flows.title == f"The 20 greatest of {len(found)} flows between classes"
    greatest = sorted((cell["cards"] for cell in found), reverse=True)[:20]
    assert flows.column("Cards") == greatest
    assert "the matrix needs" in told.out


def test_a_shop_that_knows_all_its_customers_has_a_full_bar(wide: Rfma, tmp_path: Path) -> None:
    rows = [
        ("2022-01-01 10:00:00", "A", "2000000000015", 10, "a"),
        ("2022-01-01 10:00:00", "B", "x", 10, "b"),
        ("2022-01-01 10:00:00", "C", "x", 10, "c"),
        ("2022-01-01 10:00:00", "C", "2000000000015", 10, "d"),
    ]
    wide("ingest", write_rows(tmp_path / "t.csv", rows), "--store", tmp_path / "s").done()
    shown = wide("overview", "--store", tmp_path / "s").done().out
    bars = {
        line[0]: line.count("█") for line in shown.splitlines() if line[:2] in ("A ", "B ", "C ")
    }
    assert bars == {"A": 12, "B": 0, "C": 6}


def test_a_store_without_cards_shows_an_overview_without_a_traceback(
    rfma: Rfma, tmp_path: Path
) -> None:
    rows = [("2022-01-01 10:00:00", "A", "", 10, "a"), ("2022-01-02 10:00:00", "A", "", -10, "b")]
    rfma(
        "ingest", write_rows(tmp_path / "t.csv", rows), "--store", tmp_path / "s", "--no-cards"
    ).done()
    arguments = ("overview", "--store", tmp_path / "s")
    shown = rfma(*arguments).done().out
    assert "Returns (amount 0 or less)" in shown
    found = rfma(*arguments, "--format", "json").done().json
    assert (found["cards"], found["cards_by_shops"], found["returns"]) == (0, [], 1)
    assert (found["revenue"], found["unidentified_share"]["revenue"]) == (0, None)
    only = rfma(*arguments, "--from", "2022-01-02").done().out
    assert "—" in only
    rfma(*arguments, "--from", "2022-01-02", "-o", tmp_path / "a.xlsx").done()
    only_json = rfma(*arguments, "--from", "2022-01-02", "--format", "json").done().json
    assert only_json["cheque"] == {"min": None, "max": None, "mean": None, "median": None}


def test_remarks_are_told_on_the_terminal_and_in_the_json(rfma: Rfma, tmp_path: Path) -> None:
    rows = [
        ("2022-01-02 10:00:00", "A", "2000000000015", 10, "a"),
        ("2022-01-01 10:00:00", "A", "2000000000022", -10, "b"),
    ]
    rfma("ingest", write_rows(tmp_path / "t.csv", rows), "--store", tmp_path / "s").done()
    arguments = ("segment", "--store", tmp_path / "s")
    notes = rfma(*arguments, "--format", "json").done().json["notes"]
    assert len(notes) >= 2
    shown = " ".join(rfma(*arguments).done().out.split())
    for sentence in notes:
        assert f"Note: {sentence}" in shown
