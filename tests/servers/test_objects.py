"""A store in an object store gives the answers of one on disk, and loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from commands.fixtures import AS_OF, EARLIER, Rfma, write_rows
from oracles.real import REAL, needs_real
from support.objects import KEY, SECRET, Objects

from rfma_fast import Store, open_store
from rfma_fast.errors import RfmaError
from rfma_fast.store import loads
from rfma_fast.store.loads import Load
from rfma_fast.store.places import place_of, told_of_objects
from rfma_fast.store.staging import Staging
from rfma_fast.store.tables import Tables

ANNA = "2000000000001"


def answers(rfma: Rfma, store: object, *more: str) -> list[Any]:
    """Return what the verbs say of a store, but for its name, its moments and its sizes."""
    sql = "select count(*), sum(amount), count(distinct card), max(load) from cheques"
    asked = [
        ("overview",),
        ("segment", *more),
        ("segment", "--monthly"),
        ("thresholds", *more),
        ("migrate", "--from", EARLIER),
        ("query", sql),
        ("query", "select region, count(*), sum(total) from segments group by all order by all"),
        (
            "query",
            "select shop, sum(amount) from cheques where day < '2021-10-01' group by 1 order by 1",
        ),
        ("query", "select count(*) from rejected"),
        ("query", sql, "--as-of", EARLIER),
        ("status",),
    ]
    return [
        _bare(rfma(*arguments, "--store", store, "--format", "json").done().json)
        for arguments in asked
    ]


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        left_out = ("store", "at", "provenance")
        return {key: _bare(inner) for key, inner in value.items() if key not in left_out}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def test_every_verb_answers_as_on_disk(
    bucket: str, rfma: Rfma, cheques: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cheques.parent)
    remote, local = f"s3://{bucket}/deep/down/chain", tmp_path / "chain"
    for store in (remote, local):
        rfma("ingest", cheques.name, "--store", store).done()
    assert answers(rfma, remote, "--as-of", AS_OF) == answers(rfma, local, "--as-of", AS_OF)


@needs_real
def test_the_real_table_gives_the_same_table_of_cards(
    bucket: str, rfma: Rfma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REAL.parent)
    remote, local = open_store(f"s3://{bucket}/real"), open_store(tmp_path / "real")
    for store in (remote, local):
        assert store.ingest(REAL.name).stored == 38_486
    for day in ("2022-06-09", "2022-02-14"):
        assert remote.segment(day).table().equals(local.segment(day).table())
    for verb in ("overview", "status"):
        remotely, locally = (
            rfma(verb, "--store", store.path, "--format", "json").done().json
            for store in (remote, local)
        )
        assert _bare(remotely) == _bare(locally)
    again = open_store(remote.path).ingest(REAL.name)
    assert (again.load, again.already_there) == (0, 38_486)


def test_the_tables_hold_the_same_bytes_as_on_disk(
    bucket: str, object_store: Objects, cheques: Path, tmp_path: Path
) -> None:
    open_store(f"s3://{bucket}/chain").ingest(cheques)
    local = tmp_path / "chain"
    open_store(local).ingest(cheques)
    client = object_store.client()

    def remote_files() -> dict[str, list[bytes]]:
        found: dict[str, list[bytes]] = {}
        for key in object_store.keys(bucket):
            if key.endswith(".rfma"):
                body = client.get_object(Bucket=bucket, Key=key)["Body"].read()
                found.setdefault(str(Path(key).parent), []).append(body)
        return {directory: sorted(bodies) for directory, bodies in found.items()}

    local_files: dict[str, list[bytes]] = {}
    for path in local.rglob("*.rfma"):
        directory = str(path.parent.relative_to(tmp_path))
        local_files.setdefault(directory, []).append(path.read_bytes())
    assert remote_files() == {name: sorted(bodies) for name, bodies in local_files.items()}
    # Nothing is put on this machine's disk under the store's name.
    assert not Path("s3:").exists()


def test_later_loads_merge_with_what_is_there(bucket: str, tmp_path: Path) -> None:
    first = write_rows(tmp_path / "a.csv", [("2022-01-01 10:00", "A", ANNA, 10, 1)])
    second = write_rows(
        tmp_path / "b.csv",
        [("2022-01-01 10:00", "A", ANNA, 10, 1), ("2022-01-02", "A", ANNA, "x", 2),
         ("2022-01-03", "A", ANNA, 30, 3), ("2022-03-01", "B", "2000000000002", 5, 4)],
    )  # fmt: skip
    path = f"s3://{bucket}/merged"
    open_store(path).ingest(first, max_rejects=None)
    report = open_store(path).ingest(second, max_rejects=None)
    assert (report.stored, report.already_there, report.rejected, report.new_cards) == (2, 1, 1, 1)
    store = open_store(path)
    rows = store.query("select card, amount, load from cheques order by day").rows()
    assert [(card, int(amount), load) for card, amount, load in rows] == [
        (ANNA, 10, 1), (ANNA, 30, 2), ("2000000000002", 5, 2),
    ]  # fmt: skip
    assert store.query("select rule from rejected").rows() == [("amount_unreadable",)]
    assert open_store(path).ingest(second, max_rejects=None).load == 0


def test_a_query_cannot_reach_around_the_views(bucket: str, cheques: Path, tmp_path: Path) -> None:
    store = open_store(f"s3://{bucket}/chain")
    store.ingest(cheques)
    shown = store.query("show tables").get_column("name").to_list()
    assert sorted(shown) == ["cheques", "rejected"]
    later = "select count(*) from cheques where day > '2021-09-30'"
    assert store.query(later, "2021-09-30").row(0) == (0,)
    key = next(name for name in store.snapshot.paths())
    for sql in (
        f"select * from read_parquet('{key}')",
        f"select * from '{cheques}'",
        f"copy (select 1) to '{tmp_path / 'out.csv'}'",
        "select * from rows",
        "install httpfs",
    ):
        with pytest.raises(RfmaError):
            store.query(sql)


def test_old_checkpoints_go_and_the_newest_serve(
    bucket: str, object_store: Objects, cheques: Path, tmp_path: Path
) -> None:
    path = f"s3://{bucket}/chain"

    def kept() -> list[str]:
        keys = object_store.keys(bucket)
        return [key.rpartition("/")[2] for key in keys if "/checkpoints/" in key]

    open_store(path).ingest(cheques)
    before, files = kept(), open_store(path).snapshot.files
    assert sorted({name[1:8] for name in before}) == [file.month for file in files]
    first_day = str(open_store(path).snapshot.first_day)
    open_store(path).ingest(write_rows(tmp_path / "late.csv", [(first_day, "A", ANNA, 1, "late")]))
    # A cheque of the first month outdates them all.
    assert set(kept()).isdisjoint(before)
    assert len(kept()) == len(before)
    found = open_store(path).segment(AS_OF)
    assert found.history.facts.way.checkpoint is not None
    names = kept()
    object_store.client().delete_object(Bucket=bucket, Key=f"chain/checkpoints/{names[-1]}")
    assert len(open_store(path).checkpoint(rebuild=True)) == len(files)
    assert kept() == names


_WRITER = """
import sys
from rfma_fast import open_store
from rfma_fast.errors import RfmaError
store, file = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
while True:
    try:
        open_store(store).ingest(file)
        break
    except RfmaError as error:
        print("told", error.message, flush=True)
