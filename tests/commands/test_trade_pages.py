"""The pages on trade and acquisition: their examples are real, their SQL gives the same figures."""

from __future__ import annotations

import re
import shlex
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from commands.fixtures import Rfma
from rfma_fast import open_store
from rfma_fast.api import Store

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {
    name: (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("trade", "acquisition")
}
EXAMPLES = [
    (name, *shown)
    for name, page in PAGES.items()
    for shown in re.findall(r"```console\n\$ rfma (.*)\n((?:.*\n)*?)```", page)
]
STATEMENTS = {
    name.partition(",")[0]: sql
    for page in PAGES.values()
    for name, sql in re.findall(r"```sql\n-- (.*)\n((?:.*\n)*?)```", page)
} | {"new_cards": re.findall(r"-- months\n((?:.*\n)*?)```", PAGES["acquisition"])[0]}
STATEMENTS["months"] = re.findall(r"-- months\n((?:.*\n)*?)```", PAGES["trade"])[0]


@pytest.mark.parametrize(("page", "line", "shown"), EXAMPLES)
def test_an_example_is_what_the_command_shows(
    rfma: Rfma,
    chain: Path,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    line: str,
    shown: str,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = rfma(*shlex.split(line), "--store", chain).done().out
    lines = [text.rstrip() for text in told.split("\n")]
    wanted = shown.rstrip("\n").split("\n")
    starts = [place for place, text in enumerate(lines) if text == wanted[0]]
    assert [lines[start : start + len(wanted)] for start in starts] == [wanted], page


@pytest.fixture(scope="module")
def store(chain: Path) -> Store:
    return open_store(chain)


def by(rows: list[dict[str, Any]], key: tuple[str, ...]) -> dict[Any, dict[str, Any]]:
    return {tuple(row[name] for name in key): row for row in rows}


def hold(
    store: Store, name: str, product: list[dict[str, Any]], *key: str, scheme: str = "rfma"
) -> None:
    """Hold that a statement's rows are the product's, in every column of the statement."""
    asked = by(store.query(STATEMENTS[name], scheme=scheme).to_dicts(), key)
    told = by(product, key)
    assert asked.keys() == told.keys()
    for place, row in asked.items():
        for column, value in row.items():
            mine = told[place][column]
            if isinstance(mine, Fraction):
                mine = Decimal(mine.numerator) / mine.denominator
            assert mine == (value if not isinstance(value, float) else Decimal(str(value))), (
                place, column,
            )  # fmt: skip


def roubles(kopecks: int | Fraction | None) -> Fraction | None:
    return None if kopecks is None else Fraction(kopecks) / 100


def test_the_sql_of_the_overview_gives_its_figures(store: Store) -> None:
    told = store.overview()
    shops = [
        {
            "shop": shop, "cheques": of.cheques, "revenue": roubles(of.revenue),
            "unidentified_cheques": of.unidentified.cheques, "median": roubles(of.median),
        }
        for shop, of in told.shops.items()
    ]  # fmt: skip
    hold(store, "shops", shops, "shop")
    visits = [{"shops": shops, "cards": cards} for shops, cards in told.cards_by_shops]
    hold(store, "cards_by_shops", visits, "shops")
    months = [
        {
            "month": month.name, "cheques": month.cheques, "revenue": roubles(month.revenue),
            "cards": month.cards,
        }
        for month in told.trend.months
    ]  # fmt: skip
    hold(store, "months", months, "month")
    by_shop = [
        {
            "month": row["month"], "shop": row["shop"],
            "identified_cheques": row["identified_cheques"],
            "unidentified_cheques": row["cheques"] - row["identified_cheques"],
            "identified_revenue": roubles(row["identified_revenue"]),
            "unidentified_revenue": roubles(row["revenue"] - row["identified_revenue"]),
        }
        for row in told.trend.by_shop.iter_rows(named=True)
    ]  # fmt: skip
    hold(store, "shops_by_month", by_shop, "month", "shop")
    ways = [
        {
            "shop": shop, "identified": identified, "cheques": of.cheques,
            "revenue": roubles(of.revenue), "median": roubles(of.median),
        }
        for shop, trade in told.shops.items()
        for identified, of in ((True, trade.identified), (False, trade.unidentified))
    ]  # fmt: skip
    hold(store, "shops_by_identification", ways, "shop", "identified")
    (deciles,) = store.query(STATEMENTS["deciles"]).to_dicts()
    tenths = [Fraction(tenth, 10) for tenth in range(1, 11)]
    for name, of in (
        ("all", told.all), ("identified", told.all.identified),
        ("unidentified", told.all.unidentified),
    ):  # fmt: skip
        mine = [roubles(of.purchases.percentile_disc(p)) for p in tenths]
        assert [Fraction(value) for value in deciles[name]] == mine
    ids = store.returning_ids().ids.select("id", "cheques", "days", "most_in_a_day")
    hold(store, "ids", ids.to_dicts(), "id")


def test_the_sql_of_statistics_gives_its_figures(store: Store) -> None:
    told = store.statistics(since="2021-10-01", until="2021-12-31").groups
    hold(store, "statistics", told.rename({"median_cheque": "median"}).to_dicts(), "code")


def test_the_sql_of_acquisition_gives_its_figures(store: Store) -> None:
    told = store.acquisition()
    assert (told.churn, str(told.as_of)) == (87, "2021-12-31")
    months = told.table("month").rename({"first_median": "median"}).to_dicts()
    hold(store, "new_cards", months, "month")
    active = told.cohorts.filter(active=0)
    assert active.is_empty(), "the statement tells only months with a cheque"
    hold(store, "cohorts", told.cohorts.to_dicts(), "cohort", "months_since")
    gone = store.query(STATEMENTS["win_back"], scheme="lost")
    assert gone.rows() == told.win_back().select("card", "group", "revenue", "last").rows()
