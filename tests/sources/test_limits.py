"""What asks too much of the reader is refused by name, before it is in memory."""

from __future__ import annotations

import gzip
import io
import os
import resource
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from support.words import refused

from rfma_fast.api import Store
from rfma_fast.errors import RfmaError
from rfma_fast.sources.limits import (
    LIMITS,
    Limits,
    Unpacked,
    check_columns,
    check_lines,
    check_ordinary,
    check_workbook,
)

SMALL = Limits(columns=5, line=1000, times=20, free=5000, octets=100_000, workbook=100_000)


# --- files that are none -------------------------------------------------------------------------


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_pipe_without_a_writer_is_refused_at_once(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"pipe{suffix}"
    os.mkfifo(path)
    for source in (path, tmp_path):
        with refused(path, "not an ordinary file"):
            Store(tmp_path / "s").ingest(source)
        with refused(path, "not an ordinary file"):
            Store(tmp_path / "s").understand(source)


def test_a_device_behind_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("/dev/zero")
    with refused("a.csv", "not an ordinary file"):
        Store(tmp_path / "s").ingest(tmp_path / "a.csv")
    with refused("/dev/zero", "not an ordinary file"):
        check_ordinary(Path("/dev/zero"))


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("at,shop,card,amount\n2022-01-01,A,,5\n")
    (tmp_path / "b.csv").symlink_to("a.csv")
    assert Store(tmp_path / "s").ingest(tmp_path / "b.csv", no_cards=True).stored == 1
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    with refused("loop.csv"):
        Store(tmp_path / "s").ingest(tmp_path / "loop.csv")


@pytest.mark.parametrize(
    "use",
    [
        lambda store, path: store.segment(scheme=str(path)),
        lambda store, path: store.segment(thresholds=path),
        lambda store, path: store.understand(path.with_name("a.csv"), columns=path),
    ],
    ids=["scheme", "thresholds", "columns"],
)
@pytest.mark.parametrize("device", ["/dev/zero", "pipe.csv"])
def test_a_small_file_that_is_none_is_refused_unread(
    tmp_path: Path, pipe: Path, use: Callable[[Store, Path], object], device: str
) -> None:
    (tmp_path / "a.csv").write_text("at,shop,card,amount\n2022-01-01,A,2000000000000,5\n")
    store = Store(tmp_path / "s")
    store.ingest(tmp_path / "a.csv")
    (tmp_path / "link.toml").symlink_to(device)
    with refused("link.toml", "not an ordinary file"):
        use(store, tmp_path / "link.toml")
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 1_000_001)
    with refused("1000000"):
        use(store, large)
    deep = tmp_path / "deep.toml"
    deep.write_text("a = " + "[" * 100_000)
    with refused("deep.toml"):
        use(store, deep)


# --- columns and lines ---------------------------------------------------------------------------


def test_a_file_of_ten_thousand_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    names = ",".join(f"c{n}" for n in range(10_000))
    path.write_text(f"{names}\n" + ",".join("1" * 10_000) + "\n")
    for act in (Store(tmp_path / "s").ingest, Store(tmp_path / "s").understand):
        with refused(path, "10,000 columns", "2,000"):
            act(path)
    assert not (tmp_path / "s").exists()
    check_columns(LIMITS.columns, path)


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        ("nul", b"\0" * 500_000),
        ("commas", b"," * 500_000 + b"\n"),
        ("quotes", b'"' * 500_000),
        ("text", b"x" * 500_000),
        ("nothing", b""),
        ("lines", b"\n" * 500_000),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(
    tmp_path: Path, name: str, octets: bytes
) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_bytes(octets)
    for act in (Store(tmp_path / "s").ingest, Store(tmp_path / "s").understand):
        with refused(path):
            act(path)


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        (b'"\n' * 20_000, None),
        (b'"' * 200_001 + b"\n", None),
        (b"2022-01-01,A\0,\0,5\n" * 3, 3),
        (b"2022-01-01,\xff\xfe,\xc3,5\n" * 3, None),
        (b"2022-01-01,A,," + b"9" * 200_000 + b"\n2022-01-01,A,,1e999999999\n", 2),
    ],
    ids=["quotes", "a long quote", "nul", "no UTF-8", "huge numbers"],
)
def test_rows_without_sense_are_read_or_refused_by_name(
    tmp_path: Path, rows: bytes, read: int | None
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"at,shop,card,amount\n" + rows)
    try:
        found = Store(tmp_path / "s").understand(path)
    except RfmaError as error:
        assert read is None
        assert str(path) in error.message
    else:
        assert read in (None, found.read)
        assert found.rejected == (2 if b"1e9" in rows else found.rejected)


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=8), st.sampled_from(["\n", "\r", "\r\n"])
)
@settings(max_examples=200, deadline=None)
def test_no_line_of_twice_the_cap_gets_through(lengths: list[int], end: str) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write("".join("x" * length + end for length in lengths).encode())
        file.flush()
        try:
            check_lines(Path(file.name), SMALL)
            passed = True
        except RfmaError:
            passed = False
    if max(lengths) > 2 * SMALL.line:
        assert not passed
    if max(lengths) < SMALL.line - 2:
        assert passed


