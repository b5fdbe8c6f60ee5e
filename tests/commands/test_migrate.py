"""``rfma migrate``: the matrix, its borders, and the cards behind a cell."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from commands import shapes
from commands.fixtures import AS_OF, EARLIER, Rfma

LEVELS = ("class", "cluster", "region", "warmth")


def sums(found: Any, side: str) -> dict[str, int]:
    added: dict[str, int] = defaultdict(int)
    for cell in found["cells"]:
        added[cell[side]] += cell["cards"]
    return dict(added)


def sizes(found: Any, level: str) -> dict[str, int]:
    return {group["code"]: group["cards"] for group in found["levels"][level]}


@pytest.mark.parametrize("level", LEVELS)
def test_the_json_has_the_keys_of_the_contract(rfma: Rfma, chain: Path, level: str) -> None:
    told = rfma(
        "migrate", "--store", chain, "--from", EARLIER, "--level", level, "--format", "json"
    ).done()
    shapes.hold(told.json, shapes.MIGRATE | {"provenance": shapes.PROVENANCE})
    assert (told.json["from"], told.json["to"], told.json["level"]) == (EARLIER, AS_OF, level)
    assert (told.json["thresholds"], told.err) == ("frozen", "")


@pytest.mark.parametrize(
    ("scheme", "level"),
    [("rfma", "region"), ("rfm27", "region"), ("lost", "group"), ("rfm8", "group")],
)
def test_a_level_that_nobody_named_is_one_that_the_scheme_has(
    rfma: Rfma, chain: Path, scheme: str, level: str
) -> None:
    given = ("--store", chain, "--from", EARLIER, "--scheme", scheme, "--format", "json")
    for verb in ("migrate", "statistics"):
        assert rfma(verb, *given).done().json["level"] == level
    months = ("--store", chain, "--from", "2021-11", "--monthly", "--scheme", scheme)
    assert rfma("migrate", *months, "--format", "json").done().json["level"] == level


@pytest.mark.parametrize("level", LEVELS)
def test_rows_add_up_to_the_first_date_and_columns_to_the_second(
    rfma: Rfma, chain: Path, level: str
) -> None:
    found = rfma(
        "migrate", "--store", chain, "--from", EARLIER, "--level", level,
        "--thresholds", "refit", "--format", "json",
    ).json  # fmt: skip
    before = rfma("segment", "--store", chain, "--as-of", EARLIER, "--format", "json").json
    after = rfma("segment", "--store", chain, "--format", "json").json
    rows, columns = sums(found, "from"), sums(found, "to")
    new = rows.pop("new")
    assert (rows, columns) == (sizes(before, level), sizes(after, level))
    assert found["cards"] == {"from": before["cards"], "to": after["cards"], "new": new}
    assert new == after["cards"] - before["cards"]
    revenue = {g["code"]: g["revenue"] for g in after["levels"][level]}
    for code, amount in revenue.items():
        assert sum(c["revenue"] for c in found["cells"] if c["to"] == code) == amount


def test_the_share_is_of_the_row(rfma: Rfma, chain: Path) -> None:
    found = rfma("migrate", "--store", chain, "--from", EARLIER, "--format", "json").json
    rows = sums(found, "from")
    for cell in found["cells"]:
        assert abs(cell["share"] - Decimal(cell["cards"]) / rows[cell["from"]]) < 1e-9


def test_frozen_borders_are_those_of_the_first_date(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.toml"
    rfma("thresholds", "fit", "--store", chain, "--as-of", EARLIER, "-o", file).done()
    ruler = rfma("segment", "--store", chain, "--thresholds", file, "--format", "json").json
    found = rfma("migrate", "--store", chain, "--from", EARLIER, "--format", "json").json
    assert sums(found, "to") == sizes(ruler, "region")
    assert found["borders"]["from"] == found["borders"]["to"] == ruler["thresholds"]


def test_between_sends_a_card_without_a_purchase_to_none(rfma: Rfma, chain: Path) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--format", "json")
    found = rfma(*arguments, "--between").json
    assert found["between"] is True
    assert sums(found, "to")["none"] > 0
    assert "none" not in sums(rfma(*arguments).json, "to")
    assert "no purchase" in rfma(*arguments[:-2], "--between", "--level", "warmth").out


def test_the_cards_behind_every_cell_are_as_many_as_the_cell_says(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--level", "warmth")
    cells = rfma(*arguments, "--format", "json").json["cells"]
    seen: set[str] = set()
    chosen = [cell for cell in cells if cell["to"] in ("1", "5")]
    assert {cell["from"] for cell in chosen} == {"1", "2", "3", "4", "5", "new"}
    for cell in chosen:
        file = tmp_path / "cell.csv"
        told = rfma(*arguments, "--list", cell["from"], cell["to"], "-o", file).done()
        assert (told.out, told.err) == ("", f"Written: {file}\n")
        cards = pl.read_csv(file, infer_schema=False)
        assert cards.columns == shapes.CARD_COLUMNS
        assert cards.height == cell["cards"]
        assert set(cards.get_column("warmth")) == {cell["to"]}
        assert cards.get_column("total").cast(pl.Decimal(18, 2)).sum() == cell["revenue"]
        seen |= set(cards.get_column("card"))
    assert len(seen) == sum(cell["cards"] for cell in chosen)


def test_the_numbers_of_the_listed_cards_are_not_cut(rfma: Rfma, chain: Path) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--list", "110", "110")
    cards = [row["card"] for row in rfma(*arguments, "--format", "json").json]
    shown = rfma(*arguments).done().out
    assert [card for card in cards if card not in shown] == []


def test_cards_without_a_purchase_are_listed_as_of_the_first_date(rfma: Rfma, chain: Path) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--between", "--format", "json")
    cells = {(cell["from"], cell["to"]): cell["cards"] for cell in rfma(*arguments).json["cells"]}
    listed = rfma(*arguments, "--list", "510", "none").json
    assert len(listed) == cells["510", "none"] > 0
    assert {card["region"] for card in listed} == {"510"}
    assert max(card["last"] for card in listed) <= EARLIER


def test_a_cell_without_cards_is_an_empty_list(rfma: Rfma, chain: Path) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--format", "json")
    cells = {(cell["from"], cell["to"]) for cell in rfma(*arguments).json["cells"]}
    assert ("410", "230") not in cells
    assert rfma(*arguments, "--list", "410", "230").done().json == []


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["--from", "autumn"], 2, ["'autumn'", "Hint: "]),
        (["--from", EARLIER, "--to", "never"], 2, ["'never'", "Hint: "]),
        (["--from", EARLIER, "--to", EARLIER], 2, [EARLIER]),
        (["--from", AS_OF], 2, [AS_OF]),
        (["--from", "2020-01-01"], 1, ["2020-01-01", "Hint: "]),
        (["--from", EARLIER, "--level", "x"], 2, ["--level", "'x'", "class, cluster, region"]),
        (["--from", EARLIER, "--thresholds", "x"], 2, ["'x'", "frozen, refit"]),
        (["--from", EARLIER, "--list", "110", "x"], 1, ["'x'", "region", "110"]),
        (["--from", EARLIER, "--list", "none", "110"], 1, ["'none'", "region"]),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_known(
    rfma: Rfma, chain: Path, arguments: list[str], code: int, named: list[str]
) -> None:
    rfma("migrate", "--store", chain, *arguments).failed(code, *named)


def test_the_known_groups_of_an_error_stand_in_code_order(rfma: Rfma, chain: Path) -> None:
    told = rfma("migrate", "--store", chain, "--from", EARLIER, "--list", "x", "110").failed(1)
    known = told.err.split("known: ")[1].rstrip(".\n").split(", ")
    assert known == [*sorted(known[:-1]), "new"]


@pytest.mark.parametrize("level", LEVELS)
def test_movements_and_sizes_reconcile_with_the_cells(rfma: Rfma, chain: Path, level: str) -> None:
    found = rfma(
        "migrate", "--store", chain, "--from", EARLIER, "--level", level, "--format", "json"
    ).json
    everybody = sum(cell["cards"] for cell in found["cells"])
    movements = {row["movement"]: row["cards"] for row in found["movements"]["counts"]}
    assert list(movements) == ["warmer", "same", "colder", "new", "gone"]
    assert sum(movements.values()) == everybody
    assert movements["new"] == found["cards"]["new"]
    assert sum(cell["revenue"] for cell in found["cells"]) == sum(
        row["revenue"] for row in found["movements"]["counts"]
    )
    columns = sums(found, "to")
    for cell in found["cells"]:
        assert abs(cell["column_share"] - Decimal(cell["cards"]) / columns[cell["to"]]) < 1e-9
    for row in found["sizes"]:
        assert row["after"] == columns.get(row["code"], 0)
        grown = row["in"] + row["new"] - row["out"] - row["gone"]
        assert row["before"] + grown == row["after"]
    stayed = sum(cell["cards"] for cell in found["cells"] if cell["from"] == cell["to"])
    assert found["movements"]["stayed"] == stayed == sum(row["stayed"] for row in found["sizes"])
    flows = [row["cards"] for row in found["greatest"]]
    assert flows == sorted(flows, reverse=True)


@pytest.mark.parametrize("what", ["shop", "cohort"])
def test_movements_by_a_label_add_up(rfma: Rfma, chain: Path, tmp_path: Path, what: str) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--by", what)
    found = rfma(*arguments, "--format", "json").done().json
    rows = found["by"][what]
    assert len(rows) > 1
    for row in found["movements"]["counts"]:
        assert sum(label[row["movement"]] for label in rows) == row["cards"]
    file = tmp_path / "by.csv"
    rfma(*arguments, "-o", file).done()
    assert pl.read_csv(file, infer_schema=False).get_column(what).to_list() == [
        row[what] for row in rows
    ]


def test_people_and_borders_make_up_the_change(rfma: Rfma, chain: Path) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--format", "json")
    found = rfma(*arguments, "--decompose").done().json
    frozen = sums(rfma(*arguments).json, "to")
    refit = sums(rfma(*arguments, "--thresholds", "refit").json, "to")
    for row in found["effects"]:
        assert row["known_cards"] + row["new_cards"] == row["people"]
        assert row["before"] + row["people"] == row["frozen"] == frozen.get(row["code"], 0)
        assert row["frozen"] + row["borders"] == row["refit"] == refit.get(row["code"], 0)
    assert any(row["borders"] for row in found["effects"])
    assert sum(row["new_cards"] for row in found["effects"]) == found["cards"]["new"] > 0
    assert sum(row["known_cards"] for row in found["effects"]) == 0


def test_a_year_before_that_is_not_stored_is_said(rfma: Rfma, chain: Path) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER, "--season")
    found = rfma(*arguments, "--format", "json").done().json["season"]
    assert (found["from"], found["to"]) == ("2020-10-01", "2020-12-31")
    assert {row["after_earlier"] for row in found["sizes"]} == {None}
    assert "2020-10-01" in found["reason"]
    assert found["reason"] in " ".join(rfma(*arguments).out.split())


def test_months_tell_sizes_retention_and_where_the_chain_tends(rfma: Rfma, chain: Path) -> None:
    arguments = ("migrate", "--store", chain, "--from", "2021-07", "--monthly")
    found = rfma(*arguments, "--format", "json").done().json
    for as_of in {row["as_of"] for row in found["sizes"]}:
        sizes = {r["code"]: r["cards"] for r in found["sizes"] if r["as_of"] == as_of}
        known = {r["code"]: r["cards"] for r in found["retention"] if r["since"] == as_of}
        assert known in ({}, sizes)
    chained = found["chain"]
    assert chained["steps"] == 5
    assert [one["months"] for one in chained["transitions"]] == [1, 2, 3]
    assert chained["transitions"][0]["elsewhere"] == 0
    assert (chained["limit"], chained["growth"]) == ([], None)
    shown = rfma(*arguments).out
    assert "Retention" in shown
    assert "Where the shares tend" not in shown
    assert "it takes 6 whole months, and there are 5" in " ".join(shown.split())


def test_a_limit_is_told_with_what_it_hangs_on_and_is_not_called_a_forecast(
    rfma: Rfma, real: Path
) -> None:
    arguments = ("migrate", "--store", real, "--from", "2021-11", "--monthly", "--level", "warmth")
    chained = rfma(*arguments, "--format", "json").done().json["chain"]
    assert chained["steps"] == 6
    assert abs(sum(row["limit"] for row in chained["limit"]) - 1) < 1e-9
    assert all(0 < row["spread"] < Decimal("0.02") for row in chained["limit"])
    assert chained["homogeneity"]["p"] < Decimal("1e-10")
    shown = " ".join(rfma(*arguments).out.split())
    assert "Where the shares tend: not a forecast" in shown
    assert "The months are not alike" in shown
    assert "stand on 142 days of history, less than half a year" in shown


def test_the_bridge_leads_from_one_size_to_the_other(rfma: Rfma, real: Path) -> None:
    arguments = ("migrate", "--store", real, "--from", "2022-03-11")
    found = rfma(*arguments, "--format", "json").done().json
    here = rfma("segment", "--store", real, "--format", "json").done().json
    assert {row["code"]: row["refit"] for row in found["bridge"]} == sizes(here, "region")
    assert {row["code"]: row["frozen"] for row in found["bridge"]} == sums(found, "to")
    assert all(row["frozen"] + row["moved"] == row["refit"] for row in found["bridge"])
    shown = " ".join(rfma(*arguments).out.split())
    assert "110: 482 + 172 = 654" in shown
    assert "420: 834 − 74 = 760" in shown
    refit = " ".join(rfma(*arguments, "--thresholds", "refit").out.split())
    assert "110: 482 + 172 = 654" in refit
    assert rfma(*arguments, "--between", "--format", "json").json["bridge"] is None


def test_money_is_that_of_equal_windows_and_all_time_has_its_own_name(
    rfma: Rfma, real: Path
) -> None:
    dates = ("--from", "2022-02-28", "--to", "2022-04-29")
    found = rfma("migrate", "--store", real, *dates, "--format", "json").done().json["money"]
    assert (found["days"], found["asked"]) == (60, 60)
    per_card = {
        row["code"]: (round(row["per_card_before"]), round(row["per_card_after"]))
        for row in found["groups"]
    }
    assert per_card == {
        "110": (4058, 2291), "210": (1077, 775), "220": (1381, 626), "230": (788, 525),
        "310": (621, 572), "320": (227, 295), "410": (0, 421), "420": (0, 251), "510": (5, 131),
        "new": (0, 1523),
    }  # fmt: skip
    colder = next(row for row in found["movements"] if row["movement"] == "colder")
    assert colder["spent_after"] < colder["spent_before"]
    between = " ".join(rfma("migrate", "--store", real, *dates, "--between").out.split())
    assert "Between, ₽" in between
    assert "All time" not in between
    shown = rfma("migrate", "--store", real, *dates).out
    for words in ("₽/card before", "₽/card after", "All time, ₽", "Only a control group"):
        assert words in " ".join(shown.split())


def test_windows_are_never_longer_than_the_history_before_the_first_date(
    rfma: Rfma, chain: Path
) -> None:
    arguments = ("migrate", "--store", chain, "--from", "2021-07-31")
    found = rfma(*arguments, "--format", "json").done().json["money"]
    assert (found["days"], found["asked"]) == (31, 153)
    assert "31 days and not of 153" in " ".join(rfma(*arguments).out.split())
    rfma(*arguments, "--window", "7").done()
    rfma(*arguments, "--window", "0").failed(2, "0 days")
    rfma(*arguments, "--window", "7", "--monthly").failed(2, "--window", "--monthly")


def test_the_mean_change_stands_beside_that_of_the_dates_before(rfma: Rfma, chain: Path) -> None:
    arguments = ("migrate", "--store", chain, "--from", EARLIER)
    found = rfma(*arguments, "--format", "json").done().json["previous"]
    assert (found["from"], found["to"]) == ("2021-07-02", EARLIER)
    assert found["mean_change"] is None
    assert found["reason"] in " ".join(rfma(*arguments).out.split())
    later = ("migrate", "--store", chain, "--from", "2021-11-15", "--to", AS_OF)
    found = rfma(*later, "--format", "json").done().json["previous"]
    alone = rfma(
        "migrate", "--store", chain, "--from", found["from"], "--to", "2021-11-15",
        "--format", "json",
    ).json  # fmt: skip
    assert found["mean_change"] == alone["movements"]["mean_change"]
    assert "Known cards usually cool on average" in " ".join(rfma(*later).out.split())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--by", "town"], ["--by", "'town'", "shop, cohort"]),
        (["--by", "shop", "--monthly"], ["--by", "--monthly"]),
        (["--decompose", "--monthly"], ["--decompose", "--monthly"]),
        (["--season", "--monthly"], ["--season", "--monthly"]),
        (["--by", "shop", "--list", "110", "110"], ["--by", "--list"]),
    ],
)
def test_questions_that_exclude_each_other_are_refused(
    rfma: Rfma, chain: Path, arguments: list[str], named: list[str]
) -> None:
    rfma("migrate", "--store", chain, "--from", EARLIER, *arguments).failed(2, *named)
