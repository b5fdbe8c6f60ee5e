"""Every engine gives the local engine's bits: borders, distributions, sizes, the card table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from language.kit import store_of, toml
from language.tables import AS_OF, HAND
from language.test_every_key import KINDS_OF_POPULATION, MEASURES, measured, named
from oracles import published
from support.stores import ANNA, BORIS, UUID, VERA, bought, written

from rfma_fast.analyses.segmentation import Segmentation, segment
from rfma_fast.api import Store
from rfma_fast.engines import Engine, PolarsEngine
from rfma_fast.errors import RfmaError
from rfma_fast.schemes.model import Scheme
from spark.kit import told

SCHEMES = ("rfma", "rfm8", "rfm27", "lost")
MOST = 10**13
"""The most kopecks that a cheque may have."""


def on(engine: Engine, store: Store, scheme: Scheme, as_of: date | None = None) -> Segmentation:
    return segment(engine, store.snapshot, scheme, as_of=as_of)


def outcome(engine: Engine, store: Store, scheme: Scheme, files: Path, at: date | None) -> object:
    """Return all that an engine says, or the sentence with which it refuses."""
    try:
        return told(on(engine, store, scheme, at), files)
    except RfmaError as refused:
        return refused.message


def same(engine: Engine, store: Store, scheme: Scheme, files: Path, at: date | None = None) -> None:
    there = outcome(engine, store, scheme, files, at)
    assert there == outcome(PolarsEngine(), store, scheme, files, at)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("as_of", [None, date(2022, 1, 31)], ids=str)
def test_the_real_table_gives_the_same_bits(
    engine: Engine, real_store: Store, cluster_files: Path, scheme: str, as_of: date | None
) -> None:
    same(engine, real_store, real_store.scheme(scheme), cluster_files, as_of)


def test_the_real_table_gives_the_published_numbers(engine: Engine, real_store: Store) -> None:
    found = on(engine, real_store, real_store.scheme())
    borders = found.thresholds.borders
    assert found.as_of == published.AS_OF
    assert list(borders["R"]) == [published.R1, published.R2, published.CHURN]
    assert [edge * 100 for edge in borders["F"]] == [
        published.F1_HUNDREDTHS,
        published.F2_HUNDREDTHS,
    ]
    assert [edge * 100 for edge in borders["M"]] == [published.M1, published.M2]
    assert list(borders["A"]) == [published.A1, published.A2]
    sizes = {
        level: dict(found.level(level).select("code", "cards").iter_rows())
        for level in ("class", "cluster", "region")
    }
    assert found.cards == published.CARDS
    assert {code: sizes["class"][code] for code in published.TEN_CLASSES} == published.TEN_CLASSES
    assert sizes["cluster"] == {str(code): n for code, n in published.CLUSTERS.items()}
    assert sizes["region"] == {str(code): n for code, n in published.REGIONS.items()}


NASTY = {
    "one cheque": [bought(0, ANNA, 100)],
    "one card": [bought(number, ANNA, 100 + number) for number in (0, 0, 30, 31, 58, 59)],
    "told twice": [bought(3, ANNA, 500), bought(3, ANNA, 500), bought(3, BORIS, 500)] * 2,
    "borders of days and months": [
        bought(number, card, 1_000 + minute, minute=minute)
        for number in (0, 30, 31, 58, 59, 89, 90, 364, 365)
        for minute in (0, 1, 719, 1439)
        for card in (ANNA, BORIS, None, UUID)
    ],
    "returns": [
        bought(0, ANNA, 100), bought(1, ANNA, -100), bought(1, BORIS, -5), bought(2, VERA, 0),
        bought(2, VERA, 1), bought(2, None, -7), bought(40, ANNA, -150),
    ],
    "huge amounts": [
        bought(0, ANNA, MOST), bought(1, ANNA, 1), bought(2, BORIS, MOST // 3),
        bought(2, VERA, -MOST), bought(3, VERA, 1), bought(3, None, MOST),
    ],
    "equal amounts": [bought(number % 70, card, 50) for number in range(140)
                      for card in (ANNA, BORIS, VERA)],
}  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_nasty_tables_give_the_same_bits(
    engine: Engine, tmp_path: Path, cluster_files: Path, name: str
) -> None:
    store = written(tmp_path / "store", NASTY[name])
    same(engine, store, store.scheme(), cluster_files)


@pytest.mark.parametrize("scheme", SCHEMES[1:])
@pytest.mark.parametrize("name", NASTY)
def test_nasty_tables_give_the_same_bits_in_other_schemes(
    quick: Engine, tmp_path: Path, cluster_files: Path, name: str, scheme: str
) -> None:
    store = written(tmp_path / "store", NASTY[name])
    same(quick, store, store.scheme(scheme), cluster_files)


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give the table in which every case of the language stands."""
    return store_of(tmp_path_factory.mktemp("hand"), HAND)


