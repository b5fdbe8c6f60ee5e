from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import polars as pl
import pytest
from oracles.real import REAL, needs_real

from language.kit import HERE
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.api import Store

pytestmark = needs_real

CELLS = """
111 442  112 82  113 1   121 111  122 298  123 176  131 12  132 77   133 317
211 199  212 66  213 5   221 125  222 298  223 237  231 18  232 112  233 468
311 85   312 46  313 3   321 159  322 487  323 420  331 35  332 298  333 1349
"""
GROUPS_OF_RFM8 = {
    "vip": 295,
    "regulars": 361,
    "former_regulars": 98,
    "potential": 529,
    "weak_potential": 244,
    "low_potential": 337,
    "gone_potential": 537,
    "no_potential": 839,
}
SCHEMES = ("issue", "pairs", "abc", "winter", "everyone", "rfm8", "rfm27", "lost")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("language") / "store")
    assert store.ingest(REAL).stored == 38_486
    return store


@pytest.fixture(scope="session")
def duck() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    text = (HERE / "queries" / "cheques.sql").read_text(encoding="utf-8")
    connection.execute(text.replace("{path}", str(REAL)))
    return connection


@pytest.fixture(scope="session")
def found(real: Store) -> dict[str, Segmentation]:
    return {scheme: real.segment(scheme=path_of(scheme)) for scheme in SCHEMES}


def asked(duck: duckdb.DuckDBPyConnection, scheme: str) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the columns and the rows of a scheme's query."""
    duck.execute((HERE / "queries" / f"{scheme}.sql").read_text(encoding="utf-8"))
    names = [column[0] for column in duck.description or []]
    return names, [dict(zip(names, row, strict=True)) for row in duck.fetchall()]


def path_of(scheme: str) -> str:
    file = HERE / "schemes" / f"{scheme}.toml"
    return str(file) if file.exists() else scheme


def sizes(found: Segmentation, level: str) -> dict[str, int]:
    frame = found.level(level)
    return dict(zip(frame.get_column("code"), frame.get_column("cards"), strict=True))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_card_stands_where_one_sql_query_puts_it(
    scheme: str, found: dict[str, Segmentation], duck: duckdb.DuckDBPyConnection
) -> None:
    names, wanted = asked(duck, scheme)
    names = [name for name in names if name not in ("documents", "paid")]
    told = found[scheme].table().select(names)
    assert told.height == len(wanted) > 1_000
    assert sorted(told.rows()) == sorted(tuple(row[name] for name in names) for row in wanted)


def test_the_eight_groups_are_as_published(found: dict[str, Segmentation]) -> None:
    rfm8 = found["rfm8"]
    assert rfm8.cards == 3_240
    borders = {axis: [*map(int, edges)] for axis, edges in rfm8.thresholds.borders.items()}
    assert borders == {"R": [25, 83], "F": [7, 2], "M": [6_346, 2_136]}
    assert sizes(rfm8, "group") == GROUPS_OF_RFM8
    assert [name for name, _ in rfm8.notes] == ["note.left_out"]


@pytest.mark.parametrize("scheme", ["rfm27", "lost", "issue", "abc"])
def test_the_sizes_add_up_to_all_identified_cards(
    scheme: str, found: dict[str, Segmentation]
) -> None:
    for level in found[scheme].scheme.level_codes:
        assert sum(sizes(found[scheme], level).values()) == 5_926
        assert found[scheme].level(level).get_column("revenue").sum() == Decimal(19_196_840)


def test_the_27_cells_of_the_issue_hold_what_it_says(found: dict[str, Segmentation]) -> None:
    words = CELLS.split()
    wanted = {code: int(cards) for code, cards in zip(words[::2], words[1::2], strict=True)}
    assert len(wanted) == 27
    assert sizes(found["issue"], "class") == wanted


def test_cards_and_shops_make_pairs_with_their_documents_and_what_was_paid(
    found: dict[str, Segmentation], duck: duckdb.DuckDBPyConnection
) -> None:
    table = found["pairs"].table()
    assert table.height == 6_559
    assert table.select("card", "shop").is_duplicated().sum() == 0
    assert table.get_column("documents_there").sum() == 21_074
    assert table.get_column("paid_there").sum() == Decimal(19_133_878)
    told = table.select(
        "card",
        "shop",
        pl.col("documents_there").alias("documents"),
        (pl.col("paid_there") * 100).cast(pl.Int64).alias("paid"),
    )
    wanted = [tuple(row[name] for name in told.columns) for row in asked(duck, "pairs")[1]]
    assert sorted(told.rows()) == sorted(wanted)


def test_group_a_is_the_smallest_set_of_cards_with_80_percent_of_revenue(
    found: dict[str, Segmentation],
) -> None:
    table = found["abc"].table()
    least = table.filter(pl.col("class") == "1")
    total, in_a = (int(rows.get_column("revenue").sum()) for rows in (table, least))
    edge = least.get_column("revenue").min()
    below = int(least.filter(pl.col("revenue") > edge).get_column("revenue").sum())
    assert Fraction(below, total) < Fraction(4, 5) <= Fraction(in_a, total)


def test_a_period_looks_at_its_days_alone(found: dict[str, Segmentation]) -> None:
    winter = found["winter"]
    assert str(winter.as_of) == "2022-03-31"
    table = winter.table()
    assert str(table.get_column("first").min()) >= "2021-12-01"
    assert str(table.get_column("last").max()) <= "2022-02-28"
    assert table.get_column("recency").min() == 31


def test_every_id_is_segmented_from_a_day_in_the_future(found: dict[str, Segmentation]) -> None:
    everyone = found["everyone"]
    assert (str(everyone.as_of), everyone.cards) == ("2022-12-31", 9_394)
    table = everyone.table()
    assert table.get_column("card").n_unique() == 9_394
    assert table.get_column("cheques").sum() == 38_486
