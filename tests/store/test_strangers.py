"""A load that has nothing to do with the store is told before anything of it is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands.fixtures import Rfma, whole, write_rows
from commands.fixtures import rfma as rfma

from rfma_fast.api import Store
from rfma_fast.cheques.rulebook import Warned

MINE = ("2022-01-05 09:00:00", "Pharmacy A", "2000000000015", "10", "d1")


def store_of(tmp_path: Path) -> Path:
    root = tmp_path / "store"
    Store(root).ingest(write_rows(tmp_path / "mine.csv", [MINE]))
    return root


def told_of(root: Path, *rows: tuple[object, ...]) -> list[Warned]:
    """Return what is told before some rows are stored; nothing must be written by then."""
    before, heard = whole(root), []

    def hear(warned: Warned) -> None:
        assert {k: v for k, v in whole(root).items() if not k.startswith(".")} == before
        heard.append(warned)

    source = write_rows(root.parent / "other.csv", rows)
    trial = Store(root).understand(source).warnings
    report = Store(root).ingest(source, unfamiliar=hear)
    assert list(trial) == heard
    assert [one for one in report.warnings if one.rule == "load_unfamiliar"] == heard
    return heard


def test_a_load_without_a_known_card_and_a_known_shop_is_told(tmp_path: Path) -> None:
    root = store_of(tmp_path)
    other = ("2022-01-06 09:00:00", "Shop 1", "2000000000022", "10", "d1")
    (warned,) = told_of(root, other, (*other[:2], "2000000000039", "20", "d2"))
    assert warned.figures == {
        "store": str(root), "rows": 2, "cards": 2, "shops": ["Shop 1"],
        "stored": 1, "stored_shops": ["Pharmacy A"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        ("2022-01-06 09:00:00", "Pharmacy A", "2000000000022", "10", "d1"),
        ("2022-01-06 09:00:00", "Pharmacy B", "2000000000015", "10", "d1"),
        ("2022-01-06 09:00:00", "Pharmacy A", "", "10", "d1"),
        MINE,
    ],
    ids=["a known shop", "a known card", "no card at a known shop", "the same cheque"],
)
def test_a_known_card_or_a_known_shop_is_enough(tmp_path: Path, row: tuple[object, ...]) -> None:
    strange = ("2022-01-06 09:00:00", "Pharmacy Z", "2000000000046", "10", "d9")
    assert told_of(store_of(tmp_path), strange, row) == []


def test_a_first_load_is_told_nothing(rfma: Rfma, tmp_path: Path) -> None:
    source = write_rows(tmp_path / "mine.csv", [MINE])
    assert rfma("ingest", source, "--store", tmp_path / "s").done().err == ""
    assert Store(tmp_path / "t").understand(source).warnings == ()


def test_the_command_warns_and_its_trial_too(rfma: Rfma, tmp_path: Path) -> None:
    root = store_of(tmp_path)
    source = write_rows(tmp_path / "o.csv", [("2022-01-06", "Shop 1", "2000000000022", "1", "x")])
    line = ("ingest", source, "--store", root)
    trial = rfma(*line, "--dry-run").done()
    assert "none of its 1 cards and none of its shops (Shop 1)" in " ".join(trial.out.split())
    (told,) = rfma(*line, "--dry-run", "--format", "json").done().json["warnings"]
    assert (told["rule"], told["stored_shops"]) == ("load_unfamiliar", ["Pharmacy A"])
    stored = rfma(*line).done()
    assert stored.err.startswith("Warning: nothing of this load is known to the store")
    assert "rfma undo" in stored.err


def test_on_a_terminal_no_is_an_answer(
    rfma: Rfma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = store_of(tmp_path)
    before = whole(root)
    source = write_rows(tmp_path / "o.csv", [("2022-01-06", "Shop 1", "2000000000022", "1", "x")])
    answers = iter(["n", "y"])
    monkeypatch.setattr("rfma_fast.commands.ingest.on_a_terminal", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: next(answers) == "y")
    told = rfma("ingest", source, "--store", root)
    assert (told.code, told.out) == (1, "")
    assert f"Nothing was stored in {root}" in told.err
    assert whole(root) == before
    assert rfma("ingest", source, "--store", root, "--format", "json").done().json["stored"] == 1


def test_the_demo_keeps_its_cheques_out_of_a_store_of_others(rfma: Rfma, tmp_path: Path) -> None:
    root = store_of(tmp_path)
    before = whole(root)
    told = rfma("demo", "--store", root)
    assert told.code == 1
    assert f"Nothing was stored in {root}" in told.err
    assert whole(root) == before
