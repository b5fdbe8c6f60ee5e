"""``rfma card`` and ``rfma cooling``: their JSON, their files, their refusals."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from commands import shapes
from commands.fixtures import AS_OF, EARLIER, Rfma
from commands.shapes import count, day, money, share, text

GROUP = {"code": text, "name": text, "warmth": count}
GROUPS = dict.fromkeys(("class", "cluster", "region", "warmth"), GROUP)


@pytest.fixture
def somebody(chain: Path, rfma: Rfma) -> str:
    """A card that has bought more often than any other."""
    sql = "select card from segments order by cheques desc, card limit 1"
    told = rfma("query", sql, "--store", chain, "--format", "json").done()
    return str(told.json[0]["card"])


def test_a_cards_json_tells_all_that_is_known(rfma: Rfma, chain: Path, somebody: str) -> None:
    found = rfma("card", somebody, "--store", chain, "--format", "json").done().json
    assert (found["card"], found["as_of"], found["scheme"]) == (somebody, AS_OF, "rfma")
    shapes.hold(
        {key: found[key] for key in ("groups", "home_shop", "one_more", "provenance")},
        {
            "groups": GROUPS,
            "home_shop": text,
            "one_more": {"amount": money, "groups": GROUPS},
            "provenance": shapes.PROVENANCE,
        },
    )
    assert [axis["axis"] for axis in found["axes"]] == ["R", "F", "M", "A"]
    for axis in found["axes"]:
        distances = [border["border"] - axis["value"] for border in axis["borders"]]
        told = [border["distance"] for border in axis["borders"]]
        assert [float(d) for d in told] == pytest.approx([float(d) for d in distances])
    sql = f"select * from segments where card = '{somebody}'"
    row = rfma("query", sql, "--store", chain, "--format", "json").json[0]
    assert found["metrics"] == {name: row[name] for name in ("cheques", "total", "first", "last")}
    codes = {level: row[level] for level in GROUPS}
    assert {level: group["code"] for level, group in found["groups"].items()} == codes
    assert [axis["grade"] for axis in found["axes"]] == list(row["class"])
    assert found["path"][-1] == {"as_of": AS_OF, "groups": found["groups"]}
    assert len(found["cheques"]) >= row["cheques"]
    assert sum(shop["cheques"] for shop in found["shops"]) == row["cheques"]


def test_a_card_as_a_workbook_has_a_sheet_for_each_part(
    rfma: Rfma, chain: Path, somebody: str, tmp_path: Path
) -> None:
    file = tmp_path / "card.xlsx"
    rfma("card", somebody, "--store", chain, "-o", file, "-q").done()
    sheets = pl.read_excel(file, sheet_id=0)
    assert list(sheets) == ["card", "path", "shops", "cheques", "ahead"]
    assert sheets["card"].get_column("card").to_list() == [somebody]


def test_a_story_of_an_earlier_day_knows_nothing_of_later_cheques(
    rfma: Rfma, chain: Path, somebody: str
) -> None:
    found = rfma("card", somebody, "--as-of", EARLIER, "--store", chain, "--format", "json").json
    assert max(cheque["at"] for cheque in found["cheques"]) < "2021-10-02"
    assert found["path"][-1]["as_of"] == EARLIER


def test_the_tried_purchase_is_the_one_that_was_told(
    rfma: Rfma, chain: Path, somebody: str
) -> None:
    found = rfma(
        "card", somebody, "--amount", "99999.90", "--store", chain, "--format", "json"
    ).json
    assert float(found["one_more"]["amount"]) == 99999.9
    assert found["one_more"]["groups"]["class"]["code"][2] == "1"


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["9999999999999"], 1, ["'9999999999999'", "Hint: "]),
        (["9999999999999", "--amount", "many"], 2, ["many", "Hint: "]),
        (["9999999999999", "--amount", "1.005"], 2, ["1.005"]),
        (["9999999999999", "--amount", "NaN"], 2, ["NaN"]),
        (["9999999999999", "--as-of", "yesterday"], 2, ["'yesterday'"]),
    ],
)
def test_a_card_or_an_amount_that_cannot_be_is_refused(
    rfma: Rfma, chain: Path, arguments: list[str], code: int, named: list[str]
) -> None:
    rfma("card", *arguments, "--store", chain).failed(code, *named)


def money_or_nothing(value: object) -> bool:
    return value is None or shapes.money(value)


def test_a_calendars_json_adds_up(rfma: Rfma, chain: Path) -> None:
    found = rfma("cooling", "--store", chain, "--days", "60", "--format", "json").done().json
    shapes.hold(
        {key: value for key, value in found.items() if key not in ("notes", "days")},
        {
            "as_of": day,
            "until": day,
            "scheme": text,
            "level": text,
            "cards": count,
            "revenue": money,
            "groups": [
                {
                    "code": text,
                    "name": text,
                    "cards": count,
                    "dropping": count,
                    "share": share,
                    "revenue": money,
                    "at_stake": money_or_nothing,
                }
            ],
            "before": {"as_of": day, "cards": count, "returned": count, "revenue": money},
            "moves": [
                {
                    "from": text,
                    "to": text,
                    "cards": count,
                    "revenue": money,
                    "first_day": day,
                    "last_day": day,
                }
            ],
            "calendar": [{"day": day, "cards": count, "revenue": money}],
            "provenance": shapes.PROVENANCE,
        },
    )
    assert sum(group["dropping"] for group in found["groups"]) == found["cards"]
    assert sum(group["revenue"] for group in found["groups"]) == found["revenue"]
    steps = sum(move["cards"] for move in found["moves"])
    assert steps == sum(row["cards"] for row in found["calendar"]) >= found["cards"]
    assert (found["days"], found["until"]) == (60, "2022-03-01")


def test_the_list_of_cards_goes_to_a_file(rfma: Rfma, chain: Path, tmp_path: Path) -> None:
    file = tmp_path / "cooling.csv"
    told = rfma("cooling", "--store", chain, "--cards", file, "--format", "json").done()
    rows = pl.read_csv(file, infer_schema=False)
    assert rows.columns[:6] == ["drops_on", "from", "from_name", "to", "to_name", "card"]
    assert rows.height == sum(move["cards"] for move in told.json["moves"])
    assert rows.get_column("drops_on").is_sorted()
    assert str(file) in told.err


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["--days", "0"], 2, ["0"]),
        (["--days", "99999"], 2, ["99999", "3660"]),
        (["--level", "country"], 1, ["'country'", "region"]),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(
    rfma: Rfma, chain: Path, arguments: list[str], code: int, named: list[str]
) -> None:
    rfma("cooling", *arguments, "--store", chain).failed(code, *named)


def test_an_outlooks_json_holds_groups_windows_and_verdicts(rfma: Rfma, chain: Path) -> None:
    found = rfma("outlook", "--store", chain, "--days", "45", "--format", "json").done().json
    assert (found["days"], found["level"], found["thresholds"]) == (
        45, "region", "fitted on every date",
    )  # fmt: skip
    days = [window["days"] for window in found["windows"]]
    assert days == sorted({30, 45, 60, 90, found["churn"]} & set(days))
    assert {30, 45, 60} <= set(days)
    for group in found["groups"]:
        assert [window["days"] for window in group["windows"]] == days
        main = group["windows"][days.index(45)]
        stake, newest = group["at_stake"], main["newest"]
        assert (stake is None) == (newest is None)
        if newest:
            rate = newest["return_rate"]
            assert 0 <= rate["low"] <= rate["value"] <= rate["high"] <= 1
            assert newest["outcomes"] == newest["cards"] >= newest["returned"]
            per_card = Decimal(newest["revenue"]) / newest["cards"]
            assert abs(stake["value"] - per_card * group["cards"]) < Decimal("0.01")
        if main["pooled"]:
            assert main["pooled"]["outcomes"] >= main["pooled"]["cards"]
            assert len(main["rates"]) <= len(found["windows"][days.index(45)]["month_ends"])
    assert found["order"]["code"] in ("ordered", "within_chance", "violated")
    models = [model["model"] for model in found["prediction"]["models"]]
    assert models == ["recency", "class", "cluster", "region", "warmth", "class_without_age"]
    assert found["prediction"]["learnt"] < found["prediction"]["judged"] < found["as_of"]


def test_an_outlook_is_a_table_of_groups_and_times(rfma: Rfma, chain: Path, tmp_path: Path) -> None:
    file = tmp_path / "outlook.csv"
    rfma("outlook", "--store", chain, "--level", "class", "-o", file, "-q").done()
    table = pl.read_csv(file)
    assert table.select("code", "days", "basis").is_duplicated().sum() == 0
    assert set(table.get_column("basis")) == {"pooled", "newest"}
    assert (table.get_column("returned") <= table.get_column("outcomes")).all()
    rfma("outlook", "--store", chain, "--days", "4000", "-q").failed(2, "4000")
    rfma("outlook", "--store", chain, "--days", "2000", "-q").failed(1, "2000", "Hint: ")
