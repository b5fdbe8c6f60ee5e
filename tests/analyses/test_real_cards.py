"""On the real table every card is where two oracles, written by other means, put it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import polars as pl
import pytest
from oracles import duck, naive, published, real
from oracles.naive import CardRow
from support.words import COLUMNS, borders_of, naive_numbers, numbers, people

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.api import Store


@pytest.fixture(scope="module")
def connection(real_store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    with duck.connect() as connection:
        duck.load(connection, real.REAL)
        yield connection


@pytest.mark.parametrize(
    "as_of", [date(2022, 6, 9), date(2022, 3, 1), date(2021, 12, 31), date(2021, 7, 12)], ids=str
)
def test_every_card_is_where_duckdb_puts_it(
    real_store: Store, connection: duckdb.DuckDBPyConnection, as_of: date
) -> None:
    wanted = {line.pop("card"): CardRow(**line) for line in duck.segment(connection, as_of)}
    assert wanted, "there is somebody to compare"
    assert people(real_store.segment(as_of)) == wanted


def test_every_card_is_where_plain_python_puts_it(real_store: Store) -> None:
    as_of = date(2022, 3, 1)
    said, wanted = real_store.segment(as_of), naive.segment(real.rows(), as_of)
    assert people(said) == wanted.cards
    assert dict(said.thresholds.borders) == borders_of(wanted)


def test_a_shop_and_a_first_day_narrow_the_real_table(real_store: Store) -> None:
    as_of, since, shops = date(2022, 4, 30), date(2021, 11, 15), ("Аптека 10", "Аптека 2")
    said = real_store.segment(as_of, since=since, shops=shops)
    wanted = naive.segment(real.rows(), as_of, since=since, shops=shops)
    assert people(said) == wanted.cards
    assert dict(said.thresholds.borders) == borders_of(wanted)
    assert (said.provenance.since, said.provenance.until) == (since, as_of)
    assert said.provenance.shops == shops


def test_a_day_after_the_last_only_lets_people_age(real_store: Store) -> None:
    later = published.AS_OF + timedelta(days=40)
    said, wanted = real_store.segment(later), naive.segment(real.rows(), later)
    assert people(said) == wanted.cards
    before = people(real_store.segment())
    assert {card: row.recency - 40 for card, row in people(said).items()} == {
        card: row.recency for card, row in before.items()
    }


def test_an_overview_of_a_period_is_the_oracles(real_store: Store) -> None:
    since, until = date(2021, 12, 1), date(2022, 1, 31)
    said = real_store.overview(since=since, until=until)
    assert numbers(said) == naive_numbers(real.rows(), since, until)


def test_the_table_of_cards_is_the_contracts(real_segmentation: Segmentation) -> None:
    table = real_segmentation.table()
    money, grade, code = pl.Decimal(38, 2), pl.Int8(), pl.String()
    assert list(table.schema.items()) == list(
        zip(
            COLUMNS,
            [
                code, pl.Int64(), money, pl.Date(), pl.Date(), pl.Int64(), money, pl.Int64(),
                pl.Int64(), grade, grade, grade, grade, code, code, code, code,
            ],
            strict=True,
        )
    )  # fmt: skip
    assert table.height == published.CARDS
