"""``verify`` bites: each way of damaging a store gives exactly the finding that tells of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from crashes.kit import write_sources
from sources.handmade import UUID
from support.damage import (
    checkpoint,
    copy,
    cut,
    month_file,
    rot,
    tell_other_rows,
    write_checkpoint,
    write_keys,
    write_month,
    write_rejected,
)
from support.figures import record

from rfma_fast.analyses.checks import second_opinion
from rfma_fast.analyses.segmentation import Segmentation, segment
from rfma_fast.analyses.verification import CHECKS, OF_ANSWERS, Verification
from rfma_fast.api import Store
from rfma_fast.store.checkpoints import Checkpoints
from rfma_fast.store.tables import Tables


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("verified")
    write_sources(home / "sources")
    store = Store(home / "store")
    store.ingest(home / "sources/history.csv")
    store.ingest(home / "sources/load.csv")
    return home / "store"


@pytest.fixture
def store(sound: Path, tmp_path: Path) -> Path:
    return copy(sound, tmp_path / "store")


def found(root: Path, *, full: bool = True) -> Verification:
    return Store(root).verify(full=full)


@pytest.mark.parametrize("full", [False, True])
def test_a_sound_store_has_no_finding(sound: Path, full: bool) -> None:
    said = found(sound, full=full)
    assert said.findings == ()
    assert said.not_run == ()
    assert said.without_checksum == 0
    looked = {one.check: one.looked_at for one in said.checks}
    assert tuple(looked) == CHECKS
    assert looked["checksums"] == looked["present"] == looked["rows"] == 5 + 2 + 2
    assert (looked["keys"], looked["printed"]) == (40, 40)
    assert (looked["quarantine"], looked["loads"]) == (2, 2)
    assert looked["checkpoints"] == (5 if full else 3)
    assert looked["horizon"] == (4 if full else 2)
    assert looked["order"] == (5 if full else 4)
    assert looked["second_opinion"] > looked["groups"]


def test_verifying_changes_nothing(store: Path) -> None:
    def whole() -> dict[Path, tuple[bytes, int]]:
        files = sorted(path for path in store.rglob("*") if path.is_file())
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    before = whole()
    assert found(store).findings == ()
    assert whole() == before


def test_the_same_seed_looks_at_the_same_samples(sound: Path) -> None:
    assert Store(sound).verify(seed=3) == Store(sound).verify(seed=3)
    assert Store(sound).verify(seed=3).seed == 3


def _swap(rows: pl.DataFrame) -> pl.DataFrame:
    return rows[[1, 0, *range(2, rows.height)]]


def _next_month(rows: pl.DataFrame) -> pl.DataFrame:
    stray = rows.tail(1).with_columns(day=pl.date(2022, 7, 1))
    return pl.concat([rows.head(rows.height - 1), stray])


def _unknown_card(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([rows.head(-1), rows.tail(1).with_columns(card=pl.lit(999, pl.Int32))])


def _first_card_twice(keys: pl.DataFrame) -> pl.DataFrame:
    cards = keys.get_column("card").to_list()
    return keys.with_columns(card=pl.Series([*cards[:-1], cards[0]]))


def _foreign_card(keys: pl.DataFrame) -> pl.DataFrame:
    return keys.with_columns(card=pl.Series([UUID, *keys.get_column("card").to_list()[1:]]))


def _one_more(name: str, place: int) -> Callable[[pl.DataFrame], pl.DataFrame]:
    one = pl.int_range(pl.len()) == place
    return lambda rows: rows.with_columns(pl.when(one).then(pl.col(name) + 1).otherwise(name))


DAMAGE: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a bit flipped in a month": ("checksums", lambda root: rot(month_file(root), 900)),
    "a bit flipped in the keys": (
        "checksums",
        lambda root: rot(next((root / "keys").rglob("*.rfma")), 100),
    ),
    "a month that is gone": ("present", lambda root: month_file(root).unlink()),
    "a month cut short": ("present", lambda root: cut(month_file(root), 700)),
    "a log that tells another number": ("log", tell_other_rows),
    "two rows swapped": ("order", lambda root: write_month(root, _swap)),
    "a cheque twice": (
        "loads",
        lambda root: write_month(root, lambda rows: pl.concat([rows, rows.tail(1)])),
    ),
    "a row of another month": ("days", lambda root: write_month(root, _next_month)),
    "a key taken out": ("keys", lambda root: write_keys(root, lambda keys: keys[1:])),
    "a card with two keys": ("keys", lambda root: write_keys(root, _first_card_twice)),
    "a card that is none by the rule": ("keys", lambda root: write_keys(root, _foreign_card)),
    "cheques of a card without a key": ("printed", lambda root: write_month(root, _unknown_card)),
    "a cheque left out": ("loads", lambda root: write_month(root, lambda rows: rows[1:])),
    "a rejected row twice": (
        "quarantine",
        lambda root: write_rejected(root, lambda rows: pl.concat([rows, rows.head(1)])),
    ),
    "a checkpoint with a kopeck more": (
        "checkpoints",
        lambda root: write_checkpoint(checkpoint(root, "core", 1), _one_more("total", 3)),
    ),
    "a checkpoint with another amount": (
        "checkpoints",
        lambda root: write_checkpoint(checkpoint(root, "counts", 0), _one_more("value", 0)),
    ),
    "a bit flipped in a checkpoint": (
        "checkpoints",
        lambda root: rot(checkpoint(root, "more", 2), 300),
    ),
}


ECHOES = {
    "a log that tells another number": ("rows",),
    "a key taken out": ("printed",),
}
"""What one damage also breaks."""


@pytest.mark.figures
def test_the_ways_of_damage_are_counted() -> None:
    assert {check for check, _ in DAMAGE.values()} < set(CHECKS)
    record("ways of damage that verify finds", {"ways": len(DAMAGE), "overlooked": 0})


@pytest.mark.parametrize("damage", DAMAGE)
def test_each_damage_gives_its_own_finding(store: Path, damage: str) -> None:
    check, harm = DAMAGE[damage]
    harm(store)
    said = found(store)
    checks = {finding.check for finding in said.findings}
    assert checks == {check, *ECHOES.get(damage, ())}
    assert all(finding.expected != finding.found for finding in said.findings)
    assert all(str(store) in finding.where for finding in said.findings)
    if check not in OF_ANSWERS:
        assert set(OF_ANSWERS) <= set(said.not_run)


def test_a_finding_names_the_file_what_was_expected_and_what_was_found(store: Path) -> None:
    path = month_file(store)
    size = path.stat().st_size
    cut(path, 700)
    (finding,) = found(store).findings
    assert (finding.check, finding.where) == ("present", str(path))
    assert (finding.expected, finding.found) == (str(size), "700")


def test_files_of_older_versions_of_the_program_are_counted(store: Path) -> None:
    tables = Tables.at(store)
    for file in tables.cheques.files():
        plain = Path(tables.cheques.uri, file.path)
        plain.rename(plain.with_name(plain.name.split(".")[0] + ".parquet"))
    log = store / "cheques/_delta_log"
    for entry in log.glob("*.json"):
        text = pl.Series([entry.read_text(encoding="utf-8")])
        entry.write_text(text.str.replace_all(r"\.[0-9a-f]{32}\.rfma", ".parquet").item())
    said = found(store)
    assert said.findings == ()
    assert said.without_checksum == 5


def test_a_wrong_grade_is_found_by_three_checks(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Segmentation.table

    def wrong(self: Segmentation) -> pl.DataFrame:
        first = pl.int_range(pl.len()) == 0
        other = pl.when(pl.col("A") == 1).then(2).otherwise(1).cast(pl.Int8)
        return whole(self).with_columns(A=pl.when(first).then(other).otherwise("A"))

    monkeypatch.setattr(Segmentation, "table", wrong)
    checks = {finding.check for finding in found(sound).findings}
    assert checks == {"grades"}


def test_a_card_in_the_table_twice_is_found(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Segmentation.table
    monkeypatch.setattr(
        Segmentation, "table", lambda self: pl.concat([whole(self), whole(self).head(1)])
    )
    assert {finding.check for finding in found(sound).findings} == {"groups"}


def test_an_answer_that_saw_a_later_cheque_is_found(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = segment
    last = Store(sound).snapshot.last_day

    def wrong(engine: object, snapshot: object, scheme: object, *, as_of: object) -> Segmentation:
        kept = engine.checkpoints  # type: ignore[attr-defined]
        day = last if kept and as_of != last else as_of
        return whole(engine, snapshot, scheme, as_of=day)  # type: ignore[arg-type]

    monkeypatch.setattr("rfma_fast.analyses.checks.answers.segment", wrong)
    assert {finding.check for finding in found(sound).findings} == {"horizon"}


def test_a_second_opinion_that_differs_is_found(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = second_opinion._STATES.replace("sum(amount)::hugeint", "max(amount)::hugeint")
    monkeypatch.setattr(second_opinion, "_STATES", other)
    said = found(sound)
    assert {finding.check for finding in said.findings} == {"second_opinion"}
    assert 0 < len(said.findings) <= 40


def test_a_store_without_checkpoints_or_cards_is_verified_as_far_as_it_goes(
    store: Path, tmp_path: Path
) -> None:
    snapshot = Store(store).snapshot
    Checkpoints.of(snapshot.root, snapshot.files).keep_only([])
    said = found(store)
    assert said.findings == ()
    assert {one.check: one.looked_at for one in said.checks}["checkpoints"] == 0
    source = tmp_path / "unidentified.csv"
    source.write_text("at,shop,card,amount\n2022-01-01,s,,10\n", encoding="utf-8")
    Store(tmp_path / "nobody").ingest(source, no_cards=True)
    said = found(tmp_path / "nobody")
    assert (said.findings, said.not_run) == ((), tuple(OF_ANSWERS))


def test_the_real_table_is_sound(real_store: Store) -> None:
    said = real_store.verify(full=True)
    assert said.findings == ()
    looked = {one.check: one.looked_at for one in said.checks}
    assert (looked["groups"], looked["keys"], looked["horizon"]) == (5926, 5926, 11)
