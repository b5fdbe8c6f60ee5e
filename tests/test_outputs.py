"""Files that commands write: their rights, links, pipes, devices, and disks that are full."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands.fixtures import make_store
from store.test_full_disks import rfma as in_a_process
from store.test_full_disks import small_disk

from rfma_fast.errors import RfmaError
from rfma_fast.outputs import replace
from rfma_fast.synth import ChainSpec, write_cheques

SECRET = "who bought what"
KINDS = ("csv", "parquet", "xlsx")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("outputs") / "cheques.csv"
    write_cheques(ChainSpec(cheques=2000, months=4, seed=7), source)
    return make_store(source.parent, source)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def rights(file: Path) -> int:
    return file.stat().st_mode & 0o777


def fill(path: Path) -> None:
    path.write_text(SECRET, encoding="utf-8")


@pytest.mark.parametrize(("mask", "left"), [(0o022, 0o644), (0o077, 0o600), (0o027, 0o640)])
def test_a_new_file_has_the_rights_that_the_umask_leaves(
    tmp_path: Path, mask: int, left: int
) -> None:
    with umask(mask):
        replace(tmp_path / "new.csv", fill)
        write_cheques(ChainSpec(cheques=50, months=1), tmp_path / "made.parquet")
    assert rights(tmp_path / "new.csv") == rights(tmp_path / "made.parquet") == left


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o644])
def test_a_file_that_is_there_keeps_its_rights_and_is_never_wider_on_the_way(
    tmp_path: Path, mode: int
) -> None:
    file = tmp_path / "old.csv"
    file.touch()
    file.chmod(mode)
    seen: list[int] = []

    def watched(path: Path) -> None:
        fill(path)
        seen.append(rights(path))

    replace(file, watched)
    assert (rights(file), file.read_text()) == (mode, SECRET)
    assert seen == [0o600]
    write_cheques(ChainSpec(cheques=50, months=1), file)
    assert rights(file) == mode


def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target = tmp_path / "far" / "target.csv"
    target.touch(0o600)
    (tmp_path / "one.csv").symlink_to("far/target.csv")
    (tmp_path / "two.csv").symlink_to(tmp_path / "one.csv")
    replace(tmp_path / "two.csv", fill)
    assert (tmp_path / "one.csv").is_symlink()
    assert (tmp_path / "two.csv").is_symlink()
    assert (target.read_text(), rights(target)) == (SECRET, 0o600)
    (tmp_path / "hangs.csv").symlink_to("far/new.csv")
    replace(tmp_path / "hangs.csv", fill)
    assert (tmp_path / "far" / "new.csv").read_text() == SECRET
    (tmp_path / "round.csv").symlink_to("round.csv")
    with pytest.raises(RfmaError, match=r"round\.csv cannot be written: Too many levels"):
        replace(tmp_path / "round.csv", fill)
    assert list(tmp_path.rglob(".rfma-*")) == []


def test_what_fails_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text("before")

    def fails(path: Path) -> None:
        fill(path)
        raise OSError(28, "No space left on device")

    with pytest.raises(RfmaError, match="No space left on device"):
        replace(file, fails)
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(RfmaError, match="Is a directory"):
        replace(tmp_path, fill)
    with pytest.raises(RfmaError, match="No such file or directory"):
        replace(tmp_path / "none" / "x.csv", fill)


def run(*arguments: object, **streams: object) -> subprocess.CompletedProcess[bytes]:
    begin = [sys.executable, "-c", "from rfma_fast.cli import main; main()"]
    environment = {**os.environ, "RFMA_LANG": "en"}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*begin, *map(str, arguments)], check=False, env=environment, **streams
    )


def test_dev_stdout_is_the_stdout_of_the_command(store: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text("before\n")
    link = tmp_path / "stdout"
    link.symlink_to("/proc/self/fd/1")
    asked = ["status", "--store", store, "--format", "json", "-q", "-o"]
    with answer.open("ab") as appended:
        assert run(*asked, link, stdout=appended).returncode == 0
    assert link.is_symlink()
    assert answer.read_text().startswith("before\n{")
    piped = run(*asked, "/dev/stdout", stdout=subprocess.PIPE)
    assert b"before\n" + piped.stdout == answer.read_bytes()


def test_a_pipe_is_written_through_whatever_the_kind(store: Path, tmp_path: Path) -> None:
    for kind in KINDS:
        (tmp_path / f"pipe.{kind}").symlink_to("/dev/stdout")
        asked = ["segment", "--store", store, "-q", "-o", tmp_path / "shown.json", "--cards"]
        piped = run(*asked, tmp_path / f"pipe.{kind}", stdout=subprocess.PIPE).stdout
        assert run(*asked, tmp_path / f"plain.{kind}").returncode == 0
        begins = {"csv": b"card,", "parquet": b"PAR1", "xlsx": b"PK"}[kind]
        assert piped.startswith(begins)
        plain = (tmp_path / f"plain.{kind}").read_bytes()
        assert (kind == "xlsx" and abs(len(plain) - len(piped)) < 64) or piped == plain


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_is_told_in_a_sentence_and_leaves_what_was_there(
    store: Path, tmp_path: Path, kind: str
) -> None:
    with small_disk(tmp_path / "disk", 8192) as disk:
        file = disk / f"cards.{kind}"
        file.write_text("before")
        told = in_a_process("segment", "--store", store, "-q", "--cards", file)
        assert (told.returncode, told.stdout) == (1, "")
        assert told.stderr.startswith("Error: ")
        assert "cannot be written: No space left on device." in told.stderr
        assert "Traceback" not in told.stderr
        assert {path.name for path in disk.iterdir()} == {file.name}
        assert file.read_text() == "before"
    limited = in_a_process(
        "segment", "--store", store, "-q", "--cards", tmp_path / f"c.{kind}", octets=4096
    )
    assert limited.returncode == 1
    assert "File too large" in limited.stderr
    (tmp_path / f"full.{kind}").symlink_to("/dev/full")
    full = in_a_process("segment", "--store", store, "--cards", tmp_path / f"full.{kind}")
    assert "No space left on device" in full.stderr
    assert (full.returncode, full.stdout) == (1, "")
