"""``rfma generate`` and ``rfma demo``."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from commands.fixtures import Rfma, whole
from rfma_fast.synth import start_before

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


def test_a_long_history_ends_before_today_unless_its_first_month_is_told(
    rfma: Rfma, tmp_path: Path
) -> None:
    def last_month(name: str, *more: object) -> date:
        asked = ("generate", "--cheques", 3_000, "--months", 160, "-q", "-o", tmp_path / name)
        rfma(*asked, *more).done()
        found = pl.read_parquet(tmp_path / name).get_column("datetime").max()
        assert isinstance(found, datetime)
        return found.date().replace(day=1)

    last_of_before = date.today().replace(day=1) - timedelta(days=1)
    assert last_month("long.parquet") == last_of_before.replace(day=1)
    assert last_month("told.parquet", "--first", "2021-07") == date(2034, 10, 1)
    refused = rfma("generate", "--cheques", 9, "--first", "soon", "-o", tmp_path / "no.csv")
    assert refused.code == 2
    assert "soon" in refused.err


@pytest.mark.parametrize(
    ("months", "start"),
    [(12, date(2021, 7, 1)), (53, date(2021, 7, 1)), (54, date(2021, 6, 1))],
)
def test_the_usual_start_moves_only_where_the_last_month_would_not_be_over(
    months: int, start: date
) -> None:
    assert start_before(date(2025, 12, 31), months) == start
