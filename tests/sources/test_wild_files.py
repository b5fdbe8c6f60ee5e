"""Files as they come: headers of 1C, packed files, stdin; refusals say what and where."""

from __future__ import annotations

import contextlib
import gzip
import io
import sys
import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from rfma_fast.errors import UsageError
from rfma_fast.sources import batches
from rfma_fast.sources.columns import PRESETS, ColumnMap, guess, load_map
from rfma_fast.sources.dialect import Dialect
from rfma_fast.sources.files import opened
from rfma_fast.sources.headers import GENERIC, ONE_C, folded
from rfma_fast.sources.ingest import ingest
from rfma_fast.sources.octets import SAMPLE
from rfma_fast.sources.opened import opened_all
from rfma_fast.sources.understanding import understand
from sources.handmade import ANNA, BORIS, refused, stored
from sources.writing import read

PLAIN = f"at,shop,card,amount\n2022-06-09,s,{ANNA},1\n2022-06-10,s,{BORIS},2\n"
ONE_C_TEXT = (
    "Дата;Номер;Склад;Дисконтная карта;Сумма;Сумма со скидкой;Кассир\r\n"
    f"09.06.2022 14:35:10;0001;Аптека 1;{ANNA};1 234,50;1 200,00;Иванова\r\n"
)


def file(folder: Path, octets: bytes | str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(octets.encode() if isinstance(octets, str) else octets)
    return path


def told(folder: Path, text: str) -> ColumnMap:
    return load_map(file(folder, text, "map.toml"))


def copies_held() -> int:
    """Return how many nameless files this process holds open."""
    held = (str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return sum(name.endswith("(deleted)") and "/spool/" in name for name in held)


# --- headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", [None, "1c", "generic"])
def test_an_export_of_1c_is_read_as_it_is(tmp_path: Path, preset: str | None) -> None:
    path = file(tmp_path, ONE_C_TEXT.encode("cp1251"))
    ingest(tmp_path / "store", [path], columns=load_map(Path(preset)) if preset else None)
    clock = (14 * 3600 + 35 * 60 + 10) * 10**6
    assert stored(tmp_path / "store") == [
        (ANNA, None, date(2022, 6, 9), clock, "Аптека 1", 123_450, 120_000, None, None, "0001")
    ]
    assert opened(path).unused == ["Кассир"]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("№ чека|ДАТА И ВРЕМЯ|Торговая точка|Код карты|Сумма чека", "doc_id at shop card amount"),
        ("Purchase Date|Store ID|Card No|Total Amount|Receipt No", "at shop card amount doc_id"),
        (" date |SHOP_NAME|loyalty-card|Amount", "at shop card amount"),
        ("Дата|Склад|Сумма|Начислено бонусов|Списано", "at shop amount bonus_earned bonus_spent"),
    ],
)  # fmt: skip
def test_names_are_known_whatever_their_case_blanks_and_signs(header: str, columns: str) -> None:
    present = header.split("|")
    found = guess(present, "t").columns
    assert {column: field for field, column in found.items()} == dict(
        zip(present, columns.split(), strict=True)
    )


def test_no_name_stands_for_two_fields() -> None:
    for synonyms in (GENERIC, ONE_C):
        names = [name for names in synonyms.values() for name in names]
        assert len(names) == len(set(names))
        assert [name for name in names if folded(name) != name] == []


def test_two_columns_that_may_be_one_field_are_refused(tmp_path: Path) -> None:
    path = file(tmp_path, f"Дата;Магазин;Склад;Сумма\n09.06.2022;a;{BORIS};1\n")
    with refused("columns.several", path, "Магазин, Склад", 'shop = "Магазин"'):
        understand([path])
    chosen = told(tmp_path, '[columns]\nat = "Дата"\nshop = "Склад"\namount = "Сумма"\n')
    assert read(path, columns=chosen).accepted.get_column("shop").to_list() == [BORIS]


