"""Dates that may be read in two ways are never guessed, wherever in the file the answer stands."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast.sources import batches
from rfma_fast.sources.columns import ColumnMap, load_map
from rfma_fast.sources.dates import Survey, iso_moments
from rfma_fast.sources.dialect import ORDERS, Dialect, Order
from rfma_fast.sources.files import File
from rfma_fast.sources.ingest import ingest
from rfma_fast.sources.opened import opened_all
from sources.handmade import ANNA, refused
from sources.writing import read

TOLD = ColumnMap({}, {"date": "month-first"})


def days(path: Path, columns: ColumnMap | None = None) -> list[date]:
    return read(path, columns=columns).accepted.get_column("day").to_list()


def of_dates(path: Path, texts: list[str]) -> Path:
    rows = "".join(f"{text},s,{ANNA},{number}\n" for number, text in enumerate(texts, 1))
    path.write_text("at,shop,card,amount\n" + rows, encoding="utf-8")
    return path


def iso(text: str, dialect: Dialect | None = None) -> str:
    return str(iso_moments(pl.Series([text]), dialect or Dialect()).item())


@pytest.mark.parametrize("place", [0, 50, 99])
def test_the_answer_is_the_same_wherever_the_telling_date_stands(
    tmp_path: Path, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "ROWS_A_BATCH", 7)
    texts = ["09/06/2022"] * 100
    texts[place] = "25/06/2022"
    found = days(of_dates(tmp_path / "t.csv", texts))
    assert sorted(set(found)) == [date(2022, 6, 9), date(2022, 6, 25)]
    texts[place] = "06/25/2022"
    found = days(of_dates(tmp_path / "t.csv", texts))
    assert sorted(set(found)) == [date(2022, 6, 25), date(2022, 9, 6)]


def test_the_answer_is_the_same_where_it_stands_behind_the_start_of_the_file(
    tmp_path: Path,
) -> None:
    early = ["2022-06-01"] * 12_000
    path = of_dates(tmp_path / "t.csv", [*early, "09/06/2022", *early, "25/06/2022"])
    assert set(days(path)) == {date(2022, 6, 1), date(2022, 6, 9), date(2022, 6, 25)}
    path = of_dates(tmp_path / "u.csv", [*early, "09/06/2022", *early])
    with refused("dates.ambiguous", path, "09/06/2022", 12_002):
        days(path)


def test_dates_that_nothing_decides_are_refused_with_both_readings(tmp_path: Path) -> None:
    path = of_dates(tmp_path / "t.csv", ["05/05/2022", "09/06/2022 14:35", "01/02/2022"])
    with refused(
        "dates.ambiguous", path, "line 3", "2022-06-09", "2022-09-06", 'date = "day-first"'
    ):
        ingest(tmp_path / "store", [path])
    assert not (tmp_path / "store").exists()


def test_dates_that_read_the_same_either_way_are_taken(tmp_path: Path) -> None:
    assert days(of_dates(tmp_path / "t.csv", ["05/05/2022", "12/12/2021"])) == [
        date(2022, 5, 5), date(2021, 12, 12),
    ]  # fmt: skip


def test_what_was_told_decides(tmp_path: Path) -> None:
    path = of_dates(tmp_path / "t.csv", ["09/06/2022", "9.6.2022"])
    assert days(path, TOLD) == [date(2022, 9, 6), date(2022, 9, 6)]
    assert days(path, ColumnMap({}, {"date": "day-first"})) == [date(2022, 6, 9)] * 2


def test_dates_of_two_orders_in_one_file_are_refused_by_line(tmp_path: Path) -> None:
    path = of_dates(tmp_path / "t.csv", ["25/06/2022", "06/25/2022"])
    with refused("dates.mixed", path, "06/25/2022 in line 3", "25/06/2022 in line 2"):
        days(path)
    both = read(path, columns=TOLD)
    assert both.accepted.get_column("day").to_list() == [date(2022, 6, 25)]
    assert both.rejected.select("line", "rule").rows() == [(2, "at_unreadable")]
    assert "25/06/2022" in both.rejected.item(0, "raw")


def test_a_date_that_no_calendar_has_is_no_evidence(tmp_path: Path) -> None:
    path = of_dates(tmp_path / "t.csv", ["31/31/2022", "25/06/2022"])
    both = read(path)
    assert both.accepted.get_column("day").to_list() == [date(2022, 6, 25)]
    assert both.rejected.select("line", "rule").rows() == [(2, "at_unreadable")]


def test_dots_mean_that_the_day_stands_first(tmp_path: Path) -> None:
    texts = ["09.06.2022 14:35:10", "9.6.2022", "09.06.22", "09.06.2022 9:05"]
    assert days(of_dates(tmp_path / "t.csv", texts)) == [date(2022, 6, 9)] * 4


def test_short_dates_with_dashes_may_begin_with_the_year_and_are_refused(tmp_path: Path) -> None:
    with refused("dates.ambiguous", "22-06-09"):
        days(of_dates(tmp_path / "t.csv", ["22-06-09"]))
    told = ColumnMap({}, {"date": "year-first"})
    assert days(of_dates(tmp_path / "t.csv", ["22-06-09"]), told) == [date(2022, 6, 9)]


def test_each_file_of_a_directory_has_an_order_of_its_own(tmp_path: Path) -> None:
    of_dates(tmp_path / "a.csv", ["25/06/2022"])
    of_dates(tmp_path / "b.csv", ["06/26/2022"])
    with opened_all([tmp_path], None) as files:
        orders = [part.dialect.date for part in files.parts.values() if isinstance(part, File)]
        assert orders == ["day-first", "month-first"]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("09.06.2022 14:35:10", "2022-06-09 14:35:10.000000"),
        (" 9.6.2022 ", "2022-06-09 00:00:00.000000"),
        ("09.06.2022, 14:35", "2022-06-09 14:35:00.000000"),
        ("09.06.2022 14:35:10,5", "2022-06-09 14:35:10.500000"),
        ("2022/6/9 9:05", "2022-06-09 09:05:00.000000"),
        ("2022.06.09", "2022-06-09 00:00:00.000000"),
        ("20220609", "2022-06-09 00:00:00.000000"),
        ("20220609143510", "2022-06-09 14:35:10.000000"),
        ("20220609T143510", "2022-06-09 14:35:10.000000"),
        ("09.06.68", "2068-06-09 00:00:00.000000"),
        ("09.06.69", "1969-06-09 00:00:00.000000"),
        ("9.6.2022 12:05 AM", "2022-06-09 00:05:00.000000"),
        ("9.6.2022 12:05 pm", "2022-06-09 12:05:00.000000"),
    ],
)
def test_a_moment_is_read(text: str, read_as: str) -> None:
    assert iso(text) == read_as


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2022", "09.13.2022", "09.06/2022", "09.06.022", "09.06.2022 25:00",
        "9.6.2022 13:00 PM", "06092022", "09062022", "44721", "9 июня 2022", "",
        "09.06.2022 14:35:10 +03:00", "2022-06-09T14:35:10Z", "123.06.2022", "09/06/2022",
    ],
)  # fmt: skip
def test_what_is_no_moment_stays_as_it_was_found(text: str) -> None:
    assert iso(text) == text


def test_a_moment_with_a_zone_is_brought_to_the_zone_that_was_told(tmp_path: Path) -> None:
    path = of_dates(tmp_path / "t.csv", ["2022-06-09T22:35:10Z", "2022-06-09 22:35+05:00"])
    with refused("dates.zoned", path, "at", "2022-06-09T22:35:10Z", "zone"):
        read(path)
    both = read(path, columns=ColumnMap({}, {"zone": "Europe/Moscow"}))
    assert both.accepted.select("day", "time").rows() == [
        (date(2022, 6, 10), (1 * 3600 + 35 * 60 + 10) * 10**6),
        (date(2022, 6, 9), (20 * 3600 + 35 * 60) * 10**6),
    ]


@settings(deadline=None)
@given(
    st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=1, max_size=20),
    st.sampled_from(ORDERS[:2]),
    st.sampled_from("/-"),
    st.booleans(),
    st.randoms(),
)
def test_a_survey_finds_the_order_or_refuses_and_never_takes_the_other(
    wanted: list[date], order: Order, sign: str, padded: bool, chance: object
) -> None:
    first, second = ("%d", "%m") if order == "day-first" else ("%m", "%d")
    form = sign.join((first, second, "%Y"))
    texts = [day.strftime(form if padded else form.replace("%d", "%-d")) for day in wanted]
    lines = pl.Series(range(2, len(texts) + 2))
    survey = Survey("t.csv", "at")
    survey.add(lines, pl.Series(texts))
    telling = any(day.day > 12 for day in wanted)
    same = all(day.day == day.month for day in wanted)
    if not telling and not same:
        with refused("dates.ambiguous", "t.csv"):
            survey.order()
        return
    found = Dialect(date=survey.order(), surveyed=True)
    read_back = iso_moments(pl.Series(texts), found).to_list()
    assert [datetime.fromisoformat(text).date() for text in read_back] == wanted


def test_the_order_is_told_in_a_column_map(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[csv]\ndate = "month-first"\n', encoding="utf-8")
    assert load_map(path) == TOLD
