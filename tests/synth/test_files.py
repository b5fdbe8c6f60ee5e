from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from rfma_fast.synth import SCHEMA, ChainSpec, frames_of_cheques, write_cheques

SPEC = ChainSpec(3_000, months=3)


def all_of(spec: ChainSpec) -> pl.DataFrame:
    return pl.concat(frames_of_cheques(spec))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Stops:
    """Progress that is interrupted when half of the cheques are written."""

    def __init__(self, by: type[BaseException]) -> None:
        self.by = by
        self.rows = 0

    def __call__(self, rows: int) -> None:
        self.rows += rows
        if self.rows > 1_500:
            raise self.by


def test_a_csv_file_looks_like_the_export_of_a_till(tmp_path: Path) -> None:
    write_cheques(SPEC, tmp_path / "cheques.csv")
    lines = (tmp_path / "cheques.csv").read_text().splitlines()
    cheque = all_of(SPEC).row(0, named=True)
    assert len(lines) == 3_001
    assert lines[0] == ",".join(SCHEMA)
    assert lines[1].split(",") == [
        cheque["datetime"].strftime("%Y-%m-%d %H:%M:%S.000000"),
        *(str(cheque[name]) for name in list(SCHEMA)[1:]),
    ]
    assert names_in(tmp_path) == ["cheques.csv"]


def test_a_csv_file_read_back_holds_the_cheques(tmp_path: Path) -> None:
    write_cheques(SPEC, tmp_path / "cheques.csv")
    assert_frame_equal(pl.read_csv(tmp_path / "cheques.csv", schema=SCHEMA), all_of(SPEC))


def test_a_parquet_file_read_back_holds_the_cheques(tmp_path: Path) -> None:
    write_cheques(SPEC, tmp_path / "cheques.parquet")
    assert_frame_equal(pl.read_parquet(tmp_path / "cheques.parquet"), all_of(SPEC))
    assert names_in(tmp_path) == ["cheques.parquet"]


def test_a_directory_gets_one_parquet_file_a_month(tmp_path: Path) -> None:
    out = tmp_path / "a" / "chain"
    write_cheques(SPEC, out)
    assert names_in(out) == [f"cheques-2021-{month}.parquet" for month in ("07", "08", "09")]
    assert_frame_equal(pl.read_parquet(out / "*.parquet"), all_of(SPEC))
    august = pl.read_parquet(out / "cheques-2021-08.parquet")
    assert august["datetime"].dt.month().unique().to_list() == [8]


def test_a_directory_keeps_what_it_already_holds(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "cheques-2021-06.parquet").write_text("june")
    write_cheques(SPEC, tmp_path)
    assert len(names_in(tmp_path)) == 5
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "cheques-2021-06.parquet").read_text() == "june"


@pytest.mark.parametrize("name", ["none.csv", "none.parquet", "none"])
def test_no_cheques_make_an_empty_table(tmp_path: Path, name: str) -> None:
    write_cheques(ChainSpec(0, months=2), tmp_path / name)
    if name == "none.csv":
        assert (tmp_path / name).read_text() == ",".join(SCHEMA) + "\n"
    else:
        assert pl.read_parquet(tmp_path / name).schema == SCHEMA


def test_progress_hears_of_every_row_once(tmp_path: Path) -> None:
    heard: list[int] = []
    write_cheques(SPEC, tmp_path / "cheques.parquet", heard.append)
    assert sum(heard) == 3_000
    assert len(heard) == 3


@pytest.mark.parametrize("name", ["cheques.csv", "cheques.parquet", "chain"])
@pytest.mark.parametrize("by", [KeyboardInterrupt, RuntimeError])
def test_an_interrupt_leaves_nothing_behind(
    tmp_path: Path, name: str, by: type[BaseException]
) -> None:
    with pytest.raises(by):
        write_cheques(SPEC, tmp_path / name, Stops(by))
    assert names_in(tmp_path) == []


def test_an_interrupt_leaves_the_former_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "cheques.csv").write_text("former")
    with pytest.raises(KeyboardInterrupt):
        write_cheques(SPEC, tmp_path / "cheques.csv", Stops(KeyboardInterrupt))
    assert (tmp_path / "cheques.csv").read_text() == "former"
    assert names_in(tmp_path) == ["cheques.csv"]


def test_an_interrupt_leaves_a_former_directory_as_it_was(tmp_path: Path) -> None:
    write_cheques(SPEC, tmp_path)
    other = ChainSpec(3_000, months=3, seed=2)
    with pytest.raises(KeyboardInterrupt):
        write_cheques(other, tmp_path, Stops(KeyboardInterrupt))
    assert_frame_equal(pl.read_parquet(tmp_path / "*.parquet"), all_of(SPEC))
    assert len(names_in(tmp_path)) == 3


def test_a_path_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_cheques(SPEC, tmp_path / "nowhere" / "cheques.csv")