def test_a_name_that_stands_twice_is_refused_where_it_is_a_field(tmp_path: Path) -> None:
    path = file(tmp_path, "at,shop,amount,amount,x,x\n2022-06-09,a,1,2,3,4\n")
    with refused("columns.twice", path, "amount"):
        understand([path])
    other = file(tmp_path, "at,shop,amount,x,x,\n2022-06-09,a,1,3,4,\n2022-06-10,b,2,,,\n")
    assert read(other).accepted.get_column("amount").to_list() == [100, 200]


def test_a_preset_takes_only_its_own_names(tmp_path: Path) -> None:
    path = file(tmp_path, PLAIN)
    for name in ("1c", "bonuscheques"):
        with refused("columns.unknown", path, "at, shop, card, amount"):
            understand([path], PRESETS[name])
    assert understand([path], PRESETS["generic"]).read == 2


def test_a_preset_that_is_none_is_refused_and_the_known_ones_are_named() -> None:
    with refused("columns.unknown_preset", "2c", "bonuscheques, 1c, generic"):
        load_map(Path("2c"))


# --- what is told --------------------------------------------------------------------------------


def test_a_map_may_tell_the_dialect_and_leave_the_columns_to_the_header(tmp_path: Path) -> None:
    columns = told(tmp_path, 'sheet = "Май"\n[csv]\ndelimiter = "|"\nquote = "\'"\n')
    assert columns == ColumnMap({}, {"delimiter": "|", "quote": "'", "sheet": "Май"})
    path = file(tmp_path, f"at|shop|card|amount\n2022-06-09|'a|\"b'|{ANNA}|1\n")
    assert read(path, columns=columns).accepted.get_column("shop").to_list() == ['a|"b']


def test_quotes_may_be_letters_like_others(tmp_path: Path) -> None:
    path = file(tmp_path, 'at;shop;amount\n2022-06-09;"a;1\n2022-06-10;b"c;2\n')
    columns = told(tmp_path, '[csv]\nquote = ""\n')
    assert read(path, columns=columns).accepted.get_column("shop").to_list() == ['"a', 'b"c']


@pytest.mark.parametrize(
    ("key", "text", "named"),
    [
        ("map.unknown_key", "[csv]\nseparator = ';'", "csv.separator"),
        ("map.unknown_key", "page = '1'\n[csv]\n", "page"),
        ("map.unfit", "[csv]\nencoding = 'cp12510'", "cp12510"),
        ("map.unfit", "[csv]\nencoding = 'zip'", "encoding"),
        ("map.unfit", "[csv]\ndelimiter = '::'", "delimiter"),
        ("map.unfit", "[csv]\ndate = 'European'", "day-first"),
        ("map.unfit", "[csv]\ndecimal = 1", "decimal"),
        ("map.unfit", "[csv]\nzone = 'Europe/Москва'", "Europe/Moscow"),
        ("map.unfit", "[csv]\nzone = '../../etc/passwd'", "zone"),
        ("map.unfit", "sheet = 1", "sheet"),
        ("map.unfit", "csv = 1", "csv"),
        ("map.same_sign", "[csv]\ndecimal = ','\nthousands = ','", ","),
    ],
)
def test_a_dialect_that_makes_no_sense_is_refused(
    tmp_path: Path, key: str, text: str, named: str
) -> None:
    with refused(key, "map.toml", named):
        told(tmp_path, text)


# --- packed files and stdin ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["t.csv.gz", "t.csv", "t.gz"])
@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_a_packed_file_is_known_by_its_octets(tmp_path: Path, name: str, packing: str) -> None:
    octets = gzip.compress(PLAIN.encode())
    if packing == "zstd":
        octets = pa.compress(PLAIN.encode(), codec="zstd", asbytes=True)
    path = file(tmp_path, octets, name)
    assert opened(path).dialect.compression == packing
    assert read(path).accepted.height == 2


def test_a_plain_file_with_the_suffix_of_a_packed_one_is_read(tmp_path: Path) -> None:
    assert read(file(tmp_path, PLAIN, "t.csv.gz")).accepted.height == 2


