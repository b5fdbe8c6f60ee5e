"""Files become batches of raw rows; a damaged line costs that line only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from rfma_fast.errors import RfmaError
from rfma_fast.sources import batches
from rfma_fast.sources import careful as careful_reader
from rfma_fast.sources.columns import OWN_NAMES, ColumnMap
from rfma_fast.sources.files import Damaged, opened
from rfma_fast.sources.ingest import ingest
from rfma_fast.sources.understanding import Understanding, understand
from sources.handmade import ANNA, BORIS, JANUARY, refused, row, stored, write_csv

HEADER = "at,shop,card,amount,doc_id\n"
GOOD = f"2022-06-01,s,{ANNA},1.50,d1\n"
LAST = f"2022-06-03,s,{BORIS},3,d3\n"
RAGGED = ColumnMap({name: name for name in ("at", "shop", "card", "amount", "doc_id")})


def text_file(folder: Path, text: str | bytes, name: str = "cheques.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def understood(folder: Path, text: str | bytes, name: str = "cheques.csv") -> Understanding:
    return understand([text_file(folder, text, name)])


def quarantine(folder: Path, text: str) -> list[tuple[int, str]]:
    """Ingest a text into a new store; return line and rule of every rejected row."""
    ingest(folder / "store", [text_file(folder, text)])
    rejected = pl.read_parquet(folder / "store/rejected/_files/*.rfma")
    return sorted(rejected.select("line", "rule").rows())


def raw(path: Path, careful: bool = False) -> pl.DataFrame:
    return pl.concat(replace(opened(path), careful=careful).batches())


# --- CSV that is well-formed ---------------------------------------------------------------------


@pytest.mark.parametrize("careful", [False, True])
def test_csv_values_come_as_text_with_their_lines(tmp_path: Path, careful: bool) -> None:
    batch = raw(text_file(tmp_path, HEADER + GOOD + LAST), careful)
    told = batch.select("line", *RAGGED.columns).rows()
    assert told == [
        (2, "2022-06-01", "s", ANNA, "1.50", "d1"),
        (3, "2022-06-03", "s", BORIS, "3", "d3"),
    ]


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_header_tells_the_separator(tmp_path: Path, separator: str, careful: bool) -> None:
    path = write_csv(tmp_path / "t.csv", JANUARY, separator=separator)
    assert raw(path, careful).get_column("doc_id").to_list() == ["j1", "j2", "j3", "j4"]


def test_quoted_fields_may_hold_separators_quotes_and_newlines(tmp_path: Path) -> None:
    shops = ["a;b,c", 'the "best"', "two\nlines", "two\r\nlines"]
    path = write_csv(tmp_path / "t.csv", [row(shop=shop) for shop in shops], separator=";")
    for careful in (False, True):
        assert raw(path, careful).get_column("shop").to_list() == shops


@pytest.mark.parametrize("name", ["t.csv", "t.CSV", "t.txt", "t.tsv"])
def test_csv_is_known_by_its_suffix(tmp_path: Path, name: str) -> None:
    assert understood(tmp_path, HEADER + GOOD, name).read == 1


@pytest.mark.parametrize(
    "text",
    [
        (HEADER + GOOD + LAST).replace("\n", "\r\n"),
        (HEADER + GOOD + LAST).rstrip("\n"),
        b"\xef\xbb\xbf" + (HEADER + GOOD + LAST).encode(),
    ],
    ids=["Windows line ends", "no newline at the end", "byte order mark"],
)
def test_the_small_differences_between_writers_do_not_matter(
    tmp_path: Path, text: str | bytes
) -> None:
    said = understood(tmp_path, text)
    assert (said.read, said.rejected) == (2, 0)
    assert said.first.get_column("doc_id").to_list() == ["d1", "d3"]


def test_a_header_alone_is_a_source_without_rows(tmp_path: Path) -> None:
    for text in (HEADER, HEADER.rstrip("\n")):
        said = understood(tmp_path, text)
        assert (said.read, said.rejected, said.first.height) == (0, 0, 0)


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    with refused("source.unreadable", tmp_path / "cheques.csv"):
        understood(tmp_path, text)


def test_columns_that_fit_no_map_are_refused_by_name(tmp_path: Path) -> None:
    with refused("columns.unknown", tmp_path / "cheques.csv", "day, till"):
        understood(tmp_path, "day,till\n1,2\n")


def test_a_given_map_is_used_and_held_to_the_header(tmp_path: Path) -> None:
    path = text_file(tmp_path, "d,m,s,d2\n2022-06-01,Север,7,x\n")
    own = ColumnMap({"at": "d", "shop": "m", "amount": "s"})
    said = understand([path], own)
    assert said.columns == {"at": "d", "shop": "m", "amount": "s"}
    assert said.first.select("day", "shop", "amount").rows() == [(date(2022, 6, 1), "Север", 700)]
    with refused("columns.missing", path, "doc_id"):
        understand([path], OWN_NAMES)


def test_a_long_file_comes_in_batches_that_together_hold_every_line_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "ROWS_A_BATCH", 10)
    monkeypatch.setattr(careful_reader, "ROWS_A_BATCH", 10)
    path = write_csv(tmp_path / "t.csv", [row(doc_id=str(line)) for line in range(2, 97)])
    for with_care in (False, True):
        parts = list(replace(opened(path), careful=with_care).batches())
        whole = pl.concat(parts)
        assert len(parts) > 1
        assert whole.get_column("line").to_list() == list(range(2, 97))
        assert whole.get_column("doc_id").cast(pl.Int64).to_list() == list(range(2, 97))


# --- CSV that is damaged -------------------------------------------------------------------------


def test_the_quick_reader_gives_up_on_a_row_with_too_many_fields(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADER + GOOD + "2022-06-02,s,c,2,d2,more\n" + LAST)
    with pytest.raises(Damaged) as caught:
        list(opened(path).batches())
    assert caught.value.name == str(path)


def test_a_row_with_too_many_fields_is_rejected_and_the_others_are_kept(tmp_path: Path) -> None:
    text = HEADER + GOOD + "2022-06-02,s,c,2,d2,more\n" + LAST
    assert quarantine(tmp_path, text) == [(3, "fields_extra")]
    assert [cheque[-1] for cheque in stored(tmp_path / "store")] == ["d1", "d3"]


def test_a_row_with_too_few_fields_is_rejected_and_the_others_are_kept(tmp_path: Path) -> None:
    # Cut off within the amount: 2 may have been 2500.
    text = HEADER + GOOD + "2022-06-02,s,c,2\n" + LAST
    assert quarantine(tmp_path, text) == [(3, "fields_missing")]
    assert [cheque[-1] for cheque in stored(tmp_path / "store")] == ["d1", "d3"]


def test_the_careful_reader_names_rows_of_the_wrong_length(tmp_path: Path) -> None:
    text = HEADER + GOOD + "2022-06-02,s\n" + "2022-06-02,s,c,2,d2,,\n" + LAST
    batch = raw(text_file(tmp_path, text), careful=True)
    assert batch.select("line", "rule", "amount", "doc_id").rows() == [
        (2, None, "1.50", "d1"),
        (3, "fields_missing", None, None),
        (4, "fields_extra", "2", "d2"),
        (5, None, "3", "d3"),
    ]


def test_both_kinds_of_ragged_rows_in_one_file_are_told_apart(tmp_path: Path) -> None:
    text = HEADER + GOOD + "2022-06-02,s\n" + "2022-06-02,s,c,2,d2,,\n" + LAST + "x" + GOOD
    said = understood(tmp_path, text)
    assert said.read == 5
    assert said.rejected_by_rule == {"at_unreadable": 1, "fields_extra": 1, "fields_missing": 1}


def test_a_damaged_file_does_not_make_its_neighbours_slow_or_lost(tmp_path: Path) -> None:
    text_file(tmp_path, HEADER + GOOD, "a.csv")
    text_file(tmp_path, HEADER + LAST + "2022-06-02,s,c,2,d2,more\n", "b.csv")
    seen: list[int] = []
    report = ingest(tmp_path / "store", [tmp_path], rows_read=seen.append)
    assert (report.read, report.stored, report.already_there) == (3, 2, 0)
    assert report.rejected_by_rule == {"fields_extra": 1}


def test_a_damaged_file_with_a_byte_order_mark_is_read_too(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + (HEADER + GOOD + "2022-06-02,s,c,2,d2,more\n").encode()
    said = understood(tmp_path, text)
    assert (said.read, said.rejected_by_rule) == (2, {"fields_extra": 1})


def test_bytes_that_are_no_utf8_stop_nothing(tmp_path: Path) -> None:
    odd = "2022-06-02,Аптека,c,2,d2\n".encode("cp1251")
    said = understood(tmp_path, HEADER.encode() + GOOD.encode() + odd)
    assert (said.read, said.rejected) == (2, 0)


@pytest.mark.parametrize("shop", ['a"b', '"a"b', 'a""'])
def test_a_stray_quote_within_a_field_costs_at_most_its_own_row(tmp_path: Path, shop: str) -> None:
    said = understood(tmp_path, HEADER + GOOD + f"2022-06-02,{shop},c,2,d2\n" + LAST)
    assert said.read == 3
    assert {"d1", "d3"} <= set(said.first.get_column("doc_id"))


def test_a_quote_that_nobody_closes_does_not_swallow_the_rows_after_it(tmp_path: Path) -> None:
    said = understood(tmp_path, HEADER + GOOD + '2022-06-02,"s,c,2,d2\n' + LAST * 3)
    assert said.read == 5
    assert said.rejected == 1


def test_an_unclosed_quote_at_the_end_rejects_the_row_that_has_it(tmp_path: Path) -> None:
    text = HEADER + GOOD + LAST + '2022-06-04,"s,c,2,d4\n'
    assert quarantine(tmp_path, text) == [(4, "quotes_open")]
    assert [cheque[-1] for cheque in stored(tmp_path / "store")] == ["d1", "d3"]


BAD = f"yesterday,s,{ANNA},1,d9\n"


@pytest.mark.parametrize(
    "before",
    ['2022-06-02,"two\nlines",c,2,d2\n', "\n"],
    ids=["a newline in quotes", "a blank line"],
)
def test_another_damaged_line_does_not_change_how_a_row_is_counted_and_numbered(
    tmp_path: Path, before: str
) -> None:
    text = HEADER + GOOD + before + BAD
    quick = raw(text_file(tmp_path, text))
    careful = raw(text_file(tmp_path, text), careful=True)
    assert careful.select("line", "doc_id").rows() == quick.select("line", "doc_id").rows()


@pytest.mark.parametrize("rest", ["note", "^n.*$", "s"])
def test_a_row_is_blank_where_no_column_tells_anything_mapped_or_not(
    tmp_path: Path, rest: str
) -> None:
    lines = ["2022-06-01,s,1,x,", ",,,,", ",,,y,", ",s,,,", ",,,,"]
    path = text_file(tmp_path, "\n".join([f"at,shop,amount,{rest},last", *lines]) + "\n")
    for careful in (False, True):
        assert raw(path, careful).get_column("line").to_list() == [2, 4, 5]


# --- Parquet -------------------------------------------------------------------------------------


def test_parquet_keeps_its_types_and_counts_its_rows_from_one(tmp_path: Path) -> None:
    moment = datetime(2022, 6, 9, 12, 34, 56)
    frame = pl.DataFrame(
        {
            "datetime": [moment, None, moment],
            "shop": [1, 2, 3],
            "card": [int(ANNA), int(BORIS), None],
            "summ": [12.34, 5.0, 0.1],
            "summ_with_disc": pl.Series([10, 5, None], dtype=pl.Int16),
        }
    )
    path = tmp_path / "t.parquet"
    frame.write_parquet(path)
    assert raw(path).get_column("line").to_list() == [1, 2, 3]
    report = ingest(tmp_path / "store", [path])
    assert (report.read, report.stored, report.rejected_by_rule) == (3, 2, {"at_missing": 1})
    noon = 45_296_000_000
    assert stored(tmp_path / "store") == [
        (ANNA, None, date(2022, 6, 9), noon, "1", 1234, 1000, None, None, None),
        (None, None, date(2022, 6, 9), noon, "3", 10, None, None, None, None),
    ]


def test_a_card_number_that_a_float_holds_is_the_same_card(tmp_path: Path) -> None:
    # What pandas makes of a column of integers with a gap in it.
    frame = pl.DataFrame(
        {
            "at": [date(2022, 6, 9)] * 2,
            "shop": ["s"] * 2,
            "card": [float(ANNA), None],
            "amount": [1, 2],
        }
    )
    frame.write_parquet(tmp_path / "t.parquet")
    ingest(tmp_path / "store", [tmp_path / "t.parquet"])
    assert [cheque[:2] for cheque in stored(tmp_path / "store")] == [(ANNA, None), (None, None)]


@pytest.mark.parametrize("octets", [b"", b"PAR1 and nothing more"])
def test_a_file_that_only_claims_to_be_parquet_is_refused(tmp_path: Path, octets: bytes) -> None:
    with refused("source.unreadable", tmp_path / "t.parquet"):
        understood(tmp_path, octets, "t.parquet")


@pytest.mark.parametrize(
    "odd",
    [
        pl.Series("amount", [[1]]),
        pl.Series("amount", [b"\xff"]),
        pl.Series("at", [10**17], dtype=pl.Datetime("ms")),
    ],
    ids=["list", "bytes", "far moment"],
)
def test_a_parquet_column_of_an_odd_kind_is_rejected_or_refused_without_a_traceback(
    tmp_path: Path, odd: pl.Series
) -> None:
    good = {"at": [date(2022, 6, 9)], "shop": ["s"], "amount": [1]}
    pl.DataFrame(good).with_columns(odd).write_parquet(tmp_path / "t.parquet")
    try:
        said = understand([tmp_path / "t.parquet"])
    except RfmaError:
        return
    assert (said.read, said.rejected) == (1, 1)


# --- which files ---------------------------------------------------------------------------------


def test_a_directory_of_csv_and_parquet_is_one_source(tmp_path: Path) -> None:
    text_file(tmp_path, HEADER + GOOD, "a.csv")
    frame = pl.DataFrame({"datetime": [date(2022, 6, 2)], "shop": ["s"], "summ": [7]})
    frame.write_parquet(tmp_path / "b.parquet")
    report = ingest(tmp_path / "store", [tmp_path])
    assert (report.read, report.stored) == (2, 2)


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    with refused("source.missing", tmp_path / "no.csv"):
        ingest(tmp_path / "store", [tmp_path / "no.csv"])
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("name", ["t.doc", "t.csv.bz2", "t.gz", "cheques"])
def test_a_file_of_an_unknown_kind_is_refused(tmp_path: Path, name: str) -> None:
    with refused("source.unknown_kind", tmp_path / name):
        understood(tmp_path, "x", name)


def test_a_name_with_signs_of_a_pattern_is_one_file(tmp_path: Path) -> None:
    assert understood(tmp_path, HEADER + GOOD, "t[1]*.csv").read == 1
    pl.DataFrame({"at": ["2022-06-09"], "shop": ["s"], "amount": ["1"]}).write_parquet(
        tmp_path / "t[1]*.parquet"
    )
    assert understand([tmp_path / "t[1]*.parquet"]).read == 1
