"""A column map says which column of a source is which field; what does not fit is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from rfma_fast.cheques.schema import FIELD_NAMES
from rfma_fast.sources.columns import BONUSCHEQUES, OWN_NAMES, ColumnMap, guess, load_map
from sources.handmade import refused

REAL_HEADER = (
    "datetime", "shop", "card", "bonus_earned", "bonus_spent", "summ", "summ_with_disc", "doc_id",
)  # fmt: skip


def test_the_header_of_the_real_table_is_known() -> None:
    assert dict(guess(REAL_HEADER, "t").columns) == {
        "at": "datetime",
        "shop": "shop",
        "card": "card",
        "amount": "summ",
        "paid": "summ_with_disc",
        "bonus_earned": "bonus_earned",
        "bonus_spent": "bonus_spent",
        "doc_id": "doc_id",
    }


def test_a_source_may_have_the_names_of_the_fields() -> None:
    assert dict(guess(FIELD_NAMES, "t").columns) == {name: name for name in FIELD_NAMES}


def test_optional_fields_are_taken_only_where_they_are_and_other_columns_are_left() -> None:
    fits = guess(["note", "amount", "shop", "at", "card"], "t")
    assert dict(fits.columns) == {"at": "at", "shop": "shop", "card": "card", "amount": "amount"}
    assert set(guess(["datetime", "shop", "summ"], "t").columns) == {"at", "shop", "amount"}


@pytest.mark.parametrize("lacking", ["datetime", "shop", "summ"])
def test_a_header_without_a_required_column_fits_no_map(lacking: str) -> None:
    present = [name for name in REAL_HEADER if name != lacking]
    with refused("columns.unknown", "bonus.csv", "summ_with_disc"):
        guess(present, "bonus.csv")


def test_a_map_is_held_to_the_columns_that_are_there() -> None:
    assert BONUSCHEQUES.checked(REAL_HEADER, "t") is BONUSCHEQUES
    with refused("columns.missing", "till.csv", "paid", "bonus_spent"):
        OWN_NAMES.checked(["at", "shop", "card", "amount", "bonus_earned", "doc_id"], "till.csv")


def test_a_map_is_read_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(
        '[columns]\nat = "Дата"\nshop = "Магазин"\namount = "Сумма"\ndoc_id = "№"\n',
        encoding="utf-8",
    )
    assert load_map(path) == ColumnMap(
        {"at": "Дата", "shop": "Магазин", "amount": "Сумма", "doc_id": "№"}
    )


@pytest.mark.parametrize(
    ("key", "text", "named"),
    [
        ("columns.unknown_field", 'at="a"\nshop="b"\namount="c"\ncolour="d"', "colour"),
        ("columns.lacking", 'at = "a"\ncard = "b"', "shop, amount"),
        ("columns.lacking", "", "at, shop, amount"),
        ("columns.no_table", 'at = "a"\nshop = "b"\namount = 3', "map.toml"),
    ],
)
def test_a_faulty_map_is_refused_and_the_fault_is_named(
    tmp_path: Path, key: str, text: str, named: str
) -> None:
    path = tmp_path / "map.toml"
    path.write_text(f"[columns]\n{text}\n", encoding="utf-8")
    with refused(key, path, named):
        load_map(path)


@pytest.mark.parametrize("text", ['at = "a"', 'columns = "at"', "columns = []"])
def test_a_file_without_a_table_of_columns_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with refused("columns.no_table", path):
        load_map(path)


@pytest.mark.parametrize("octets", [b"[columns\n", b"at: datetime\n", b'[columns]\nat = "\xff"\n'])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, octets: bytes) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(octets)
    with refused("file.not_toml", path):
        load_map(path)


def test_a_map_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with refused("file.unreadable", tmp_path / "no.toml"):
        load_map(tmp_path / "no.toml")
    with refused("file.unreadable", tmp_path):
        load_map(tmp_path)