def test_pieces_that_were_packed_one_after_another_are_one_file(tmp_path: Path) -> None:
    head, tail = PLAIN.encode()[:30], PLAIN.encode()[30:]
    assert read(file(tmp_path, gzip.compress(head) + gzip.compress(tail))).accepted.height == 2


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_a_packed_file_that_was_cut_is_refused_and_nothing_of_it_is_taken(
    tmp_path: Path, packing: str
) -> None:
    many = PLAIN.encode() + b"2022-06-11,s,,3\n" * 50_000
    octets = (
        gzip.compress(many) if packing == "gzip" else pa.compress(many, codec="zstd", asbytes=True)
    )
    for size in (12, len(octets) // 2, len(octets) - 3):
        path = file(tmp_path, octets[:size])
        with refused("source.unreadable", path):
            ingest(tmp_path / "store", [path])


def test_lines_of_a_packed_file_are_counted_as_in_the_file(tmp_path: Path) -> None:
    text = PLAIN.replace("\n", "\r") + "yesterday,s,,3\r"
    both = read(file(tmp_path, gzip.compress(text.encode("utf-16"))))
    assert both.rejected.select("line", "rule").rows() == [(4, "at_unreadable")]


def test_stdin_is_a_source_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    (tmp_path / "spool").mkdir()
    for octets in (PLAIN.encode(), gzip.compress(PLAIN.encode("utf-16"))):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(octets)))
        bad = understand(["-"])
        assert (bad.read, bad.files[0].name) == (2, "-")
        assert list((tmp_path / "spool").iterdir()) == []


def test_rejected_rows_of_stdin_name_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    octets = PLAIN.encode() + b"yesterday,s,,3\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(octets)))
    report = ingest(tmp_path / "store", ["-"])
    assert (report.source, report.stored, report.rejected) == ("-", 2, 1)


def test_a_load_that_is_interrupted_leaves_no_copy_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    (tmp_path / "spool").mkdir()

    monkeypatch.setattr(batches, "ROWS_A_BATCH", 1)

    def interrupted(rows: int) -> None:
        copies.append(copies_held())
        raise KeyboardInterrupt

    copies: list[int] = []
    text = PLAIN + "2022-06-11,s,,3\n" * 50

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-16"))))
    with contextlib.suppress(KeyboardInterrupt):
        ingest(tmp_path / "store", ["-"], rows_read=interrupted)
    assert copies == [2]
    assert copies_held() == 0
    assert list((tmp_path / "spool").iterdir()) == []


def test_stdin_can_be_read_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAIN.encode())))
    with pytest.raises(UsageError, match="only once"), opened_all(["-", "-"], None):
        pass


def test_a_plain_file_is_read_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "there is no such directory"))
    path = file(tmp_path, b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode())
    assert opened(path).dialect == Dialect(newline="\r\n")
    assert read(path).accepted.height == 2
    other = file(tmp_path, gzip.compress(PLAIN.encode()))
    with refused("spool.unwritable", "there is no such directory", "TMPDIR"):
        read(other)


# --- the start of a file -------------------------------------------------------------------------


def test_a_first_line_without_an_end_is_refused_after_the_start(tmp_path: Path) -> None:
    path = file(tmp_path, b"a," * SAMPLE)
    with refused("csv.long_header", path):
        understand([path])


def test_a_header_may_hold_the_delimiters_of_others(tmp_path: Path) -> None:
    text = f"Дата;Магазин;Карта;Сумма, руб\n09.06.2022;Ленина, 5, к. 1;{ANNA};1\n"
    assert opened(file(tmp_path, text)).dialect.delimiter == ";"


def test_a_directory_of_months_in_many_dialects_is_one_load(tmp_path: Path) -> None:
    folder = tmp_path / "months"
    folder.mkdir()
    file(folder, PLAIN, "2022-06.csv")
    file(folder, ONE_C_TEXT.encode("cp1251"), "2022-07.csv")
    file(
        folder, gzip.compress(ONE_C_TEXT.replace("0001", "0002").encode("utf-16")), "2022-08.csv.gz"
    )
    report = ingest(tmp_path / "store", [folder])
    assert (report.read, report.stored) == (4, 4)