@pytest.mark.parametrize("measure", MEASURES[::3], ids=named)
def test_measures_of_the_language_give_the_same_bits(
    quick: Engine, hand: Store, tmp_path: Path, cluster_files: Path, measure: dict[str, object]
) -> None:
    (tmp_path / "t.toml").write_text(toml(measured(measure)), encoding="utf-8")
    same(quick, hand, hand.scheme(str(tmp_path / "t.toml")), cluster_files, AS_OF)


@pytest.mark.parametrize("population", KINDS_OF_POPULATION, ids=named)
def test_populations_of_the_language_give_the_same_bits(
    quick: Engine, hand: Store, tmp_path: Path, cluster_files: Path, population: dict[str, object]
) -> None:
    asked = measured({"kind": "money", "of": "mean", "round": "kopeck"}, **population)
    (tmp_path / "t.toml").write_text(toml(asked), encoding="utf-8")
    same(quick, hand, hand.scheme(str(tmp_path / "t.toml")), cluster_files, AS_OF)


def test_a_card_that_brought_too_much_for_exact_means_is_refused_by_each(
    engine: Engine, tmp_path: Path
) -> None:
    much = [bought(0, ANNA, MOST, minute=minute) for minute in range(120)]
    store = written(tmp_path / "store", [*much, bought(0, BORIS, 1)])
    said = outcome(PolarsEngine(), store, store.scheme(), tmp_path, None)
    assert str(120 * MOST // 100) in str(said).replace("\u00a0", "").replace(",", "")
    assert outcome(engine, store, store.scheme(), tmp_path, None) == said


def test_a_store_without_an_identified_card_is_refused_by_each(
    engine: Engine, tmp_path: Path
) -> None:
    store = written(tmp_path / "store", [bought(0, UUID, 5), bought(1, None, 7)])
    with pytest.raises(RfmaError, match=r"identified|card"):
        on(engine, store, store.scheme())


def test_days_and_shops_narrow_what_each_engine_reads(
    engine: Engine, real_store: Store, cluster_files: Path
) -> None:
    scheme = real_store.scheme()
    narrow = {"since": date(2021, 9, 1), "shops": ["Аптека 2", "Аптека 10"]}
    asked = [
        segment(one, real_store.snapshot, scheme, as_of=day_, **narrow)  # type: ignore[arg-type]
        for one in (engine, PolarsEngine())
        for day_ in (date(2022, 3, 31),)
    ]
    assert told(asked[0], cluster_files) == told(asked[1], cluster_files)


def test_frozen_borders_count_on_each_engine(
    engine: Engine, real_store: Store, cluster_files: Path
) -> None:
    scheme, snapshot = real_store.scheme(), real_store.snapshot
    earlier = real_store.segment("2021-12-31").thresholds
    here, there = (segment(one, snapshot, scheme, thresholds=earlier)
                   for one in (PolarsEngine(), engine))  # fmt: skip
    assert there.frozen
    assert told(there, cluster_files) == told(here, cluster_files)
    refitted = replace(earlier, borders=real_store.segment().thresholds.borders)
    assert refitted.borders != earlier.borders


EVERYTHING = {
    "days and a median": measured({"kind": "money", "of": "median", "round": "kopeck"}),
    "documents lately": measured({"kind": "count", "of": "documents", "window": 60}),
    "by 24 hours": measured({"kind": "recency", "unit": "24h"}),
    "everybody by shop": measured({"kind": "silence"}, cards="all", unit="card_shop"),
    "some who kept": measured({"kind": "shops"}, returns="keep", least={"cheques": 2}),
}


@pytest.mark.parametrize("name", EVERYTHING)
def test_the_language_gives_the_same_bits(
    engine: Engine, hand: Store, tmp_path: Path, cluster_files: Path, name: str
) -> None:
    (tmp_path / "t.toml").write_text(toml(EVERYTHING[name]), encoding="utf-8")
    same(engine, hand, hand.scheme(str(tmp_path / "t.toml")), cluster_files, AS_OF)
