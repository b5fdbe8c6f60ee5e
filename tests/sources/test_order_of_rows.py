"""What a row becomes depends on that row alone: not on its neighbours, its order or its batch."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rfma_fast.cheques.rules import check
from rfma_fast.cheques.schema import FIELD_NAMES
from rfma_fast.sources import batches
from rfma_fast.sources.amounts import cut_cards
from rfma_fast.sources.columns import ColumnMap
from sources.handmade import ANNA
from sources.writing import read

ODD = [1.0, 2.5, None, float("nan"), float("inf"), -0.0, 1e20, float(ANNA), 2.0**63]


def texts_of(values: list[Any], dtype: Any = None) -> list[str | None]:
    """Return what shops become that stand in one column."""
    raw = pl.DataFrame({"line": range(len(values)), "at": "2022-06-09", "amount": "1"})
    shops = pl.Series("shop", values, dtype=dtype)
    both = check(raw.with_columns(shops, shops.alias("doc_id")))
    assert both.rejected.get_column("rule").unique().to_list() in ([], ["shop_missing"])
    told: dict[int, str] = dict(zip(range(len(values)), [None] * len(values), strict=True))  # type: ignore[arg-type]
    left = [n for n in range(len(values)) if n not in both.rejected.get_column("line").to_list()]
    told |= dict(zip(left, both.accepted.get_column("shop").to_list(), strict=True))
    return list(told.values())


def write_arrow(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def test_a_number_becomes_the_same_text_whatever_stands_beside_it() -> None:
    alone = [texts_of([value], pl.Float64)[0] for value in ODD]
    assert alone == ["1", "2.5", None, None, "inf", "0", "1e+20", ANNA, "9.223372036854776e+18"]
    assert texts_of(ODD, pl.Float64) == alone


def test_one_odd_id_leaves_the_other_cards_of_its_batch_what_they_are(tmp_path: Path) -> None:
    cards = [float(ANNA)] * 5
    cards[2] = 2.5
    rows = pl.DataFrame({"at": date(2022, 1, 1), "shop": "S", "card": cards, "amount": 1.5})
    rows.write_parquet(tmp_path / "t.parquet")
    assert read(tmp_path / "t.parquet").accepted.get_column("card").to_list() == [
        ANNA, ANNA, "2.5", ANNA, ANNA,
    ]  # fmt: skip


def test_a_card_that_a_spreadsheet_wrote_is_whole_whether_or_not_another_lost_digits(
    tmp_path: Path,
) -> None:
    path = tmp_path / "t.csv"
    for others in ("", "2022-01-02,S,2.00001E+12,1\n"):
        path.write_text(f"at,shop,card,amount\n2022-01-01,S,{ANNA}.0,1\n{others}")
        assert read(path).accepted.get_column("card").to_list() == [ANNA]


def test_a_gap_among_numbers_is_no_card_and_no_lost_digits() -> None:
    cards = pl.Series([float(ANNA), float("nan"), None, 2.0**53])
    assert cut_cards(cards).to_list() == [False, False, False, True]
    assert cut_cards(pl.Series([2047.0, 2048.0], dtype=pl.Float16)).to_list() == [False, True]


@pytest.mark.parametrize(
    "card",
    [
        pa.array([Decimal(f"{ANNA}.00")], pa.decimal128(20, 2)),
        pa.array([Decimal(f"{ANNA}.00")], pa.decimal256(60, 2)),
        pa.array([Decimal(f"{ANNA}.0000000000")], pa.decimal128(38, 10)),
        pa.array([Decimal(f"{ANNA}.00")], pa.decimal128(20, 2)).dictionary_encode(),
        pa.array([float(ANNA)]).dictionary_encode(),
        pa.array([int(ANNA)], pa.uint64()).dictionary_encode(),
        pa.array([f"{ANNA}.0"]).dictionary_encode(),
        pa.array([f" {ANNA} "]).dictionary_encode(),
        pa.RunEndEncodedArray.from_arrays(pa.array([1], pa.int32()), pa.array([ANNA])),
    ],
    ids=lambda card: str(card.type)[:40],
)
def test_a_card_is_the_same_in_a_column_of_any_type(tmp_path: Path, card: Any) -> None:
    table = pa.table({"at": [date(2022, 1, 1)], "shop": ["S"], "card": card, "amount": [1]})
    write_arrow(tmp_path / "t.arrow", table)
    assert read(tmp_path / "t.arrow").accepted.get_column("card").to_list() == [ANNA]
    if not (pa.types.is_decimal256(card.type) or pa.types.is_run_end_encoded(card.type)):
        pq.write_table(table, tmp_path / "t.parquet")
        assert read(tmp_path / "t.parquet").accepted.get_column("card").to_list() == [ANNA]


def test_texts_of_a_dictionary_are_read_as_texts_are(tmp_path: Path) -> None:
    columns = {"at": ["09.06.2022 14:35"], "shop": ["S"], "card": [ANNA], "amount": ["1 234,50"]}
    table = pa.table({name: pa.array(v).dictionary_encode() for name, v in columns.items()})
    pq.write_table(table, tmp_path / "t.parquet")
    row = read(tmp_path / "t.parquet").accepted.row(0, named=True)
    assert (row["day"], row["amount"]) == (date(2022, 6, 9), 123_450)


@pytest.mark.parametrize("seconds", [2**63 - 1, -(2**63), 2**63 // 1000 + 1, -(2**63) // 1000 - 1])
def test_seconds_beyond_the_calendar_never_become_a_day_of_ours(
    tmp_path: Path, seconds: int
) -> None:
    at = pa.array([seconds, 19_000 * 86_400, None], pa.int64()).cast(pa.timestamp("s"))
    for column in (at, at.dictionary_encode()):
        table = pa.table({"at": column, "shop": ["S"] * 3, "amount": [1] * 3})
        write_arrow(tmp_path / "t.arrow", table)
        both = read(tmp_path / "t.arrow")
        assert both.accepted.get_column("day").to_list() == [date(2022, 1, 8)]
        assert both.rejected.get_column("rule").to_list() == ["at_unreadable", "at_missing"]


@pytest.mark.parametrize(
    ("column", "number"),
    [
        (pa.array([2**31 - 1, 19_000], pa.int32()).cast(pa.date32()), 2**31 - 1),
        (pa.array([-(2**31), 19_000], pa.int32()).cast(pa.date32()), -(2**31)),
        (pa.array([-30_000, 19_000], pa.int32()).cast(pa.date32()), -30_000),
    ],
    ids=["last", "first", "before 1900"],
)
def test_a_day_out_of_the_calendar_is_rejected_as_the_number_it_is(
    tmp_path: Path, column: Any, number: int
) -> None:
    table = pa.table({"at": column, "shop": ["S", "S"], "amount": [1.5, 2.5]})
    pq.write_table(table, tmp_path / "t.parquet")
    both = read(tmp_path / "t.parquet")
    assert both.accepted.get_column("day").to_list() == [date(2022, 1, 8)]
    assert both.rejected.get_column("rule").to_list() == ["at_unreadable"]
    assert f'"at":"{number}"' in both.rejected.item(0, "raw")


def test_a_rejected_row_keeps_a_card_as_it_is_read_not_as_its_column_was_typed() -> None:
    raw = {"line": [1], "at": ["?"], "shop": [15.0], "card": [float(ANNA)], "amount": [1]}
    (told,) = check(pl.DataFrame(raw)).rejected.get_column("raw").to_list()
    assert f'"shop":"15","card":"{ANNA}"' in told


@pytest.mark.parametrize(
    "written",
    [
        "2022-12-31 23:59:60",
        "2022-12-31T23:59:60",
        "2022-12-31 23:59:60.5",
        " 2022-12-31 23:59:60",
        "31.12.2022 23:59:60",
        "12/31/2022 11:59:60 PM",
        "20221231235960",
        "20221231 23:59:60",
        "2022-12-31 23:60:00",
        "2022-12-31 24:00:00",
        "٢٠٢٢-١٢-٣١",
        "２０２２-１２-３１",
    ],
)
def test_a_moment_that_no_clock_shows_never_becomes_the_next_one(
    tmp_path: Path, written: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"at,shop,amount\n{written},S,1\n2022-12-30,S,1\n", encoding="utf-8")
    both = read(path, columns=ColumnMap({}, {"date": "month-first"} if "/" in written else {}))
    assert both.accepted.get_column("day").to_list() == [date(2022, 12, 30)]
    assert both.rejected.get_column("rule").to_list() == ["at_unreadable"]


# --- the law -------------------------------------------------------------------------------------

_MOMENTS = ["2022-06-09", "2022-06-09 23:59:60", "9.6.2022", " 2022-6-9 1:2 ", "x", "", None]
_AMOUNTS = ["1", "1,5", "1 234.50", "1,234", "١", "-5", "1e3", "", "12.345", None]
_CARDS = [ANNA, f"{ANNA}.0", "2.000200195023E+12", "2.00001E+12", "+7", " 1 ", "", None]
_TYPED: dict[str, st.SearchStrategy[Any]] = {
    "texts": st.sampled_from(_CARDS),
    "floats": st.sampled_from(ODD),
    "decimals": st.sampled_from([Decimal(f"{ANNA}.00"), Decimal("1.50"), Decimal(0), None]),
}
_AT: dict[str, st.SearchStrategy[Any]] = {
    "texts": st.sampled_from(_MOMENTS),
    "moments": st.datetimes(datetime(1800, 1, 1)) | st.none(),
}


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    ids, at = draw(st.sampled_from(sorted(_TYPED))), draw(st.sampled_from(sorted(_AT)))
    rows = draw(
        st.lists(
            st.tuples(_AT[at], _TYPED[ids], _TYPED[ids], st.sampled_from(_AMOUNTS)), min_size=1
        )
    )
    columns = dict(zip(("at", "shop", "card", "amount"), zip(*rows, strict=True), strict=True))
    dtypes: dict[str, Any] = {"texts": pl.String, "floats": pl.Float64}
    kinds = {"shop": dtypes.get(ids), "card": dtypes.get(ids), "amount": pl.String}
    kinds["at"] = pl.String if at == "texts" else pl.Datetime("us")
    made = {name: pl.Series(values, dtype=kinds[name]) for name, values in columns.items()}
    return pl.DataFrame(made).with_columns(doc_id=pl.int_range(pl.len()).cast(pl.String))


def outcome(path: Path, rows: pl.DataFrame) -> list[tuple[Any, ...]]:
    """Return every row of a file as it would be stored or rejected, known by its document."""
    rows.write_parquet(path)
    both = read(path)
    fields = pl.col("raw").str.json_decode(pl.Struct(dict.fromkeys(FIELD_NAMES, pl.String)))
    rejected = both.rejected.select("rule", fields.alias("raw")).unnest("raw")
    return sorted([*both.accepted.rows(), *rejected.rows()], key=str)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables(), st.randoms(use_true_random=False), st.integers(1, 5))
def test_the_order_of_rows_and_their_batches_never_matter(
    tmp_path_factory: pytest.TempPathFactory,
    rows: pl.DataFrame,
    chance: random.Random,
    a_batch: int,
) -> None:
    path = tmp_path_factory.getbasetemp() / "law.parquet"
    mixed = rows[chance.sample(range(rows.height), rows.height)]
    expected = outcome(path, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "ROWS_A_BATCH", a_batch)
        assert outcome(path, mixed) == expected


@pytest.mark.parametrize("shuffled", [lambda rows: rows, lambda rows: rows.reverse()])
def test_one_odd_row_alone_in_its_batch_is_read_as_among_others(
    tmp_path: Path, shuffled: Callable[[pl.DataFrame], pl.DataFrame]
) -> None:
    rows = pl.DataFrame(
        {
            "at": ["09.06.2022 14:35", "2022-06-09 14:35", "2022-06-09 23:59:60"],
            "shop": ["S", "S", "S"],
            "card": ["2.000200195023E+12", ANNA, "x"],
            "amount": ["1 234,50", "1", "1"],
            "doc_id": ["a", "b", "c"],
        }
    )
    alone = [outcome(tmp_path / "one.parquet", rows[n])[0] for n in range(rows.height)]
    assert outcome(tmp_path / "all.parquet", shuffled(rows)) == sorted(alone, key=str)
