"""Trade by segment and new cards: every engine says what the local one does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from language.kit import toml
from language.test_every_key import measured, named
from support.stores import ANNA, BORIS, GLEB, UUID, VERA, bought, day, written

from rfma_fast.analyses.acquisition import Acquisition, acquisition
from rfma_fast.analyses.segmentation import segment
from rfma_fast.analyses.statistics import By, Statistics, statistics
from rfma_fast.api import Store
from rfma_fast.engines import Engine, PolarsEngine
from rfma_fast.errors import RfmaError
from rfma_fast.reports import acquisition as acquisition_report
from rfma_fast.reports import statistics as statistics_report
from spark.kit import digest

ONE = "2000000000007"
LEVELS = ("class", "cluster", "region", "warmth")
BY: tuple[By | None, ...] = (None, "shop", "month")
NARROW = {"since": date(2021, 9, 2), "until": date(2022, 1, 30), "shops": ["Аптека 2"]}


def frames_told(frames: dict[str, Any]) -> dict[str, tuple[Any, str]]:
    """Return the rows of frames, and the hash that tells types apart as well."""
    return {name: (frame.rows(), digest(frame)) for name, frame in frames.items()}


def statistics_told(found: Statistics) -> dict[str, Any]:
    return {
        "frames": frames_told(statistics_report.frames(found)),
        "json": statistics_report.as_json(found),
    }


def period_of(
    engine: Engine, store: Store, scheme: str, level: str, by: By | None, **narrow: Any
) -> object:
    """Return what an engine says of a period, or the sentence with which it refuses."""
    try:
        segments = segment(engine, store.snapshot, store.scheme(scheme), as_of=narrow.get("until"))
        return statistics_told(
            statistics(engine, segments, store.snapshot, level=level, by=by, **narrow)
        )
    except RfmaError as refused:
        return refused.message


def same_period(
    engine: Engine, store: Store, level: str, parts: Sequence[By | None], narrow: dict[str, Any]
) -> None:
    snapshot, as_of = store.snapshot, narrow.get("until")
    engines = (engine, PolarsEngine())
    told = [(one, segment(one, snapshot, store.scheme(), as_of=as_of)) for one in engines]
    for by in parts:
        there, here = (
            statistics_told(statistics(one, segments, snapshot, level=level, by=by, **narrow))
            for one, segments in told
        )
        assert there == here


PERIODS = pytest.mark.parametrize("narrow", [{}, NARROW], ids=["everything", "some days of a shop"])


@PERIODS
def test_classes_of_the_real_table_are_the_same_by_month_and_shop(
    engine: Engine, real_store: Store, narrow: dict[str, Any]
) -> None:
    same_period(engine, real_store, "class", ("shop", "month"), narrow)


@PERIODS
@pytest.mark.parametrize("level", LEVELS)
def test_every_level_of_the_real_table_is_the_same(
    quick: Engine, real_store: Store, level: str, narrow: dict[str, Any]
) -> None:
    same_period(quick, real_store, level, BY, narrow)


def test_a_period_of_the_real_table_is_as_published(engine: Engine, real_store: Store) -> None:
    segments = segment(engine, real_store.snapshot, real_store.scheme())
    told = statistics(engine, segments, real_store.snapshot)
    cards = told.groups.get_column("cards").to_list()
    assert cards == [654, 1155, 499, 71, 243, 595, 212, 760, 1737, 0]
    assert told.groups.get_column("cheques").to_list()[-1] == 17_411
    assert told.total.row(0)[:2] == (5926, 38_486)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a table in which the first purchases are hard to tell."""
    rows = [
        # Returns and nothing before the first purchase; the cheque after it the same day.
        bought(0, ANNA, -30_00), bought(1, ANNA, 0), bought(40, ANNA, 100_00, minute=700),
        bought(40, ANNA, 55_00, "Аптека 2", minute=701), bought(45, ANNA, -5_00),
        # At one minute in two shops: the name decides, as it is spelt.
        bought(5, BORIS, 50_00, "Аптека 2"), bought(5, BORIS, 30_00, "Аптека 10"),
        bought(5, BORIS, 40_00, "pharmacy"), bought(33, BORIS, 20_00),
        # At one minute in one shop: the document decides, and one without comes first.
        *(bought(6, VERA, 10_00 + number, minute=9) for number in range(12)),
        bought(30, VERA, 7_00, "Аптека 2"), bought(31, VERA, 9_00),
        # One document told with two amounts: the smaller one comes first.
        bought(7, ONE, 3_00), bought(7, ONE, 2_00),
        # Known by returns only.
        bought(3, GLEB, -9_00), bought(50, GLEB, 0),
        # Others buy, too.
        bought(4, UUID, 5_00), bought(4, None, 6_00), bought(70, UUID, -2_00),
        *(bought(8 * number, card, 11_00 * (number + 1), f"Аптека {number % 3}")
          for number in range(9) for card in ("2000000000009", "2000000000008")),
        *(bought(number, f"20000000001{number:02}", 9_99 + number) for number in range(60)),
    ]  # fmt: skip
    documents = {20: None, 23: "one", 24: "one"}
    return written(tmp_path_factory.mktemp("nasty") / "store", rows, documents)


@pytest.mark.parametrize("scheme", ["rfma", "rfm8", "lost"])
@pytest.mark.parametrize("by", BY)
def test_nasty_rows_are_the_same_by_segment(
    quick: Engine, nasty: Store, scheme: str, by: By | None
) -> None:
    for level in nasty.scheme(scheme).level_codes:
        for narrow in ({}, {"since": day(5), "until": day(33), "shops": ["Аптека 2"]}):
            there = period_of(quick, nasty, scheme, level, by, **narrow)
            assert there == period_of(PolarsEngine(), nasty, scheme, level, by, **narrow)
            assert isinstance(there, dict)


