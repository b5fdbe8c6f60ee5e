"""``rfma generate`` and ``rfma demo``."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from commands.fixtures import Rfma, whole

ARGUMENTS = ("generate", "--cheques", 500, "--months", 3, "--shops", 4)


def test_the_same_seed_gives_the_same_cheques(rfma: Rfma, tmp_path: Path) -> None:
    for name, seed in (("a.csv", 1), ("b.csv", 1), ("c.csv", 2)):
        told = rfma(*ARGUMENTS, "--seed", seed, "-o", tmp_path / name).done()
        assert told.out == ""
        assert told.err == (
            f"500 cheques written to {tmp_path / name}. They are made up: keep them apart from"
            f" yours, in a store of their own: rfma ingest {tmp_path / name} --store data/tour\n"
        )
    a, b, c = ((tmp_path / name).read_bytes() for name in ("a.csv", "b.csv", "c.csv"))
    assert a == b != c


def test_a_directory_gets_one_file_a_month(rfma: Rfma, tmp_path: Path) -> None:
    rfma(*ARGUMENTS, "-o", tmp_path / "many").done()
    rfma(*ARGUMENTS, "-o", tmp_path / "one.parquet").done()
    names = [path.name for path in sorted((tmp_path / "many").iterdir())]
    assert names == [f"cheques-2021-{month:02d}.parquet" for month in (7, 8, 9)]
    many = pl.concat(pl.read_parquet(path) for path in sorted((tmp_path / "many").iterdir()))
    assert many.equals(pl.read_parquet(tmp_path / "one.parquet"))


def days_of(path: Path) -> list[date]:
    """Return the first and the last day of a file of cheques."""
    at = pl.read_parquet(path).get_column("datetime").sort()
    return [at.item(0).date(), at.item(-1).date()]


def test_a_long_history_ends_today_so_that_all_of_it_can_be_taken(
    rfma: Rfma, tmp_path: Path
) -> None:
    rfma(*ARGUMENTS, "--months", 160, "-o", tmp_path / "a.parquet").done()
    first, end = days_of(tmp_path / "a.parquet")
    last = date.today().replace(day=1) - timedelta(1)
    assert end <= last
    assert (last.year - first.year) * 12 + last.month - first.month == 159
    told = rfma("ingest", tmp_path / "a.parquet", "--store", tmp_path / "s", "--format", "json")
    assert (told.done().json["stored"], told.json["rejected"]) == (500, 0)


def test_the_first_month_may_be_told(rfma: Rfma, tmp_path: Path) -> None:
    rfma(*ARGUMENTS, "--start", "2034-02", "-o", tmp_path / "a.parquet").done()
    assert [str(day)[:7] for day in days_of(tmp_path / "a.parquet")] == ["2034-02", "2034-04"]
    for wrong in ("2034", "2034-13", "soon", "2034-02-01"):
        rfma(*ARGUMENTS, "--start", wrong, "-o", tmp_path / "b.csv").failed(2, wrong)


def test_quiet_generation_says_nothing(rfma: Rfma, tmp_path: Path) -> None:
    told = rfma(*ARGUMENTS, "-o", tmp_path / "a.csv", "--quiet").done()
    assert (told.out, told.err) == ("", "")


def test_an_impossible_chain_is_refused_with_a_reason(rfma: Rfma, tmp_path: Path) -> None:
    told = rfma("generate", "--cheques", -1, "-o", tmp_path / "a.csv").failed(2, "-1")
    assert not told.err.rstrip().endswith("..")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_refused(rfma: Rfma, tmp_path: Path) -> None:
    rfma(*ARGUMENTS, "-o", tmp_path / "none" / "a.csv").failed(1, tmp_path / "none")


@pytest.mark.parametrize(
    ("language", "last"), [("en", "That was generated data."), ("ru", "Это были созданные данные.")]
)
def test_the_demonstration_shows_everything_and_leaves_nothing(
    rfma: Rfma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, last: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("rfma_fast.commands.demo.CHEQUES", 4000)
    told = rfma("demo", "--lang", language).done()
    assert whole(tmp_path) == {}
    assert last in told.err
    assert told.err.count("── rfma ") == 7
    for word in ("4,000", "110") if language == "en" else ("4\u00a0000", "110"):
        assert word in told.out
    assert rfma("demo", "--quiet", "--store", tmp_path / "kept").done().err == ""
    rfma("status", "--store", tmp_path / "kept").done()
