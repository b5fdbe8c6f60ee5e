"""What a source consists of: all of it is read, or what is not is named."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.gathering import origins
from rfma_fast.sources.ingest import ingest
from rfma_fast.sources.understanding import understand
from rfma_fast.store.loads import LoadReport
from sources.handmade import ANNA, BORIS, refused, stored

TEXT = "at,shop,card,amount\n2022-06-0{day},s,{card},{amount}\n"
NAMES = ["Дата", "Магазин", "Карта", "Сумма"]


def names(source: Path, *leave_out: str) -> list[str]:
    with ExitStack() as kept:
        found = [one.name for one in origins(source, leave_out, None, kept)]
    return [name.removeprefix(f"{source}/") for name in found]


def cheques(path: Path, day: int = 1, card: str = ANNA, amount: int = 5) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(day=day, card=card, amount=amount))
    return path


def book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for number, cells in enumerate(rows):
                page.write_row(number, 0, cells)
    return path


def loaded(folder: Path, source: Path, *leave_out: str) -> LoadReport:
    return ingest(folder / "store", [source], leave_out=leave_out)


# --- directories ---------------------------------------------------------------------------------


def test_a_directory_gives_its_files_of_all_kinds_and_those_of_its_folders_in_order(
    tmp_path: Path,
) -> None:
    given = ["a.CSV.gz", "b.csv.zst", "d.arrow", "e.feather", "f.ipc", "g.TXT", "h.pq", "i.tsv"]
    below = ["month=2022-01/part-0.parquet", "z/y/x.csv"]
    own = ["~$c.xlsx", ".g.csv", "_SUCCESS", "Thumbs.db", ".hidden/a.csv", "z/.DS_Store"]
    for name in (*given, *below, *own):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert names(tmp_path) == [*given, *below]


def test_what_a_directory_holds_beside_cheques_stops_the_load_and_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    cheques(folder / "a.csv")
    (folder / "old").mkdir()
    for name in ("notes.md", "old/t.doc", "h.tar.gz"):
        (folder / name).write_text("x")
    with refused("source.left_over", folder, 3, "h.tar.gz, notes.md, old/t.doc", "h.tar.gz"):
        loaded(tmp_path, folder)
    assert not (tmp_path / "store").exists()
    assert loaded(tmp_path, folder, "*.md", "old/*", "h.tar.gz").stored == 1


def test_a_trial_names_what_would_be_left_over_too(tmp_path: Path) -> None:
    cheques(tmp_path / "a.csv")
    (tmp_path / "notes.md").write_text("x")
    with refused("source.left_over", tmp_path, 1, "notes.md", "notes.md"):
        understand([tmp_path])
    assert understand([tmp_path], leave_out=["notes.md"]).read == 1


def test_a_pattern_leaves_out_whole_folders_and_files_that_could_be_read(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "old/a.csv", "old/deep/c.csv"):
        cheques(tmp_path / name)
    assert names(tmp_path, "old/*") == ["a.csv", "b.csv"]
    assert names(tmp_path, "a.csv") == ["b.csv", "old/deep/c.csv"]


def test_a_link_to_a_directory_is_named_and_never_followed(tmp_path: Path) -> None:
    cheques(tmp_path / "a.csv")
    (tmp_path / "back").symlink_to(tmp_path)
    with refused("source.left_over", tmp_path, 1, "back", "back"):
        names(tmp_path)


def test_a_directory_without_cheques_is_refused(tmp_path: Path) -> None:
    with refused("source.empty_directory", tmp_path):
        names(tmp_path)


def test_a_table_of_delta_lake_is_refused_since_its_folder_holds_old_files_too(
    tmp_path: Path,
) -> None:
    pl.DataFrame({"at": ["2022-01-01"]}).write_delta(tmp_path / "t")
    with refused("source.delta_table", tmp_path / "t"):
        names(tmp_path / "t")


def test_two_folders_may_hold_files_of_one_name(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    cheques(folder / "s1" / "may.csv", card=ANNA)
    cheques(folder / "s2" / "may.csv", card=BORIS)
    assert loaded(tmp_path, folder).stored == 2


# --- archives ------------------------------------------------------------------------------------


def packed(path: Path, parts: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_every_table_of_an_archive_is_read(tmp_path: Path) -> None:
    archive = packed(
        tmp_path / "sales.zip",
        {
            "may.csv": TEXT.format(day=1, card=ANNA, amount=5),
            "deep/june.csv": TEXT.format(day=2, card=BORIS, amount=6),
            "__MACOSX/._may.csv": "x",
        },
    )
    assert names(archive) == [f"{archive}:deep/june.csv", f"{archive}:may.csv"]
    report = loaded(tmp_path, archive)
    assert (report.stored, report.new_cards) == (2, 2)


def test_what_else_an_archive_holds_stops_the_load(tmp_path: Path) -> None:
    good = TEXT.format(day=1, card=ANNA, amount=5)
    archive = packed(tmp_path / "sales.zip", {"may.csv": good, "read me.pdf": "x"})
    with refused("source.left_over", archive, 1, "read me.pdf", "read me.pdf"):
        loaded(tmp_path, archive)
    assert loaded(tmp_path, archive, "*.pdf").stored == 1


def test_rejected_rows_of_an_archive_say_in_which_part_they_stand(tmp_path: Path) -> None:
    parts = {"may.csv": TEXT.format(day=1, card=ANNA, amount="much")}
    found = understand([packed(tmp_path / "sales.zip", parts)])
    assert (found.rejected_by_rule, found.files[0].name) == (
        {"amount_unreadable": 1},
        f"{tmp_path / 'sales.zip'}:may.csv",
    )


def test_an_archive_that_is_a_bomb_or_locked_is_refused(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "bomb.zip", {"a.csv": "0" * (100 * 2**20)})
    with pytest.raises(Exception, match="unpack"):
        names(bomb)
    locked = bytearray(packed(tmp_path / "l.zip", {"a.csv": "x"}).read_bytes())
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "l.zip").write_bytes(locked)
    with pytest.raises(Exception, match="encrypted"):
        names(tmp_path / "l.zip")


# --- workbooks -----------------------------------------------------------------------------------


def test_all_sheets_of_one_header_are_read_and_blank_ones_are_nothing(tmp_path: Path) -> None:
    path = book(
        tmp_path / "2022.xlsx",
        {
            "Май": [NAMES, ["2022-05-09", "s", ANNA, 5]],
            "Пустой": [],
            "Июнь": [NAMES, ["2022-06-09", "s", BORIS, 6]],
        },
    )
    assert names(path) == [f"{path}:Май", f"{path}:Июнь"]
    loaded(tmp_path, path)
    assert [cheque[5] for cheque in stored(tmp_path / "store")] == [500, 600]


def test_a_sheet_of_another_header_stops_the_load_until_it_is_left_out_or_one_is_named(
    tmp_path: Path,
) -> None:
    path = book(
        tmp_path / "2022.xlsx",
        {"Май": [NAMES, ["2022-05-09", "s", ANNA, 5]], "Итоги": [["Месяц", "Итого", "План"]]},
    )
    with refused("source.left_over", "2022.xlsx", 1, "2022.xlsx:Итоги", "2022.xlsx:Итоги"):
        loaded(tmp_path, path)
    assert names(path, "2022.xlsx:Итоги") == [f"{path}:Май"]
    assert understand([path], ColumnMap({}, {"sheet": "Май"})).read == 1
    with refused("excel.no_sheet", path, "Июль", "Май, Итоги"):
        understand([path], ColumnMap({}, {"sheet": "Июль"}))
