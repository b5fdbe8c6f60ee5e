"""``rfma query``: rows in every form, and nothing but one SELECT."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from commands.fixtures import EARLIER, Rfma

SQL = "select shop, count(*) as cheques, sum(amount) as revenue from cheques group by 1 order by 1"


def test_the_rows_of_a_query_come_as_json_and_as_csv(rfma: Rfma, chain: Path) -> None:
    rows = rfma("query", SQL, "--store", chain, "--format", "json").done()
    overview = rfma("overview", "--store", chain, "--format", "json").json
    assert rows.err == ""
    assert rows.json == [
        {key: shop[key] for key in ("shop", "cheques", "revenue")} for shop in overview["shops"]
    ]
    text = rfma("query", SQL, "--store", chain, "--format", "csv").done().out
    read = list(csv.DictReader(io.StringIO(text)))
    assert [(row["shop"], float(row["revenue"])) for row in read] == [
        (row["shop"], float(row["revenue"])) for row in rows.json
    ]


def test_the_segments_of_a_query_are_those_of_segment(rfma: Rfma, chain: Path) -> None:
    sql = "select region, count(*) as cards from segments group by 1 order by 1"
    arguments = ("--store", chain, "--as-of", EARLIER, "--format", "json")
    regions = rfma("segment", *arguments).json["levels"]["region"]
    assert rfma("query", sql, *arguments).json == [
        {"region": group["code"], "cards": group["cards"]} for group in regions
    ]


def test_a_query_as_of_a_day_sees_no_later_cheque(rfma: Rfma, chain: Path) -> None:
    sql = "select max(day) as day from cheques"
    arguments = ("query", sql, "--store", chain, "--format", "json")
    assert rfma(*arguments, "--as-of", EARLIER).json == [{"day": EARLIER}]


def test_a_terminal_shows_the_first_fifty_rows_and_says_how_many_more(
    rfma: Rfma, chain: Path
) -> None:
    told = rfma("query", "select card from segments", "--store", chain).done()
    assert sum(line.strip().startswith("2000") for line in told.out.splitlines()) == 50
    assert "Note: 558 more rows" in told.out


@pytest.mark.parametrize(
    ("sql", "code", "named"),
    [
        ("select 1; select 2", 2, ["2"]),
        ("", 2, ["0"]),
        ("drop view cheques", 2, ["DROP"]),
        ("delete from segments", 2, ["DELETE"]),
        ("copy cheques to 'x.csv'", 2, ["COPY"]),
        ("selec 1", 1, ["selec", "Hint: "]),
        ("select * from nothing", 1, ["nothing", "Hint: ", "cheques, cards, segments, rejected"]),
        ("select * from read_csv('/etc/passwd')", 1, ["Hint: "]),
    ],
)
def test_what_is_not_one_select_over_the_views_is_refused(
    rfma: Rfma, chain: Path, sql: str, code: int, named: list[str]
) -> None:
    told = rfma("query", sql, "--store", chain)
    assert (told.code, told.out) == (code, "")
    assert told.err.startswith("Error: ")
    assert [name for name in named if name not in told.err] == []


ODD = {
    "bytes": "'x'::blob",
    "time": "time '10:00:00'",
    "interval": "interval 1 day",
    "nan": "'nan'::double",
    "infinity": "'inf'::double",
    "large float": "1e300",
    "hugeint": "170141183460469231731687303715884105727::hugeint",
    "list": "[1, 2]",
    "struct": "{'a': 1}",
    "nested decimal": "[1.50]",
    "null": "null",
    "moment": "timestamp '2022-01-01 10:00:00'",
    "zoned moment": "timestamptz '2022-01-01 10:00:00+00'",
    "uuid": "'00000000-0000-0000-0000-000000000001'::uuid",
}


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("value", ODD.values(), ids=ODD.keys())
def test_a_value_of_any_kind_is_shown_or_refused_with_a_sentence(
    rfma: Rfma, chain: Path, value: str, form: str
) -> None:
    told = rfma("query", f"select {value} as x", "--store", chain, "--format", form)
    if told.code:
        told.failed(1)
    elif form == "json":
        assert list(told.json[0]) == ["x"]


def test_two_columns_of_one_name_are_shown_or_refused_with_a_sentence(
    rfma: Rfma, chain: Path
) -> None:
    told = rfma("query", "select 1 as a, 2 as a", "--store", chain)
    if told.code:
        told.failed(1, "a")