print("done", flush=True)
"""


def test_of_two_writers_none_loses_or_doubles_a_cheque(bucket: str, tmp_path: Path) -> None:
    """Two processes load at the same moment, repeating what is refused, as the hint says."""
    path = f"s3://{bucket}/shared"
    seed = write_rows(tmp_path / "seed.csv", [("2022-01-01", "A", ANNA, 1, "seed")])
    open_store(path).ingest(seed)
    common = [
        (f"2022-01-{n % 28 + 1:02d}", "A", f"{2000000000000 + n}", n, f"c{n}") for n in range(1, 40)
    ]
    files = [
        write_rows(
            tmp_path / f"{name}.csv",
            [
                *common,
                *((f"2022-01-{n % 28 + 1:02d}", name, ANNA, n, f"{name}{n}") for n in range(1, 50)),
            ],
        )
        for name in ("left", "right")
    ]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, path, str(file)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ.copy(),
        )
        for file in files
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    told = []
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        out, _ = writer.communicate()
        assert writer.returncode == 0
        assert out.endswith("done\n")
        told += [line for line in out.splitlines() if line.startswith("told")]
    assert all(line.endswith(".") and path in line for line in told), told
    store = open_store(path)
    found = store.query("select doc_id, count(*) from cheques group by 1").rows()
    documents = {"seed", *(row[-1] for row in common)}
    documents |= {f"{name}{n}" for name in ("left", "right") for n in range(1, 50)}
    assert dict(found) == dict.fromkeys(documents, 1)
    keys = store.snapshot.keys().collect()
    assert keys.get_column("card").is_unique().all()
    assert sorted(keys.get_column("key")) == list(range(1, keys.height + 1))
    assert open_store(path).segment().cards == keys.height


def test_a_commit_that_another_one_overtook_is_refused_and_says_so(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"s3://{bucket}/overtaken"
    first = write_rows(tmp_path / "a.csv", [("2022-01-01", "A", ANNA, 1, 1)])
    second = write_rows(tmp_path / "b.csv", [("2022-01-02", "A", ANNA, 2, 2)])
    third = write_rows(tmp_path / "c.csv", [("2022-01-03", "A", ANNA, 3, 3)])
    open_store(path).ingest(first)
    publish = Load._publish

    def overtaken(self: Load, tables: Tables, *rest: Any) -> None:
        monkeypatch.setattr(Load, "_publish", publish)
        open_store(path).ingest(second)
        publish(self, tables, *rest)

    monkeypatch.setattr(Load, "_publish", overtaken)
    with pytest.raises(RfmaError, match="load") as refused:
        open_store(path).ingest(third)
    assert path in refused.value.message
    assert open_store(path).snapshot.rows == 2
    open_store(path).ingest(third)
    assert open_store(path).snapshot.rows == 3


def test_what_is_wrong_with_the_object_store_is_one_sentence(
    bucket: str,
    object_store: Objects,
    rfma: Rfma,
    cheques: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = f"s3://{bucket}/chain"
    rfma("ingest", cheques, "--store", there).done()
    told = []
    for verb in (
        ("ingest", cheques),
        ("segment",),
        ("status",),
        ("query", "select 1"),
        ("checkpoint",),
    ):
        away = "s3://not-there/chain"
        told.append(rfma(*verb, "--store", away).failed(1, "There is no bucket", away))
    object_store.check_keys(wanted=True)
    try:
        told += [
            rfma(*verb, "--store", there).failed(1, "credentials", there)
            for verb in (("ingest", cheques), ("segment",))
        ]
    finally:
        object_store.check_keys(wanted=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://user:in-the-url@127.0.0.1:1")
    told += [
        rfma(*verb, "--store", there).failed(1, "does not answer", "127.0.0.1:1")
        for verb in (("ingest", cheques), ("segment",))
    ]
    for one in told:
        assert "Hint: " in one.err
        assert not any(secret in one.err for secret in (KEY, SECRET, "in-the-url"))


def test_keys_that_were_forgotten_are_asked_for(
    bucket: str, rfma: Rfma, cheques: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    for verb in (("ingest", cheques), ("segment",)):
        told = rfma(*verb, "--store", f"s3://{bucket}/x")
        told.failed(1, "No credentials", "AWS_ACCESS_KEY_ID")
    # Where a machine may lend its own, its answer says as much.
    away = OSError("Generic S3 error: error sending request (http://169.254.169.254/latest)")
    found = told_of_objects(away, "s3://b/x")
    assert found is not None
    assert found.message == "No credentials for s3://b/x were found."


def test_other_errors_are_left_as_they_are() -> None:
    assert told_of_objects(OSError("disk full")) is None
    assert told_of_objects(FileNotFoundError("object-store error: gone")) is None
    found = told_of_objects(OSError("object-store error: 500\nmore (path: s3://b/x y)"))
    assert found is not None
    assert found.message == "The object store failed at s3://b/x: object-store error: 500."


def test_an_object_store_that_goes_away_in_the_middle_is_one_sentence(
    bucket: str, rfma: Rfma, cheques: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = f"s3://{bucket}/chain"
    rfma("ingest", cheques, "--store", there).done()
    opened = Tables.card_rule

    def gone(self: Tables) -> str:
        rule = opened(self)
        _ = self.cheques.files(), self.keys.files()
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        return rule

    monkeypatch.setattr(Tables, "card_rule", gone)
    for verb in (("segment",), ("overview",), ("query", "select count(*) from cheques")):
        told = rfma(*verb, "--store", there)
        assert told.code == 1
        assert "does not answer" in told.err
        assert "Traceback" not in told.err
        monkeypatch.setenv("AWS_ENDPOINT_URL", os.environ["AWS_ENDPOINT_URL"])


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("gs://bucket/x", "cannot lie behind gs://"),
        ("https://bucket/x", "cannot lie behind https://"),
        ("s3://", "names no bucket"),
        ("s3://key:secret@bucket/x", "names no bucket"),
        ("s3:///x", "names no bucket"),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    rfma: Rfma, cheques: Path, path: str, sentence: str
) -> None:
    for verb in (("ingest", cheques), ("status",)):
        told = rfma(*verb, "--store", path).failed(1, sentence)
        assert "secret" not in told.err


def test_the_store_may_come_from_the_environment(
    bucket: str, rfma: Rfma, cheques: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RFMA_STORE", f"s3://{bucket}/env/")
    rfma("ingest", cheques).done()
    found = rfma("status", "--format", "json").done().json
    assert found["store"] == f"s3://{bucket}/env"


def test_commits_are_put_only_where_none_is(bucket: str, object_store: Objects) -> None:
    options = place_of(f"s3://{bucket}/x").delta
    assert options is not None
    assert options["aws_conditional_put"] == "etag"
    assert options["aws_secret_access_key"] == SECRET
    assert place_of("data/parquet").delta is None


def test_rows_put_aside_lie_on_this_machine_and_go(
    bucket: str, cheques: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "temporary"
    aside.mkdir()
    monkeypatch.setattr(loads, "ROWS_IN_MEMORY", 100)
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    seen: list[Path] = []
    months = Staging.months

    def looked_at(self: Staging) -> list[int]:
        found = months(self)
        seen.extend(aside.rglob("*.arrow"))
        return found

    monkeypatch.setattr(Staging, "months", looked_at)
    store = Store(f"s3://{bucket}/aside")
    store.ingest(cheques)
    assert seen
    assert list(aside.iterdir()) == []
    assert store.snapshot.first_day >= date(2021, 1, 1)
    assert isinstance(store.segment().table(), pl.DataFrame)
