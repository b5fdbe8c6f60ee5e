"""``rfma ingest`` and ``rfma status``: what is told of a load, and what is left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commands import shapes
from commands.fixtures import Rfma, whole, write_rows
from rfma_fast.api import Store

GOOD = ("2022-01-05 09:00:00", "Shop 1", "2000000000015", "10", "d1")
BAD = ("yesterday", "Shop 1", "2000000000015", "10", "d2")


def test_every_row_is_accounted_for(rfma: Rfma, tmp_path: Path) -> None:
    source = write_rows(tmp_path / "t.csv", [GOOD, BAD, GOOD])
    anyhow = ["--max-rejects", "100%", "--format", "json"]
    told = rfma("ingest", source, "--store", tmp_path / "s", *anyhow).done()
    shapes.hold(told.json, shapes.LOAD)
    assert told.json["read"] == 3
    assert (told.json["stored"], told.json["already_there"], told.json["rejected"]) == (1, 1, 1)
    assert told.json["rejected_by_rule"] == {"at_unreadable": 1}
    status = rfma("status", "--store", tmp_path / "s", "--format", "json").done()
    shapes.hold(status.json, shapes.STATUS)
    assert (status.json["cheques"], status.json["cards"]) == (1, 1)
    assert status.json["rejected"] == {"at_unreadable": 1}
    assert status.json["version"] == told.json["version"]
    assert (told.err, status.err) == ("", "")


def test_the_same_file_twice_changes_nothing(rfma: Rfma, cheques: Path, tmp_path: Path) -> None:
    store = tmp_path / "s"
    first = rfma("ingest", cheques, "--store", store, "--format", "json").done().json
    before = whole(store)
    again = rfma("ingest", cheques, "--store", store, "--format", "json").done().json
    assert whole(store) == before
    assert (first["stored"], first["load"]) == (3000, 1)
    assert (again["stored"], again["already_there"], again["load"]) == (0, 3000, 0)
    assert "Nothing new, nothing changed" in rfma("ingest", cheques, "--store", store).out


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_dry_run_writes_nothing(rfma: Rfma, cheques: Path, tmp_path: Path, form: str) -> None:
    store = tmp_path / "s"
    told = rfma("ingest", cheques, "--store", store, "--dry-run", "--format", form).done()
    assert not store.exists()
    if form == "json":
        assert (told.json["read"], told.json["rejected"]) == (3000, 0)
        assert told.json["columns"]["amount"] == "summ"
        assert len(told.json["first"]) == 5
    if form == "table":
        assert "nothing was written" in told.out


def test_a_wrong_output_is_refused_before_anything_is_stored(
    rfma: Rfma, cheques: Path, tmp_path: Path
) -> None:
    for wrong in (["-o", tmp_path / "a.foo"], ["--format", "xlsx"]):
        store = tmp_path / "s"
        rfma("ingest", cheques, "--store", store, *wrong).failed(2, "Hint: ")
        assert not store.exists(), wrong


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["none.csv"], ["none.csv"]),
        (["no header.csv"], ["a, b", "--columns"]),
        (["empty.csv"], ["empty.csv"]),
        (["folder"], ["folder", "CSV"]),
        (["notes.doc"], ["notes.doc", ".doc", "Hint: "]),
        (["good.csv", "--columns", "none.toml"], ["none.toml"]),
        (["good.csv", "--columns", "bad.toml"], ["bad.toml"]),
        (["good.csv", "--card-rule", "("], ["'('", "Hint: "]),
    ],
)
def test_a_source_that_cannot_be_read_is_refused_and_leaves_no_store(
    rfma: Rfma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], named: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    write_rows(Path("good.csv"), [GOOD])
    Path("no header.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Path("empty.csv").touch()
    Path("notes.doc").touch()
    Path("bad.toml").write_text("[columns]\nprice = 'x'\n", encoding="utf-8")
    Path("folder").mkdir()
    rfma("ingest", *arguments, "--store", "s").failed(1, *named)
    assert not Path("s").exists()


@pytest.mark.parametrize("url", ["ftp://host/cheques.csv", "s3://bucket/cheques.parquet"])
def test_a_source_of_an_unknown_kind_is_named_as_it_was_given(
    rfma: Rfma, tmp_path: Path, url: str
) -> None:
    rfma("ingest", url, "--store", tmp_path / "s").failed(1, url)


def test_an_interrupted_load_ends_with_130_and_says_that_the_store_is_whole(
    rfma: Rfma, tmp_path: Path, cheques: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "ingest", interrupted)
    told = rfma("ingest", cheques, "--store", tmp_path / "s")
    assert (told.code, told.out) == (130, "")
    assert "Traceback" not in told.err
    assert told.err == "Interrupted; the store is as it was.\n"


def test_a_load_interrupted_at_its_last_step_leaves_the_store_as_it_was(
    rfma: Rfma, tmp_path: Path, cheques: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "s"
    rfma("ingest", write_rows(tmp_path / "t.csv", [GOOD]), "--store", store).done()
    before = rfma("status", "--store", store, "--format", "json").json

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("rfma_fast.store.loads.Load._publish", interrupted)
        assert rfma("ingest", cheques, "--store", store).code == 130
    assert rfma("status", "--store", store, "--format", "json").json == before
    rfma("ingest", cheques, "--store", store).done()
    after = rfma("status", "--store", store, "--format", "json").json
    assert after["cheques"] == before["cheques"] + 3000


def test_status_tells_months_loads_and_sizes(rfma: Rfma, chain: Path) -> None:
    told = rfma("status", "--store", chain, "--format", "json").done()
    shapes.hold(told.json, shapes.STATUS)
    assert [month["month"] for month in told.json["months"]] == [
        f"2021-{month:02d}" for month in range(7, 13)
    ]
    assert sum(month["cheques"] for month in told.json["months"]) == told.json["cheques"] == 3000
    assert told.json["loads"][0]["source"] == "cheques.csv"
    on_disk = sum(path.stat().st_size for path in (chain / "cheques").rglob("*.rfma"))
    assert told.json["bytes"]["cheques"] == on_disk