def test_a_long_line_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    line = "2022-01-01,A,2000000000000,5\n"
    filler = line * 1000
    path.write_text("at,shop,card,amount\n" + filler + "x" * (2 * LIMITS.line + 1) + "\n" + filler)
    with refused(path, "line longer than"):
        Store(tmp_path / "s").ingest(path)
    assert not (tmp_path / "s").exists()


@pytest.mark.slow
@pytest.mark.parametrize("head", [b"", b"at,shop,card,amount\n2022-01-01,A,,5\n"])
def test_a_line_of_a_gigabyte_is_refused_in_little_memory(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.write(head)
        for _ in range(1000):
            file.write(b"x" * 2**20)
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_DATA, (800 << 20, 800 << 20));"
        "from rfma_fast.cli import main; main()"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, "ingest", path, "--store", tmp_path / "s", "--lang", "en"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (1, ""), told.stderr
    assert "line longer than" in told.stderr
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert peak < 600_000, "kilobytes"


# --- what is packed ------------------------------------------------------------------------------


def packed(path: Path, octets: bytes) -> Unpacked:
    with gzip.open(path, "wb") as file:
        file.write(octets)
    return Unpacked(gzip.open(path), path, SMALL)


LINES = b"2022-01-01,A,2000000000000,5\n"


def test_what_unpacks_to_a_usual_size_is_read_to_its_end(tmp_path: Path) -> None:
    with packed(tmp_path / "a.csv.gz", LINES * 100) as stream:
        assert io.BufferedReader(stream).read() == LINES * 100


@pytest.mark.parametrize("times", [200, 100_000])
def test_a_bomb_is_refused_by_name_before_it_is_unpacked(tmp_path: Path, times: int) -> None:
    read = 0
    with (
        packed(tmp_path / "bomb.csv.gz", LINES * times) as stream,
        refused("bomb.csv.gz", "unpacks to too much"),
    ):
        while octets := stream.read(512):
            read += len(octets)
    assert read <= SMALL.octets


def test_a_packed_line_without_an_end_is_refused(tmp_path: Path) -> None:
    noise = os.urandom(3000).replace(b"\n", b"x").replace(b"\r", b"x")
    with packed(tmp_path / "a.csv.gz", noise) as stream, refused("a.csv.gz", "line longer"):
        stream.readall()


def test_the_caps_grow_with_the_file_and_end() -> None:
    assert LIMITS.unpacked(1000) == LIMITS.free
    assert LIMITS.unpacked(10**6) == 250 * 10**6
    assert LIMITS.unpacked(10**12) == LIMITS.octets


def workbook(path: Path, rows: int) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_row(row, 0, ["2022-01-01", "A", row, row * 1.5])
    return path


def test_a_usual_workbook_may_be_read(tmp_path: Path) -> None:
    check_workbook(workbook(tmp_path / "a.xlsx", 2000))
    check_workbook(workbook(tmp_path / "a.xlsx", 2000), Limits(free=20_000))


@pytest.mark.parametrize("lies", [False, True])
def test_a_bomb_of_a_workbook_is_refused_whatever_it_says(tmp_path: Path, lies: bool) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 1_000_000)
    if lies:
        told = path.read_bytes()
        path.write_bytes(told.replace(struct.pack("<I", 6_000_000), struct.pack("<I", 100)))
    with refused(path, "unpacks to too much"):
        check_workbook(path, SMALL)


def test_parts_that_lie_over_each_other_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 100)
    octets = bytearray(path.read_bytes())
    at = octets.rfind(b"PK\x01\x02")
    octets[at + 20 : at + 24] = struct.pack("<I", len(octets) * 2)
    path.write_bytes(octets)
    with refused(path):
        check_workbook(path)


@pytest.mark.parametrize("octets", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18, b"x" * 1000])
def test_what_is_no_workbook_is_refused_or_empty(tmp_path: Path, octets: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(octets)
    try:
        check_workbook(path)
    except RfmaError as error:
        assert str(path) in error.message


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        for number in range(30):
            parts.writestr(f"{number}", b"")
    with refused(path):
        check_workbook(path, Limits(parts=29))
