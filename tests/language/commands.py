"""How the tests run the command inside their own process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest

from rfma_fast.cli import run
from rfma_fast.i18n import use


class Told(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    use(language)
    try:
        yield
    finally:
        use("en")


def rfma(capsys: pytest.CaptureFixture[str], *arguments: object, language: str = "en") -> Told:
    capsys.readouterr()
    with speaking(language):
        code = run([*map(str, arguments)])
    return Told(code, *capsys.readouterr())
