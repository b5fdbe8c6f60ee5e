"""The command within this process, without pytest: the tester runs by itself, too."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from decimal import Decimal
from typing import Any, NamedTuple
from unittest.mock import patch

from commands.fixtures import SCREEN, TONGUES

from rfma_fast.cli import main

WIDE = "400"
"""Columns of the terminal: no figure of a table has to be cut."""


class Told(NamedTuple):
    """What one run of the command said and how it ended."""

    code: object
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out, parse_float=Decimal)


def rfma(*arguments: object) -> Told:
    """Run ``rfma …`` in this process, from reading its arguments to its exit code."""
    with (
        _text() as out,
        _text() as err,
        redirect_stdout(out),
        redirect_stderr(err),
        _surroundings(),
    ):
        sys.argv = ["rfma", *map(str, arguments)]
        code: object = None
        try:
            main()
        except SystemExit as left:
            code = left.code
        return Told(code, _read(out), _read(err))


@contextmanager
def _surroundings() -> Iterator[None]:
    kept, argv = dict(os.environ), sys.argv
    known = {name: text for name, text in kept.items()
             if name not in (*SCREEN, *TONGUES, "RFMA_STORE")}  # fmt: skip
    with patch.dict(os.environ, {**known, "COLUMNS": WIDE}, clear=True):
        try:
            yield
        finally:
            sys.argv = argv


@contextmanager
def _text() -> Iterator[io.TextIOWrapper]:
    yield io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return held.getvalue().decode("utf-8")