@pytest.mark.parametrize(
    "population",
    [{"cards": "all"}, {"unit": "card_shop"}, {"cards": "all", "unit": "card_shop"}],
    ids=named,
)
def test_a_unit_of_any_kind_is_the_same_by_class(
    quick: Engine, nasty: Store, tmp_path: Path, population: dict[str, object]
) -> None:
    (tmp_path / "t.toml").write_text(toml(measured({"kind": "recency"}, **population)), "utf-8")
    scheme = str(tmp_path / "t.toml")
    for by in BY:
        there = period_of(quick, nasty, scheme, "class", by)
        assert there == period_of(PolarsEngine(), nasty, scheme, "class", by)
        assert isinstance(there, dict)


def acquisition_told(found: Acquisition) -> dict[str, Any]:
    """Return all that is said of new cards, but the list of single ones."""
    frames = acquisition_report.frames(found)
    frames.pop("win_back", None)
    standings = found.standings.sort("month", "lost", "rfma")
    order = ["month", "lost", "rfma", "cards", "cheques", "total"]
    firsts = ["month", "shop", "value", "cards", "ended", "again", "second"]
    return {
        "frames": frames_told(frames),
        "json": acquisition_report.as_json(found),
        "standings": standings.select(order).rows(),
        "firsts": found.firsts.select(firsts).sort(firsts).rows(),
    }


def asked_of(engine: Engine, store: Store, **asked: Any) -> object:
    schemes = {code: store.scheme(code) for code in ("rfma", "lost")}
    try:
        return acquisition_told(acquisition(engine, store.snapshot, schemes, **asked))
    except RfmaError as refused:
        return refused.message


def same_new_cards(engine: Engine, store: Store, asked: dict[str, Any]) -> None:
    assert asked_of(engine, store, **asked) == asked_of(PolarsEngine(), store, **asked)


SHOPS = ["Аптека 2", "Аптека 10"]
TO_WINTER = {"since": date(2021, 9, 5), "until": date(2022, 1, 20), "shops": SHOPS}


@pytest.mark.parametrize(
    "asked", [{}, TO_WINTER | {"churn": 14}], ids=["everything", "some days of two shops"]
)
def test_new_cards_of_the_real_table_are_the_same(
    engine: Engine, real_store: Store, asked: dict[str, Any]
) -> None:
    same_new_cards(engine, real_store, asked)


@pytest.mark.parametrize(
    "asked",
    [TO_WINTER, {"as_of": date(2022, 2, 28), "churn": 14}, {"since": day(60), "churn": 200}],
    ids=["some days of two shops", "an earlier day", "a long window"],
)
def test_new_cards_of_other_days_are_the_same(
    quick: Engine, real_store: Store, asked: dict[str, Any]
) -> None:
    same_new_cards(quick, real_store, asked)


def test_new_cards_of_the_real_table_are_as_published(engine: Engine, real_store: Store) -> None:
    schemes = {code: real_store.scheme(code) for code in ("rfma", "lost")}
    found = acquisition(engine, real_store.snapshot, schemes)
    assert (found.churn, found.cards) == (105, 5926)
    (total,) = found.table().iter_rows(named=True)
    assert (total["open"], total["ended"], total["again"]) == (1612, 3700, 1895)
    regions = found.win_back_regions()
    assert (regions["slipping"].sum(), regions["dead"].sum()) == (239, 853)
    assert dict(found.lost_groups().select("code", "cards").iter_rows())["passer_by"] == 1637


@pytest.mark.parametrize(
    "asked", [{}, {"churn": 25, "as_of": day(31)}], ids=["everything", "an earlier day"]
)
def test_first_purchases_that_are_hard_to_tell_are_the_same(
    engine: Engine, nasty: Store, asked: dict[str, Any]
) -> None:
    same_new_cards(engine, nasty, asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"churn": 1},
        {"since": day(5), "until": day(6)},
        {"since": day(6), "until": day(40), "shops": ["Аптека 1"]},
        {"since": day(5), "until": day(5), "shops": ["pharmacy"]},
        {"since": day(3), "until": day(3)},
        {"since": day(4), "until": day(2)},
    ],
    ids=[
        "a day's window",
        "two days",
        "some days of a shop",
        "one of a shop",
        "nobody",
        "reversed",
    ],
)
def test_first_purchases_of_some_days_and_shops_are_the_same(
    quick: Engine, nasty: Store, asked: dict[str, Any]
) -> None:
    same_new_cards(quick, nasty, asked)


def test_the_first_purchase_is_the_one_that_comes_first_in_a_month_file(
    engine: Engine, nasty: Store
) -> None:
    schemes = {code: nasty.scheme(code) for code in ("rfma", "lost")}
    found = acquisition(engine, nasty.snapshot, schemes, since=day(5), until=day(7))
    first = found.firsts.filter(found.firsts["value"].is_in([40_00, 10_11, 2_00]))
    assert sorted(first.select("shop", "value").rows()) == [
        ("pharmacy", 40_00), ("Аптека 1", 2_00), ("Аптека 1", 10_11),
    ]  # fmt: skip


def test_single_new_cards_stay_where_they_are(engine: Engine, nasty: Store) -> None:
    schemes = {code: nasty.scheme(code) for code in ("rfma", "lost")}
    found = acquisition(engine, nasty.snapshot, schemes)
    for asked in (found.win_back, lambda: found.began):
        with pytest.raises(RfmaError, match="leaves the cards on the cluster"):
            asked()
    assert "win_back" not in acquisition_report.frames(found)
