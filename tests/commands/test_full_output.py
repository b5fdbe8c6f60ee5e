"""An output that takes no more ends in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands.fixtures import EARLIER

FULL = Path("/dev/full")
VERBS = [
    ("segment",), ("overview",), ("status",), ("thresholds",), ("playbook",), ("statistics",),
    ("migrate", "--from", EARLIER), ("query", "select * from cheques"), ("scheme", "list"),
]  # fmt: skip


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("verb", VERBS)
def test_a_full_output_is_told_in_a_sentence(chain: Path, verb: tuple[str, ...], form: str) -> None:
    line = [
        sys.executable,
        "-c",
        "from rfma_fast.cli import main; main()",
        *verb,
        "--format",
        form,
        "--lang",
        "en",
    ]
    if verb[0] != "scheme":
        line += ["--store", str(chain)]
    with FULL.open("w") as full:
        done = subprocess.run(
            line, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "COLUMNS": "80"},
        )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "Error: The answer could not be written to stdout: No space left" in done.stderr
