"""The public face: lazy names, days as texts, defaults, and questions that end in one sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from oracles import naive
from support.stores import ANNA, BORIS, UUID, bought, day, held, written
from support.words import people, refused

import rfma_fast
from rfma_fast import RfmaError, Store, open_store
from rfma_fast.errors import ExitCode, UsageError
from rfma_fast.i18n import language

ROWS = [
    bought(0, ANNA, 100_00),
    bought(9, ANNA, 300_00),
    bought(12, BORIS, 200_00, "Аптека 2"),
    bought(15, UUID, 500_00, "Аптека 2"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return written(tmp_path_factory.mktemp("api") / "store", ROWS)


# --- names ---------------------------------------------------------------------------------------


def test_every_public_name_is_there() -> None:
    for name in rfma_fast.__all__:
        assert getattr(rfma_fast, name) is not None
    assert rfma_fast.use_language.__module__ == "rfma_fast.i18n"
    with pytest.raises(AttributeError, match=r"rfma_fast.*nothing"):
        _ = rfma_fast.nothing


def test_importing_the_package_loads_no_engine() -> None:
    code = (
        "import sys, rfma_fast; rfma_fast.open_store('x');"
        "assert not {'polars', 'duckdb', 'deltalake', 'pyarrow'} & set(sys.modules), sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_the_language_of_names_can_be_chosen() -> None:
    rfma_fast.use_language("ru")
    try:
        assert language() == "ru"
        with pytest.raises(RfmaError, match="не дата"):
            held(ROWS).segment("завтра")
    finally:
        rfma_fast.use_language("en")
    with refused("'de'", "en, ru"):
        rfma_fast.use_language("de")


# --- stores --------------------------------------------------------------------------------------


def test_a_store_is_where_it_is_said_to_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert open_store(tmp_path).path == str(tmp_path)
    monkeypatch.delenv("RFMA_STORE", raising=False)
    assert open_store().path == "data/parquet"
    monkeypatch.setenv("RFMA_STORE", str(tmp_path / "other"))
    assert open_store().path == str(tmp_path / "other")
    assert open_store("x").path == "x"


def test_what_is_ingested_is_seen_by_the_store_that_did_it(tmp_path: Path) -> None:
    store = written(tmp_path / "store", ROWS[:2])
    other = open_store(tmp_path / "store")
    assert (store.segment().cards, other.segment().cards) == (1, 1)
    more = tmp_path / "more.csv"
    more.write_text(f"at,shop,card,amount,doc_id\n2022-02-01,Аптека 9,{BORIS},5,m\n", "utf-8")
    heard: list[object] = []
    report = store.ingest(more, rows_read=heard.append, month_written=heard.append)
    assert (report.stored, heard) == (1, [1, "2022-02"])
    assert store.segment().cards == 2
    assert other.segment().cards == 1, "an open store reads the version that it opened"
    assert open_store(tmp_path / "store").segment().cards == 2


def test_a_column_map_and_a_card_rule_can_be_given(tmp_path: Path) -> None:
    source, columns = tmp_path / "t.csv", tmp_path / "map.toml"
    source.write_text("when;where;who;sum\n2022-01-01;A;K7;10\n2022-01-02;A;x;20\n", "utf-8")
    columns.write_text(
        '[columns]\nat = "when"\nshop = "where"\ncard = "who"\namount = "sum"\n', "utf-8"
    )
    store = open_store(tmp_path / "store")
    assert store.understand(source, columns=columns).read == 2
    assert not (tmp_path / "store").exists()
    store.ingest(source, columns=columns, card_rule=r"^K\d$")
    assert store.segment().table().get_column("card").to_list() == ["K7"]
    assert store.status().card_rule == r"^K\d$"
    with refused("cannot be read"):
        store.ingest(source, columns=tmp_path / "no.toml")


def test_the_status_counts_what_is_stored(store: Store) -> None:
    said = store.status()
    assert (said.cheques, said.cards, said.first, said.last) == (4, 2, day(0), day(15))
    assert (said.version, len(said.loads), said.loads[0].stored, said.rejected) == (1, 1, 4, {})
    assert said.months.select("month", "cheques").rows() == [("2022-01", 4)]
    assert set(said.octets) == {"cheques", "keys", "rejected", "checkpoints"}
    assert said.octets["cheques"] == said.months.get_column("bytes").sum()


def test_the_status_counts_loads_and_rejected_rows(tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_text("at,shop,card,amount\n2022-01-01,A,,1\nnever,A,,1\nx,A,,1\n", "utf-8")
    store = open_store(tmp_path / "store")
    store.ingest(source, max_rejects=None, no_cards=True)
    source.write_text("at,shop,card,amount\n2022-01-01,A,,1\n2022-02-01,A,,1\n", "utf-8")
    store.ingest(source, no_cards=True)
    said = store.status()
    assert said.rejected == {"at_unreadable": 2}
    assert [(load.load, load.stored, load.already_there, load.rejected, load.months)
            for load in said.loads] == [(1, 1, 0, 2, 1), (2, 1, 1, 0, 1)]  # fmt: skip
    assert said.loads[0].source == str(source)
    assert isinstance(said.loads[0].at, datetime)


# --- days ----------------------------------------------------------------------------------------


def test_a_day_is_a_date_or_its_text(store: Store) -> None:
    for as_of in (day(12), "2022-01-13", " 2022-01-13 "):
        assert store.segment(as_of).as_of == day(12)
    assert store.segment().as_of == day(12), "the last identified day, not the last one"
    assert store.overview().until == day(15)
    assert store.overview(since="2022-01-10", until="2022-01-13").all.cheques == 2
    said = store.migrate("2022-01-05", "2022-01-12")
    assert (said.before.as_of, said.after.as_of) == (day(4), day(11))
    assert store.thresholds("2022-01-05").segmentation.as_of == day(4)
    assert store.query("select max(day) from cheques", "2022-01-05").item() == day(0)


@pytest.mark.parametrize(
    "text", ["2022-02-30", "9.6.2022", "2022-6-9", "", "2022-01-01T00:00", "today"]
)
def test_a_text_that_is_no_day_is_refused(store: Store, text: str) -> None:
    for ask in (
        lambda: store.segment(text),
        lambda: store.segment(since=text),
        lambda: store.overview(until=text),
        lambda: store.migrate(text),
        lambda: store.migrate(day(0), text),
        lambda: store.thresholds(text),
        lambda: store.query("select 1", text),
    ):
        with pytest.raises(UsageError) as caught:
            ask()
        assert repr(text) in caught.value.message
        assert "2022-06-09" in (caught.value.hint or "")
        assert caught.value.exit_code is ExitCode.USAGE


def test_a_moment_is_taken_as_its_day_or_refused(store: Store) -> None:
    """A datetime is a date to Python: notebooks pass one easily."""
    moment = datetime(2022, 1, 10, 12, 30)
    questions: tuple[Callable[[], date], ...] = (
        lambda: store.segment(moment).as_of,
        lambda: store.overview(until=moment).until,
        lambda: store.migrate(moment).before.as_of,
    )
    for ask in questions:
        try:
            assert ask() == date(2022, 1, 10)
        except RfmaError as error:
            assert "2022-01-10" in error.message


# --- questions -----------------------------------------------------------------------------------


def test_a_segmentation_is_the_oracles_with_every_argument(store: Store, tmp_path: Path) -> None:
    said = store.segment(day(12), since=day(5), shops=["Аптека 1", "Аптека 2"])
    assert people(said) == naive.segment(ROWS, day(12), since=day(5)).cards
    file = tmp_path / "borders.toml"
    file.write_text(said.thresholds.to_toml(), encoding="utf-8")
    for path in (file, str(file)):
        assert store.segment(thresholds=path).thresholds == said.thresholds
        assert store.thresholds(thresholds=path).segmentation.frozen
    assert store.segment().frozen is False


def test_the_scheme_is_the_built_in_one_unless_another_is_named(store: Store) -> None:
    assert store.scheme() == store.scheme("rfma") == rfma_fast.load_scheme("rfma")
    for ask in (
        lambda: store.segment(scheme="rfmb"),
        lambda: store.thresholds(scheme="rfmb"),
        lambda: store.migrate(day(0), scheme="rfmb"),
        lambda: store.query("select 1", scheme="rfmb"),
        lambda: store.scheme("rfmb"),
    ):
        with refused("'rfmb'", "rfma"):
            ask()


def test_results_are_polars_frames(store: Store) -> None:
    said = store.segment()
    frames = [
        said.table(),
        said.level("region"),
        store.migrate(day(5)).cells("region"),
        store.query("select 1"),
        store.status().months,
    ]
    assert all(isinstance(frame, pl.DataFrame) for frame in frames)


@pytest.mark.parametrize("level", ["colour", "", "Class"])
def test_an_unknown_level_is_refused_and_the_known_ones_are_listed(
    store: Store, level: str
) -> None:
    said, moved = store.segment(), store.migrate(day(5))
    questions: tuple[Callable[[], pl.DataFrame], ...] = (
        lambda: said.level(level),
        lambda: moved.cells(level),
        lambda: moved.cards(level, "new", "1"),
    )
    for ask in questions:
        with refused(repr(level), "class", "cluster", "region", "warmth"):
            ask()


def test_a_misspelt_choice_of_borders_is_refused(store: Store) -> None:
    with pytest.raises(RfmaError):
        store.migrate(day(5), borders="frosen")  # type: ignore[arg-type]
