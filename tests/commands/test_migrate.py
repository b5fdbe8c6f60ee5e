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
