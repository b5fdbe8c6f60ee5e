"""A store that was made anew is another one, whatever its version: nothing of the old one stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sources.handmade import ANNA, BORIS, refused, row, write_csv

from rfma_fast.analyses.runs import read_run
from rfma_fast.api import Store
from rfma_fast.reports.diff import as_json
from rfma_fast.reports.export import write_frames, write_text
from rfma_fast.reports.segmentation import as_json as run_json
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.web.server import Current

DAYS = ("2022-01-05", "2022-01-20", "2022-02-11", "2022-03-02")


def made(root: Path, amount: str, *cards: str) -> Store:
    """Make a store anew: one load, four cheques."""
    shutil.rmtree(root, ignore_errors=True)
    cards = cards or (ANNA, BORIS)
    rows = [row(day, card=cards[n % len(cards)], amount=amount) for n, day in enumerate(DAYS)]
    Store(root).ingest(write_csv(root.with_suffix(".csv"), rows))
    return Store(root)


def saved(store: Store, file: Path) -> Path:
    """Save a run as its JSON and its table of cards."""
    found = store.segment()
    write_text(json.dumps(run_json(found), ensure_ascii=False), file.with_suffix(".json"))
    write_frames({"cards": found.table()}, "parquet", file, run_json(found))
    return file


def test_the_pages_show_the_store_that_is_there(tmp_path: Path) -> None:
    root = tmp_path / "store"
    made(root, "100")
    current = Current(str(root), looks_every=0.0)
    before = current.answers()
    assert before.overview(None, None, ()).all.revenue == 40_000
    assert current.answers() is before
    made(root, "7")
    after = current.answers()
    assert after.stamp[1] == before.stamp[1] == 1
    assert after.overview(None, None, ()).all.revenue == 2_800


def test_the_pages_tell_of_a_store_that_is_gone_and_show_it_when_it_is_back(tmp_path: Path) -> None:
    root = tmp_path / "store"
    made(root, "100")
    current = Current(str(root), looks_every=0.0)
    current.answers().overview(None, None, ())
    shutil.rmtree(root)
    with refused("store.missing", root):
        current.answers().overview(None, None, ())
    made(root, "7")
    assert current.answers().overview(None, None, ()).all.revenue == 2_800


def test_cards_of_another_store_are_never_put_on_answers_of_this_one(tmp_path: Path) -> None:
    root = tmp_path / "store"
    found = made(root, "100").segment()
    made(root, "100", BORIS, ANNA)
    with refused("store.gone", root):
        found.table()
    snapshot = open_snapshot(root)
    made(root, "100")
    for read in (snapshot.keys, snapshot.key_paths, snapshot.rejected):
        with refused("store.gone", root):
            read()
    assert not snapshot.is_newest()


def test_a_run_says_of_which_store_it_is(tmp_path: Path) -> None:
    root = tmp_path / "store"
    file = saved(made(root, "100"), tmp_path / "a.parquet")
    told = open_snapshot(root).identity
    assert len(told) == 36
    assert read_run(file).store_id == read_run(file.with_suffix(".json")).store_id == told
    saved(made(root, "100"), tmp_path / "b.parquet")
    assert read_run(tmp_path / "b.parquet").store_id == open_snapshot(root).identity != told


def test_runs_of_a_store_and_of_the_one_made_anew_in_its_place_are_told_apart(
    tmp_path: Path,
) -> None:
    root = tmp_path / "store"
    before = saved(made(root, "100"), tmp_path / "a.parquet")
    after = saved(made(root, "7"), tmp_path / "b.parquet")
    told = as_json(Store(root).diff(before, after))
    changed = {change["what"]: change["cause"] for change in told["changes"]}
    assert changed["store_id"] == "data"
    assert "version" not in changed
    assert told["replayed"] is False
    assert any(str(root) in sentence for sentence in told["notes"])
    same = Store(root).diff(after, after)
    assert (same.replayed, same.causes.height) == (True, 0)


def test_runs_are_not_computed_again_on_a_store_that_was_made_anew_since(tmp_path: Path) -> None:
    root = tmp_path / "store"
    store = made(root, "100")
    before, after = saved(store, tmp_path / "a.parquet"), saved(store, tmp_path / "b.parquet")
    assert Store(root).diff(before, after).replayed
    made(root, "7")
    found = Store(root).diff(before, after)
    assert (found.replayed, [key for key, _ in found.notes]) == (False, ["diff.note_not_replayed"])
    assert str(root) in str(found.notes[0][1]["reason"])


def test_runs_that_were_saved_before_stores_had_a_name_are_compared_as_ever(
    tmp_path: Path,
) -> None:
    store = made(tmp_path / "store", "100")
    before, after = saved(store, tmp_path / "a.parquet"), saved(store, tmp_path / "b.parquet")
    document = json.loads(before.with_suffix(".json").read_text())
    del document["provenance"]["store_id"]
    before.unlink()
    before.with_suffix(".json").write_text(json.dumps(document))
    found = store.diff(before.with_suffix(".json"), after)
    assert (found.replayed, found.before.store_id, found.causes.height) == (True, "", 0)


@pytest.mark.parametrize("ask", ["overview", "segment", "status", "acquisition", "verify"])
def test_a_store_removed_while_it_is_read_ends_in_one_sentence(tmp_path: Path, ask: str) -> None:
    root = tmp_path / "store"
    store = made(root, "100")
    assert store.snapshot.rows == 4
    shutil.rmtree(root)
    with refused("store.missing" if ask == "verify" else "store.gone", root):
        getattr(store, ask)()


@pytest.mark.parametrize("ask", ["overview", "segment", "acquisition"])
def test_a_store_made_anew_while_it_is_read_ends_in_one_sentence(tmp_path: Path, ask: str) -> None:
    root = tmp_path / "store"
    store = made(root, "100")
    assert store.snapshot.rows == 4
    made(root, "7")
    with refused("store.gone", root):
        getattr(store, ask)()
