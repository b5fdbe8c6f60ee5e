"""The command run inside the test's process, and the stores that it is run on."""

from __future__ import annotations

import contextlib
import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from oracles.real import REAL

from rfma_fast import open_store, use_language
from rfma_fast.cli import main
from rfma_fast.synth import ChainSpec, write_cheques

SPEC = ChainSpec(cheques=3000, months=6, seed=7)
AS_OF, EARLIER = "2021-12-31", "2021-10-01"
SCREEN = (
    "COLUMNS", "LINES", "FORCE_COLOR", "NO_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE",
    "TTY_INTERACTIVE", "PY_COLORS", "TERMINAL_WIDTH", "_TYPER_FORCE_DISABLE_TERMINAL",
)  # fmt: skip
TONGUES = ("RFMA_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True)
class Told:
    """What one run of the command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Read stdout as JSON; numbers with a point become exact decimals."""

        def refuse(constant: str) -> None:
            raise AssertionError(f"{constant} is no JSON")

        return json.loads(self.out, parse_float=Decimal, parse_constant=refuse)

    def done(self) -> Told:
        assert self.code == 0, self.err
        return self

    def failed(self, code: int = 1, *named: object) -> Told:
        """Hold that it ended with this code, a sentence and no traceback, and named these."""
        assert self.code == code, (self.code, self.err)
        assert self.err.startswith(("Error: ", "Ошибка: ")), self.err
        assert self.err.splitlines()[0].rstrip().endswith("."), self.err
        assert "Traceback" not in self.err
        assert self.out == ""
        assert [name for name in named if str(name) not in self.err] == [], self.err
        return self


Rfma = Callable[..., Told]


def cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take from the environment all that would change what the command says."""
    for name in (*SCREEN, *TONGUES, "RFMA_STORE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def rfma(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Rfma]:
    """Run ``rfma …`` in this process, from reading its arguments to its exit code."""
    cleared(monkeypatch)

    def run(*arguments: object) -> Told:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["rfma", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        code = left.value.code
        assert isinstance(code, int), code
        return Told(int(code), told.out, told.err)

    yield run
    use_language("en")


def make_store(root: Path, source: Path) -> Path:
    """Ingest a file into ``root/chain``; the store remembers only the file's name."""
    with contextlib.chdir(source.parent):
        open_store(root / "chain").ingest(source.name)
    return root / "chain"


@pytest.fixture(scope="session")
def cheques(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the cheques of a chain that never was."""
    path = tmp_path_factory.mktemp("cheques") / "cheques.csv"
    write_cheques(SPEC, path)
    return path


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory, cheques: Path) -> Path:
    """Give a store of that chain; nobody may write to it."""
    return make_store(tmp_path_factory.mktemp("small"), cheques)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of the real table; its tests are marked ``needs_real``."""
    return make_store(tmp_path_factory.mktemp("real"), REAL)


HEADER = ("datetime", "shop", "card", "summ", "doc_id")


def write_rows(path: Path, rows: Iterable[Iterable[object]]) -> Path:
    """Write a source by hand: datetime, shop, card, amount, document."""
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([HEADER, *rows])
    return path


def whole(root: Path) -> dict[str, bytes]:
    """Return all that lies in a directory."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}
