"""Runs the ClickHouse contender inside this process, by chdb."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from chdb.session import Session
from kit.question import Answer

SQL = Path(__file__).with_suffix(".sql")


def arrays(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Answer statement by statement in one session; the last one gives the rows."""
    values = {"files": _pattern(files), "as_of": as_of}
    session = Session()
    try:
        for statement in SQL.read_text(encoding="utf-8").split(";"):
            answer = session.query(statement, "JSONCompact", params=values)
        rows = json.loads(answer.bytes())["data"]
    finally:
        session.close()
    return [list(map(int, row)) for row in rows]


def _pattern(files: Sequence[str]) -> str:
    """Return the files as one path with alternatives, which is how ClickHouse takes a list."""
    if len(files) == 1:
        return files[0]
    root = os.path.commonpath(files)
    return f"{root}/{{{','.join(os.path.relpath(file, root) for file in files)}}}"
